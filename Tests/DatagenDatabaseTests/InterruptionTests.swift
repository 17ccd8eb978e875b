import DatagenSchema
import Foundation
import Testing

@testable import DatagenDatabase

/// Loads that are given up, by the program itself, by another thread or by the end of the process.
@Suite struct InterruptionTests {
  private let directory = TemporaryDirectory()

  private var path: String { directory.file("shop.sqlite") }

  /// A loader in the middle of its work: the customers are in, the orders are not.
  private func halfLoaded(_ policy: ExistingTables = .fail) throws -> SQLiteLoader {
    let loader = try SQLiteLoader(location: path, layout: Shop.layout, ifExists: policy)
    try loader.begin()
    try loader.insert(Shop.customers(101...2000), into: 0)
    return loader
  }

  @Test(arguments: ExistingTables.allCases)
  func cancellingLeavesTheOldFileOrNone(policy: ExistingTables) throws {
    if policy != .fail { try Shop.load(path, keys: 1...50) }
    let old = policy == .fail ? nil : try bytes(path)
    let loader = try halfLoaded(policy)
    loader.cancel()
    loader.cancel()
    #expect(try directory.names() == (old == nil ? [] : ["shop.sqlite"]))
    if let old { #expect(try bytes(path) == old) }
    #expect(try refusal { try loader.finish(Shop.record()) }.message == "the load was given up")
  }

  @Test func aLoaderThatIsForgottenLeavesNothing() throws {
    var loader: SQLiteLoader? = try halfLoaded()
    #expect(try directory.names().count == 1)
    #expect(loader != nil)
    loader = nil
    #expect(try directory.names().isEmpty)
  }

  @Test func cancellingAfterTheEndChangesNothing() throws {
    let loader = try halfLoaded()
    try loader.finish(Shop.record())
    loader.cancel()
    #expect(try rows(path, "SELECT count(*) FROM customer") == ["1900"])
  }

  @Test(arguments: ExistingTables.allCases)
  func anInterruptionEndsTheLoadAtItsNextStep(policy: ExistingTables) throws {
    if policy != .fail { try Shop.load(path, keys: 1...50) }
    let old = policy == .fail ? nil : try bytes(path)
    let steps: [(SQLiteLoader) throws -> Void] = [
      { try $0.insert(Shop.orders(101...110), into: 1) }, { try $0.finish(Shop.record()) },
    ]
    for step in steps {
      let loader = try halfLoaded(policy)
      loader.interrupt()
      let error = try refusal { try step(loader) }
      #expect(error.message == "interrupted")
      #expect(error.code == nil)
      #expect(try directory.names() == (old == nil ? [] : ["shop.sqlite"]))
      if let old { #expect(try bytes(path) == old) }
    }
  }

  @Test func anInterruptionBeforeTheBeginningCounts() throws {
    let loader = try SQLiteLoader(location: path, layout: Shop.layout, ifExists: .fail)
    loader.interrupt()
    #expect(try refusal { try loader.begin() }.message == "interrupted")
    #expect(try directory.names().isEmpty)
  }

  @Test func anotherThreadStopsARunningLoad() throws {
    let loader = try SQLiteLoader(location: path, layout: Shop.layout, ifExists: .fail)
    try loader.begin()
    let interruption = loader.interruption
    Thread.detachNewThread {
      Thread.sleep(forTimeInterval: 0.05)
      interruption.interrupt()
    }
    // Far more than fits into the time.
    let error = try refusal {
      for start in stride(from: Int64(1), to: 40_000_000, by: 4096) {
        try loader.insert(Shop.customers(start...start + 4095, name: ""), into: 0)
      }
    }
    #expect(error.message == "interrupted")
    #expect(try directory.names().isEmpty)
  }

  @Test func anotherThreadStopsARunningStatement() throws {
    let connection = try SQLiteConnection("", mode: .memory)
    let interruption = connection.interruption
    // SQLite forgets an interruption that comes before the statement: hence more than one.
    Thread.detachNewThread {
      for _ in 0..<100 {
        Thread.sleep(forTimeInterval: 0.01)
        interruption.interrupt()
      }
    }
    let error = try refusal {
      _ = try connection.query(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100000000) SELECT max(i) FROM n"
      )
    }
    #expect(error.message == "interrupted")
  }

  /// Whether it comes between two statements or in the middle of one.
  @Test func anInterruptionHasNoPlace() {
    #expect(DatabaseError.interrupted.at("customer", rows: 1..<9).description == "interrupted")
    #expect(DatabaseError("full").at("customer", rows: 1..<9).description.contains("customer"))
  }

  @Test func interruptingAClosedConnectionIsNoFault() throws {
    let connection = try SQLiteConnection("", mode: .memory)
    try connection.close()
    connection.interruption.interrupt()
    try connection.close()
    let error = try refusal { try connection.execute("SELECT 1") }
    #expect(error.message == "the connection to :memory: is closed")
  }

  // MARK: The end of the process

  @Test func aKilledLoadLeavesTheOldFileAndTheNextOneCleansUp() async throws {
    try Shop.load(path, keys: 1...50)
    let old = try bytes(path)
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let loader = try SQLiteLoader(location: path, layout: Shop.layout, ifExists: .replace)
      try loader.begin()
      try loader.insert(Shop.customers(101...20_000), into: 0)
      kill(getpid(), SIGKILL)
    }
    #expect(try bytes(path) == old)
    #expect(try directory.names().count == 2)
    try Shop.load(path, ifExists: .replace)
    #expect(try directory.names() == ["shop.sqlite"])
  }

  @Test func aKilledLoadInPlaceIsUndoneByWhoeverOpensTheFile() async throws {
    try Shop.load(path, keys: 1...50)
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let loader = try SQLiteLoader(location: path, layout: Shop.layout, ifExists: .truncate)
      try loader.begin()
      // Small memory: the changes reach the file before the end.
      try loader.database?.execute("PRAGMA cache_size=-100")
      try loader.insert(Shop.customers(101...40_000), into: 0)
      kill(getpid(), SIGKILL)
    }
    #expect(try directory.names() == ["shop.sqlite", "shop.sqlite-journal"])
    let connection = try SQLiteConnection(path, mode: .readWrite)
    #expect(try rows(connection, "SELECT count(*), max(id) FROM customer") == ["50|50"])
    #expect(try rows(connection, "PRAGMA integrity_check") == ["ok"])
  }

  /// The number of a process that was there and is gone.
  private func deadProcess() throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "exit 0"]
    try process.run()
    process.waitUntilExit()
    return process.processIdentifier
  }

  @Test func partialFilesOfDeadProcessesAreRemovedAndNoOthers() throws {
    let dead = try deadProcess()
    let stale = [".shop.sqlite.\(dead).partial", ".shop.sqlite.\(getpid()).partial"]
    let kept = [
      ".shop.sqlite.1.partial", ".other.sqlite.\(dead).partial", ".shop.sqlite.x.partial",
      ".shop.sqlite.partial", "shop.sqlite.\(dead).partial", ".shop.sqlite.\(dead).partial.txt",
    ]
    for name in stale + kept { try Data("x".utf8).write(to: URL(fileURLWithPath: directory.file(name))) }
    try Shop.load(path)
    #expect(try directory.names() == (kept + ["shop.sqlite"]).sorted())
  }

  @Test func twoLoadsOfOneFileAtATimeAreRefused() throws {
    let first = try halfLoaded()
    let error = try refusal { _ = try halfLoaded() }
    #expect(error.message == "\(path) is being written by this program already")
    try first.finish(Shop.record())
    #expect(try rows(path, "SELECT count(*) FROM customer") == ["1900"])
    #expect(try directory.names() == ["shop.sqlite"])
  }
}
