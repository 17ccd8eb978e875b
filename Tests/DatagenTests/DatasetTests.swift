import Datagen
import DatagenDatabase
import Foundation
import Testing

@Suite struct DatasetTests {
  @Test(arguments: [(1, 1), (1, 100), (2, 4096), (2, 50_000), (4, 17)])
  func `threads and batches change no row`(jobs: Int, batchRows: Int) throws {
    let dataset = try Dataset(schemaFile: Project.example("test_patterns.json"))
    let expected = try dataset.load(into: ":memory:").tables.map(\.digest)
    var options = LoadOptions()
    options.jobs = jobs
    options.batchRows = batchRows
    #expect(try dataset.load(into: ":memory:", options: options).tables.map(\.digest) == expected)
  }

  @Test func `another seed gives other rows, the same seed the same`() throws {
    func digests(_ seed: UInt64) throws -> [String] {
      var options = GenerationOptions()
      options.seed = seed
      return try Dataset(schema: smallSchema, named: "small.json", options: options).load(into: ":memory:")
        .tables.map(\.digest)
    }
    #expect(try digests(7) == digests(7))
    #expect(try zip(digests(7), digests(8)).allSatisfy { $0 != $1 })
  }

  @Test func `the same schema in YAML gives the same digest and rows`() throws {
    let yaml = """
      version: "1.0"
      metadata: { name: Small }
      nodes:
        - id: user
          kind: entity
          rows: 50
          pk: user_id
          columns:
            - { name: user_id, type: int, generator: { sequence: { start: 1 } } }
            - { name: name, type: string, generator: { faker: { method: name } } }
        - id: event
          kind: fact
          parents: [user]
          fanout: { distribution: poisson, lambda: 4 }
          pk: event_id
          columns:
            - { name: event_id, type: int, generator: { sequence: { start: 1 } } }
            - { name: user_id, type: int, generator: { lookup: { from: user.user_id } } }
            - { name: at, type: datetime, generator: { datetime_series: {} } }
            - name: amount
              type: float
              decimals: 2
              generator: { distribution: { type: lognormal, mean: 3, sigma: 0.5 } }
      """
    let fromJSON = try Dataset(schema: smallSchema, named: "small.json")
    let fromYAML = try Dataset(schema: yaml, named: "small.yaml")
    #expect(fromJSON.schemaDigest == fromYAML.schemaDigest)
    #expect(
      try fromJSON.load(into: ":memory:").tables.map(\.digest) == fromYAML.load(into: ":memory:").tables.map(\.digest)
    )
  }

  @Test func `rows and scale change entities, and facts follow`() throws {
    var options = GenerationOptions()
    options.rows = ["user": 10]
    let few = try Dataset(schema: smallSchema, named: "s.json", options: options).load(into: ":memory:")
    #expect(few.tables[0].rows == 10)
    #expect((15...70).contains(few.tables[1].rows))
    options.rows = [:]
    options.scale = 10
    let many = try Dataset(schema: smallSchema, named: "s.json", options: options).load(into: ":memory:")
    #expect(many.tables[0].rows == 500)
    #expect((1800...2200).contains(many.tables[1].rows))
  }

  @Test(arguments: [
    (["usr": Int64(5)], "there is no table \"usr\" (did you mean \"user\"?)"),
    (["event": Int64(5)], "follow from the fan-out of its parent \"user\""),
    (["user": Int64(-1)], "cannot have -1 rows"),
  ])
  func `row counts that make no sense are refused`(rows: [String: Int64], message: String) throws {
    var options = GenerationOptions()
    options.rows = rows
    let error = #expect(throws: UsageError.self) {
      try Dataset(schema: smallSchema, named: "s.json", options: options)
    }
    #expect(error?.message.contains(message) == true)
  }

  @Test func `a cancelled load leaves the old file as it was`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("data.sqlite")
    let dataset = try Dataset(schema: smallSchema, named: "s.json")
    try dataset.load(into: path)
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    var options = LoadOptions()
    options.existingTables = .replace
    options.batchRows = 10
    let cancellation = Cancellation()
    #expect(throws: DatabaseError.self) {
      try dataset.load(into: path, options: options, cancellation: cancellation) { progress in
        if progress.rows.done >= 100 { cancellation.cancel() }
      }
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    #expect(folder.names == ["data.sqlite"])
  }

  @Test func `chosen tables bring those they refer to`() throws {
    var options = LoadOptions()
    options.tables = ["event"]
    let dataset = try Dataset(schema: smallSchema, named: "s.json")
    #expect(try dataset.load(into: ":memory:", options: options).tables.map(\.name) == ["user", "event"])
    options.tables = ["user"]
    #expect(try dataset.load(into: ":memory:", options: options).tables.map(\.name) == ["user"])
  }

  @Test func `appended rows continue keys and refer to appended parents`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("data.sqlite")
    let dataset = try Dataset(schema: smallSchema, named: "s.json")
    let first = try dataset.load(into: path)
    var options = LoadOptions()
    options.existingTables = .append
    let second = try dataset.load(into: path, options: options)
    #expect(first.tables[0].rows == 50 && second.tables[0].rows == 50)
    #expect(zip(first.tables, second.tables).allSatisfy { $0.digest != $1.digest })
    let report = try dataset.validate(path)
    #expect(report.passed, "\(report.failures.map(\.message))")
  }

  @Test(arguments: [5, -5])
  func `appended rows go on behind a key that an application added`(step: Int) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("data.sqlite")
    let schema = smallSchema.replacingOccurrences(
      of: "{ \"start\": 1 }",
      with: "{ \"start\": 1000, \"step\": \(step) }"
    )
    let dataset = try Dataset(schema: schema, named: "s.json")
    try dataset.load(into: path)
    let key = 1000 + 50 * step
    try SQLiteConnection(path, mode: .readWrite).execute("INSERT INTO user VALUES (\(key), 'theirs')")
    var options = LoadOptions()
    options.existingTables = .append
    try dataset.load(into: path, options: options)
    let keys = try SQLiteConnection(path, mode: .readOnly).query(
      "SELECT user_id FROM user ORDER BY abs(user_id - 1000)"
    )
    #expect(keys == (0..<101).map { [.integer(Int64(1000 + $0 * step))] })
  }

  @Test func `a rehearsal validates and writes nothing`() throws {
    let folder = try TemporaryFolder()
    var options = GenerationOptions()
    options.maximumRows = 5
    let dataset = try Dataset(schemaFile: Project.example("bank.json"), options: options)
    let (summary, report) = try dataset.rehearse()
    #expect(summary.tables.contains { $0.name == "customer" && $0.rows == 5 })
    #expect(report.checks.count { !$0.passed && $0.isHard } == 0)
    #expect(folder.names.isEmpty)
  }
}
