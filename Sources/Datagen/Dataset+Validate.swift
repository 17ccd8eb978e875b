import DatagenDatabase
import DatagenEngine
import DatagenSchema
public import DatagenValidation

extension Dataset {
  /// Proves with SQL that a database holds what the schema promises, and measures its targets.
  ///
  /// - Parameters:
  ///   - database: a path or `sqlite:PATH`; it is opened for reading only.
  ///   - tables: the tables to look at, with those they refer to; nil for all.
  /// - Throws: `DatabaseError` where it cannot be opened.
  public func validate(_ database: String, tables: [String]? = nil) throws -> ValidationReport {
    let path = try Self.sqlitePath(database)
    let connection = try SQLiteConnection(path, mode: .readOnly)
    return try validate(connection, layout: layout(of: try selected(tables)), database: path)
  }

  func validate(
    _ connection: any DatabaseConnection, layout: DatabaseLayout, database: String
  ) throws -> ValidationReport {
    let targets = plan.schema.targets.filter { target in layout.table(named: target.table) != nil }
    return try Validator(layout: layout, targets: targets, expectedRows: nil)
      .validate(connection, database: database)
  }

  /// The SQL of all checks, statement by statement.
  public func checks(for dialect: SQLDialect) -> [String] {
    Validator(layout: plan.layout, targets: plan.schema.targets, expectedRows: nil).statements(dialect.dialect)
  }
}

extension Target {
  /// The table that the target is about.
  fileprivate var table: String {
    switch self {
    case .weekendShare(let column, _, _), .meanInRange(let column, _, _): column.table
    case .compositeEffect(let effect): effect.table.value
    }
  }
}
