-- Every text matches the regular expression as a whole: counts those that do not. NULL is no fault.
-- REGEXP is a function that datagen registers; it matches whole texts.
SELECT count(*)
FROM {table} AS this
WHERE this.{column} NOT REGEXP {pattern};
