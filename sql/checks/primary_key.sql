-- The primary key is complete and never repeats: counts the rows whose key has a NULL, and those whose key
-- another row has already.
SELECT CAST(coalesce(sum(CASE WHEN is_incomplete THEN members ELSE members - 1 END), 0) AS bigint)
FROM (
  SELECT ({is_incomplete}) AS is_incomplete, count(*) AS members
  FROM {table} AS this
  GROUP BY {columns}
  HAVING count(*) > 1 OR ({is_incomplete})
) AS faulty;
