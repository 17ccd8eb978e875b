-- A column of floats holds floating-point numbers: counts the values that are something else. NULL is no fault.
SELECT count(*)
FROM {table} AS this
WHERE typeof(this.{column}) <> 'real' AND this.{column} IS NOT NULL;
