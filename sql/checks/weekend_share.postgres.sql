-- The share of rows on Saturday and Sunday, among those that have a time.
SELECT CAST(count(*) FILTER (WHERE extract(isodow FROM this.{column}) >= 6) AS double precision)
  / nullif(count(this.{column}), 0)
FROM {table} AS this;
