-- Every text matches the regular expression as a whole: counts those that do not. NULL is no fault.
SELECT count(*)
FROM {table} AS this
WHERE this.{column} !~ {pattern};
