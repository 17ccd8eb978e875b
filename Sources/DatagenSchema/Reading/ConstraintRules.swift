/// What constraints have to agree with: the columns they name and those columns' types.
extension SchemaRules {
  func checkConstraints() {
    let constraints = schema.constraints
    for reference in constraints.unique { resolve(reference) }
    for key in constraints.foreignKeys { check(key) }
    for range in constraints.ranges { check(range) }
    for inequality in constraints.inequalities { check(inequality) }
    for pattern in constraints.patterns {
      if let column = resolve(pattern.column), column.type != .string {
        diagnostics.error(
          "a pattern needs a string column, and \(pattern.column) is \(column.type.rawValue)",
          at: pattern.column.position
        )
      }
    }
    for enumeration in constraints.enums { check(enumeration) }
    checkContradictions()
  }

  private func check(_ key: Constraints.ForeignKey) {
    // Both are resolved first, so that both are reported.
    let from = resolve(key.from), to = resolve(key.to)
    if let from, let to, from.type != to.type {
      diagnostics.error(
        "\(key.from) is \(from.type.rawValue), but \(key.to), to which it refers, is \(to.type.rawValue)",
        at: key.from.position
      )
    }
  }

  private func check(_ range: Constraints.Range) {
    guard let column = resolve(range.column) else { return }
    let isTime = (range.minimum ?? range.maximum)?.isTime ?? false
    guard column.type.isNumeric || column.type.isTemporal else {
      diagnostics.error(
        "a range needs numbers or times, and \(range.column) is \(column.type.rawValue)",
        at: range.column.position
      )
      return
    }
    guard isTime == column.type.isTemporal else {
      diagnostics.error(
        "a range of \(isTime ? "times" : "numbers") does not fit \(range.column), which is \(column.type.rawValue)",
        at: range.minimumPosition
      )
      return
    }
    if column.type == .int, case .number(let low) = range.minimum, case .number(let high) = range.maximum,
      low.rounded(.up) > high.rounded(.down)
    {
      diagnostics.error(
        "there is no whole number from \(low.shortText) to \(high.shortText), the range of \(range.column)",
        at: range.minimumPosition
      )
    }
  }

  private func check(_ inequality: Constraints.Inequality) {
    // Both are resolved first, so that both are reported.
    let left = resolve(inequality.left), right = resolve(inequality.right)
    if inequality.left == inequality.right {
      diagnostics.error(
        "an inequality compares \(inequality.left) with itself",
        at: inequality.right.position
      )
      return
    }
    guard let left, let right else { return }
    let isComparable =
      left.type == right.type || (left.type.isNumeric && right.type.isNumeric)
      || (left.type.isTemporal && right.type.isTemporal)
    if !isComparable {
      diagnostics.error(
        "\(inequality.left) is \(left.type.rawValue) and \(inequality.right) is \(right.type.rawValue): the two "
          + "cannot be compared",
        at: inequality.left.position
      )
    }
  }

  private func check(_ enumeration: Constraints.Enumeration) {
    let column = resolve(enumeration.column)
    if let reference = enumeration.reference {
      if let source = resolve(reference), let column, source.type != column.type {
        diagnostics.error(
          "\(enumeration.column) is \(column.type.rawValue), but \(reference), which holds its values, is "
            + source.type.rawValue,
          at: reference.position
        )
      }
    }
    guard let column else { return }
    for value in enumeration.values where !value.fits(column.type) {
      diagnostics.error(
        "expected \(column.type.valueDescription) in the enum of \(enumeration.column), found \(value.kindName)",
        at: value.position
      )
      return
    }
  }
}

extension DocumentNode {
  /// Whether a scalar can be a value of a column of this type.
  package func fits(_ type: ColumnType) -> Bool {
    switch type {
    case .int: integer != nil
    case .float: double != nil
    case .bool: boolean != nil
    case .string: scalarText != nil
    case .date, .datetime: string.flatMap(Timestamp.init(iso8601:)) != nil
    }
  }

  /// The value of a column of numbers or times as a number that orders like them: microseconds for datetimes, days
  /// for dates.
  package func ordinal(for type: ColumnType) -> Double? {
    switch type {
    case .int, .float: double
    case .date: string.flatMap(Timestamp.init(iso8601:)).map { Double($0.day) }
    case .datetime: string.flatMap(Timestamp.init(iso8601:)).map { Double($0.microseconds) }
    case .bool, .string: nil
    }
  }
}

extension ColumnType {
  /// A value of the type in the words of an error message.
  package var valueDescription: String {
    switch self {
    case .int: "a whole number"
    case .float: "a number"
    case .bool: "true or false"
    case .string: "a text"
    case .date: "a date like \"2024-01-31\""
    case .datetime: "a time like \"2024-01-31T23:59:59Z\""
    }
  }

  /// An ordinal of this type as it is written in a schema.
  package func text(ofOrdinal value: Double) -> String {
    switch self {
    case .date: String(Timestamp(day: Int64(clamping: value)).iso8601.prefix(10))
    case .datetime: Timestamp(microseconds: Int64(clamping: value)).iso8601
    default: value.shortText
    }
  }
}

extension Int64 {
  /// The whole part of a number, or the nearest end of the type.
  package init(clamping value: Double) {
    self = value.isNaN ? 0 : value >= 0x1p63 ? .max : value <= -0x1p63 ? .min : Int64(value)
  }
}
