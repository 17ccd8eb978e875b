/// The rules of a schema that no single value shows: names that have to exist, to be different, to agree.
struct SchemaRules {
  private let diagnostics: Diagnostics

  init(_ diagnostics: Diagnostics) {
    self.diagnostics = diagnostics
  }

  func check(_ schema: Schema) {
    checkNames(schema)
    for table in schema.tables { check(table, in: schema) }
    checkConstraints(schema)
    checkTargets(schema)
    checkOrder(schema)
  }

  // MARK: Names

  /// The name of the table in which a load is recorded.
  static let recordTable = "_datagen"

  private func checkNames(_ schema: Schema) {
    reportRepeated(schema.tables.map(\.name), "table")
    for table in schema.tables {
      checkIdentifier(table.name, "table")
      if table.name.value.lowercased() == Self.recordTable {
        diagnostics.error("\"\(Self.recordTable)\" is the table in which loads are recorded; choose another name", at: table.name.position)
      }
      if table.name.value.lowercased().hasPrefix("sqlite_") {
        diagnostics.error("names that begin with \"sqlite_\" are reserved by SQLite; choose another name", at: table.name.position)
      }
      reportRepeated(table.columns.map(\.name), "column")
      for column in table.columns { checkIdentifier(column.name, "column") }
    }
  }

  /// Names are compared without regard to case, as databases do.
  private func reportRepeated(_ names: [Located<String>], _ what: String) {
    var seen: [String: SourcePosition] = [:]
    for name in names {
      if let first = seen[name.value.lowercased()] {
        diagnostics.error(
          "a \(what) \"\(name.value)\" is already declared on line \(first.line)", at: name.position)
      } else {
        seen[name.value.lowercased()] = name.position
      }
    }
  }

  private func checkIdentifier(_ name: Located<String>, _ what: String) {
    let fits = name.value.unicodeScalars.allSatisfy { scalar in
      scalar == "_" || scalar == "$" || scalar == " " || scalar == "-" || scalar.properties.isAlphabetic
        || scalar.properties.numericType != nil
    }
    let isNumberOrEmpty = name.value.first.map { !$0.isLetter && $0 != "_" } ?? true
    if !fits || isNumberOrEmpty || name.value.utf8.count > 63 {
      diagnostics.error(
        "\"\(name.value)\" cannot be the name of a \(what): a name begins with a letter or _, goes on with "
          + "letters, digits, _, $, - or spaces, and has at most 63 bytes", at: name.position)
    }
  }

  // MARK: Tables

  private func check(_ table: Table, in schema: Schema) {
    if table.columns.isEmpty {
      diagnostics.error("table \"\(table.name.value)\" has no columns", at: table.name.position)
    }
    for key in table.primaryKey {
      guard let column = table.column(named: key.value) else {
        reportUnknownColumn(key.value, in: table, at: key.position)
        continue
      }
      if column.isNullable {
        diagnostics.error("the primary key \"\(key.value)\" cannot be nullable", at: column.name.position)
      }
    }
    if table.primaryKey.count > 1 {
      diagnostics.error(
        "a primary key of several columns is part of the language, but this version of datagen does not do it yet",
        at: table.primaryKey[0].position)
    }
    for parent in table.parents where schema.table(named: parent.value) == nil {
      diagnostics.error(
        "parent \"\(parent.value)\" of table \"\(table.name.value)\" does not exist"
          + Suggestion.text(for: parent.value, among: schema.tables.map(\.name.value)), at: parent.position)
    }
    if !table.parents.isEmpty, table.kind != .fact {
      diagnostics.error(
        "only a fact has parents, and \"\(table.name.value)\" is of kind \"\(table.kind.rawValue)\"",
        at: table.parents[0].position)
    }
    if let rows = table.rows, table.drivingParent != nil {
      diagnostics.warning(
        "\"rows\" does not decide how many rows \"\(table.name.value)\" has: the fan-out of its parent does",
        at: rows.position)
    }
  }

  // MARK: References

  private func reportUnknownColumn(_ name: String, in table: Table, at position: SourcePosition) {
    diagnostics.error(
      "table \"\(table.name.value)\" has no column \"\(name)\""
        + Suggestion.text(for: name, among: table.columns.map(\.name.value)), at: position)
  }

  /// Finds the column that a reference names, or reports that it does not exist.
  @discardableResult
  private func resolve(_ reference: ColumnReference, in schema: Schema) -> Column? {
    guard let table = schema.table(named: reference.table) else {
      diagnostics.error(
        "table \"\(reference.table)\" does not exist"
          + Suggestion.text(for: reference.table, among: schema.tables.map(\.name.value)), at: reference.position)
      return nil
    }
    guard let column = table.column(named: reference.column) else {
      reportUnknownColumn(reference.column, in: table, at: reference.position)
      return nil
    }
    return column
  }

  private func checkConstraints(_ schema: Schema) {
    let constraints = schema.constraints
    for reference in constraints.unique { resolve(reference, in: schema) }
    for key in constraints.foreignKeys {
      if let from = resolve(key.from, in: schema), let to = resolve(key.to, in: schema), from.type != to.type {
        diagnostics.error(
          "\(key.from) is \(from.type.rawValue), but \(key.to), to which it refers, is \(to.type.rawValue)",
          at: key.from.position)
      }
    }
    checkRanges(schema)
    for inequality in constraints.inequalities { check(inequality, in: schema) }
    checkContradictions(constraints.inequalities)
    for pattern in constraints.patterns {
      if let column = resolve(pattern.column, in: schema), column.type != .string {
        diagnostics.error("a pattern needs a string column, and \(pattern.column) is \(column.type.rawValue)", at: pattern.column.position)
      }
    }
    for enumeration in constraints.enums {
      resolve(enumeration.column, in: schema)
      if let reference = enumeration.reference { resolve(reference, in: schema) }
    }
    checkEnumContradictions(constraints.enums)
  }

  private func checkRanges(_ schema: Schema) {
    var seen: [ColumnReference: Constraints.Range] = [:]
    for range in schema.constraints.ranges {
      guard let column = resolve(range.column, in: schema) else { continue }
      let isTime = [range.minimum, range.maximum].contains { if case .time = $0 { true } else { false } }
      if isTime != column.type.isTemporal || !(column.type.isNumeric || column.type.isTemporal) {
        diagnostics.error(
          "a range of \(isTime ? "times" : "numbers") does not fit \(range.column), which is \(column.type.rawValue)",
          at: range.column.position)
        continue
      }
      if let other = seen[range.column] {
        let low = [range.minimum, other.minimum].compactMap { $0?.ordinal(for: column.type) }.max()
        let high = [range.maximum, other.maximum].compactMap { $0?.ordinal(for: column.type) }.min()
        if let low, let high, low > high {
          diagnostics.error(
            "the ranges of \(range.column) contradict each other: nothing is both at least \(low.shortText) and at "
              + "most \(high.shortText)", at: range.column.position)
        }
      }
      seen[range.column] = range
    }
  }

  private func check(_ inequality: Constraints.Inequality, in schema: Schema) {
    guard let left = resolve(inequality.left, in: schema), let right = resolve(inequality.right, in: schema)
    else { return }
    if inequality.left == inequality.right {
      diagnostics.error("an inequality compares \(inequality.left) with itself", at: inequality.left.position)
    }
    let comparable =
      left.type == right.type || (left.type.isNumeric && right.type.isNumeric)
      || (left.type.isTemporal && right.type.isTemporal)
    if !comparable {
      diagnostics.error(
        "\(inequality.left) is \(left.type.rawValue) and \(inequality.right) is \(right.type.rawValue): the two "
          + "cannot be compared", at: inequality.left.position)
    }
  }

  /// `a < b` together with `b < a`, directly or over other columns, cannot hold.
  private func checkContradictions(_ inequalities: [Constraints.Inequality]) {
    var greater: [ColumnReference: [(ColumnReference, strict: Bool)]] = [:]
    for inequality in inequalities {
      switch inequality.comparison {
      case .less: greater[inequality.left, default: []].append((inequality.right, true))
      case .lessOrEqual: greater[inequality.left, default: []].append((inequality.right, false))
      case .greater: greater[inequality.right, default: []].append((inequality.left, true))
      case .greaterOrEqual: greater[inequality.right, default: []].append((inequality.left, false))
      case .equal, .notEqual: continue
      }
    }
    for inequality in inequalities where inequality.comparison == .less || inequality.comparison == .greater {
      let (low, high) =
        inequality.comparison == .less
        ? (inequality.left, inequality.right) : (inequality.right, inequality.left)
      if reaches(low, from: high, greater) {
        diagnostics.error(
          "the inequalities contradict each other: \(low) < \(high), and over the others also \(high) <= \(low)",
          at: inequality.left.position)
        return
      }
    }
  }

  private func reaches(
    _ goal: ColumnReference, from start: ColumnReference,
    _ edges: [ColumnReference: [(ColumnReference, strict: Bool)]]
  ) -> Bool {
    var visited: Set<ColumnReference> = [start]
    var waiting = [start]
    while let column = waiting.popLast() {
      for (next, _) in edges[column] ?? [] {
        if next == goal { return true }
        if visited.insert(next).inserted { waiting.append(next) }
      }
    }
    return false
  }

  private func checkEnumContradictions(_ enums: [Constraints.Enumeration]) {
    var seen: [ColumnReference: Set<String>] = [:]
    for enumeration in enums where enumeration.reference == nil {
      let values = Set(enumeration.values.compactMap(\.scalarText))
      if let other = seen[enumeration.column], other.isDisjoint(with: values) {
        diagnostics.error(
          "the enums of \(enumeration.column) contradict each other: they have no value in common",
          at: enumeration.column.position)
      }
      seen[enumeration.column] = values
    }
  }

  // MARK: Targets and order

  private func checkTargets(_ schema: Schema) {
    for target in schema.targets {
      switch target {
      case .weekendShare(let reference, _, _):
        if let column = resolve(reference, in: schema), !column.type.isTemporal {
          diagnostics.error("weekend_share needs a datetime, and \(reference) is \(column.type.rawValue)", at: reference.position)
        }
      case .meanInRange(let reference, _, _):
        if let column = resolve(reference, in: schema), !(column.type.isNumeric || column.type == .bool) {
          diagnostics.error("mean_in_range needs a number, and \(reference) is \(column.type.rawValue)", at: reference.position)
        }
      case .compositeEffect: continue
      }
    }
  }

  private func checkOrder(_ schema: Schema) {
    guard let order = schema.order else { return }
    var seen: Set<String> = []
    for name in order.joined() {
      if schema.table(named: name.value) == nil {
        diagnostics.error(
          "\"dag\" names a table that does not exist: \"\(name.value)\""
            + Suggestion.text(for: name.value, among: schema.tables.map(\.name.value)), at: name.position)
      }
      if !seen.insert(name.value).inserted {
        diagnostics.error("\"dag\" names table \"\(name.value)\" twice", at: name.position)
      }
    }
    let place = order.joined().first?.position ?? .start
    for table in schema.tables where !seen.contains(table.name.value) {
      diagnostics.error("\"dag\" leaves out table \"\(table.name.value)\"", at: place)
    }
  }
}
