import Datagen
import Foundation
import Testing

/// The examples are what newcomers copy from: they load, they score 100, and their rows never change.
@Suite struct ExampleTests {
  @Test(arguments: Project.examples)
  func `an example loads, scores 100 and has the pinned digests`(name: String) throws {
    let folder = try TemporaryFolder()
    let dataset = try Dataset(schemaFile: Project.example("\(name).json"))
    #expect(dataset.warnings.isEmpty)
    let summary = try dataset.load(into: folder.file("\(name).sqlite"))
    let report = try dataset.validate(folder.file("\(name).sqlite"))
    #expect(report.passed)
    #expect(report.score == 100, "\(report.failures.map(\.message))")
    let digests = summary.tables.map { "\($0.name) \($0.rows) \($0.digest)" }
    try expectPinned(digests, name)
  }

  @Test(arguments: [
    ("simple_users_events", 2, 8_000...10_000), ("bank", 11, 147_000...200_000), ("ecomm", 13, 250_000...330_000),
    ("gov_scaled", 14, 500_000...600_000),
  ])
  func `an example has the size that it is known for`(name: String, tables: Int, rows: ClosedRange<Int>) throws {
    let plan = try Dataset(schemaFile: Project.example("\(name).json")).planDescription
    #expect(plan.tables.count == tables)
    #expect(rows.contains(Int(plan.expectedRows)))
  }

  /// Compares with the file of pinned digests: the values of a version of the language are a contract.
  ///
  /// Where a difference is meant, remove the file; the next run writes it anew and fails once.
  private func expectPinned(_ digests: [String], _ name: String) throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Digests/\(name).txt")
    let text = digests.joined(separator: "\n") + "\n"
    guard let pinned = try? String(contentsOf: file, encoding: .utf8) else {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(),
        withIntermediateDirectories: true
      )
      try text.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("the digests of \(name) were not pinned yet; they are now")
      return
    }
    #expect(text == pinned)
  }
}
