-- The names of the table's columns, to compare with those of the schema.
SELECT CAST(attname AS text)
FROM pg_attribute
WHERE attrelid = to_regclass(quote_ident({name})) AND attnum > 0 AND NOT attisdropped
ORDER BY attnum;
