-- The comparison between two columns of a row holds: counts the rows where it does not. A NULL on either side is no
-- fault.
SELECT count(*)
FROM {table} AS this
WHERE NOT ({left} {comparison} {right});
