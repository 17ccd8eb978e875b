-- What the loads recorded: the rows of each table, summed over the loads, per schema.
SELECT table_name, schema_digest, CAST(sum("rows") AS bigint)
FROM "_datagen"
GROUP BY table_name, schema_digest
ORDER BY table_name, schema_digest;
