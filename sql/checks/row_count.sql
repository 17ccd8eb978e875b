-- How many rows the table has, to compare with what the load recorded.
SELECT count(*)
FROM {table} AS this;
