-- A column of booleans holds 0 and 1: counts the values that are something else. NULL is no fault.
SELECT count(*)
FROM {table} AS this
WHERE this.{column} IS NOT NULL AND (typeof(this.{column}) <> 'integer' OR this.{column} NOT IN (0, 1));
