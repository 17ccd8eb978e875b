-- A column of integers has an integer type: counts the rows where it is declared as something else.
SELECT count(*)
FROM {table} AS this
WHERE pg_typeof(this.{column}) NOT IN ('bigint'::regtype, 'integer'::regtype, 'smallint'::regtype);
