package import DatagenSchema

/// Which types of PostgreSQL hold the values of a column's type, and how the values get in and out.
package enum PostgresTypeFit {
  /// The name that all enumerations share here.
  package static let enumeration = "enum"

  /// The types, by their names in `pg_type`, that hold values of a column type.
  ///
  /// What would change a value without a word is not among them: an integer for numbers with fractions, `real`, a date
  /// for moments, `"char"`.
  package static func names(for type: ColumnType) -> [String] {
    switch type {
    case .int: ["int8", "int4", "int2", "numeric"]
    case .float: ["float8", "numeric"]
    case .string:
      [
        "text", "varchar", "bpchar", "citext", "name", "uuid", "json", "jsonb", "xml", "inet", "cidr", "macaddr",
        enumeration,
      ]
    case .bool: ["bool", "int4", "int2", "int8", "numeric"]
    case .date: ["date", "timestamptz", "timestamp"]
    case .datetime: ["timestamptz", "timestamp"]
    }
  }

  /// SQL for the name that a row of `pg_type` counts under here; a domain counts as the type it is made of.
  package static func countedName(_ type: String) -> String {
    "CASE WHEN \(type).typtype = 'e' THEN '\(enumeration)' ELSE \(type).typname::text END"
  }

  /// The numeric value of a type's modifier; nil where the type has none.
  static func numeric(_ modifier: Int64) -> (precision: Int64, scale: Int64)? {
    guard modifier >= 4 else { return nil }
    let number = modifier - 4
    // Eleven bits with a sign, since PostgreSQL 15; before it, what it was without one.
    return (number >> 16 & 0xFFFF, ((number & 0x7FF) ^ 1024) - 1024)
  }

  /// Why values of a column do not fit into a column that exists; nil where they do, or where the server refuses
  /// those that do not.
  static func misfit(_ column: ColumnLayout, _ existing: PostgresTable.Column) -> String? {
    let isKnown = names(for: column.type).contains(existing.countedType)
    // Names are cut off at 63 bytes without an error.
    guard isKnown, existing.countedType != "name" else {
      return "\(column.type.rawValue) in the schema, \(existing.declaredType) in the table"
    }
    guard existing.countedType == "numeric", let (precision, scale) = numeric(existing.modifier) else { return nil }
    let whole = precision - scale
    switch column.type {
    case .int, .bool:
      guard scale < 0 else { return nil }
      return "\(column.type.rawValue) in the schema, \(existing.declaredType) in the table"
    case .float:
      guard let decimals = column.decimals else {
        return "float of any number of decimals in the schema, \(existing.declaredType) in the table"
      }
      guard decimals <= scale else {
        return "float of \(decimals) decimals in the schema, \(existing.declaredType) in the table"
      }
      let bounds = [column.minimum, column.maximum].compactMap { $0?.ordinal(for: .float).magnitude }
      guard let greatest = bounds.max(), whole < 300, greatest >= tenfold(whole) else { return nil }
      return "float up to \(Dialect.postgres.literal(greatest)) in the schema, \(existing.declaredType) in the table"
    case .string, .date, .datetime: return nil
    }
  }

  private static func tenfold(_ power: Int64) -> Double {
    (0..<max(0, power)).reduce(1.0) { product, _ in product * 10 }
  }

  /// A value that is sent, as the type of an existing column.
  static func cast(_ value: String, of type: ColumnType, to existing: PostgresTable.Column) -> String {
    let target = existing.typeName
    switch (type, existing.countedType) {
    // Directly, it would be rounded to 15 digits.
    case (.float, "numeric"): return "CAST(CAST(\(value) AS text) AS \(target))"
    // The only number that booleans become.
    case (.bool, "int2"), (.bool, "int8"), (.bool, "numeric"):
      return "CAST(CAST(\(value) AS integer) AS \(target))"
    default: return "CAST(\(value) AS \(target))"
    }
  }

  /// A column as a value of its type in the schema.
  static func reading(_ column: String, as type: ColumnType) -> String {
    switch type {
    case .int: "\(column)::bigint"
    case .float: "\(column)::double precision"
    case .string: "\(column)::text"
    // Not all numbers have a cast of their own.
    case .bool: "\(column)::text::boolean"
    case .date: "\(column)::date"
    case .datetime: "\(column)::timestamptz"
    }
  }
}
