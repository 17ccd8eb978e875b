-- The values are in the list: counts those that are not. NULL is no fault.
SELECT count(*)
FROM {table} AS this
WHERE this.{column} NOT IN ({values});
