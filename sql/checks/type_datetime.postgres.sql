-- A column of times has a timestamp type: counts the rows where it is declared as something else.
SELECT count(*)
FROM {table} AS this
WHERE pg_typeof(this.{column}) NOT IN ('timestamp'::regtype, 'timestamptz'::regtype);
