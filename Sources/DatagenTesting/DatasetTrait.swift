public import Datagen
import Synchronization
public import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Gives each test a database of its own with the rows of a dataset, a clone of one that is loaded once.
///
///     @Suite(.dataset("Examples/bank.json", seed: 42, in: .sqlite))
///     struct TransferTests {
///       @Test func transfersMoney() throws {
///         let bank = try Bank(path: TestDatabase.current.connectionString)
///         …
///       }
///     }
///
/// The dataset is loaded once for each schema, seed and number of rows, into a template that later runs find again.
/// A test, or each case of one with arguments, gets a clone, which is dropped afterwards, also when it fails.
public struct DatasetTrait: SuiteTrait, TestTrait, TestScoping {
  private let source: DatasetSource
  private let server: TestServer

  init(_ server: TestServer, _ make: @escaping @Sendable () throws -> Dataset) {
    self.server = server
    source = DatasetSource(make)
  }

  /// A suite's tests get a clone each, those of suites inside it as well.
  public var isRecursive: Bool { true }

  /// Runs a test with its clone as `TestDatabase.current`.
  public func provideScope(
    for test: Test,
    testCase: Test.Case?,
    performing function: @Sendable () async throws -> Void
  ) async throws {
    let database = try await Workers.run { [source, server] in
      try TemporaryDatabase.clone(of: source.dataset(), in: server)
    }
    try await database.dropping {
      try await TestDatabase.$scoped.withValue(database) { try await function() }
    }
  }
}

extension Trait where Self == DatasetTrait {
  /// Gives each test a database of its own with the rows of a schema file.
  ///
  /// - Parameters:
  ///   - schemaFile: the schema; a relative path is looked for in the folder of the test's source file, in those
  ///     above it, and from the working directory.
  ///   - seed: the seed from which all values follow.
  ///   - rows: row counts that replace those of the schema, by table.
  ///   - scale: a factor for the rows of all entities.
  ///   - server: `.sqlite`, or `.postgres("…")`, whose role has to be allowed to make databases.
  public static func dataset(
    _ schemaFile: String,
    seed: UInt64 = 42,
    rows: [String: Int64] = [:],
    scale: Double = 1,
    in server: TestServer,
    sourceFile: String = #filePath
  ) -> DatasetTrait {
    DatasetTrait(server) {
      var options = GenerationOptions()
      options.seed = seed
      options.rows = rows
      options.scale = scale
      return try Dataset(schemaFile: path(of: schemaFile, near: sourceFile), options: options)
    }
  }

  /// Gives each test a database of its own with the rows of a dataset that a closure makes.
  public static func dataset(
    in server: TestServer,
    _ make: @escaping @Sendable () throws -> Dataset
  ) -> DatasetTrait {
    DatasetTrait(server, make)
  }
}

/// The first file of this name in a source file's folder or one above it; else the name as it is.
private func path(of name: String, near sourceFile: String) -> String {
  guard name.first != "/" else { return name }
  var folder = sourceFile[...]
  while let slash = folder.lastIndex(of: "/") {
    folder = folder[..<slash]
    let candidate = folder + "/" + name
    if access(String(candidate), R_OK) == 0 { return String(candidate) }
  }
  return name
}

/// A dataset that is planned when the first test needs it.
private final class DatasetSource: Sendable {
  private let make: @Sendable () throws -> Dataset
  private let made = Mutex<Dataset?>(nil)

  init(_ make: @escaping @Sendable () throws -> Dataset) { self.make = make }

  func dataset() throws -> Dataset {
    try made.withLock { made in
      if let made { return made }
      let dataset = try make()
      made = dataset
      return dataset
    }
  }
}
