internal import CPostgres

/// PostgreSQL's errors with its codes, and with what to do about the usual ones.
enum PostgresFailure {
  /// The fields of an error message, by the letters of the protocol.
  private enum Field {
    static let severity = Int32(UInt8(ascii: "V"))
    static let code = Int32(UInt8(ascii: "C"))
    static let message = Int32(UInt8(ascii: "M"))
    static let detail = Int32(UInt8(ascii: "D"))
    static let hint = Int32(UInt8(ascii: "H"))
    static let context = Int32(UInt8(ascii: "W"))
    static let table = Int32(UInt8(ascii: "t"))
    static let column = Int32(UInt8(ascii: "c"))
    static let constraint = Int32(UInt8(ascii: "n"))
  }

  /// The error of a result; of the connection where the result has none.
  static func error(_ result: OpaquePointer?, _ connection: PostgresConnection) -> DatabaseError {
    guard let result, let code = field(result, Field.code) else { return connection.lost() }
    if code == "57014", connection.interruption.isRequested { return .interrupted }
    var message = field(result, Field.message) ?? "the database gives no reason"
    if let detail = field(result, Field.detail) { message += ": \(detail)" }
    if let column = copiedColumn(result) { message += " (column \"\(column)\")" }
    var error = DatabaseError(
      DatabaseLocation.redacted(message),
      code: code,
      table: field(result, Field.table),
      advice: advice(code, message, connection.use) ?? field(result, Field.hint).map(DatabaseLocation.redacted)
    )
    error.column = field(result, Field.column)
    error.constraint = field(result, Field.constraint)
    return error
  }

  /// Whether a message is the last of a connection.
  static func endsConnection(_ result: OpaquePointer) -> Bool {
    let severity = field(result, Field.severity)
    return severity == "FATAL" || severity == "PANIC"
  }

  /// The row that a failed COPY names, counted from 1 in this COPY.
  static func copiedRow(_ result: OpaquePointer?) -> Int64? {
    guard let result, let context = field(result, Field.context), context.hasPrefix("COPY ") else {
      return nil
    }
    // "COPY order, line 7, column amount": the words may be in another language, the number is not.
    for part in context.split(separator: ",").dropFirst() {
      let digits = part.drop { !$0.isNumber }.prefix { $0.isNumber }
      if let row = Int64(digits), row > 0 { return row }
    }
    return nil
  }

  /// The column that a failed COPY names: `COPY order, line 7, column amount`.
  private static func copiedColumn(_ result: OpaquePointer) -> String? {
    guard let context = field(result, Field.context), context.hasPrefix("COPY "),
      let word = context.firstRange(of: ", column ")
    else { return nil }
    return String(context[word.upperBound...].prefix { $0 != ":" && !$0.isNewline })
  }

  private static func field(_ result: OpaquePointer, _ field: Int32) -> String? {
    PQresultErrorField(result, field).map { String(cString: $0) }
  }

  /// What to do about an error of a statement.
  private static func advice(_ code: String, _ message: String, _ use: PostgresUse) -> String? {
    if let advice = general(code, message) { return advice }
    if use == .reading {
      switch code {
      case "42501": return "The role may not read it: GRANT SELECT ON … TO …, as the owner."
      case "57014": return timeout
      default: return nil
      }
    }
    return switch code {
    case "23502": DatabaseError.missingValue
    case "42501":
      "The role lacks a permission: grant it, or load into a schema that the role owns (--db-schema NAME)."
    case "53100": "The server's disk is full: free some space there. Nothing of this load is kept."
    case "53200": "The server is out of memory: load with --method copy, or in smaller parts (--tables)."
    case "57014": timeout
    case "57P01", "57P02", "57P03":
      "The server ended the connection. Nothing of this load is kept: run it again."
    case "40P01", "40001": "Another session got in the way. Nothing of this load is kept: run it again."
    case "3F000": "Name a schema: --db-schema NAME. It is made if it is missing."
    default: nil
    }
  }

  /// While it reads from a COPY, the server does not always say that it was the time that was up.
  private static let timeout =
    "Allow statements more time: PGOPTIONS=\"-c statement_timeout=0\"; or another session cancelled the statement."

  /// What to do about errors that come whatever is being done.
  private static func general(_ code: String, _ message: String) -> String? {
    switch code {
    case "22P05", "22021":
      "The database's encoding lacks a character: make one with another (createdb -E UTF8 -T template0 …)."
    case "42501" where message.contains("row-level security"):
      "Row-level security would hide some of the rows: use the table's owner, or a role with BYPASSRLS."
    case "42601" where message.contains("multiple commands"): DatabaseError.oneStatement
    case "53300", "53400": tooManyConnections(message)
    case "55P03":
      "Another session holds a lock (see pg_stat_activity): end it, or wait longer: "
        + "PGOPTIONS=\"-c lock_timeout=5min\"."
    case "57P01", "57P02", "57P03": nil
    default: pooler(message)
    }
  }

  /// What to do about what a pool of connections refuses.
  static func pooler(_ message: String) -> String? {
    if message.contains("statement pooling mode") {
      return "PgBouncer pools statements here: use pool_mode = transaction or session, or the server itself."
    }
    if message.contains("unsupported startup parameter") {
      return "PgBouncer does not pass options on: leave out PGOPTIONS and options=…, or tell it "
        + "ignore_startup_parameters = options; or use the server itself."
    }
    return nil
  }

  /// What to do where there is no connection left, of the server, of a role or of a database.
  static func tooManyConnections(_ message: String) -> String {
    if message.contains("for role") {
      return "The role has a limit of its own: close others of its connections (see pg_stat_activity), or "
        + "ALTER ROLE … CONNECTION LIMIT …."
    }
    if message.contains("for database") {
      return "The database has a limit of its own: close other connections to it (see pg_stat_activity), or "
        + "ALTER DATABASE … CONNECTION LIMIT …."
    }
    return "The server has no connection left: close others (see pg_stat_activity), or raise max_connections."
  }
}
