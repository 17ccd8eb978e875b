-- A column of floats has a type of numbers with fractions: counts the rows where it is declared as something else.
SELECT count(*)
FROM {table} AS this
WHERE pg_typeof(this.{column}) NOT IN ('double precision'::regtype, 'real'::regtype, 'numeric'::regtype);
