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
/// A new file, or one whose tables are all replaced, is written beside its final name without a journal and
/// gets the name when it is complete and proved right: a crash leaves the old file or none. A database that
/// holds more is changed in place, in one transaction.
///
/// Used by one thread at a time, except for `encode` and `interruption`.
package final class SQLiteLoader: Loader {
  enum Route { case memory, fresh, inPlace }
  private enum State { case ready, loading, finished, cancelled }

  let path: String
  let layout: DatabaseLayout
  let ifExists: ExistingTables
  let route: Route
  /// Stops the load from another thread.
  package let interruption = Interruption()
  private let countedRows: [String: Int64]
  private var state = State.ready
  private var partialFile: PartialFile?
  var database: SQLiteConnection?
  private(set) var writers: [SQLiteTableWriter?]
  private var lastTable: Int?
  /// The tables of the layout that this load makes.
  var createdTables: [TableLayout] = []

  /// Looks at what is there and refuses what cannot be done; nothing is written yet.
  ///
  /// - Parameter path: the file, or `:memory:`.
  package init(
    location path: String,
    layout: DatabaseLayout,
    ifExists: ExistingTables
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

  /// The number of the first row that may come into each table of the layout: 0 unless the load appends.
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
      try beginFresh(try SQLiteConnection(file.path, mode: .create, name: path, interruption: interruption))
    case .inPlace: try beginInPlace(try SQLiteConnection(path, mode: .readWrite, interruption: interruption))
    }
  }

  /// Turns dates and timestamps into the texts that are stored, in place; the other columns stay as they are.
  ///
  /// Touches nothing but the batch: meant for the thread that generated it.
  package static func encode(_ batch: ColumnBatch, _ table: TableLayout) { BatchEncoding.encode(batch) }

  /// What calls `encode` with a batch and the place of its table in the layout.
  package var encoder: @Sendable (ColumnBatch, Int) -> Void { { batch, _ in BatchEncoding.encode(batch) } }

  /// Inserts the rows of a batch; the batches of a table come in the order of the rows.
  ///
  /// - Parameter table: the table's place in the layout.
  package func insert(_ batch: ColumnBatch, into table: Int) throws(DatabaseError) {
    let database = try loadingDatabase()
    if let lastTable, lastTable != table { writers[lastTable]?.releaseStatements() }
    lastTable = table
    BatchEncoding.encode(batch)
    do {
      try writer(table, database).insert(batch)
    } catch {
      // The transaction is gone: rows that came now would be kept one by one.
      cancel()
      throw explained(error, layout.tables[table])
    }
  }

  /// An error with what it means for a table that was there before.
  private func explained(_ error: DatabaseError, _ table: TableLayout) -> DatabaseError {
    guard let column = error.column, table.column(named: column)?.isNullable == true else { return error }
    var error = error
    error.advice = DatabaseError.notNullable(column)
    return error
  }

  private func loadingDatabase() throws(DatabaseError) -> SQLiteConnection {
    precondition(state != .ready && state != .finished, "rows come between begin and finish")
    guard let database, state == .loading else { throw DatabaseError("the load was given up") }
    return database
  }

  private func writer(_ table: Int, _ database: SQLiteConnection) -> SQLiteTableWriter {
    if let writer = writers[table] { return writer }
    let layout = layout.tables[table]
    // A column called rowid would hide the number that SQLite counts.
    let countsKeys =
      route != .inPlace && layout.keySequence?.step == 1 && !layout.columns.contains { $0.name.lowercased() == "rowid" }
    let writer = SQLiteTableWriter(database, layout, countsKeys: countsKeys)
    writers[table] = writer
    return writer
  }

  /// Builds the indexes, proves the keys and conditions, records the load and makes it permanent.
  package func finish(_ record: LoadRecord) throws(DatabaseError) {
    let database = try loadingDatabase()
    do {
      try finish(record, database)
      state = .finished
    } catch {
      cancel()
      throw error
    }
  }

  private func finish(_ record: LoadRecord, _ database: SQLiteConnection) throws(DatabaseError) {
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
  }

  /// Gives the load up: the old file stays as it was, or there is none.
  package func cancel() {
    guard state == .loading || state == .ready else { return }
    state = .cancelled
    for writer in writers { writer?.releaseStatements() }
    writers = []
    // Closing rolls an open transaction back. What SQLite says about it is less than why the load failed.
    try? database?.close()
    database = nil
    // After a full disk it leaves that to whoever opens the file next.
    if route == .inPlace, FileKind(path + "-journal") == .file {
      _ = try? SQLiteConnection(path, mode: .readWrite)
    }
    partialFile?.discard()
  }

  /// Makes the running statement fail, and with it the load; may be called from any thread.
  package func interrupt() { interruption.interrupt() }
}
