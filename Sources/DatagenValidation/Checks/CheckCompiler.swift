internal import DatagenDatabase
internal import DatagenSchema

/// Turns what the database should look like into checks.
struct CheckCompiler {
  let layout: DatabaseLayout
  let targets: [ForeseenTarget]
  let dialect: Dialect

  private var text: SQLText { SQLText(dialect: dialect) }

  /// All checks: table by table in the layout's order, the targets at the end.
  func checks() -> [Check] {
    layout.tables.flatMap(checks(of:))
      + targets.map { foreseen in
        var check = check(of: foreseen.target)
        check.warnings = foreseen.warnings
        return check
      }
  }

  private func checks(of table: TableLayout) -> [Check] {
    var checks = structure(of: table)
    for column in table.columns {
      checks += self.checks(of: column, in: table)
    }
    checks += table.foreignKeys.map { foreignKey($0, in: table) }
    checks += table.inequalities.map { inequality($0, in: table) }
    return checks
  }

  private func structure(of table: TableLayout) -> [Check] {
    var checks = [
      Check(.tableExists, table: table.name, dialect: dialect, expect: .exists),
      Check(.columns, table: table.name, dialect: dialect, expect: .columns(table.columns.map(\.name))),
      Check(.rowCount, table: table.name, dialect: dialect, expect: .rowCount),
    ]
    if !table.primaryKey.isEmpty {
      let columns = table.primaryKey.map { "this." + dialect.quote($0) }
      checks.append(
        Check(
          .primaryKey,
          table: table.name,
          column: table.primaryKey.count == 1 ? table.primaryKey[0] : nil,
          dialect: dialect,
          values: [
            "columns": columns.joined(separator: ", "),
            "is_incomplete": columns.map { $0 + " IS NULL" }.joined(separator: " OR "),
          ],
          needs: needs(table.name, table.primaryKey),
          expect: .noRows(fault: "with a key that is NULL or repeated")
        )
      )
    }
    return checks
  }

  private func checks(of column: ColumnLayout, in table: TableLayout) -> [Check] {
    var checks: [Check] = []
    func add(
      _ kind: CheckKind,
      template: String? = nil,
      _ values: [String: String] = [:],
      fault: String
    ) {
      checks.append(
        Check(
          kind,
          template: template,
          table: table.name,
          column: column.name,
          dialect: dialect,
          values: values,
          needs: needs(table.name, [column.name]),
          expect: .noRows(fault: fault)
        )
      )
    }
    let types = PostgresTypeFit.names(for: column.type).map(dialect.literal).joined(separator: ", ")
    add(
      .type,
      template: "type_\(column.type.rawValue)",
      dialect == .postgres
        ? [
          "column_name": dialect.literal(column.name), "types": types,
          "counted_type": PostgresTypeFit.countedName("base"),
        ] : [:],
      fault: "that hold no \(column.type.noun)"
    )
    if !column.isNullable && !table.primaryKey.contains(column.name) {
      add(.notNull, fault: "without a value")
    }
    if table.uniqueColumns.contains(column.name) && table.primaryKey != [column.name] {
      add(.unique, fault: "with a repeated value")
    }
    let minimum = column.minimum.map { dialect.literal($0, column.type) }
    let maximum = column.maximum.map { dialect.literal($0, column.type) }
    switch (minimum, maximum) {
    case (let minimum?, let maximum?):
      add(
        .range,
        ["minimum": minimum, "maximum": maximum],
        fault: "outside \(minimum.unquoted) to \(maximum.unquoted)"
      )
    case (let minimum?, nil):
      add(.range, template: "range_minimum", ["minimum": minimum], fault: "below \(minimum.unquoted)")
    case (nil, let maximum?):
      add(.range, template: "range_maximum", ["maximum": maximum], fault: "above \(maximum.unquoted)")
    case (nil, nil):
      break
    }
    if let allowed = column.allowedValues, !allowed.isEmpty {
      let values = allowed.map { text.allowed($0, for: column.type) }
      let noun = values.count == 1 ? "the only allowed value" : "the \(values.count) allowed values"
      add(.enumeration, ["values": values.joined(separator: ", ")], fault: "outside \(noun)")
    }
    if let pattern = column.pattern {
      add(.pattern, ["pattern": text.pattern(pattern)], fault: "that do not match \(pattern)")
    }
    return checks
  }

  private func foreignKey(_ key: ForeignKeyLayout, in table: TableLayout) -> Check {
    Check(
      key.isEnforceable ? .foreignKey : .membership,
      table: table.name,
      column: key.columns.joined(separator: ", "),
      dialect: dialect,
      values: reference(key),
      needs: needs(key, in: table),
      expect: .noRows(fault: "that refer to no \(key.parentName)")
    )
  }

  /// The two sides of a reference; those of several columns are rows of values.
  private func reference(_ key: ForeignKeyLayout) -> [String: String] {
    let own = key.columns.map { "this." + dialect.quote($0) }
    let others = key.parentColumns.map { "parent." + dialect.quote($0) }
    func side(_ columns: [String]) -> String {
      columns.count == 1 ? columns[0] : "(\(columns.joined(separator: ", ")))"
    }
    return [
      "parent": dialect.quote(key.parentTable),
      "key": side(own),
      "has_key": own.map { "\($0) IS NOT NULL" }.joined(separator: " AND "),
      "parent_key": side(others),
      "parent_columns": others.joined(separator: ", "),
      "parent_column": others[0],
    ]
  }

  private func needs(_ key: ForeignKeyLayout, in table: TableLayout) -> [Check.Need] {
    needs(table.name, key.columns) + needs(key.parentTable, key.parentColumns)
  }

  private func inequality(_ inequality: InequalityLayout, in table: TableLayout) -> Check {
    let comparison = inequality.comparison.sql
    let leftType = table.column(named: inequality.left)?.type
    let rightTable = inequality.parent.map { layout.table(named: $0.parentTable) } ?? table
    let rightType = rightTable?.column(named: inequality.right)?.type
    let rightRow = inequality.parent == nil ? "this" : "parent"
    let sides = dialect.comparison(
      ("this.\(dialect.quote(inequality.left))", leftType),
      inequality.comparison,
      ("\(rightRow).\(dialect.quote(inequality.right))", rightType)
    )
    var values = ["left": sides.left, "right": sides.right, "comparison": comparison]
    var needs = needs(table.name, [inequality.left])
    var rightName = inequality.right
    if let parent = inequality.parent {
      values.merge(reference(parent)) { own, _ in own }
      needs += self.needs(parent, in: table) + self.needs(parent.parentTable, [inequality.right])
      rightName = "\(parent.parentTable).\(inequality.right)"
    } else {
      needs += self.needs(table.name, [inequality.right])
    }
    return Check(
      inequality.parent == nil ? .inequality : .inequalityParent,
      table: table.name,
      column: inequality.left,
      dialect: dialect,
      values: values,
      needs: needs,
      expect: .noRows(fault: "where \(inequality.left) \(comparison) \(rightName) does not hold")
    )
  }

  private func check(of target: Target) -> Check {
    switch target {
    case .weekendShare(let column, let minimum, let maximum):
      return Check(
        .weekendShare,
        table: column.table,
        column: column.column,
        dialect: dialect,
        needs: needs(column.table, [column.column]),
        expect: .value(name: "share of weekends", minimum: minimum, maximum: maximum)
      )
    case .meanInRange(let column, let minimum, let maximum):
      let isBoolean = layout.table(named: column.table)?.column(named: column.column)?.type == .bool
      let value = "this." + dialect.quote(column.column)
      return Check(
        .meanInRange,
        table: column.table,
        column: column.column,
        dialect: dialect,
        // PostgreSQL has no mean of booleans.
        values: ["value": isBoolean ? "CAST(\(value) AS integer)" : value],
        needs: needs(column.table, [column.column]),
        expect: .value(name: "mean", minimum: minimum, maximum: maximum)
      )
    case .compositeEffect(let effect):
      return Check(
        .compositeEffect,
        table: effect.table.value,
        column: effect.timeColumn,
        dialect: dialect,
        needs: needs(effect.table.value, [effect.timeColumn]),
        expect: .distribution(effect)
      )
    }
  }

  private func needs(_ table: String, _ columns: [String]) -> [Check.Need] {
    columns.map { Check.Need(table: table, column: $0) }
  }
}

extension ColumnType {
  /// The type in words, for messages.
  fileprivate var noun: String {
    switch self {
    case .int: "integer"
    case .float: "floating-point number"
    case .string: "text"
    case .bool: "boolean"
    case .datetime: "time"
    case .date: "date"
    }
  }
}

extension String {
  /// A literal without its quotes, for messages.
  fileprivate var unquoted: String { filter { $0 != "'" } }
}
