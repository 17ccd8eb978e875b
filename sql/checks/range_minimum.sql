-- The values are not below the bound: counts those that are. NULL is no fault.
SELECT count(*)
FROM {table} AS this
WHERE this.{column} < {minimum};
