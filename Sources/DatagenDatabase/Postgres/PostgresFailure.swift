internal import CPostgres

/// PostgreSQL's errors with its codes, and with what to do about the usual ones.
enum PostgresFailure {
  /// The fields of an error message, by the letters of the protocol.
  private enum Field {
    static let code = Int32(UInt8(ascii: "C"))
    static let message = Int32(UInt8(ascii: "M"))
    static let detail = Int32(UInt8(ascii: "D"))
    static let hint = Int32(UInt8(ascii: "H"))
    static let context = Int32(UInt8(ascii: "W"))
    static let table = Int32(UInt8(ascii: "t"))
  }

  /// The error of a result; of the connection where the result has none.
  static func error(_ result: OpaquePointer?, _ connection: PostgresConnection) -> DatabaseError {
    guard let result, let code = field(result, Field.code) else { return connection.lost() }
    if code == "57014", connection.interruption.isRequested { return .interrupted }
    var message = field(result, Field.message) ?? "the database gives no reason"
    if let detail = field(result, Field.detail) { message += ": \(detail)" }
    return DatabaseError(
      connection.masked(message),
      code: code,
      table: field(result, Field.table),
      advice: advice(code, message) ?? field(result, Field.hint).map(connection.masked)
    )
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

  private static func field(_ result: OpaquePointer, _ field: Int32) -> String? {
    PQresultErrorField(result, field).map { String(cString: $0) }
  }

  /// What to do about an error of a statement.
  private static func advice(_ code: String, _ message: String) -> String? {
    switch code {
    case "23502": DatabaseError.missingValue
    case "42501":
      "The role lacks a permission: grant it, or load into a schema that the role owns (--db-schema NAME)."
    case "53100": "The server's disk is full: free some space there. Nothing of this load is kept."
    case "53200": "The server is out of memory: load with --method copy, or in smaller parts (--tables)."
    case "53300", "53400": tooManyConnections
    case "55P03":
      "Another session holds a lock (see pg_stat_activity): end it, or wait longer: "
        + "PGOPTIONS=\"-c lock_timeout=5min\"."
    case "57014" where message.contains("statement timeout"):
      "Allow statements more time for this load: PGOPTIONS=\"-c statement_timeout=0\"."
    case "57P01", "57P02", "57P03":
      "The server ended the connection. Nothing of this load is kept: run it again."
    case "40P01", "40001": "Another session got in the way. Nothing of this load is kept: run it again."
    case "25006": "The database is open for reading only; a standby server cannot be loaded."
    case "3F000": "Name a schema: --db-schema NAME. It is made if it is missing."
    default: nil
    }
  }

  static let tooManyConnections =
    "The server has no connection left: close others (see pg_stat_activity), or raise max_connections."
}
