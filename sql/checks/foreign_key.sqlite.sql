-- Every reference finds its row: counts those that do not. NULL refers to nothing and is no fault.
SELECT count(*)
FROM {table} AS this
WHERE this.{column} IS NOT NULL
  AND (this.{column} IN (SELECT parent.{parent_column} FROM {parent} AS parent)) IS NOT TRUE;
