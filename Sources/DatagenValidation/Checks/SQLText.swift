internal import DatagenDatabase
internal import DatagenSchema

/// The values of a schema as SQL literals that compare with a column as it is stored.
struct SQLText: Sendable {
  let dialect: Dialect

  /// A value of an enumeration as a literal for a column of a type.
  func allowed(_ value: AllowedValue, for type: ColumnType) -> String {
    switch (value, type) {
    case (.boolean(let flag), .bool): dialect.literal(flag)
    case (.moment, _): dialect.literal(value)
    case (.number(let number), .bool): dialect.literal(number != 0)
    case (.number(let number), .int), (.number(let number), .float): dialect.literal(number)
    case (.boolean(let flag), .int), (.boolean(let flag), .float): flag ? "1" : "0"
    case (.text(let text), .int), (.text(let text), .float):
      Double(text).map { dialect.literal($0) } ?? dialect.literal(text)
    case (.text(let text), _): dialect.literal(text)
    case (.number(let number), _): dialect.literal(dialect.literal(number))
    case (.boolean(let flag), _): dialect.literal(flag ? "true" : "false")
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
}
