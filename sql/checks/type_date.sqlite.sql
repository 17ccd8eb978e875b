-- A column of dates holds texts like 2024-01-31 that are dates of the calendar: counts the values that are something else. NULL is no fault.
SELECT count(*)
FROM {table} AS this
WHERE this.{column} IS NOT NULL AND (typeof(this.{column}) <> 'text' OR date(this.{column}) IS NOT this.{column});
