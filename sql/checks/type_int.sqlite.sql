-- A column of integers holds integers: counts the values that are something else. NULL is no fault.
SELECT count(*)
FROM {table} AS this
WHERE typeof(this.{column}) <> 'integer' AND this.{column} IS NOT NULL;
