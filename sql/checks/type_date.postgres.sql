-- A column of dates has the type date: counts the rows where it is declared as something else.
SELECT count(*)
FROM {table} AS this
WHERE pg_typeof(this.{column}) NOT IN ('date'::regtype);
