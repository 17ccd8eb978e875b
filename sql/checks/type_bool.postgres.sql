-- A column of booleans has the type boolean: counts the rows where it is declared as something else.
SELECT count(*)
FROM {table} AS this
WHERE pg_typeof(this.{column}) NOT IN ('boolean'::regtype);
