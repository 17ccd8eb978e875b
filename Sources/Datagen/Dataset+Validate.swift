import DatagenDatabase
import DatagenEngine
import DatagenSchema
public import DatagenValidation

extension Dataset {
  /// Proves with SQL that a database holds what the schema promises, and measures its targets.
  ///
  /// - Parameters:
  ///   - database: a path, `sqlite:PATH`, a `postgres://` URI or `host=… dbname=…`; nothing in it is changed.
  ///   - tables: the tables to look at, with those they refer to; nil for all.
  ///   - schema: the PostgreSQL schema to look into; nil for the search path.
  /// - Throws: `DatabaseError` where it cannot be opened.
  public func validate(_ database: String, tables: [String]? = nil, schema: String? = nil) throws -> ValidationReport {
    let location = try DatabaseLocation(asked: database, schema: schema)
    let connection = try location.openForReading(schema: schema)
    return try validate(connection, layout: layout(of: try selected(tables)), database: location.description)
  }

  func validate(
    _ connection: any DatabaseConnection,
    layout: DatabaseLayout,
    database: String
  ) throws -> ValidationReport {
    let targets = plan.targets.filter { layout.table(named: $0.target.table) != nil }
    return try Validator(layout: layout, targets: targets, expectedRows: nil)
      .validate(connection, database: database)
  }

  /// The SQL of all checks, statement by statement.
  public func checks(for dialect: SQLDialect) -> [String] {
    Validator(layout: plan.layout, targets: plan.targets, expectedRows: nil).statements(dialect.dialect)
  }
}
