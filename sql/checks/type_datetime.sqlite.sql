-- A column of times holds texts like 2024-01-31 23:59:59, with six digits of fraction or none, that are times of the
-- calendar: counts the values that are something else. NULL is no fault.
SELECT count(*)
FROM {table} AS this
WHERE this.{column} IS NOT NULL
  AND (
    typeof(this.{column}) <> 'text'
    OR datetime(substr(this.{column}, 1, 19)) IS NOT substr(this.{column}, 1, 19)
    OR (
      length(this.{column}) <> 19
      AND substr(this.{column}, 20) NOT GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]'
    )
  );
