import Datagen
import DatagenDatabase
import Foundation
import Testing

@testable import DatagenTesting

@Suite struct SQLiteTests {
  @Test(arguments: [TestServer.sqlite, .memory])
  func eachDatabaseIsOfItsOwn(server: TestServer) throws {
    let first = try TemporaryDatabase.load(smallDataset(), into: server)
    let second = try TemporaryDatabase.load(smallDataset(), into: server)
    #expect(first.connectionString != second.connectionString)
    #expect(try first.query("SELECT count(*) FROM user") == [["50"]])
    _ = try first.query("DELETE FROM event")
    _ = try first.query("DELETE FROM user")
    #expect(try first.query("SELECT count(*) FROM user") == [["0"]])
    #expect(try second.query("SELECT count(*) FROM user") == [["50"]])
    try first.drop()
    try first.drop()
    #expect(throws: DatabaseError.self) { try first.query("SELECT 1") }
  }

  @Test func rowsAreTexts() throws {
    let database = try TemporaryDatabase.load(smallDataset(), into: ":memory:")
    #expect(try database.query("SELECT 1, NULL, 1.5, 'ä', 1 = 1") == [["1", nil, "1.5", "ä", "1"]])
    #expect(try database.query("SELECT 1 WHERE 1 = 0").isEmpty)
  }

  @Test(arguments: [TestServer.sqlite, .memory]) func foreignKeysHold(server: TestServer) throws {
    try foreignKeysHold(in: TemporaryDatabase.load(smallDataset(), into: server))
  }

  @Test func foreignKeysHoldInAClone() throws {
    try foreignKeysHold(in: TemporaryDatabase.clone(of: smallDataset(), in: .sqlite))
  }

  private func foreignKeysHold(in database: TemporaryDatabase) throws {
    for change in ["UPDATE event SET user_id = 9999", "DELETE FROM user"] {
      let error = #expect(throws: DatabaseError.self) { try database.query(change) }
      #expect(error?.message.contains("FOREIGN KEY") == true, "\(change)")
    }
  }

  @Test(arguments: [TestServer.sqlite, .memory]) func aQueryIsOneStatement(server: TestServer) throws {
    let database = try TemporaryDatabase.load(smallDataset(), into: server)
    for text in ["DELETE FROM event; DELETE FROM user", "DELETE FROM event;; -- ö\n SELECT 1"] {
      let error = #expect(throws: DatabaseError.self) { try database.query(text) }
      #expect(error?.advice == "Run one statement at a time.")
    }
    #expect(try database.query("SELECT count(*) > 0 FROM event; -- all\n ;") == [["1"]])
    for text in ["", " ; ", "-- nothing"] {
      #expect(throws: DatabaseError.self) { try database.query(text) }
    }
  }

  @Test func otherConnectionsSeeADatabaseInMemory() throws {
    let database = try TemporaryDatabase.load(smallDataset(), into: .memory)
    let other = try SQLiteConnection(database.connectionString, mode: .sharedMemory)
    try other.execute("DELETE FROM event")
    #expect(try database.query("SELECT count(*) FROM event") == [["0"]])
    #expect(!FileManager.default.fileExists(atPath: database.connectionString))
  }

  @Test func theFileIsGoneWithTheLastReference() throws {
    var database: TemporaryDatabase? = try .load(smallDataset(), into: .sqlite)
    let path = try #require(database?.connectionString)
    #expect(FileManager.default.fileExists(atPath: path))
    database = nil
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func theFileIsGoneWhenTheClosureThrows() async throws {
    var path = ""
    await #expect(throws: Expected.self) {
      try await withTemporaryDatabase(smallDataset(), in: .sqlite) { database in
        path = database.connectionString
        throw Expected()
      }
    }
    #expect(path.hasSuffix(".sqlite"))
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func theTemplateIsLoadedOnce() async throws {
    let dataset = try smallDataset(seed: .random(in: 0...UInt64.max))
    let template = try SQLiteTemplate(folder: .shared(), dataset: dataset)
    defer { TestFolder.remove(template.path); TestFolder.remove(template.path + ".lock") }
    // All at once, so that they wait for one of them.
    let clones = try await withThrowingTaskGroup(of: TemporaryDatabase.self) { group in
      for _ in 0..<8 { group.addTask { try await Workers.run { try template.clone() } } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    let file = try FileManager.default.attributesOfItem(atPath: template.path)[.systemFileNumber] as? Int
    for clone in clones { _ = try clone.query("UPDATE user SET name = 'x'") }
    let last = try template.clone()
    #expect(try last.query("SELECT count(*) FROM user WHERE name = 'x'") == [["0"]])
    #expect(try FileManager.default.attributesOfItem(atPath: template.path)[.systemFileNumber] as? Int == file)
    #expect(Set(clones.map(\.connectionString)).count == 8)
  }

  @Test func whatDeadProcessesLeftIsRemoved() throws {
    let own = TemporaryName.next()
    #expect(!TemporaryName.isStale(own))
    // Of this process's number, but not of this process.
    #expect(TemporaryName.isStale(own.dropLast(16) + "0123456789abcdef"))
    #expect(!TemporaryName.isStale("datagen_test_12345678_1_0123456789abcdef"))
    #expect(!TemporaryName.isStale("datagen_test_shop"))
    #expect(!TemporaryName.isStale("shop"))
  }

  @Test func whereThereIsNoTraitThereIsNoDatabase() {
    #expect(throws: DatabaseError.self) { try TestDatabase.current }
  }

  @Test func aPathIsNoServer() {
    #expect(throws: DatabaseError.self) { try TemporaryDatabase.load(smallDataset(), into: "dev.sqlite") }
  }

  @Test func passwordsAreNotShown() throws {
    let server = TestServer.postgres("postgres://me:secret@db.example/shop")
    #expect(!"\(server)".contains("secret"))
    var text = ""
    dump(server, to: &text)
    #expect(!text.contains("secret"))
  }
}
