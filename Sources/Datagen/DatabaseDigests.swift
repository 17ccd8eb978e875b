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
    let location = try DatabaseLocation(asked: database, schema: schema)
    let connection = try location.openForReading(schema: schema)
    self.database = location.description
    tables = try DatabaseDigest.digests(of: connection, tables: dataset?.plan.layout.tables).map {
      Table(name: $0.name, rows: $0.rows, digest: $0.digest)
    }
    guard tables.isEmpty else { return }
    let place = try (connection as? PostgresConnection).map { "the schema \"\(try $0.targetSchema())\" of \(location)" }
    throw DatabaseError(
      "\(place ?? location.description) has no tables",
      advice: "Is it the right database"
        + (place == nil ? "?" : ", and the right schema (psql: \\dn)? Name one: --db-schema NAME.")
    )
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
  /// Reads what somebody asked for: what cannot be meant is wrong usage.
  ///
  /// - Parameter schema: the schema of PostgreSQL that goes with it; nil for the search path.
  init(asked text: String, schema: String?) throws(UsageError) {
    do throws(DatabaseError) {
      self = try DatabaseLocation(text)
    } catch {
      throw UsageError(error.description)
    }
    guard let schema else { return }
    if schema.isEmpty { throw UsageError("--db-schema takes the name of a schema, and it is empty") }
    // In a search path it stands for the schema of the role's name, quoted or not.
    if schema == "$user" {
      throw UsageError(
        "--db-schema: \"$user\" is no name but a placeholder of search paths: give the schema's own name"
      )
    }
    // PostgreSQL would cut the name off.
    if schema.utf8.count > 63 {
      throw UsageError("--db-schema takes a name of at most 63 bytes, and this has \(schema.utf8.count): \(schema)")
    }
    if schema.hasPrefix("pg_") || schema == "information_schema" {
      throw UsageError("--db-schema: \"\(schema)\" is a schema of PostgreSQL itself: name another")
    }
  }

  /// Opens the database so that nothing in it is changed.
  func openForReading(schema: String?) throws(DatabaseError) -> any DatabaseConnection {
    switch self {
    case .sqlite(let path): try SQLiteConnection(path, mode: .readOnly)
    case .postgres(let connection): try PostgresConnection(connection, schema: schema, use: .reading)
    }
  }
}
