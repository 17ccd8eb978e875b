package import DatagenSchema

/// A condition on the rows of a table that the database can hold to: true or NULL for every row.
package struct CheckDefinition: Sendable, Hashable {
  /// The columns that the condition is about.
  package var columns: [String]
  package var condition: String
  /// What is true of the rows that do not meet the condition, in the form that is fastest over a whole table.
  package var violation: String

  init(columns: [String], condition: String, violation: String? = nil) {
    self.columns = columns
    self.condition = condition
    self.violation = violation ?? "NOT (\(condition))"
  }

  /// The conditions of a table's columns, and then those between two columns of a row.
  package static func checks(of table: TableLayout, _ dialect: Dialect) -> [CheckDefinition] {
    table.columns.flatMap { checks(of: $0, dialect) }
      + table.inequalities.compactMap { check($0, in: table, dialect) }
  }

  /// The conditions on one column: its type's, its range and its list of values.
  static func checks(of column: ColumnLayout, _ dialect: Dialect) -> [CheckDefinition] {
    let name = dialect.quote(column.name)
    var checks: [CheckDefinition] = []
    func add(_ condition: String, violation: String? = nil) {
      checks.append(CheckDefinition(columns: [column.name], condition: condition, violation: violation))
    }
    // SQLite has no booleans of its own.
    if column.type == .bool, dialect == .sqlite { add("\(name) IN (0, 1)") }
    if let range = range(column, name, dialect) { add(range) }
    if let values = column.allowedValues, !values.isEmpty {
      let literals = values.map(dialect.literal)
      add(membership(name, literals, dialect), violation: strangeness(name, literals))
    }
    return checks
  }

  /// The condition of a comparison within a row; nil where the other side is in a parent's row.
  static func check(
    _ inequality: InequalityLayout,
    in table: TableLayout,
    _ dialect: Dialect
  ) -> CheckDefinition? {
    guard inequality.parent == nil else { return nil }
    let comparison = dialect.comparison(
      (dialect.quote(inequality.left), table.column(named: inequality.left)?.type),
      inequality.comparison,
      (dialect.quote(inequality.right), table.column(named: inequality.right)?.type)
    )
    return CheckDefinition(
      columns: [inequality.left, inequality.right],
      condition: "\(comparison.left) \(inequality.comparison.sql) \(comparison.right)"
    )
  }

  private static func range(_ column: ColumnLayout, _ name: String, _ dialect: Dialect) -> String? {
    let minimum = column.minimum.map { dialect.literal($0, column.type) }
    let maximum = column.maximum.map { dialect.literal($0, column.type) }
    return switch (minimum, maximum) {
    case (let minimum?, let maximum?): "\(name) BETWEEN \(minimum) AND \(maximum)"
    case (let minimum?, nil): "\(name) >= \(minimum)"
    case (nil, let maximum?): "\(name) <= \(maximum)"
    case (nil, nil): nil
    }
  }

  /// Equalities for short lists: SQLite builds the set of an IN list anew for every row that is inserted, at
  /// three times the cost.
  private static func membership(_ name: String, _ literals: [String], _ dialect: Dialect) -> String {
    guard dialect == .sqlite, (2...40).contains(literals.count) else {
      return literals.count == 1
        ? "\(name) = \(literals[0])" : "\(name) IN (\(literals.joined(separator: ", ")))"
    }
    return literals.map { "\(name) = \($0)" }.joined(separator: " OR ")
  }

  /// A query evaluates CASE faster than equalities, because it fetches the column once; and of a long IN list
  /// it builds the set only once.
  private static func strangeness(_ name: String, _ literals: [String]) -> String {
    guard literals.count <= 16 else { return "\(name) NOT IN (\(literals.joined(separator: ", ")))" }
    let cases = literals.map { "WHEN \($0) THEN 0" }.joined(separator: " ")
    return "CASE \(name) \(cases) ELSE \(name) IS NOT NULL END"
  }
}

extension Dialect {
  /// The two sides of a comparison between columns, so that it means the same in every database.
  ///
  /// A date that is compared with a time becomes its midnight: in SQLite, which keeps both as texts, the text of it, and
  /// in PostgreSQL that of UTC, whatever the session's time zone. Texts are ordered byte by byte, as SQLite does,
  /// whatever the order of the database's language.
  ///
  /// - Parameters:
  ///   - left: a column in quotes, with its type where that is known.
  ///   - right: the same of the other side.
  package func comparison(
    _ left: (name: String, type: ColumnType?),
    _ comparison: Constraints.Comparison,
    _ right: (name: String, type: ColumnType?)
  ) -> (left: String, right: String) {
    let isOrder = comparison != .equal && comparison != .notEqual
    func operand(_ side: (name: String, type: ColumnType?), against other: ColumnType?) -> String {
      switch (self, side.type, other) {
      case (.sqlite, .date, .datetime): "(\(side.name) || ' 00:00:00')"
      case (.postgres, .date, .datetime): "(\(side.name)::timestamp AT TIME ZONE 'UTC')"
      case (.postgres, .string, .string) where isOrder: "\(side.name) COLLATE \"C\""
      default: side.name
      }
    }
    return (operand(left, against: right.type), operand(right, against: left.type))
  }
}
