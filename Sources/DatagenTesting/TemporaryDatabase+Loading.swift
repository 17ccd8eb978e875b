public import Datagen
import DatagenDatabase

extension TemporaryDatabase {
  /// Loads a dataset into a database of a test's own.
  ///
  /// - Parameters:
  ///   - server: `"postgres://…"` (the tables are in a new schema of that database), `.sqlite` or `.memory`.
  ///   - options: how; nil for the fastest way. The schema and what happens to existing tables are not up to them.
  ///   - cancellation: stops the load from another thread.
  /// - Throws: `UsageError` where the options do not fit the dataset, `DatabaseError` where the database refuses;
  ///   then nothing is left behind.
  public static func load(
    _ dataset: Dataset,
    into server: TestServer,
    options: LoadOptions? = nil,
    cancellation: Cancellation? = nil
  ) throws -> TemporaryDatabase {
    switch server.kind {
    case .sqlite: try loadFile(dataset, options ?? LoadOptions(), cancellation)
    case .memory: try loadMemory(dataset, options ?? LoadOptions(), cancellation)
    case .postgres(let connection):
      try loadSchema(dataset, PostgresServer(connection), options ?? .fastest, cancellation)
    }
  }

  /// Makes a clone of a dataset's template, which is loaded where it is missing and kept for later runs.
  ///
  /// What the `.dataset` trait does for each test.
  ///
  /// - Parameter server: `.sqlite`, or `.postgres("…")`, whose role has to be allowed to make databases. In memory
  ///   there are no templates: the dataset is loaded each time.
  /// - Throws: `DatabaseError`.
  public static func clone(of dataset: Dataset, in server: TestServer) throws -> TemporaryDatabase {
    switch server.kind {
    case .sqlite: try SQLiteTemplate(folder: .shared(), dataset: dataset).clone()
    case .memory: try load(dataset, into: .memory)
    case .postgres(let connection):
      try PostgresTemplate(server: PostgresServer(connection), dataset: dataset).clone()
    }
  }

  private static func loadSchema(
    _ dataset: Dataset,
    _ server: PostgresServer,
    _ options: LoadOptions,
    _ cancellation: Cancellation?
  ) throws -> TemporaryDatabase {
    server.removeStale()
    let schema = TemporaryName.next()
    var options = options
    options.databaseSchema = schema
    options.existingTables = .fail
    // One transaction makes the schema and fills it: a failure leaves nothing.
    try dataset.load(into: server.connection, options: options, cancellation: cancellation)
    do {
      var string = try PostgresConnectionString(server.connection)
      string.setSearchPath(schema)
      return TemporaryDatabase(
        connectionString: string.text,
        location: .postgres(connection: string.text),
        schema: schema
      ) { try server.dropSchema(schema) }
    } catch {
      try? server.dropSchema(schema)
      throw error
    }
  }

  private static func loadFile(
    _ dataset: Dataset,
    _ options: LoadOptions,
    _ cancellation: Cancellation?
  ) throws -> TemporaryDatabase {
    let folder = try TestFolder.shared()
    let path = folder.file(TemporaryName.next() + ".sqlite")
    try dataset.load(into: path, options: options, cancellation: cancellation)
    return file(path)
  }

  /// A database in a file that is removed with it.
  static func file(_ path: String) -> TemporaryDatabase {
    TemporaryDatabase(connectionString: path, location: .sqlite(path: path)) { TestFolder.remove(path) }
  }

  private static func loadMemory(
    _ dataset: Dataset,
    _ options: LoadOptions,
    _ cancellation: Cancellation?
  ) throws -> TemporaryDatabase {
    let uri = "file:/\(TemporaryName.next())?vfs=memdb"
    let loaded = try dataset.loadIntoMemory(options: options, cancellation: cancellation)
    // It is there for as long as somebody is connected.
    let connection = try connect(uri, .sharedMemory)
    try loaded.execute("VACUUM INTO \(Dialect.sqlite.literal(uri))")
    return TemporaryDatabase(
      connectionString: uri,
      location: .sqlite(path: uri),
      connection: connection
    ) {}
  }
}

extension LoadOptions {
  /// The fastest way into PostgreSQL.
  static var fastest: LoadOptions {
    var options = LoadOptions()
    options.method = .copy
    options.constraints = .after
    return options
  }
}

/// Loads a dataset into a database of a test's own for the duration of a closure.
///
///     try await withTemporaryDatabase(dataset, in: "postgres://localhost/shop_test") { database in
///       let shop = try await Shop(connecting: database.connectionString)
///       …
///     }
///
/// The database is dropped afterwards, also when the closure throws. A cancelled task ends the load.
///
/// - Parameters:
///   - server: `"postgres://…"`, `.sqlite` or `.memory`.
///   - options: how the dataset is loaded; nil for the fastest way.
/// - Throws: what the load, the closure or the dropping throws.
public func withTemporaryDatabase<Value>(
  _ dataset: Dataset,
  in server: TestServer,
  options: LoadOptions? = nil,
  isolation: isolated (any Actor)? = #isolation,
  _ body: (TemporaryDatabase) async throws -> sending Value
) async throws -> sending Value {
  let cancellation = Cancellation()
  let database = try await withTaskCancellationHandler {
    try await Workers.run {
      try TemporaryDatabase.load(dataset, into: server, options: options, cancellation: cancellation)
    }
  } onCancel: {
    cancellation.cancel()
  }
  return try await database.dropping { try await body(database) }
}

extension TemporaryDatabase {
  /// Drops the database after a piece of work, also when that throws.
  func dropping<Value>(
    isolation: isolated (any Actor)? = #isolation,
    _ work: () async throws -> sending Value
  ) async throws -> sending Value {
    let value: Value
    do {
      value = try await work()
    } catch {
      // Why the work failed says more than why its database stays.
      try? await Workers.run { try self.drop() }
      throw error
    }
    try await Workers.run { try self.drop() }
    return value
  }
}
