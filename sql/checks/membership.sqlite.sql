-- Every value is one of a column of another table, where it may occur more than once, so that no foreign key can
-- say so: counts the values that do not occur. NULL is no fault.
SELECT count(*)
FROM {table} AS this
WHERE {has_key}
  AND ({key} IN (SELECT {parent_columns} FROM {parent} AS parent)) IS NOT TRUE;
