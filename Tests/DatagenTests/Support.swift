import Datagen
import Foundation
import Testing

/// A folder that is gone after the test.
final class TemporaryFolder {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("datagen-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }

  /// Writes a text and returns its path.
  func write(_ text: String, to name: String) throws -> String {
    try text.write(toFile: file(name), atomically: true, encoding: .utf8)
    return file(name)
  }

  /// The names in the folder, hidden ones too.
  var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }
}

/// The project's folders, found from this file.
enum Project {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static func example(_ name: String) -> String { root.appendingPathComponent("Examples/\(name)").path }

  static let examples = ["simple_users_events", "bank", "ecomm", "gov_scaled", "saas_lifecycle", "test_patterns"]
}

/// The built command, run as a user runs it.
struct Command {
  var status: Int32
  var output: String
  var errors: String

  /// The folder of the built products: that of the running test bundle.
  private static let products: URL = {
    let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
    return URL(fileURLWithPath: bundle).deletingLastPathComponent()
  }()

  static var executable: URL {
    var folder = products
    while folder.path != "/",
      !FileManager.default.isExecutableFile(atPath: folder.appendingPathComponent("datagen").path)
    {
      folder = folder.deletingLastPathComponent()
    }
    return folder.appendingPathComponent("datagen")
  }

  /// Runs `datagen` with these arguments and waits for its end.
  static func run(
    _ arguments: [String],
    input: String? = nil,
    in folder: String? = nil
  ) throws -> Command {
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
    let output = Pipe(), errors = Pipe(), standardInput = Pipe()
    process.standardOutput = output
    process.standardError = errors
    process.standardInput = standardInput
    try process.run()
    if let input { standardInput.fileHandleForWriting.write(Data(input.utf8)) }
    try standardInput.fileHandleForWriting.close()
    // Standard error is short; standard output is read to its end first.
    let outputData = output.fileHandleForReading.readDataToEndOfFile()
    let errorData = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Command(
      status: process.terminationStatus,
      output: String(decoding: outputData, as: UTF8.self),
      errors: String(decoding: errorData, as: UTF8.self)
    )
  }
}

/// A small schema with an entity and its children.
let smallSchema = """
  {
    "version": "1.0",
    "metadata": { "name": "Small" },
    "nodes": [
      { "id": "user", "kind": "entity", "rows": 50, "pk": "user_id", "columns": [
        { "name": "user_id", "type": "int", "generator": { "sequence": { "start": 1 } } },
        { "name": "name", "type": "string", "generator": { "faker": { "method": "name" } } } ] },
      { "id": "event", "kind": "fact", "parents": ["user"], "fanout": { "distribution": "poisson", "lambda": 4 },
        "pk": "event_id", "columns": [
        { "name": "event_id", "type": "int", "generator": { "sequence": { "start": 1 } } },
        { "name": "user_id", "type": "int", "generator": { "lookup": { "from": "user.user_id" } } },
        { "name": "at", "type": "datetime", "generator": { "datetime_series": {} } },
        { "name": "amount", "type": "float", "decimals": 2,
          "generator": { "distribution": { "type": "lognormal", "mean": 3, "sigma": 0.5 } } } ] }
    ]
  }
  """
