import Datagen
import DatagenDatabase
import Synchronization

/// A database of a test's own, with a dataset in it; dropped with `drop()`, or when nothing refers to it any more.
///
///     let database = try TemporaryDatabase.load(dataset, into: "postgres://localhost/shop_test")
///     let shop = try Shop(connecting: database.connectionString)
///
/// In PostgreSQL it is a schema with a name of its own, or a database that the `.dataset` trait cloned; in SQLite
/// a file, or memory. Tests that run at the same time do not see each other's.
public final class TemporaryDatabase: Sendable {
  private struct State: ~Copyable {
    /// The connection that queries use, opened by the first one.
    var connection: (any DatabaseConnection)?
    var isDropped = false
  }

  /// What clients connect with.
  ///
  /// For PostgreSQL a URI or `keyword=value`, as the server was given, with the test's schema as the search path or
  /// with the test's database; for SQLite a path, or the URI of a database in memory. It holds the password if the
  /// server was given with one.
  public let connectionString: String

  /// The schema that the tables are in; nil for SQLite, and for clones, whose tables are where they usually are.
  public let schema: String?

  private let location: DatabaseLocation
  private let remove: @Sendable () throws -> Void
  private let state: Mutex<State>

  /// - Parameters:
  ///   - connection: an open connection to it; for databases in memory, which are gone without one.
  ///   - remove: drops what was made.
  init(
    connectionString: String,
    location: DatabaseLocation,
    schema: String? = nil,
    connection: sending (any DatabaseConnection)? = nil,
    remove: @escaping @Sendable () throws -> Void
  ) {
    self.connectionString = connectionString
    self.location = location
    self.schema = schema
    self.remove = remove
    state = Mutex(State(connection: connection))
  }

  deinit { try? drop() }

  /// Runs one statement of SQL and returns its rows as texts, with nil for NULL.
  ///
  /// All queries of a database use one connection, on which foreign keys hold. The same values give the same texts in PostgreSQL and SQLite:
  /// booleans are `0` and `1`, moments are in UTC.
  ///
  /// - Throws: `DatabaseError`, also where it is no statement, or more than one.
  public func query(_ sql: String) throws -> [[String?]] {
    try state.withLock { state in
      guard !state.isDropped else { throw DatabaseError("\(self) is dropped") }
      let connection = try state.connection ?? connect()
      state.connection = connection
      return try connection.query(sql).map { row in row.map(\.text) }
    }
  }

  /// Removes the database; does nothing where that has been done.
  ///
  /// - Throws: `DatabaseError` where the server refuses, for example because a client is in the middle of a
  ///   transaction.
  public func drop() throws {
    try state.withLock { state in
      guard !state.isDropped else { return }
      state.connection = nil
      try remove()
      state.isDropped = true
    }
  }

  /// Opens a SQLite database whose foreign keys hold, as they do in PostgreSQL.
  static func connect(_ path: String, _ mode: SQLiteConnection.Mode) throws -> SQLiteConnection {
    let connection = try SQLiteConnection(path, mode: mode)
    try connection.execute("PRAGMA foreign_keys=ON")
    return connection
  }

  private func connect() throws -> any DatabaseConnection {
    switch location {
    case .sqlite(let path): try Self.connect(path, .readWrite)
    case .postgres(let connection): try PostgresConnection(connection)
    }
  }
}

extension TemporaryDatabase: CustomStringConvertible, CustomReflectable {
  /// The database, without a password.
  public var description: String { location.description }

  /// Nothing but the description: failed expectations print what is inside, and a password may be.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension SQLValue {
  fileprivate var text: String? {
    switch self {
    case .null: nil
    case .integer(let number): String(number)
    case .double(let number): String(number)
    case .text(let text): text
    }
  }
}
