-- Every reference finds its row: counts those that do not. NULL refers to nothing and is no fault.
-- Written as a join, so that PostgreSQL plans an anti-join for it.
SELECT count(*)
FROM {table} AS this
LEFT JOIN {parent} AS parent ON {parent_key} = {key}
WHERE {has_key} AND {parent_column} IS NULL;
