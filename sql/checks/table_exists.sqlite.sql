-- The table is there: 1, otherwise 0.
SELECT count(*)
FROM sqlite_master
WHERE type = 'table' AND name = {name};
