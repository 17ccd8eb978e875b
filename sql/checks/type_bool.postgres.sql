-- A column of booleans has a type that holds them, or a domain of one: counts all rows where it is declared
-- as something else.
SELECT CASE WHEN (
  SELECT {counted_type} IN ({types})
  FROM pg_attribute AS declared
  JOIN pg_type AS own ON own.oid = declared.atttypid
  JOIN pg_type AS base ON base.oid = CASE own.typtype WHEN 'd' THEN own.typbasetype ELSE own.oid END
  WHERE declared.attrelid = to_regclass(quote_ident({name})) AND declared.attname = {column_name}
) THEN 0 ELSE count(*) END
FROM {table} AS this;
