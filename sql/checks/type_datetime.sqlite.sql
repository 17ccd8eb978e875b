-- A column of times holds texts like 2024-01-31 23:59:59, with six digits of fraction or none, that are times of the
-- calendar: counts the values that are something else. NULL is no fault.
-- Adding no days makes SQLite turn 2024-02-30 into 2024-03-01, which gives it away. SQLite rounds fractions to
-- milliseconds, so that a time which has one is looked at in two parts.
SELECT count(*)
FROM {table} AS this
WHERE this.{column} IS NOT datetime(this.{column}, '+0 days')
  AND (
    this.{column} IS NOT datetime(substr(this.{column}, 1, 19), '+0 days') || substr(this.{column}, 20)
    OR substr(this.{column}, 20) NOT GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]'
  );
