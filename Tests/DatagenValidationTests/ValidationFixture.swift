import DatagenDatabase
import DatagenSchema
import Testing

@testable import DatagenValidation

extension ColumnLayout {
  /// A column with its conditions.
  init(
    _ name: String,
    _ type: ColumnType,
    nullable: Bool = true,
    minimum: Constraints.Bound? = nil,
    maximum: Constraints.Bound? = nil,
    values: [AllowedValue]? = nil,
    pattern: String? = nil
  ) {
    self.init(name: name, type: type, isNullable: nullable)
    self.minimum = minimum
    self.maximum = maximum
    allowedValues = values
    self.pattern = pattern
  }
}

extension TableLayout {
  init(
    _ name: String,
    _ columns: [ColumnLayout],
    key: [String] = [],
    foreignKeys: [ForeignKeyLayout] = [],
    unique: [String] = [],
    inequalities: [InequalityLayout] = []
  ) {
    self.init(
      name: name,
      columns: columns,
      primaryKey: key,
      keySequence: nil,
      foreignKeys: foreignKeys,
      uniqueColumns: unique,
      inequalities: inequalities,
      comment: nil
    )
  }
}

extension ForeignKeyLayout {
  init(_ column: String, _ parentTable: String, _ parentColumn: String, enforceable: Bool = true) {
    self.init(
      column: column,
      parentTable: parentTable,
      parentColumn: parentColumn,
      isEnforceable: enforceable
    )
  }
}

extension DatabaseLayout {
  init(_ tables: [TableLayout]) { self.init(name: "shop", schemaDigest: "0123456789abcdef", tables: tables) }
}

/// A database in memory that statements have been run in.
func database(_ sql: String) throws -> SQLiteConnection {
  let connection = try SQLiteConnection("", mode: .memory)
  try connection.execute(sql)
  return connection
}

/// The report over the tables of a database.
func report(
  _ connection: any DatabaseConnection,
  _ tables: [TableLayout],
  targets: [Target] = [],
  warnings: [String] = [],
  expectedRows: [String: Int64]? = [:]
) throws -> ValidationReport {
  try Validator(
    layout: DatabaseLayout(tables),
    targets: targets.map { ForeseenTarget($0, warnings: warnings) },
    expectedRows: expectedRows
  )
  .validate(connection, database: "shop.sqlite")
}

extension ValidationReport {
  /// The only result of a kind, for a column if one is named.
  func result(
    _ kind: CheckKind,
    _ column: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> CheckResult {
    let found = checks.filter { $0.kind == kind.rawValue && (column == nil || $0.column == column) }
    #expect(found.count == 1, "\(found.count) results of \(kind.rawValue)", sourceLocation: sourceLocation)
    return try #require(found.first, sourceLocation: sourceLocation)
  }
}

/// Counts the statements that validation sends to a database.
final class RecordingConnection: DatabaseConnection {
  private let base: any DatabaseConnection
  private(set) var statements: [String] = []

  init(_ base: any DatabaseConnection) { self.base = base }

  var dialect: Dialect { base.dialect }

  func execute(_ sql: String) throws(DatabaseError) {
    statements.append(sql)
    try base.execute(sql)
  }

  func query(_ sql: String) throws(DatabaseError) -> [[SQLValue]] {
    statements.append(sql)
    return try base.query(sql)
  }

  func tableNames() throws(DatabaseError) -> [String] { try base.tableNames() }

  func columnNames(of table: String) throws(DatabaseError) -> [String] { try base.columnNames(of: table) }

  /// The statements that go over the rows of a table.
  func scans(of table: String) -> [String] {
    statements.filter { $0.contains("FROM \(dialect.quote(table)) AS this") }
  }
}
