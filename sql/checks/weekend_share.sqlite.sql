-- The share of rows on Saturday and Sunday, among those that have a time.
SELECT count(*) FILTER (WHERE strftime('%w', this.{column}) IN ('0', '6')) * 1.0
  / nullif(count(this.{column}), 0)
FROM {table} AS this;
