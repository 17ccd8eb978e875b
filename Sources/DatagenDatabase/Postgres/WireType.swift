internal import DatagenColumns
internal import DatagenSchema

/// The forms in which values travel to PostgreSQL.
enum WireType: Sendable {
  case int, double, boolean, date, timestamp, text

  init(_ type: ColumnType) {
    self =
      switch type {
      case .int: .int
      case .float: .double
      case .string: .text
      case .bool: .boolean
      case .date: .date
      case .datetime: .timestamp
      }
  }

  /// The bytes of a value; nil where values differ in length.
  var width: Int? {
    switch self {
    case .int, .double, .timestamp: 8
    case .date: 4
    case .boolean: 1
    case .text: nil
    }
  }

  /// Whether a column of a batch holds such values.
  func fits(_ column: ColumnBuffer) -> Bool {
    switch (self, column.kind) {
    case (.int, .integer), (.double, .double), (.boolean, .boolean), (.date, .date), (.timestamp, .timestamp),
      (.text, .text), (.text, .dictionary):
      true
    default: false
    }
  }

  /// The name of the array type that values of a column are sent in.
  var arrayName: String {
    switch self {
    case .int: "bigint[]"
    case .double: "double precision[]"
    case .boolean: "boolean[]"
    case .date: "date[]"
    case .timestamp: "timestamptz[]"
    case .text: "text[]"
    }
  }

  /// PostgreSQL counts days from 2000-01-01.
  static let firstDay: Int64 = 10_957
  /// PostgreSQL counts microseconds from 2000-01-01.
  static let firstMicrosecond: Int64 = 946_684_800_000_000
}
