-- The column never repeats a value (NULLs may repeat): counts the rows whose value another row has already.
SELECT CAST(coalesce(sum(members - 1), 0) AS bigint)
FROM (
  SELECT count(*) AS members
  FROM {table} AS this
  WHERE this.{column} IS NOT NULL
  GROUP BY this.{column}
  HAVING count(*) > 1
) AS repeated;
