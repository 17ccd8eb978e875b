/// The rules of a schema that no single value shows: names that have to exist, to be different, to agree.
///
/// What could not be read has been reported already; the rules are silent about whatever depends on it.
struct SchemaRules {
  let schema: Schema
  let diagnostics: Diagnostics

  init(_ schema: Schema, _ diagnostics: Diagnostics) {
    self.schema = schema
    self.diagnostics = diagnostics
  }

  func check() {
    checkNames()
    for table in schema.tables { check(table) }
    checkConstraints()
    checkTargets()
    checkOrder()
  }

  // MARK: Names

  /// The name of the table in which a load is recorded.
  static let recordTable = "_datagen"

  private func checkNames() {
    reportRepeated(schema.tables.map(\.name), "table")
    for table in schema.tables {
      checkIdentifier(table.name, "table")
      if table.name.value.lowercased() == Self.recordTable {
        diagnostics.error(
          "\"\(Self.recordTable)\" is the table in which loads are recorded; choose another name",
          at: table.name.position
        )
      }
      if table.name.value.lowercased().hasPrefix("sqlite_") {
        diagnostics.error(
          "names that begin with \"sqlite_\" are reserved by SQLite; choose another name",
          at: table.name.position
        )
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
          "a \(what) \"\(name.value)\" is already declared on line \(first.line)",
          at: name.position
        )
      } else {
        seen[name.value.lowercased()] = name.position
      }
    }
  }

  private func checkIdentifier(_ name: Located<String>, _ what: String) {
    if Identifier.isValid(name.value) { return }
    diagnostics.error(
      "\"\(name.value)\" cannot be the name of a \(what): \(Identifier.rule)",
      at: name.position
    )
  }

  // MARK: Tables

  private func check(_ table: Table) {
    checkPrimaryKey(of: table)
    checkParents(of: table)
    if let rows = table.rows, table.drivingParent != nil || table.kind == .vocab {
      let reason = table.kind == .vocab ? "the number of its values does" : "the fan-out of its parent does"
      diagnostics.warning(
        "\"rows\" does not decide how many rows \"\(table.name.value)\" has: \(reason)",
        at: rows.position
      )
    }
    if let fanout = table.fanoutPosition, table.parents.isEmpty, !diagnostics.hasErrors {
      diagnostics.warning(
        "\"fanout\" does nothing in table \"\(table.name.value)\": only a fact with a parent has one",
        at: fanout
      )
    }
  }

  private func checkPrimaryKey(of table: Table) {
    var seen: Set<String> = []
    for key in table.primaryKey {
      if !seen.insert(key.value).inserted {
        diagnostics.error("\"pk\" names column \"\(key.value)\" twice", at: key.position)
      }
      guard let column = table.column(named: key.value) else {
        reportUnknownColumn(key.value, in: table, at: key.position)
        continue
      }
      if column.isNullable {
        diagnostics.error("the primary key \"\(key.value)\" cannot be nullable", at: column.name.position)
      }
    }
  }

  private func checkParents(of table: Table) {
    var seen: Set<String> = []
    for parent in table.parents {
      if schema.table(named: parent.value) == nil, schema.hasAllTables {
        diagnostics.error(
          "parent \"\(parent.value)\" of table \"\(table.name.value)\" does not exist"
            + Suggestion.text(for: parent.value, among: schema.tables.map(\.name.value)),
          at: parent.position
        )
      }
      if !seen.insert(parent.value).inserted {
        diagnostics.error("\"parents\" names \"\(parent.value)\" twice", at: parent.position)
      }
    }
    if let parent = table.parents.first, table.kind != .fact {
      diagnostics.error(
        "only a fact has parents, and \"\(table.name.value)\" is of kind \"\(table.kind.rawValue)\"",
        at: parent.position
      )
    }
  }

  // MARK: References

  func reportUnknownColumn(_ name: String, in table: Table, at position: SourcePosition) {
    guard table.hasAllColumns else { return }
    diagnostics.error(
      "table \"\(table.name.value)\" has no column \"\(name)\""
        + Suggestion.text(for: name, among: table.columns.map(\.name.value)),
      at: position
    )
  }

  /// Finds the column that a reference names, or reports that it does not exist.
  ///
  /// - Returns: the column, or nil where there is none or its type is not known.
  @discardableResult
  func resolve(_ reference: ColumnReference) -> Column? {
    guard let table = schema.table(named: reference.table) else {
      guard schema.hasAllTables else { return nil }
      diagnostics.error(
        "table \"\(reference.table)\" does not exist"
          + Suggestion.text(for: reference.table, among: schema.tables.map(\.name.value)),
        at: reference.position
      )
      return nil
    }
    guard let column = table.column(named: reference.column) else {
      reportUnknownColumn(reference.column, in: table, at: reference.position)
      return nil
    }
    return column.hasType ? column : nil
  }

  // MARK: Targets and order

  private func checkTargets() {
    for target in schema.targets {
      switch target {
      case .weekendShare(let reference, _, _):
        if let column = resolve(reference), !column.type.isTemporal {
          diagnostics.error(
            "weekend_share needs a datetime, and \(reference) is \(column.type.rawValue)",
            at: reference.position
          )
        }
      case .meanInRange(let reference, _, _):
        if let column = resolve(reference), !(column.type.isNumeric || column.type == .bool) {
          diagnostics.error(
            "mean_in_range needs a number, and \(reference) is \(column.type.rawValue)",
            at: reference.position
          )
        }
      case .compositeEffect: continue
      }
    }
  }

  private func checkOrder() {
    guard let order = schema.order, schema.hasAllTables else { return }
    var seen: Set<String> = []
    var hasStranger = false
    for name in order.joined() {
      if schema.table(named: name.value) == nil {
        hasStranger = true
        diagnostics.error(
          "\"dag\" names a table that does not exist: \"\(name.value)\""
            + Suggestion.text(for: name.value, among: schema.tables.map(\.name.value)),
          at: name.position
        )
      }
      if !seen.insert(name.value).inserted {
        diagnostics.error("\"dag\" names table \"\(name.value)\" twice", at: name.position)
      }
    }
    let absent = schema.tables.map(\.name.value).filter { !seen.contains($0) }
    if !hasStranger, !absent.isEmpty {
      let names = absent.map { "\"\($0)\"" }.joined(separator: ", ")
      diagnostics.error(
        "\"dag\" leaves out \(absent.count == 1 ? "table" : "tables") \(names)",
        at: schema.orderPosition
      )
    }
  }
}
