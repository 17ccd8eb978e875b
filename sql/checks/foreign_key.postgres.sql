-- Every reference finds its row: counts those that do not. NULL refers to nothing and is no fault.
-- Written as a join, so that PostgreSQL plans an anti-join for it.
SELECT count(*)
FROM {table} AS this
LEFT JOIN {parent} AS parent ON parent.{parent_column} = this.{column}
WHERE this.{column} IS NOT NULL AND parent.{parent_column} IS NULL;
