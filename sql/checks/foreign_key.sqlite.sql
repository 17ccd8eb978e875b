-- Every reference finds its row: counts those that do not. NULL refers to nothing and is no fault.
SELECT count(*)
FROM {table} AS this
WHERE {has_key}
  AND ({key} IN (SELECT {parent_columns} FROM {parent} AS parent)) IS NOT TRUE;
