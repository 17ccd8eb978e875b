-- The comparison between a row and its parent's row holds: counts the rows where it does not. A NULL on either side,
-- or no parent, is no fault.
SELECT count(*)
FROM {table} AS this
JOIN {parent} AS parent ON {parent_key} = {key}
WHERE NOT ({left} {comparison} {right});
