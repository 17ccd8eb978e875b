-- Every value is one of a column of another table, where it may occur more than once, so that no foreign key can
-- say so: counts the values that do not occur. NULL is no fault.
-- Written as a join, so that PostgreSQL plans an anti-join for it.
SELECT count(*)
FROM {table} AS this
LEFT JOIN {parent} AS parent ON {parent_key} = {key}
WHERE {has_key} AND {parent_column} IS NULL;
