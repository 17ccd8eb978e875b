internal import DatagenSchema

extension SQLiteLoader {
  static func route(
    _ path: String,
    _ layout: DatabaseLayout,
    _ ifExists: ExistingTables,
    _ counts: inout [String: Int64]
  ) throws(DatabaseError) -> Route {
    switch FileKind(path) {
    case .absent: return .fresh
    case .directory: throw DatabaseError("\(path) is a directory", advice: "Give the path of a file.")
    case .other: throw DatabaseError("\(path) is not a regular file", advice: "Give the path of a file.")
    case .file: break
    }
    guard isWritable(path) else {
      throw DatabaseError(
        "\(path) is write-protected",
        advice: "Check its permissions, or give another path."
      )
    }
    if isEmptyFile(path) { return .fresh }
    let connection = try SQLiteConnection(path, mode: .readWrite)
    let existing = try ExistingDatabase(connection, layout)
    if ifExists == .fail { try existing.requireNoTables(of: layout, in: path) }
    let recorded = try LoadRecord.rows(
      in: Dialect.sqlite.quote(LoadRecord.tableName),
      with: try connection.columnNames(of: LoadRecord.tableName),
      connection
    )
    if ifExists == .append {
      for table in layout.tables where existing.tables.contains(table.name) {
        do {
          try ExistingTable(table.name, connection).requireFit(table)
          let source = Dialect.sqlite.quote(table.name)
          counts[table.name] = try NextRow.number(
            of: table,
            from: source,
            recorded: recorded[table.name],
            connection
          )
        } catch {
          throw error.at(table.name)
        }
      }
    }
    try connection.close()
    // A log that is still there belongs to a program that has the database open, and would outlive a rename.
    let isInUse = ["-wal", "-journal"].contains { FileKind(path + $0) != .absent }
    return ifExists == .replace && !existing.hasOthers && !isInUse ? .fresh : .inPlace
  }

  func beginFresh(_ database: SQLiteConnection) throws(DatabaseError) {
    self.database = database
    // Nothing is worth saving of a file that is not complete: no journal, no waiting for the disk.
    try database.execute(
      """
      PRAGMA page_size=16384;
      PRAGMA journal_mode=OFF;
      PRAGMA synchronous=OFF;
      PRAGMA locking_mode=EXCLUSIVE;
      PRAGMA cache_size=-16000;
      PRAGMA foreign_keys=OFF;
      PRAGMA ignore_check_constraints=ON;
      BEGIN EXCLUSIVE
      """
    )
    try create(layout.tables, in: database)
  }

  func beginInPlace(_ database: SQLiteConnection) throws(DatabaseError) {
    self.database = database
    try database.execute(
      "PRAGMA synchronous=FULL; PRAGMA cache_size=-16000; PRAGMA foreign_keys=OFF; BEGIN IMMEDIATE"
    )
    // Looked at again, because only now nobody else can change it.
    let existing = try ExistingDatabase(database, layout)
    if ifExists == .fail { try existing.requireNoTables(of: layout, in: path) }
    for table in layout.tables where existing.tables.contains(table.name) {
      let name = Dialect.sqlite.quote(table.name)
      do {
        switch ifExists {
        case .fail: break
        case .replace: try database.execute("DROP TABLE \(name)")
        case .append: try ExistingTable(table.name, database).requireFit(table)
        case .truncate:
          try ExistingTable(table.name, database).requireFit(table)
          try database.execute("DELETE FROM \(name)")
        }
      } catch {
        throw error.at(table.name)
      }
    }
    try create(
      layout.tables.filter { ifExists == .replace || !existing.tables.contains($0.name) },
      in: database
    )
    try SQLiteProofs(database).requireKeys(of: createdTables, forOthersThan: layout)
  }

  private func create(_ tables: [TableLayout], in database: SQLiteConnection) throws(DatabaseError) {
    createdTables = tables
    for table in tables {
      do {
        try database.execute(DataDefinition.createTable(table, .sqlite))
      } catch {
        throw error.at(table.name)
      }
    }
  }
}
