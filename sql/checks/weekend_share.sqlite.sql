-- The share of rows on Saturday and Sunday, among those that have a time.
-- Only the date is looked at: SQLite rounds fractions to milliseconds, the last one of a Sunday to Monday.
SELECT count(*) FILTER (WHERE strftime('%w', substr(this.{column}, 1, 10)) IN ('0', '6')) * 1.0
  / nullif(count(this.{column}), 0)
FROM {table} AS this;
