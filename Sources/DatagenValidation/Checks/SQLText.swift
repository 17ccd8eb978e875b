internal import DatagenDatabase
internal import DatagenSchema

/// The values of a schema as SQL literals that compare with a column as it is stored.
struct SQLText: Sendable {
  let dialect: Dialect

  /// A number, whole ones without a fraction.
  func number(_ number: Double) -> String {
    guard number.rounded() == number, abs(number) < 9e15 else { return number.description }
    return Int64(number).description
  }

  /// An end of a range as a literal for a column of a type.
  func bound(_ bound: Constraints.Bound, for type: ColumnType) -> String {
    switch type {
    case .date:
      return dialect.literal(moment(day(bound), length: 10))
    case .datetime:
      let microseconds = Int64(exactly: bound.ordinal(for: type).rounded()) ?? 0
      let exact = if case .time(let time) = bound { time } else { Timestamp(microseconds: microseconds) }
      return dialect.literal(moment(exact))
    case .int, .float, .string, .bool:
      return number(bound.ordinal(for: type))
    }
  }

  private func day(_ bound: Constraints.Bound) -> Timestamp {
    Timestamp(day: Int64(exactly: bound.ordinal(for: .date).rounded()) ?? 0)
  }

  /// `2024-01-31 23:59:59`, as the loaders write it.
  private func moment(_ time: Timestamp, length: Int = 26) -> String {
    var bytes = [UInt8](repeating: 0, count: 32)
    let count = bytes.withUnsafeMutableBytes { CalendarText.writeTimestamp(time.microseconds, to: $0) }
    return String(decoding: bytes[..<min(count, length)], as: UTF8.self)
  }

  /// A value of an enumeration as a literal for a column of a type.
  func allowed(_ value: AllowedValue, for type: ColumnType) -> String {
    switch (value, type) {
    case (.boolean(let flag), .bool): boolean(flag)
    case (.number(let number), .bool): boolean(number != 0)
    case (.number(let number), .int), (.number(let number), .float): self.number(number)
    case (.boolean(let flag), .int), (.boolean(let flag), .float): flag ? "1" : "0"
    case (.text(let text), .int), (.text(let text), .float):
      Double(text).map(number) ?? dialect.literal(text)
    case (.text(let text), _): dialect.literal(text)
    case (.number(let number), _): dialect.literal(self.number(number))
    case (.boolean(let flag), _): dialect.literal(flag ? "true" : "false")
    }
  }

  private func boolean(_ flag: Bool) -> String {
    switch dialect {
    case .sqlite: flag ? "1" : "0"
    case .postgres: flag ? "true" : "false"
    }
  }

  /// A regular expression that has to match a text as a whole.
  func pattern(_ regularExpression: String) -> String {
    switch dialect {
    // The function matches whole texts itself.
    case .sqlite: dialect.literal(regularExpression)
    case .postgres: dialect.literal("^(?:\(regularExpression))$")
    }
  }

  /// A column of a row as it compares with another column.
  ///
  /// SQLite keeps dates and times as texts, so that a date has to become midnight to compare with a time.
  func operand(_ row: String, _ column: String, _ type: ColumnType?, against other: ColumnType?) -> String {
    let text = "\(row).\(dialect.quote(column))"
    guard dialect == .sqlite, type == .date, other == .datetime else { return text }
    return "(\(text) || ' 00:00:00')"
  }

  /// A comparison as SQL writes it.
  static func comparison(_ comparison: Constraints.Comparison) -> String {
    switch comparison {
    case .equal: "="
    case .notEqual: "<>"
    case .less, .lessOrEqual, .greater, .greaterOrEqual: comparison.rawValue
    }
  }
}
