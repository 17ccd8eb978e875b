import DatagenDatabase
import DatagenEngine
import DatagenSchema
import DatagenValidation

/// The digests of the rows that a database holds: the same as those that a load printed, in whatever database.
public struct DatabaseDigests: Sendable {
  /// A table with its rows and their digest.
  public typealias Table = LoadSummary.Table

  /// The database, without a password.
  public var database: String
  /// The tables, by name or in the order of the schema.
  public var tables: [Table]

  /// Reads the rows of a database once.
  ///
  /// - Parameters:
  ///   - database: a path, `sqlite:PATH`, a `postgres://` URI or `host=… dbname=…`.
  ///   - schema: the PostgreSQL schema to look into; nil for the search path.
  ///   - dataset: says which tables and types to read; nil for all tables with their declared types.
  /// - Throws: `DatabaseError`.
  public init(of database: String, schema: String? = nil, dataset: Dataset? = nil) throws {
    let location = try DatabaseLocation(database)
    let connection = try location.openForReading(schema: schema)
    self.database = location.description
    tables = try DatabaseDigest.digests(of: connection, tables: dataset?.plan.layout.tables).map {
      Table(name: $0.name, rows: $0.rows, digest: $0.digest)
    }
  }

  /// A line a table: digest, rows, name.
  public var text: String {
    tables.map { "\($0.digest)  \($0.rows)  \($0.name)\n" }.joined()
  }

  /// One JSON object on one line.
  public var jsonText: String {
    JSONValue.object([
      ("database", .string(database)), ("tables", .array(tables.map(\.json))),
    ]).compact + "\n"
  }
}

extension DatabaseLocation {
  /// Opens the database so that nothing in it is changed.
  func openForReading(schema: String?) throws(DatabaseError) -> any DatabaseConnection {
    switch self {
    case .sqlite(let path): try SQLiteConnection(path, mode: .readOnly)
    case .postgres(let connection): try PostgresConnection(connection, schema: schema, isReadOnly: true)
    }
  }
}
