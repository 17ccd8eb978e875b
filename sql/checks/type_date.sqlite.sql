-- A column of dates holds texts like 2024-01-31 that are dates of the calendar: counts the values that are something
-- else. NULL is no fault.
-- Adding no days makes SQLite turn 2024-02-30 into 2024-03-01, which gives it away.
SELECT count(*)
FROM {table} AS this
WHERE this.{column} IS NOT date(this.{column}, '+0 days');
