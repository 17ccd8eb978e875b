import DatagenDatabase
import DatagenTestSupport
import Foundation
import Testing

/// A database of a test's own, dropped afterwards.
final class TestDatabase {
  let name: String
  let cluster: Cluster

  init(in own: Cluster? = nil) throws {
    cluster = try own ?? #require(Cluster.shared)
    name = "datagen_test_" + UUID().uuidString.lowercased().filter { $0 != "-" }
    try administrate("CREATE DATABASE \(name)")
  }

  deinit { try? administrate("DROP DATABASE \(name) WITH (FORCE)") }

  /// The connection string of the database.
  var location: String { cluster.connection + "dbname=\(name)" }

  func connect(schema: String? = nil) throws -> PostgresConnection {
    try PostgresConnection(location, schema: schema)
  }

  func execute(_ sql: String) throws { try connect().execute(sql) }

  /// The rows of a query as texts joined by `|`, NULL as `∅`.
  func rows(_ sql: String) throws -> [String] { try texts(connect(), sql) }

  private func administrate(_ sql: String) throws {
    let known = cluster.connection.contains("dbname=") ? "" : "dbname=postgres"
    try PostgresConnection(cluster.connection + known).execute(sql)
  }
}

/// The rows of a query as texts joined by `|`, NULL as `∅`.
func texts(_ connection: any DatabaseConnection, _ sql: String) throws -> [String] {
  try connection.query(sql).map { row in
    row.map { value in
      switch value {
      case .null: "∅"
      case .integer(let number): "\(number)"
      case .double(let number): "\(number)"
      case .text(let text): text
      }
    }.joined(separator: "|")
  }
}
