import Datagen
import DatagenTesting
import Foundation
import Shop
import Testing

/// SQLite always; PostgreSQL too where DATAGEN_TEST_POSTGRES says how to get to a server.
enum Servers {
  static let postgres = ProcessInfo.processInfo.environment["DATAGEN_TEST_POSTGRES"].map { TestServer.postgres($0) }
  static let all = [.sqlite, .memory] + (postgres.map { [$0] } ?? [])
}

@Suite struct ServerTests {
  /// The same test with every database: a schema, a file, or memory of its own, which is dropped afterwards.
  @Test(arguments: Servers.all) func removingACustomerLeavesTheOthers(server: TestServer) async throws {
    let schema = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("shop.json").path
    try await withTemporaryDatabase(Dataset(schemaFile: schema), in: server) { database in
      let customers = CustomerRepository(query: database.query)
      let best = try customers.best(3)
      try customers.remove(best[0])
      #expect(try customers.best(2) == Array(best[1...]))
      #expect(try database.query("SELECT COUNT(*) FROM customer") == [["199"]])
    }
  }
}

@Suite(
  .enabled(if: Servers.postgres != nil, "DATAGEN_TEST_POSTGRES is not set"),
  .dataset("shop.json", seed: 42, in: Servers.postgres ?? .sqlite)
)
struct PostgresTests {
  @Test func theCloneIsADatabaseOfItsOwn() throws {
    let customers = CustomerRepository(query: try TestDatabase.current.query)
    try customers.remove(customers.best(1)[0])
    #expect(try TestDatabase.current.query("SELECT count(*) FROM customer") == [["199"]])
  }
}
