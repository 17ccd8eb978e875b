-- What the loads recorded: the rows of each table, summed over the loads of the same schema, seed and version.
SELECT table_name, schema_digest, seed, version, CAST(sum("rows") AS bigint)
FROM "_datagen"
GROUP BY table_name, schema_digest, seed, version
ORDER BY min("load"), table_name, schema_digest, seed, version;
