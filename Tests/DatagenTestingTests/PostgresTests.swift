import Datagen
import DatagenDatabase
import DatagenTestSupport
import Testing

@testable import DatagenTesting

@Suite(.enabled(if: Cluster.isAvailable, "there is no PostgreSQL server"))
struct PostgresTests {
  @Test func eachDatabaseIsASchemaOfItsOwn() throws {
    let first = try TemporaryDatabase.load(smallDataset(), into: Postgres.server)
    let second = try TemporaryDatabase.load(smallDataset(), into: Postgres.server)
    let schema = try #require(first.schema)
    #expect(schema != second.schema)
    // Any client lands in it, and a table called "user" is the test's, not the server's word.
    let client = try PostgresConnection(first.connectionString)
    #expect(try client.query("SELECT current_schema()::text") == [[.text(schema)]])
    try client.execute("DELETE FROM event")
    #expect(try first.query("SELECT count(*) FROM event") == [["0"]])
    #expect(try second.query("SELECT count(*) FROM \"user\"") == [["50"]])
    #expect(try second.query("SELECT count(*) > 0 FROM event") == [["1"]])
    client.close()
    try first.drop()
    try first.drop()
    #expect(try !Postgres.hasSchema(schema))
    #expect(throws: DatabaseError.self) { try first.query("SELECT 1") }
  }

  @Test func theRowsAreThoseOfSQLite() throws {
    let dataset = try smallDataset()
    let postgres = try TemporaryDatabase.load(dataset, into: Postgres.server)
    let sqlite = try TemporaryDatabase.load(dataset, into: .sqlite)
    let query = "SELECT * FROM \"user\" JOIN event USING (user_id) ORDER BY event_id"
    #expect(try postgres.query(query) == sqlite.query(query))
    let digests = try [postgres, sqlite].map { try DatabaseDigests(of: $0.connectionString, dataset: dataset).text }
    #expect(digests[0] == digests[1])
    #expect(try dataset.validate(postgres.connectionString).score == 100)
  }

  @Test func aQueryIsOneStatement() throws {
    let database = try TemporaryDatabase.load(smallDataset(), into: Postgres.server)
    let error = #expect(throws: DatabaseError.self) { try database.query("DELETE FROM event; SELECT 1") }
    #expect(error?.code == "42601")
    #expect(error?.advice == "Run one statement at a time.")
    #expect(try database.query("SELECT count(*) > 0 FROM event; -- all\n ;") == [["1"]])
    for text in ["", " ; ", "-- nothing"] {
      let error = #expect(throws: DatabaseError.self) { try database.query(text) }
      #expect(error?.message == "an empty statement")
    }
  }

  @Test func theSchemaIsGoneWithTheLastReference() throws {
    var database: TemporaryDatabase? = try .load(smallDataset(), into: Postgres.server)
    let schema = try #require(database?.schema)
    #expect(try Postgres.hasSchema(schema))
    database = nil
    #expect(try !Postgres.hasSchema(schema))
  }

  @Test func theSchemaIsGoneWhenTheClosureThrows() async throws {
    var schema: String?
    await #expect(throws: Expected.self) {
      try await withTemporaryDatabase(smallDataset(), in: Postgres.server) { database in
        schema = database.schema
        throw Expected()
      }
    }
    #expect(try !Postgres.hasSchema(#require(schema)))
  }

  @Test func testsRunAtTheSameTime() async throws {
    let dataset = try smallDataset()
    let counts = try await withThrowingTaskGroup(of: [[String?]].self) { group in
      for place in 0..<12 {
        group.addTask {
          try await withTemporaryDatabase(dataset, in: Postgres.server) { database in
            _ = try database.query("DELETE FROM event WHERE event_id > \(place)")
            return try database.query("SELECT count(*) - \(place) FROM event")
          }
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(counts == Array(repeating: ["0"], count: 12))
  }

  @Test func aLoadThatIsCancelledLeavesNothing() throws {
    let dataset = try smallDataset()
    let cancellation = Cancellation()
    cancellation.cancel()
    #expect(throws: (any Error).self) {
      try TemporaryDatabase.load(dataset, into: Postgres.server, cancellation: cancellation)
    }
  }

  @Test func aClientInTheMiddleOfATransactionIsNamed() throws {
    let impatient = TestServer.postgres(Postgres.connection + " options='-c lock_timeout=100ms'")
    let database = try TemporaryDatabase.load(smallDataset(), into: impatient)
    let client = try PostgresConnection(database.connectionString)
    try client.execute("BEGIN; DELETE FROM event")
    let error = #expect(throws: DatabaseError.self) { try database.drop() }
    #expect(error?.advice?.contains("transaction") == true)
    try client.execute("ROLLBACK")
    try database.drop()
  }

  @Test func onlyWhatDeadProcessesOfThisMachineLeftIsRemoved() throws {
    let stale = TemporaryName.next().dropLast(16) + "0123456789abcdef"
    let others = "datagen_test_12345678_1_0123456789abcdef"
    let connection = try PostgresConnection(Postgres.connection)
    try connection.execute("CREATE SCHEMA \(stale); CREATE TABLE \(stale).t (); CREATE SCHEMA IF NOT EXISTS \(others)")
    try connection.execute("CREATE DATABASE \(stale)")
    // What another test's cleaning is at is left to that, and tried again.
    let server = try PostgresServer(Postgres.connection + " application_name=cleaning")
    for _ in 0..<3 { server.removeStale() }
    #expect(try !Postgres.hasSchema(String(stale)))
    #expect(try !Postgres.hasDatabase(String(stale)))
    #expect(try Postgres.hasSchema(others))
    try connection.execute("DROP SCHEMA \(others)")
  }
}

@Suite(.enabled(if: Cluster.isAvailable, "there is no PostgreSQL server"))
struct PostgresTemplateTests {
  private let template: PostgresTemplate

  init() throws {
    template = try PostgresTemplate(
      server: PostgresServer(Postgres.connection),
      dataset: smallDataset(seed: .random(in: 0...UInt64.max))
    )
  }

  @Test func theTemplateIsLoadedOnce() async throws {
    let template = template
    defer { try? template.server.dropDatabase(template.name) }
    let clones = try await withThrowingTaskGroup(of: TemporaryDatabase.self) { group in
      for _ in 0..<4 { group.addTask { try await Workers.run { try template.clone() } } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    let number = try Postgres.texts("SELECT oid::text FROM pg_database WHERE datname = '\(template.name)'")
    #expect(number.count == 1)
    for clone in clones {
      #expect(try clone.query("SELECT count(*) FROM \"user\"") == [["50"]])
      _ = try clone.query("DELETE FROM event")
    }
    let last = try template.clone()
    #expect(try last.query("SELECT count(*) > 0 FROM event") == [["1"]])
    #expect(try Postgres.texts("SELECT oid::text FROM pg_database WHERE datname = '\(template.name)'") == number)
    #expect(Set(clones.map(\.connectionString)).count == 4)
  }

  @Test func aCloneIsDroppedUnderItsClients() throws {
    defer { try? template.server.dropDatabase(template.name) }
    let clone = try template.clone()
    let name = try #require(try clone.query("SELECT current_database()").first?.first as? String)
    let client = try PostgresConnection(clone.connectionString)
    try client.execute("BEGIN; DELETE FROM event")
    try clone.drop()
    #expect(try !Postgres.hasDatabase(name))
  }

  @Test func whatSomebodyElseMadeIsNoTemplate() throws {
    defer { try? template.server.dropDatabase(template.name) }
    try PostgresConnection(Postgres.connection).execute("CREATE DATABASE \(template.name)")
    let error = #expect(throws: DatabaseError.self) { try template.clone() }
    #expect(error?.message.contains(template.name) == true)
    #expect(try Postgres.hasDatabase(template.name))
  }

  @Test func aFailedLoadLeavesNoTemplate() throws {
    let name = "datagen_narrow_\(UInt32.random(in: 0...UInt32.max))"
    let session = try PostgresConnection(Postgres.connection)
    try session.execute("CREATE ROLE \(name) LOGIN")
    defer { try? session.execute("DROP ROLE \(name)") }
    var string = try PostgresConnectionString(Postgres.connection)
    string["user"] = name
    let narrow = PostgresTemplate(server: try PostgresServer(string.text), dataset: try smallDataset())
    let error = #expect(throws: DatabaseError.self) { try narrow.clone() }
    #expect(error?.code == "42501")
    #expect(error?.advice?.contains("CREATEDB") == true)
  }
}

@Suite(.enabled(if: Cluster.isAvailable, "there is no PostgreSQL server"), .serialized)
struct SpeedTests {
  /// In a release build and on a quiet machine a fraction of this; here others run at the same time.
  @Test(arguments: [nil, LoadOptions()]) func tenTablesAreLoadedInATest(options: LoadOptions?) throws {
    let dataset = try tenTables()
    let time = try ContinuousClock().measure {
      let database = try TemporaryDatabase.load(dataset, into: Postgres.server, options: options)
      #expect(try database.query("SELECT sum(rows) FROM _datagen") == [["10000"]])
    }
    print("ten tables, \(options == nil ? "fastest" : "default"): \(time)")
    #expect(time < .seconds(20))
  }

  @Test func aCloneIsFasterThanALoad() throws {
    let template = try PostgresTemplate(server: PostgresServer(Postgres.connection), dataset: tenTables())
    defer { try? template.server.dropDatabase(template.name) }
    _ = try template.clone()
    let time = try ContinuousClock().measure { _ = try template.clone() }
    print("clone of ten tables, made and dropped: \(time)")
    #expect(time < .seconds(20))
  }
}

@Suite struct ConnectionStringTests {
  @Test(arguments: [
    (
      "postgres://me:p%40ss@db.example:5433/shop?sslmode=disable",
      "postgresql://me:p%40ss@db.example:5433/shop?sslmode=disable&options=-c%20search_path%3Dx"
    ),
    (
      "postgres:///shop?host=/run/pg&user=me",
      "postgresql:///shop?user=me&host=%2Frun%2Fpg&options=-c%20search_path%3Dx"
    ),
    ("host=/run/pg dbname='a shop'", "dbname='a shop' host=/run/pg options='-c search_path=x'"),
    ("dbname=shop options='-c a=b'", "dbname=shop options='-c a=b -c search_path=x'"),
    ("password='it\\'s \\\\' user=me", "user=me password='it\\'s \\\\' options='-c search_path=x'"),
  ])
  func theSearchPathIsAdded(text: String, expected: String) throws {
    var string = try PostgresConnectionString(text)
    string.setSearchPath("x")
    #expect(string.text == expected)
    #expect(try PostgresConnectionString(string.text)["options"] == string["options"])
    #expect(try PostgresConnectionString(string.text)["password"] == string["password"])
  }
}
