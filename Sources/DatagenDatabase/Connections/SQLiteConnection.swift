internal import CSQLite

/// An open SQLite database, used by one thread at a time.
package final class SQLiteConnection: DatabaseConnection {
  /// What a database file is opened for.
  package enum Mode: Sendable {
    /// An existing file, which is not written to.
    case readOnly
    /// An existing file.
    case readWrite
    /// A file that is made where there is none.
    case create
    /// A database in memory, gone when the connection closes; the path is ignored.
    case memory
    /// A database in memory that other connections of this process can open; gone when the last one closes. The
    /// path is a URI, `file:/name?vfs=memdb`.
    case sharedMemory
  }

  /// The file, or `:memory:`, as messages name it.
  package let path: String
  /// Stops a statement from another thread.
  package let interruption: Interruption
  private var handle: OpaquePointer?

  /// Opens a database; another program's lock is waited for, up to five seconds a statement.
  ///
  /// - Parameter name: what messages call the file, where that is not its path.
  package init(
    _ path: String,
    mode: Mode,
    name: String? = nil,
    interruption: Interruption = Interruption()
  ) throws(DatabaseError) {
    _ = memoryStatistics
    self.path = mode == .memory ? ":memory:" : name ?? path
    self.interruption = interruption
    let flags =
      switch mode {
      case .readOnly: SQLITE_OPEN_READONLY
      case .readWrite: SQLITE_OPEN_READWRITE
      case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
      // The name says that it is memory. A flag would say it of whatever the database is copied to, too.
      case .memory, .sharedMemory: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_URI
      }
    // The file may be named ":memory:" or begin with "file:" only where that is meant, hence the folder.
    let file =
      switch mode {
      case .memory: ":memory:"
      case .sharedMemory: path
      case .readOnly, .readWrite, .create: path.first == "/" ? path : "./" + path
      }
    let result = sqlite3_open_v2(file, &handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
    guard result == SQLITE_OK, let handle else {
      let error = SQLiteFailure.error(result, handle, path: self.path)
      sqlite3_close_v2(handle)
      self.handle = nil
      throw error
    }
    sqlite3_busy_timeout(handle, 5000)
    RegularExpressionFunction.register(handle)
    interruption.attach(handle)
    // A file is only looked into when it is first read: what is no database should be refused here.
    if mode != .memory { try execute("PRAGMA schema_version") }
  }

  deinit {
    interruption.detach()
    sqlite3_close_v2(handle)
  }

  package var dialect: Dialect { .sqlite }

  /// Closes the database; every statement has to be gone.
  package func close() throws(DatabaseError) {
    guard let handle else { return }
    interruption.detach()
    let result = sqlite3_close(handle)
    guard result == SQLITE_OK else {
      interruption.attach(handle)
      throw SQLiteFailure.error(result, handle, path: path)
    }
    self.handle = nil
  }

  package func execute(_ sql: String) throws(DatabaseError) {
    let handle = try openHandle()
    let result = sqlite3_exec(handle, sql, nil, nil, nil)
    guard result == SQLITE_OK else { throw SQLiteFailure.error(result, handle, path: path) }
  }

  package func query(_ sql: String) throws(DatabaseError) -> [[SQLValue]] {
    let statement = try prepare(sql)
    var rows: [[SQLValue]] = []
    while try statement.step() { rows.append(statement.row) }
    return rows
  }

  /// The tables that users made; SQLite's own and the record of the loads are left out.
  package func tableNames() throws(DatabaseError) -> [String] {
    try texts(
      """
      SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
      AND name <> \(dialect.literal(LoadRecord.tableName))
      """
    )
  }

  package func columnNames(of table: String) throws(DatabaseError) -> [String] {
    try texts("SELECT name FROM pragma_table_info(\(dialect.literal(table))) ORDER BY cid")
  }

  /// Compiles one statement; behind it there may be nothing but comments.
  package func prepare(_ sql: String) throws(DatabaseError) -> SQLiteStatement {
    var rest: Substring.UTF8View = sql[...].utf8
    guard let statement = try prepareFirst(&rest) else { throw .emptyStatement }
    while !rest.isEmpty {
      guard try prepareFirst(&rest) == nil else { throw .severalStatements }
    }
    return statement
  }

  /// Compiles the first statement of a text, and takes it off; nil where there is none before the next semicolon.
  private func prepareFirst(_ text: inout Substring.UTF8View) throws(DatabaseError) -> SQLiteStatement? {
    let handle = try openHandle()
    var statement: OpaquePointer?
    var length = 0
    let result = String(Substring(text)).withCString { start in
      var end: UnsafePointer<CChar>?
      let result = sqlite3_prepare_v2(handle, start, -1, &statement, &end)
      length = end.map { $0 - start } ?? 0
      return result
    }
    guard result == SQLITE_OK else { throw SQLiteFailure.error(result, handle, path: path) }
    // What the text has behind a null byte SQLite does not see.
    text = length == 0 ? text.prefix(0) : text.dropFirst(length)
    return statement.map { SQLiteStatement($0, self) }
  }

  /// How many variables a statement may have.
  package var maximumVariables: Int {
    guard let handle else { return 999 }
    return Int(sqlite3_limit(handle, SQLITE_LIMIT_VARIABLE_NUMBER, -1))
  }

  /// The number of the row that was inserted last.
  var lastInsertedRow: Int64 { handle.map { sqlite3_last_insert_rowid($0) } ?? 0 }

  /// The first column of a query as texts; NULLs are skipped.
  func texts(_ sql: String) throws(DatabaseError) -> [String] {
    var texts: [String] = []
    for row in try query(sql) {
      if case .text(let text)? = row.first { texts.append(text) }
    }
    return texts
  }

  /// The first value of a query as a whole number, if it is one.
  func integer(_ sql: String) throws(DatabaseError) -> Int64? {
    guard case .integer(let value)? = try query(sql).first?.first else { return nil }
    return value
  }

  func failure(_ result: Int32) -> DatabaseError { SQLiteFailure.error(result, handle, path: path) }

  private func openHandle() throws(DatabaseError) -> OpaquePointer {
    guard let handle else { throw DatabaseError("the connection to \(path) is closed") }
    return handle
  }
}

/// SQLite's memory statistics cost a lock per allocation; they can only be turned off before its first use.
private let memoryStatistics = (
  datagen_sqlite_disable_memory_statistics(), datagen_sqlite_set_sorter_pages(64)
)
