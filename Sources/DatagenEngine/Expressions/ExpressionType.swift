internal import DatagenColumns

/// What the values of an expression are.
enum ExpressionType: Sendable, Hashable {
  case integer, double, boolean, text
  /// Days since 1970-01-01.
  case date
  /// Microseconds since 1970-01-01 UTC.
  case timestamp

  /// The kind of buffer that results of this type come in; texts picked from constants come as a `dictionary`.
  var bufferKind: ColumnBuffer.Kind {
    switch self {
    case .integer: .integer
    case .double: .double
    case .boolean: .boolean
    case .text: .text
    case .date: .date
    case .timestamp: .timestamp
    }
  }

  /// The type's name in messages.
  var name: String {
    switch self {
    case .integer: "a whole number"
    case .double: "a number"
    case .boolean: "true or false"
    case .text: "a text"
    case .date: "a date"
    case .timestamp: "a datetime"
    }
  }

  /// Booleans count as 0 and 1 in arithmetic, as in Python.
  var isNumeric: Bool { self == .integer || self == .double || self == .boolean }

  var isTemporal: Bool { self == .date || self == .timestamp }

  /// The type that values of both types can be given without losing anything: numbers widen, a date becomes
  /// the midnight at its beginning.
  func unified(with other: ExpressionType) -> ExpressionType? {
    if self == other { return self }
    if isNumeric && other.isNumeric { return self == .double || other == .double ? .double : .integer }
    if isTemporal && other.isTemporal { return .timestamp }
    return nil
  }
}

/// What is wrong with an expression, and where.
struct ExpressionError: Error, Sendable, Hashable {
  var message: String
  /// Where in the code, in Unicode scalars from 0.
  var offset: Int
  /// Whether the code names a column that it cannot read.
  var isUnknownName = false
  /// Other names that are unknown as well.
  var others: [ExpressionError] = []
  /// The columns that were read up to there, on whose types the error may rest.
  var columnIndices: [Int] = []
}

/// What an expression cannot read, but messages know of.
struct ExpressionSurroundings: Sendable {
  /// The column that takes the values.
  var owner = ""
  /// Those of its table that stand behind it.
  var laterColumns: [String] = []
}
