-- The values are not above the bound: counts those that are. NULL is no fault.
SELECT count(*)
FROM {table} AS this
WHERE this.{column} > {maximum};
