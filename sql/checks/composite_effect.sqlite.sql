-- The rows of each cell of hour (0 to 23), day of the week (0 is Monday) and month (0 is January), to compare their
-- shares with the product of the weights. One strftime a row, because it is what costs; and without the seconds,
-- because SQLite rounds fractions to milliseconds, the last one of an hour to the next.
SELECT
  CAST(substr(cell, 1, 2) AS integer) AS hour,
  (CAST(substr(cell, 4, 1) AS integer) + 6) % 7 AS dow,
  CAST(substr(cell, 6, 2) AS integer) - 1 AS month,
  members
FROM (
  SELECT strftime('%H %w %m', substr(this.{column}, 1, 16)) AS cell, count(*) AS members
  FROM {table} AS this
  WHERE this.{column} IS NOT NULL
  GROUP BY cell
) AS cells;
