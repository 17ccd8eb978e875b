import DatagenColumns
import DatagenDatabase
import DatagenEngine
import DatagenSchema
import DatagenValidation
import Foundation
import Testing

extension Postgres {
  /// The examples, generated and loaded as the command does it.
  @Suite(.timeLimit(.minutes(10))) struct ExampleTests {
    @Test(arguments: ["bank", "ecomm", "gov_scaled", "simple_users_events", "test_patterns"])
    func theSameRowsInEveryWayAndInBothDatabases(example: String) throws {
      let plan = try Self.plan("\(example).json")
      let layout = plan.layout
      let sqlite = try SQLiteLoader(location: ":memory:", layout: layout, ifExists: .fail)
      let expected = try Self.load(plan, sqlite).map(\.description)
      #expect(try Self.digests(sqlite.connection, layout) == expected)
      let report = try Self.validate(plan, sqlite.connection)
      let database = try TestDatabase()
      for mode in Mode.allCases {
        let loader = try PostgresLoader(
          location: database.location,
          layout: layout,
          options: mode.options(schema: mode.rawValue)
        )
        #expect(try Self.load(plan, loader).map(\.description) == expected)
        let connection = try PostgresConnection(database.location, schema: mode.rawValue, use: .reading)
        #expect(try Self.digests(connection, layout) == expected, "\(mode)")
        let other = try Self.validate(plan, connection)
        #expect(other.checks.count == report.checks.count)
        for (ours, theirs) in zip(other.checks, report.checks) where ours.passed != theirs.passed {
          Issue.record("\(ours)")
        }
      }
    }

    private static func plan(_ example: String) throws -> Plan {
      let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
      let text = try String(contentsOf: root.appendingPathComponent("Examples/\(example)"), encoding: .utf8)
      let diagnostics = Diagnostics(file: example)
      let reader = SchemaReader(catalog: Registry.catalog, diagnostics: diagnostics)
      var options = PlanOptions()
      options.scale = 0.02
      let plan = Planner(diagnostics).plan(try #require(reader.read(text)), options: options)
      return try #require(plan)
    }

    /// Generates and loads all rows; returns the digests in the order of the layout.
    private static func load(_ plan: Plan, _ loader: any Loader) throws -> [TableDigest] {
      let counted = plan.counted(after: try loader.existingRows())
      try loader.begin()
      let names = plan.layout.tables.map(\.name)
      let places = counted.tables.map { table in names.firstIndex(of: table.name) ?? 0 }
      let encoder = loader.encoder
      let producer = BatchProducer(counted, tables: counted.order, batchRows: 1000, workers: 2) {
        encoder($0, places[$1])
      }
      defer { producer.stop() }
      var digests = [TableDigest](repeating: TableDigest(), count: names.count)
      while let product = producer.next() {
        let place = places[product.range.table]
        try loader.insert(product.batch, into: place)
        digests[place].add(product.digest)
        producer.recycle(product.batch)
      }
      try loader.finish(
        LoadRecord(
          dataset: "bank",
          schemaDigest: plan.layout.schemaDigest,
          seed: 42,
          version: "test",
          tables: zip(names, digests).map { ($0, $1.rows, $1.description) }
        )
      )
      return digests
    }

    private static func digests(
      _ connection: any DatabaseConnection,
      _ layout: DatabaseLayout
    ) throws -> [String] {
      try DatabaseDigest.digests(of: connection, tables: layout.tables).map(\.digest)
    }

    private static func validate(_ plan: Plan, _ connection: any DatabaseConnection) throws
      -> ValidationReport
    {
      try Validator(layout: plan.layout, targets: plan.targets, expectedRows: nil)
        .validate(connection, database: "bank")
    }
  }
}
