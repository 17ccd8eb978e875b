/// What a connection is for, which decides how long its settings last.
package enum PostgresUse: Sendable {
  /// Statements one by one, by a client that has a session of the server for itself.
  case session
  /// One transaction that reads, from one state of the database.
  case reading
  /// One transaction that changes the database.
  case loading

  /// Whether everything happens in one transaction, after which nothing is left of the settings: behind a pool of
  /// connections the session is other people's, too.
  var isTransaction: Bool { self != .session }
}

/// The settings under which the same values mean the same, whatever the server and the role have set.
enum PostgresSession {
  /// Nobody should wait for ever for a lock, unless it was asked for.
  private static let lockTimeout = "10s"

  /// The statements that begin the use of a connection.
  ///
  /// - Parameter schema: the only schema that names are looked up in; nil for the connection's own search path.
  static func beginning(_ use: PostgresUse, schema: String?) -> String {
    var settings = [
      "TimeZone = 'UTC'", "DateStyle = 'ISO, YMD'", "IntervalStyle = 'postgres'", "extra_float_digits = 1",
      "standard_conforming_strings = on",
    ]
    if let schema { settings.append("search_path = \(Dialect.postgres.quote(schema))") }
    var statements: [String] = []
    switch use {
    case .session: break
    case .reading: statements.append("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    case .loading:
      statements.append("BEGIN ISOLATION LEVEL READ COMMITTED")
      settings.append("plan_cache_mode = force_generic_plan")
    }
    // Some of the rows would be worse than an error.
    if use.isTransaction { settings += ["row_security = off", "idle_in_transaction_session_timeout = 0"] }
    statements += settings.map { (use.isTransaction ? "SET LOCAL " : "SET ") + $0 }
    if use.isTransaction {
      statements.append(
        """
        SELECT set_config(name, '\(lockTimeout)', true) FROM pg_settings
        WHERE name = 'lock_timeout' AND source = 'default'
        """
      )
    }
    if use == .reading { statements.append("SAVEPOINT \(savepoint)") }
    return statements.joined(separator: "; ")
  }

  /// Brings a reading transaction back to where it began, after a statement that failed.
  static let recovery = "ROLLBACK TO SAVEPOINT \(savepoint)"

  private static let savepoint = "datagen"
}
