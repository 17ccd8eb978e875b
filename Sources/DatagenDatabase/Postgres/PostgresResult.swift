internal import CPostgres

/// What a statement returned; frees itself.
final class PostgresResult {
  let handle: OpaquePointer

  init(_ handle: OpaquePointer) { self.handle = handle }

  deinit { PQclear(handle) }

  var status: ExecStatusType { PQresultStatus(handle) }

  /// Whether the statement succeeded, with rows or without.
  var isSuccess: Bool {
    status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY
  }

  /// How many rows the statement inserted or copied, as the server's command tag says.
  var changedRows: Int64 { PQcmdTuples(handle).flatMap { Int64(String(cString: $0)) } ?? 0 }

  /// All rows of a result in text form, decoded by the columns' types.
  var rows: [[SQLValue]] {
    let columns = (0..<PQnfields(handle)).map { (index: $0, type: PQftype(handle, $0)) }
    return (0..<PQntuples(handle)).map { row in
      columns.map { column in
        if PQgetisnull(handle, row, column.index) != 0 { return .null }
        let bytes = UnsafeRawBufferPointer(
          start: PQgetvalue(handle, row, column.index),
          count: Int(PQgetlength(handle, row, column.index))
        )
        return PostgresType.value(String(decoding: bytes, as: UTF8.self), column.type)
      }
    }
  }
}

/// The types of PostgreSQL that values are decoded by, with their numbers in `pg_type`.
enum PostgresType {
  /// A value in text form, as SQLite would hand over the same: booleans as 0 and 1, moments without a zone.
  static func value(_ text: String, _ type: Oid) -> SQLValue {
    switch type {
    case 16: return .integer(text == "t" ? 1 : 0)
    case 20, 21, 23, 26: return Int64(text).map { .integer($0) } ?? .text(text)
    case 700, 701: return Double(text).map { .double($0) } ?? .text(text)
    case 1700:
      if let whole = Int64(text) { return .integer(whole) }
      return Double(text).map { .double($0) } ?? .text(text)
    case 1114, 1184: return .text(moment(text))
    default: return .text(text)
    }
  }

  /// `2024-01-31 23:59:59.5+00` as `2024-01-31 23:59:59.500000`.
  private static func moment(_ text: String) -> String {
    let local = text.hasSuffix("+00") ? text.dropLast(3) : text[...]
    guard let point = local.firstIndex(of: ".") else { return String(local) }
    let digits = local[point...].count - 1
    guard digits < 6, local[point...].dropFirst().allSatisfy(\.isNumber) else { return String(local) }
    return local + String(repeating: "0", count: 6 - digits)
  }

  /// The type of an array's elements and the array's own type.
  static func array(of type: WireType) -> (element: Oid, array: Oid) {
    switch type {
    case .int: (20, 1016)
    case .double: (701, 1022)
    case .boolean: (16, 1000)
    case .date: (1082, 1182)
    case .timestamp: (1184, 1185)
    case .text: (25, 1009)
    }
  }
}
