-- The mean of the values that are not NULL.
SELECT CAST(avg({value}) AS double precision)
FROM {table} AS this;
