import DatagenDatabase
import Synchronization

/// A PostgreSQL server on which tests make and drop schemas and databases of their own.
struct PostgresServer: Sendable {
  /// How to get to the database from which others are made.
  let connection: String

  /// How often leftovers may still be looked for, by server.
  private static let attempts = Mutex<[String: Int]>([:])

  init(_ connection: String) throws(DatabaseError) {
    guard case .postgres = try DatabaseLocation(connection) else {
      throw DatabaseError(
        "\"\(connection)\" is no PostgreSQL server",
        advice: "Give postgres://user@host/database, \"host=… dbname=…\", .sqlite or .memory."
      )
    }
    self.connection = connection
  }

  /// The connection string of another database of the server.
  func connection(to database: String) throws(DatabaseError) -> String {
    var string = try PostgresConnectionString(connection)
    string["dbname"] = database
    return string.text
  }

  func connect() throws(DatabaseError) -> PostgresConnection {
    let session = try PostgresConnection(connection)
    // What a client has open is given some time, but a test must not hang, unless it was asked for. Limits of other
    // kinds are not about this.
    _ = try session.query(
      """
      SELECT set_config(name, CASE name WHEN 'lock_timeout' THEN '5s' ELSE '0' END, false) FROM pg_settings
      WHERE name IN ('statement_timeout', 'idle_session_timeout') OR name = 'lock_timeout' AND source = 'default'
      """
    )
    return session
  }

  func dropSchema(_ schema: String) throws(DatabaseError) { try Self.dropSchema(schema, connect()) }

  private static func dropSchema(_ schema: String, _ session: PostgresConnection) throws(DatabaseError) {
    do {
      try session.execute("DROP SCHEMA IF EXISTS \(session.dialect.quote(schema)) CASCADE")
    } catch {
      var error = error
      if error.code == "55P03" {
        error.advice = "A client is in the middle of a transaction there: end it before the database is dropped."
      }
      throw error
    }
  }

  func dropDatabase(_ name: String) throws(DatabaseError) { try Self.dropDatabase(name, connect()) }

  /// Drops a database; clients that are still connected are disconnected.
  static func dropDatabase(_ name: String, _ session: PostgresConnection) throws(DatabaseError) {
    let quoted = session.dialect.quote(name)
    if try version(session) < 130_000 {
      _ = try session.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = \(session.dialect.literal(name))"
      )
      try session.execute("DROP DATABASE IF EXISTS \(quoted)")
    } else {
      try session.execute("DROP DATABASE IF EXISTS \(quoted) WITH (FORCE)")
    }
  }

  /// The server's version, 150004 for 15.4.
  static func version(_ session: PostgresConnection) throws(DatabaseError) -> Int64 {
    let value = try session.query("SELECT current_setting('server_version_num')::int").first?.first
    guard case .integer(let number)? = value else { return 0 }
    return number
  }

  /// Removes the schemas and databases that killed processes of this machine have left on the server.
  ///
  /// What could not be removed, because somebody holds a lock or the disk is slow, is tried again by the next tests,
  /// three times in all.
  func removeStale() {
    let isTurn = Self.attempts.withLock { attempts in
      let left = attempts[connection] ?? 3
      attempts[connection] = left - 1
      return left > 0
    }
    guard isTurn, let session = try? connect(), Self.removeStale(session) else { return }
    Self.attempts.withLock { $0[connection] = 0 }
  }

  /// Removes what is left; false where something stays that this role could remove.
  private static func removeStale(_ session: PostgresConnection) -> Bool {
    var isComplete = true
    func remove(_ query: String, _ drop: (String) throws(DatabaseError) -> Void) {
      for name in staleNames(query, session) {
        do throws(DatabaseError) {
          try drop(name)
        } catch {
          // Another process may be removing the same, and another user's cannot be removed: neither matters.
          if !["3D000", "3F000", "42501", "42704"].contains(error.code) { isComplete = false }
        }
      }
    }
    remove("SELECT nspname::text FROM pg_namespace WHERE nspname") { name throws(DatabaseError) in
      try dropSchema(name, session)
    }
    // Those of other roles are theirs to remove.
    remove(
      """
      SELECT datname::text FROM pg_database
      WHERE pg_has_role(datdba, 'MEMBER') AND datname
      """
    ) { name throws(DatabaseError) in try dropDatabase(name, session) }
    return isComplete
  }

  private static func staleNames(_ query: String, _ session: PostgresConnection) -> [String] {
    let rows = (try? session.query(query + " LIKE 'datagen\\_test\\_%'")) ?? []
    return rows.compactMap { row in
      guard case .text(let name)? = row.first, TemporaryName.isStale(name) else { return nil }
      return name
    }
  }
}
