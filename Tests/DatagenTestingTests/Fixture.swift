import Datagen
import DatagenDatabase
import DatagenTestSupport
import DatagenTesting
import Testing

/// A schema with an entity and its children.
let smallSchema = """
  {
    "version": "1.0",
    "metadata": { "name": "Small" },
    "nodes": [
      { "id": "user", "kind": "entity", "rows": 50, "pk": "user_id", "columns": [
        { "name": "user_id", "type": "int", "generator": { "sequence": { "start": 1 } } },
        { "name": "name", "type": "string", "generator": { "faker": { "method": "name" } } },
        { "name": "is_active", "type": "bool", "generator": { "choice": { "choices": [true, false] } } } ] },
      { "id": "event", "kind": "fact", "parents": ["user"], "fanout": { "distribution": "poisson", "lambda": 4 },
        "pk": "event_id", "columns": [
        { "name": "event_id", "type": "int", "generator": { "sequence": { "start": 1 } } },
        { "name": "user_id", "type": "int", "generator": { "lookup": { "from": "user.user_id" } } },
        { "name": "at", "type": "datetime", "generator": { "datetime_series": {} } } ] }
    ]
  }
  """

/// A small dataset; of a seed of its own, its template is of its own, too.
func smallDataset(seed: UInt64 = 42) throws -> Dataset {
  var options = GenerationOptions()
  options.seed = seed
  return try Dataset(schema: smallSchema, named: "small.json", options: options)
}

/// Ten tables, each of a thousand rows, and each but the first with a reference to the one before it.
func tenTables() throws -> Dataset {
  let tables = (0..<10).map { table in
    let reference =
      table == 0
      ? ""
      : """
      , { "name": "t\(table - 1)_id", "type": "int", "generator": { "lookup": { "from": "t\(table - 1).id" } } }
      """
    return """
      { "id": "t\(table)", "kind": "entity", "rows": 1000, "pk": "id", "columns": [
        { "name": "id", "type": "int", "generator": { "sequence": { "start": 1 } } },
        { "name": "name", "type": "string", "generator": { "faker": { "method": "name" } } },
        { "name": "amount", "type": "float", "generator": { "distribution": { "type": "uniform", "low": 0, "high": 9 } } }
        \(reference) ] }
      """
  }
  return try Dataset(
    schema: """
      { "version": "1.0", "metadata": { "name": "Ten" }, "nodes": [\(tables.joined(separator: ",\n"))] }
      """,
    named: "ten.json"
  )
}

/// The server of the tests.
enum Postgres {
  static var connection: String {
    guard let cluster = Cluster.shared else { return "host=/nonexistent" }
    return cluster.connection.contains("dbname=") ? cluster.connection : cluster.connection + "dbname=postgres"
  }

  static var server: TestServer { .postgres(connection) }

  /// What a query of the server's database returns, a text a row.
  static func texts(_ sql: String) throws -> [String] {
    try PostgresConnection(connection).query(sql).compactMap { row in
      switch row[0] {
      case .text(let text): text
      case .integer(let number): String(number)
      case .null, .double: nil
      }
    }
  }

  static func hasSchema(_ name: String) throws -> Bool {
    try !texts("SELECT 1 FROM pg_namespace WHERE nspname = '\(name)'").isEmpty
  }

  static func hasDatabase(_ name: String) throws -> Bool {
    try !texts("SELECT 1 FROM pg_database WHERE datname = '\(name)'").isEmpty
  }
}

/// What a test throws on purpose.
struct Expected: Error {}
