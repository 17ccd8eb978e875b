import Datagen
import DatagenTestSupport
import Foundation
import Testing

@testable import DatagenTesting

@Suite(.dataset("Examples/simple_users_events.json", scale: 0.01, in: .sqlite))
struct TraitTests {
  @Test(arguments: 1...3) func eachCaseHasItsClone(number: Int) throws {
    let database = try TestDatabase.current
    #expect(try database.query("SELECT count(*) FROM sqlite_master WHERE name = 'mark'") == [["0"]])
    _ = try database.query("CREATE TABLE mark (number INTEGER)")
    #expect(try database.query("SELECT max(rows) > 0 FROM _datagen") == [["1"]])
  }

  @Test(.dataset(in: .memory) { try smallDataset() }) func aTestMayHaveAnother() throws {
    #expect(try TestDatabase.current.query("SELECT count(*) FROM user") == [["50"]])
  }

  @Suite struct Inner {
    @Test func suitesInsideHaveItToo() async throws {
      async let path = TestDatabase.current.connectionString
      #expect(try await path.hasSuffix(".sqlite"))
    }
  }

  @Test func theCloneIsGoneWhenTheTestFails() async throws {
    let test = try #require(Test.current)
    let trait = DatasetTrait.dataset(in: .sqlite) { try smallDataset() }
    let path = Path()
    await #expect(throws: Expected.self) {
      try await trait.provideScope(for: test, testCase: nil) {
        await path.set(try TestDatabase.current.connectionString)
        throw Expected()
      }
    }
    let used = await path.value
    #expect(used.hasSuffix(".sqlite"))
    #expect(!FileManager.default.fileExists(atPath: used))
  }

  private actor Path {
    var value = ""
    func set(_ value: String) { self.value = value }
  }
}

@Suite(
  .enabled(if: Cluster.isAvailable, "there is no PostgreSQL server"),
  .dataset("Examples/simple_users_events.json", scale: 0.01, in: Postgres.server)
)
struct PostgresTraitTests {
  @Test(arguments: 1...3) func eachCaseHasItsClone(number: Int) throws {
    let database = try TestDatabase.current
    #expect(try database.query("SELECT to_regclass('mark') IS NULL") == [["1"]])
    _ = try database.query("CREATE TABLE mark (number int)")
    #expect(database.schema == nil)
    #expect(try database.query("SELECT max(rows) > 0 FROM _datagen") == [["1"]])
  }
}
