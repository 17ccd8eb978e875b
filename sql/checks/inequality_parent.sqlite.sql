-- The comparison between a row and its parent's row holds: counts the rows where it does not. A NULL on either side,
-- or no parent, is no fault.
SELECT count(*)
FROM {table} AS this
WHERE NOT ({left} {comparison} (SELECT {right} FROM {parent} AS parent WHERE {parent_key} = {key}));
