-- A column of strings has a text type: counts the rows where it is declared as something else.
SELECT count(*)
FROM {table} AS this
WHERE pg_typeof(this.{column}) NOT IN ('text'::regtype, 'varchar'::regtype, 'bpchar'::regtype);
