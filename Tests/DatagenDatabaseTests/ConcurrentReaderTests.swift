import Foundation
import Testing

@testable import DatagenDatabase

/// Programs that have the database open while it is loaded.
@Suite struct ConcurrentReaderTests {
  private let directory = TemporaryDirectory()

  private var path: String { directory.file("shop.sqlite") }

  private static let names = "SELECT min(name), count(*) FROM customer"

  @Test func aReaderKeepsTheOldFileWhileItIsReplaced() throws {
    try Shop.load(path, keys: 1...2, name: "old")
    let reader = try SQLiteConnection(path, mode: .readOnly)
    try reader.execute("BEGIN")
    #expect(try rows(reader, Self.names) == ["old 1|2"])
    let loader = try SQLiteLoader(location: path, layout: Shop.layout, ifExists: .replace)
    try loader.begin()
    try loader.insert(Shop.customers(1...3, name: "new"), into: 0)
    // Nobody sees the half of it.
    #expect(try rows(path, Self.names) == ["old 1|2"])
    try loader.finish(Shop.record())
    #expect(try rows(reader, Self.names) == ["old 1|2"])
    #expect(try rows(reader, "PRAGMA integrity_check") == ["ok"])
    #expect(try rows(path, Self.names) == ["new 1|3"])
  }

  /// The log of a database that is open would outlive a rename: it is changed in place.
  @Test(arguments: [ExistingTables.replace, .append, .truncate])
  func aReaderOfADatabaseWithALogKeepsItsView(policy: ExistingTables) throws {
    try Shop.load(path, keys: 1...2, name: "old")
    let reader = try SQLiteConnection(path, mode: .readWrite)
    try reader.execute("PRAGMA journal_mode=WAL; BEGIN")
    #expect(try rows(reader, Self.names) == ["old 1|2"])
    let loader = try SQLiteLoader(location: path, layout: Shop.layout, ifExists: policy)
    #expect(loader.route == .inPlace)
    try loader.begin()
    try loader.insert(Shop.customers(3...5, name: "new"), into: 0)
    try loader.finish(Shop.record())
    #expect(try rows(reader, Self.names) == ["old 1|2"])
    try reader.execute("COMMIT")
    #expect(try rows(reader, Self.names) == [policy == .append ? "new 3|5" : "new 3|3"])
    #expect(try rows(reader, "PRAGMA integrity_check") == ["ok"])
  }

  @Test func remainsOfARemovedDatabaseAreNotTakenForTheNewOnes() throws {
    for suffix in ["-wal", "-shm", "-journal"] {
      try Data(repeating: 7, count: 4096).write(to: URL(fileURLWithPath: path + suffix))
    }
    try Shop.load(path)
    #expect(try directory.names() == ["shop.sqlite"])
    #expect(try rows(path, "PRAGMA integrity_check") == ["ok"])
  }

  @Test func anotherWritersChangesBetweenLookingAndLoadingAreSeen() throws {
    try prepare(path, "CREATE TABLE note (text)")
    let loader = try SQLiteLoader(location: path, layout: Shop.layout, ifExists: .fail)
    try prepare(path, "CREATE TABLE customer (id INTEGER PRIMARY KEY)")
    let error = try refusal { try loader.begin() }
    #expect(error.message == "\(path) already has the table \"customer\"")
    loader.cancel()
    #expect(try rows(path, "SELECT name FROM sqlite_master ORDER BY name") == ["customer", "note"])
  }
}
