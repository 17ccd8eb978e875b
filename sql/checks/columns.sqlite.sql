-- The names of the table's columns, to compare with those of the schema.
SELECT name
FROM pragma_table_info({name})
ORDER BY cid;
