internal import DatagenSchema

extension SQLiteLoader {
  /// What SQLite counted is what was generated.
  func verifyKeys(_ database: SQLiteConnection) throws(DatabaseError) {
    for (table, writer) in zip(layout.tables, writers) {
      guard let expected = writer?.lastKey else { continue }
      let last = try database.integer("SELECT max(rowid) FROM \(Dialect.sqlite.quote(table.name))")
      guard last == expected else {
        throw DatabaseError(
          "the last key should be \(expected) and is \(last.map(String.init) ?? "missing")",
          table: table.name
        )
      }
    }
  }

  func complete(_ database: SQLiteConnection) throws(DatabaseError) {
    let proofs = SQLiteProofs(database)
    let taken = try database.texts("SELECT name FROM sqlite_master")
    // Sorting in the default cache and with a second thread was measured to be the fastest.
    try database.execute("PRAGMA threads=2; PRAGMA cache_size=-2000")
    for index in IndexDefinition.indexes(of: createdTables, taken: taken) { try proofs.build(index) }
    try database.execute("PRAGMA cache_size=-16000; PRAGMA analysis_limit=1000")
    for table in layout.tables { try proofs.proveForeignKeys(of: table) }
    if route == .inPlace { try proofs.proveForeignKeys(ofOthersThan: layout) }
    for table in layout.tables {
      // In place SQLite has evaluated the conditions itself.
      if route != .inPlace { try proofs.proveChecks(of: table) }
      try database.execute("ANALYZE \(Dialect.sqlite.quote(table.name))")
    }
  }
}
