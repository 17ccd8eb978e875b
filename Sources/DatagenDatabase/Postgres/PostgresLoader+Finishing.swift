internal import DatagenSchema

extension PostgresLoader {
  /// Makes what comes after the rows: keys, indexes, statistics, the record, the positions of sequences.
  func complete(_ record: LoadRecord) throws(DatabaseError) {
    // Indexes are sorted in memory: 7 % of a whole load.
    _ = try database.query(
      """
      SELECT set_config('maintenance_work_mem', '256MB', true) FROM pg_settings
      WHERE name = 'maintenance_work_mem' AND setting::bigint < 262144
      """
    )
    // All at once: what the database has put off to the end of the transaction.
    try database.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in createdTables { try run(definition.keys(of: table), table) }
    for table in createdTables { try run(definition.indexes(on: table), table) }
    if options.constraints == .after {
      for table in createdTables { try run(definition.foreignKeys(of: table), table) }
    }
    let names = layout.tables.map { definition.name($0.name) }
    if !names.isEmpty { try database.execute("ANALYZE \(names.joined(separator: ", "))") }
    try record.write(to: database, replacing: options.ifExists != .append)
    // Last, because PostgreSQL does not undo it.
    for table in layout.tables { try advanceSequences(of: table) }
  }

  /// Makes the transaction permanent.
  func commit() throws(DatabaseError) {
    do {
      try database.execute("COMMIT")
    } catch {
      guard error.code?.hasPrefix("08") == true else { throw error }
      var error = error
      error.advice =
        "The connection broke while the load was made permanent: look whether the tables are there."
      throw error
    }
  }

  /// Sets the sequences that number new rows past the loaded keys, so that an application's own inserts work.
  private func advanceSequences(of table: TableLayout) throws(DatabaseError) {
    let dialect = Dialect.postgres
    let name = definition.name(table.name)
    do {
      for row in try database.query(sequences(of: name)) {
        guard case .text(let column) = row[0], case .text(let sequence) = row[1],
          table.column(named: column)?.type == .int
        else { continue }
        let countsUp = row[2] == .integer(1)
        let key = "\(countsUp ? "max" : "min")(\(dialect.quote(column)))"
        try setting(sequence, of: column) { () throws(DatabaseError) in
          _ = try database.query(
            """
            SELECT setval(\(dialect.literal(sequence)), loaded.key)
            FROM (SELECT \(key) AS key FROM \(name)) AS loaded, \(sequence) AS sequence
            WHERE loaded.key \(countsUp ? ">=" : "<=") sequence.last_value
            """
          )
        }
      }
    } catch {
      throw error.at(table.name)
    }
  }

  /// Says which sequence cannot follow the loaded keys.
  private func setting(
    _ sequence: String,
    of column: String,
    _ work: () throws(DatabaseError) -> Void
  ) throws(DatabaseError) {
    do {
      try work()
    } catch {
      var error = error
      if error.code == "22003" || error.code == "2200H" {
        error.advice =
          "The sequence of the column \"\(column)\" ends before the loaded keys: ALTER SEQUENCE \(sequence) "
          + "AS bigint NO MAXVALUE; or generate smaller keys."
      }
      throw error
    }
  }

  /// The columns of a table that take their default from a sequence, the sequences, and whether they count up.
  private func sequences(of name: String) -> String {
    let table = "to_regclass(\(Dialect.postgres.literal(name)))"
    return """
      SELECT DISTINCT a.attname::text, format('%I.%I', n.nspname, s.relname), q.seqincrement > 0
      FROM pg_attribute a
      LEFT JOIN pg_attrdef ad ON ad.adrelid = a.attrelid AND ad.adnum = a.attnum
      JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
          AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum AND d.deptype IN ('a', 'i')
        OR d.classid = 'pg_attrdef'::regclass AND d.refclassid = 'pg_class'::regclass AND d.objid = ad.oid
      JOIN pg_class s ON s.relkind = 'S'
        AND s.oid = CASE d.classid WHEN 'pg_class'::regclass THEN d.objid ELSE d.refobjid END
      JOIN pg_namespace n ON n.oid = s.relnamespace
      JOIN pg_sequence q ON q.seqrelid = s.oid
      WHERE a.attrelid = \(table) AND a.attnum > 0 AND NOT a.attisdropped
      """
  }
}

extension LoadRecord {
  /// Writes one row for each table of the load.
  ///
  /// - Parameter replacing: whether the tables hold the rows of this load only, so that earlier records of them
  ///   no longer hold.
  func write(to connection: PostgresConnection, replacing: Bool) throws(DatabaseError) {
    let dialect = Dialect.postgres
    let table = try connection.qualified(Self.tableName)
    if try connection.query("SELECT to_regclass(\(dialect.literal(table)))").first?.first == .null {
      try connection.execute(
        """
        CREATE TABLE \(table) (
          "load" bigint NOT NULL,
          "dataset" text NOT NULL,
          "schema_digest" text NOT NULL,
          "seed" text NOT NULL,
          "version" text NOT NULL,
          "table_name" text NOT NULL,
          "rows" bigint NOT NULL,
          "digest" text NOT NULL
        )
        """
      )
    }
    guard !tables.isEmpty else { return }
    let names = tables.map { dialect.literal($0.name) }.joined(separator: ", ")
    if replacing { try connection.execute("DELETE FROM \(table) WHERE \"table_name\" IN (\(names))") }
    let load = (try connection.integer("SELECT max(\"load\") FROM \(table)") ?? 0) + 1
    let rows = tables.map { loaded in
      let texts = [dataset, schemaDigest, String(seed), version, loaded.name].map(dialect.literal)
      return "(\(load), \(texts.joined(separator: ", ")), \(loaded.rows), \(dialect.literal(loaded.digest)))"
    }
    try connection.execute(
      """
      INSERT INTO \(table)
      ("load", "dataset", "schema_digest", "seed", "version", "table_name", "rows", "digest")
      VALUES \(rows.joined(separator: ",\n"))
      """
    )
  }
}
