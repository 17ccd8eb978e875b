package import DatagenColumns
package import DatagenSchema

/// What to do with tables of the layout that are already there.
package enum ExistingTables: String, Sendable, CaseIterable {
  /// Refuse to load.
  case fail
  /// Make them anew.
  case replace
  /// Add rows to them.
  case append
  /// Keep the tables and remove their rows.
  case truncate
}

/// Loads a dataset into a SQLite file, or into memory.
///
/// A new file, or one whose tables are all replaced, is written beside its final name without a journal and gets
/// the name when it is complete and proved right: a crash leaves the old file or none. A database that holds more
/// is changed in place, in one transaction.
///
/// Used by one thread at a time, except for `encode` and `interruption`.
package final class SQLiteLoader {
  enum Route { case memory, fresh, inPlace }
  private enum State { case ready, loading, finished, cancelled }

  let path: String
  let layout: DatabaseLayout
  let ifExists: ExistingTables
  let route: Route
  /// Stops the load from another thread.
  package let interruption = SQLiteInterruption()
  private let countedRows: [String: Int64]
  private var state = State.ready
  private var partialFile: PartialFile?
  private var database: SQLiteConnection?
  private var writers: [SQLiteTableWriter?]
  private var lastTable: Int?
  /// The tables of the layout that this load makes.
  private var createdTables: [TableLayout] = []

  /// Looks at what is there and refuses what cannot be done; nothing is written yet.
  ///
  /// - Parameter path: the file, or `:memory:`.
  package init(
    location path: String, layout: DatabaseLayout, ifExists: ExistingTables
  ) throws(DatabaseError) {
    self.layout = layout
    self.ifExists = ifExists
    writers = Array(repeating: nil, count: layout.tables.count)
    var counts: [String: Int64] = [:]
    for table in layout.tables {
      guard !table.columns.isEmpty else { throw DatabaseError("the table has no columns", table: table.name) }
      guard table.name.lowercased() != LoadRecord.tableName else {
        throw DatabaseError("the name is taken by the record of the loads", table: table.name)
      }
      counts[table.name] = 0
    }
    if path == ":memory:" {
      self.path = path
      route = .memory
    } else {
      self.path = resolvedPath(path)
      route = try Self.route(self.path, layout, ifExists, &counts)
    }
    countedRows = counts
  }

  deinit { cancel() }

  /// How many rows each table of the layout has that will stay: none unless the load appends.
  package func existingRows() throws(DatabaseError) -> [String: Int64] { countedRows }

  /// The database that is being loaded; to be used when the load into memory is finished.
  package var connection: any DatabaseConnection {
    guard let database else { preconditionFailure("the load has not begun, or its file is closed") }
    return database
  }

  /// Opens the database and makes the tables.
  package func begin() throws(DatabaseError) {
    precondition(state == .ready, "a loader loads once")
    state = .loading
    try interruption.check()
    switch route {
    case .memory: try beginFresh(try SQLiteConnection(path, mode: .memory, interruption: interruption))
    case .fresh:
      let file = try PartialFile(for: path)
      partialFile = file
      try beginFresh(try SQLiteConnection(file.path, mode: .create, interruption: interruption))
    case .inPlace: try beginInPlace(try SQLiteConnection(path, mode: .readWrite, interruption: interruption))
    }
  }

  /// Turns dates and timestamps into the texts that are stored, in place; the other columns stay as they are.
  ///
  /// Touches nothing but the batch: meant for the thread that generated it.
  package static func encode(_ batch: ColumnBatch, _ table: TableLayout) { BatchEncoding.encode(batch) }

  /// Inserts the rows of a batch; the batches of a table come in the order of the rows.
  ///
  /// - Parameter table: the table's place in the layout.
  package func insert(_ batch: ColumnBatch, into table: Int) throws(DatabaseError) {
    precondition(state == .loading, "rows come between begin and finish")
    guard let database else { return }
    if let lastTable, lastTable != table { writers[lastTable]?.releaseStatements() }
    lastTable = table
    BatchEncoding.encode(batch)
    try writer(table, database).insert(batch)
  }

  private func writer(_ table: Int, _ database: SQLiteConnection) -> SQLiteTableWriter {
    if let writer = writers[table] { return writer }
    let layout = layout.tables[table]
    let key = layout.primaryKey.count == 1 ? layout.column(named: layout.primaryKey[0]) : nil
    let writer = SQLiteTableWriter(
      database, layout, countsKeys: route != .inPlace && layout.hasConsecutiveKey && key?.type == .int)
    writers[table] = writer
    return writer
  }

  /// Builds the indexes, proves the keys and conditions, records the load and makes it permanent.
  package func finish(_ record: LoadRecord) throws(DatabaseError) {
    precondition(state == .loading, "a load begins before it finishes")
    guard let database else { return }
    for writer in writers { writer?.releaseStatements() }
    try verifyKeys(database)
    try complete(database)
    try record.write(to: database, replacing: ifExists != .append)
    try interruption.check()
    try database.execute("COMMIT")
    switch route {
    case .memory:
      try database.execute("PRAGMA ignore_check_constraints=OFF")
    case .inPlace:
      try database.close()
    case .fresh:
      try database.close()
      try partialFile?.publish()
    }
    state = .finished
  }

  /// Gives the load up: the old file stays as it was, or there is none.
  package func cancel() {
    guard state == .loading || state == .ready else { return }
    state = .cancelled
    writers = []
    // Closing rolls an open transaction back.
    database = nil
    partialFile?.discard()
  }

  /// Makes the running statement fail, and with it the load; may be called from any thread.
  package func interrupt() { interruption.interrupt() }
}

// MARK: - Beginning

extension SQLiteLoader {
  private static func route(
    _ path: String, _ layout: DatabaseLayout, _ ifExists: ExistingTables, _ counts: inout [String: Int64]
  ) throws(DatabaseError) -> Route {
    switch FileKind(path) {
    case .absent: return .fresh
    case .directory: throw DatabaseError("\(path) is a directory", advice: "Give the path of a file.")
    case .other: throw DatabaseError("\(path) is not a regular file", advice: "Give the path of a file.")
    case .file: break
    }
    guard isWritable(path) else {
      throw DatabaseError("\(path) is write-protected", advice: "Check its permissions, or give another path.")
    }
    if isEmptyFile(path) { return .fresh }
    let connection = try SQLiteConnection(path, mode: .readWrite)
    let existing = try ExistingDatabase(connection, layout)
    if ifExists == .fail { try existing.requireNoTables(of: layout, in: path) }
    if ifExists == .append {
      for table in existing.tables {
        let name = Dialect.sqlite.quote(table)
        counts[table] = try connection.integer("SELECT count(*) FROM \(name)") ?? 0
      }
    }
    try connection.close()
    // A log that is still there belongs to a program that has the database open, and would outlive a rename.
    let isInUse = ["-wal", "-journal"].contains { FileKind(path + $0) != .absent }
    return ifExists == .replace && !existing.hasOthers && !isInUse ? .fresh : .inPlace
  }

  private func beginFresh(_ database: SQLiteConnection) throws(DatabaseError) {
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
      """)
    try create(layout.tables, in: database)
  }

  private func beginInPlace(_ database: SQLiteConnection) throws(DatabaseError) {
    self.database = database
    try database.execute(
      "PRAGMA synchronous=FULL; PRAGMA cache_size=-16000; PRAGMA foreign_keys=OFF; BEGIN IMMEDIATE")
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
    try create(layout.tables.filter { ifExists == .replace || !existing.tables.contains($0.name) }, in: database)
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

// MARK: - Finishing

extension SQLiteLoader {
  /// What SQLite counted is what was generated.
  private func verifyKeys(_ database: SQLiteConnection) throws(DatabaseError) {
    for (table, writer) in zip(layout.tables, writers) {
      guard let expected = writer?.lastKey else { continue }
      let last = try database.integer("SELECT max(rowid) FROM \(Dialect.sqlite.quote(table.name))")
      guard last == expected else {
        throw DatabaseError(
          "the last key should be \(expected) and is \(last.map(String.init) ?? "missing")", table: table.name)
      }
    }
  }

  private func complete(_ database: SQLiteConnection) throws(DatabaseError) {
    let proofs = SQLiteProofs(database)
    let taken = try database.texts("SELECT name FROM sqlite_master")
    // Sorting in the default cache and with a second thread was measured to be the fastest.
    try database.execute("PRAGMA threads=2; PRAGMA cache_size=-2000")
    for index in IndexDefinition.indexes(of: createdTables, taken: taken) { try proofs.build(index) }
    try database.execute("PRAGMA cache_size=-16000; PRAGMA analysis_limit=1000")
    for table in layout.tables { try proofs.proveForeignKeys(of: table) }
    for table in layout.tables {
      // In place SQLite has evaluated the conditions itself.
      if route != .inPlace { try proofs.proveChecks(of: table) }
      try database.execute("ANALYZE \(Dialect.sqlite.quote(table.name))")
    }
  }
}
