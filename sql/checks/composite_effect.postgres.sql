-- The rows of each cell of hour (0 to 23), day of the week (0 is Monday) and month (0 is January), to compare their
-- shares with the product of the weights.
SELECT
  CAST(extract(hour FROM this.{column}) AS integer) AS hour,
  CAST(extract(isodow FROM this.{column}) AS integer) - 1 AS dow,
  CAST(extract(month FROM this.{column}) AS integer) - 1 AS month,
  count(*) AS members
FROM {table} AS this
WHERE this.{column} IS NOT NULL
GROUP BY 1, 2, 3;
