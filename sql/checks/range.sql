-- The values lie between the bounds, both included: counts those that do not. NULL is no fault.
SELECT count(*)
FROM {table} AS this
WHERE this.{column} < {minimum} OR this.{column} > {maximum};
