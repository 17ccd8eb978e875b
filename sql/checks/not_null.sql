-- Every row has a value: counts the NULLs.
SELECT count(*)
FROM {table} AS this
WHERE this.{column} IS NULL;
