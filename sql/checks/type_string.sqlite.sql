-- A column of strings holds texts: counts the values that are something else. NULL is no fault.
SELECT count(*)
FROM {table} AS this
WHERE typeof(this.{column}) <> 'text' AND this.{column} IS NOT NULL;
