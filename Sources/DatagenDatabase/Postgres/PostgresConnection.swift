internal import CPostgres
internal import Dispatch

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// An open connection to a PostgreSQL database, used by one thread at a time.
package final class PostgresConnection: DatabaseConnection {
  /// The connection string without its password, as messages name the database.
  package let location: String
  /// Stops a statement from another thread.
  package let interruption: Interruption
  /// What the connection is for.
  let use: PostgresUse
  private let namedSchema: String?
  private var open: OpaquePointer?
  /// Why the server ended the connection, where it said so before anybody asked.
  private var lastWords: DatabaseError?

  /// Connects, as the connection string and libpq's environment say, within 10 seconds unless they say otherwise.
  ///
  /// - Parameters:
  ///   - text: a URI, a list of `keyword=value`, or the name of a database.
  ///   - schema: the only schema that names are looked up in, which may be missing still where it is loaded; nil for
  ///     the connection's own search path.
  ///   - use: what the connection is for; the transaction that the use asks for is begun.
  package init(
    _ text: String,
    schema: String? = nil,
    use: PostgresUse = .session,
    interruption: Interruption = Interruption()
  ) throws(DatabaseError) {
    location = DatabaseLocation.postgres(connection: text).description
    self.interruption = interruption
    self.use = use
    namedSchema = schema
    let handle = try PostgresOpening(location: location, interruption: interruption).open(text)
    open = handle
    listen(handle)
    attach(handle)
    let version = Int(PQserverVersion(handle))
    guard version >= 120_000 else {
      throw DatabaseError("\(location) is PostgreSQL \(version / 10_000); version 12 or later is needed")
    }
    try execute(PostgresSession.beginning(use, schema: schema))
    switch use {
    case .session: break
    case .reading: try requireSchema()
    case .loading: try requireWritable()
    }
  }

  deinit { close() }

  package var dialect: Dialect { .postgres }

  /// Closes the connection; a transaction that is open is undone.
  package func close() {
    guard let open else { return }
    interruption.detach()
    // Behind a pool a connection whose transaction is over can go on serving others.
    if use == .reading, !interruption.isRequested, PQtransactionStatus(open) != PQTRANS_ACTIVE {
      PQclear(PQexec(open, "ROLLBACK"))
    }
    PQfinish(open)
    self.open = nil
  }

  package func execute(_ sql: String) throws(DatabaseError) { _ = try run(sql) }

  package func query(_ sql: String) throws(DatabaseError) -> [[SQLValue]] {
    let handle = try handle()
    return try recovering { () throws(DatabaseError) in
      let result = try checked(answer(PQsendQueryParams(handle, sql, 0, nil, nil, nil, nil, 0)))
      switch result.status {
      case PGRES_EMPTY_QUERY: throw .emptyStatement
      case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
        close()
        throw DatabaseError("COPY to or from the client has no rows to return; the connection is closed")
      default: return result.rows
      }
    }
  }

  /// Runs a statement; where it fails, a transaction that reads can go on.
  func recovering<Value>(_ work: () throws(DatabaseError) -> Value) throws(DatabaseError) -> Value {
    do {
      return try work()
    } catch {
      if use == .reading, let open, PQtransactionStatus(open) == PQTRANS_INERROR {
        PQclear(PQexec(open, PostgresSession.recovery))
      }
      throw error
    }
  }

  /// Looking into a schema that is not there would find nothing wrong with it.
  private func requireSchema() throws(DatabaseError) {
    let schema = try targetSchema()
    let name = dialect.literal(schema)
    guard try query("SELECT 1 FROM pg_namespace WHERE nspname = \(name)").isEmpty else { return }
    throw DatabaseError(
      "schema \(dialect.quote(schema)) does not exist",
      code: "3F000",
      advice: "Check the name (psql: \\dn), or make it: datagen generate … --db-schema NAME."
    )
  }

  /// A database that cannot be written to says so before anything is tried.
  private func requireWritable() throws(DatabaseError) {
    let row = try query("SELECT current_setting('transaction_read_only') = 'on', pg_is_in_recovery()").first
    guard row?.first == .integer(1) else { return }
    throw DatabaseError(
      "\(location) is open for reading only",
      code: "25006",
      advice: row?.last == .integer(1)
        ? "It is a standby server: load into its primary."
        : "The role, the database or the server sets default_transaction_read_only; for this load: "
          + "PGOPTIONS=\"-c default_transaction_read_only=off\"."
    )
  }

  /// The tables that users made in the target schema; partitions, whose rows are those of their table, and the record
  /// of the loads are left out.
  package func tableNames() throws(DatabaseError) -> [String] {
    try texts(
      """
      SELECT relname::text FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition
      AND relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = \(dialect.literal(try targetSchema())))
      AND relname <> \(dialect.literal(LoadRecord.tableName))
      """
    )
  }

  package func columnNames(of table: String) throws(DatabaseError) -> [String] {
    try texts(
      """
      SELECT attname::text FROM pg_attribute
      WHERE attrelid = to_regclass(\(dialect.literal(try qualified(table))))
      AND attnum > 0 AND NOT attisdropped ORDER BY attnum
      """
    )
  }

  /// The schema that tables are made in: the named one, or the first of the search path that exists.
  package func targetSchema() throws(DatabaseError) -> String {
    if let namedSchema { return namedSchema }
    if let current = try texts("SELECT current_schema()::text").first { return current }
    throw DatabaseError(
      "none of the schemas in the search path exists",
      code: "3F000",
      advice: "Name one: --db-schema NAME." + (use == .reading ? "" : " It is made if it is missing.")
    )
  }

  /// A table of the target schema, in quotes and with its schema.
  func qualified(_ table: String) throws(DatabaseError) -> String {
    dialect.quote(try targetSchema()) + "." + dialect.quote(table)
  }

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

  /// Runs statements in their simple form; returns the result of the last one.
  func run(_ sql: String) throws(DatabaseError) -> PostgresResult {
    let handle = try handle()
    return try recovering { () throws(DatabaseError) in try checked(answer(PQsendQuery(handle, sql))) }
  }

  /// The last result of what was sent, or the first failure: what libpq's own blocking calls return instead is that
  /// the connection is gone, without why.
  ///
  /// - Parameter isSent: what sending it returned.
  func answer(_ isSent: Int32) -> OpaquePointer? {
    guard isSent == 1 else { return nil }
    var last: OpaquePointer?
    while let result = PQgetResult(open) {
      if last != nil, PQresultStatus(last) == PGRES_FATAL_ERROR {
        PQclear(result)
        continue
      }
      PQclear(last)
      last = result
      // The data of a COPY come before its end.
      if [PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH].contains(PQresultStatus(result)) { break }
    }
    return last
  }

  /// libpq's connection.
  func handle() throws(DatabaseError) -> OpaquePointer {
    guard let open else { throw DatabaseError("the connection to \(location) is closed") }
    return open
  }

  /// A result of libpq, unless it is a failure.
  func checked(_ result: OpaquePointer?) throws(DatabaseError) -> PostgresResult {
    guard let result else { throw lost() }
    let owned = PostgresResult(result)
    switch owned.status {
    case PGRES_BAD_RESPONSE, PGRES_NONFATAL_ERROR, PGRES_FATAL_ERROR, PGRES_PIPELINE_ABORTED:
      throw PostgresFailure.error(result, self)
    default: return owned
    }
  }

  /// The error of a connection on which nothing came back.
  func lost() -> DatabaseError {
    if interruption.isRequested { return .interrupted }
    // Reads what has arrived. libpq takes the reason for a message to nobody when it has given the connection up.
    _ = PQisBusy(open)
    if let lastWords { return lastWords }
    let words = open.map { String(cString: PQerrorMessage($0)).trimmed } ?? "it is closed"
    let lines = words.split(separator: "\n").map { String($0).trimmed }
    // What the server said before it went tells more than that it is gone.
    let text = lines.first { $0.hasPrefix("FATAL:") } ?? lines.joined(separator: " ")
    return DatabaseError(
      "the connection to \(location) is lost: \(DatabaseLocation.redacted(text))",
      code: "08006",
      advice: PostgresFailure.pooler(text) ?? "Is the server still running?"
        + (use == .reading ? "" : " What was not committed is undone.")
    )
  }

  /// Keeps what the server says when it ends the connection; its notices are passed over.
  private func listen(_ handle: OpaquePointer) {
    PQsetNoticeReceiver(
      handle,
      { connection, result in
        guard let connection, let result, PostgresFailure.endsConnection(result) else { return }
        let receiver = Unmanaged<PostgresConnection>.fromOpaque(connection).takeUnretainedValue()
        receiver.lastWords = PostgresFailure.error(result, receiver)
      },
      Unmanaged.passUnretained(self).toOpaque()
    )
  }

  private func attach(_ handle: OpaquePointer) {
    guard let cancel = PQgetCancel(handle) else { return }
    let request = CancelRequest(UInt(bitPattern: cancel))
    let socket = PQsocket(handle)
    interruption.attach(
      // The request needs a connection of its own, which a server that has stopped does not accept.
      stop: { DispatchQueue.global().async { request.send() } },
      breakOff: { _ = shutdown(socket, Int32(SHUT_RDWR)) }
    )
  }
}

/// Asks the server, over a connection of its own, to end what another connection is doing.
private final class CancelRequest: Sendable {
  // libpq's request as a number, because pointers are not Sendable; it never changes once made.
  private let request: UInt

  init(_ request: UInt) { self.request = request }

  deinit { PQfreeCancel(OpaquePointer(bitPattern: request)) }

  func send() {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { message in
      _ = PQcancel(OpaquePointer(bitPattern: request), message.baseAddress, 256)
    }
  }
}
