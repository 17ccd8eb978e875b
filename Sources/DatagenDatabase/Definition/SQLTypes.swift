package import DatagenSchema

// What differs between the databases' type names and literals.
extension Dialect {
  /// The database's name of a column type.
  package func typeName(of type: ColumnType) -> String {
    switch (self, type) {
    case (.sqlite, .int): "INTEGER"
    case (.sqlite, .float): "REAL"
    case (.postgres, .int): "BIGINT"
    case (.postgres, .float): "DOUBLE PRECISION"
    case (_, .string): "TEXT"
    case (_, .bool): "BOOLEAN"
    case (_, .date): "DATE"
    case (.sqlite, .datetime): "TIMESTAMP"
    case (.postgres, .datetime): "TIMESTAMPTZ"
    }
  }

  /// A number as a literal: whole numbers without a fraction.
  package func literal(_ number: Double) -> String {
    if let whole = Int64(exactly: number), whole.magnitude < 1 << 53 { return String(whole) }
    return String(number)
  }

  package func literal(_ boolean: Bool) -> String {
    switch self {
    case .sqlite: boolean ? "1" : "0"
    case .postgres: boolean ? "TRUE" : "FALSE"
    }
  }

  package func literal(_ value: AllowedValue) -> String {
    switch value {
    case .text(let text): literal(text)
    case .number(let number): literal(number)
    case .boolean(let boolean): literal(boolean)
    case .moment(let moment, let type): literal(.time(moment), type)
    }
  }

  /// An end of a range as a literal: moments as the text that is stored for them, in PostgreSQL with the zone.
  package func literal(_ bound: Constraints.Bound, _ type: ColumnType) -> String {
    if case .integer(let exact) = bound, !type.isTemporal { return String(exact) }
    guard type.isTemporal else { return literal(bound.ordinal(for: type)) }
    let ordinal = Int64(bound.ordinal(for: type))
    return withUnsafeTemporaryAllocation(byteCount: 32, alignment: 8) { bytes in
      let count =
        type == .date
        ? CalendarText.writeDate(ordinal, to: bytes) : CalendarText.writeTimestamp(ordinal, to: bytes)
      let text = String(decoding: bytes[..<count], as: UTF8.self)
      return literal(self == .postgres && type == .datetime ? text + "+00" : text)
    }
  }
}

extension Constraints.Comparison {
  /// The comparison as SQL writes it.
  package var sql: String {
    switch self {
    case .equal: "="
    case .notEqual: "<>"
    case .less, .lessOrEqual, .greater, .greaterOrEqual: rawValue
    }
  }
}
