import Datagen
import DatagenDatabase
import Foundation
import Testing

@Suite struct PreviewTests {
  @Test func `the text is drawn with aligned columns`() throws {
    var options = PreviewOptions()
    options.rows = 3
    let preview = try Dataset(schema: Self.schema, named: "s.json").preview(options)
    #expect(
      preview.text() == """
        city: rows 0 to 2 of 4
         name    │ inhabitants │ founded
        ─────────┼─────────────┼────────────
         東京    │           1 │ 1457-01-01
         Brno    │           2 │ NULL
         Zürich␊ │           3 │ 0015-01-01

        empty: none of 0 rows

        """
    )
  }

  @Test func `NULL and frames are dimmed where styles are wanted`() throws {
    var options = PreviewOptions()
    options.tables = ["city"]
    options.firstRow = 1
    options.rows = 1
    let text = try Dataset(schema: Self.schema, named: "s.json").preview(options).text(styles: true)
    #expect(
      text.contains("Brno \u{1B}[2m│\u{1B}[0m           2 \u{1B}[2m│\u{1B}[0m \u{1B}[2mNULL\u{1B}[0m\n")
    )
    #expect(text.hasPrefix("city: row 1 of 4\n"))
  }

  @Test(arguments: [20, 40, 60, 100, 200])
  func `no line is longer than the terminal`(width: Int) throws {
    let preview = try Dataset(schemaFile: Project.example("bank.json")).preview()
    let lines = preview.text(width: width).split(separator: "\n")
    #expect(width > 100 || lines.contains { $0.contains("…") })
    let drawn = lines.filter { $0.hasPrefix(" ") }
    // Nothing in this example is wider than a place.
    #expect(drawn.allSatisfy { $0.count <= width }, "\(drawn.map(\.count).max() ?? 0)")
    #expect(drawn.count > 100)
  }

  @Test func `a preview shows what is loaded`() throws {
    let folder = try TemporaryFolder()
    let dataset = try Dataset(schemaFile: Project.example("test_patterns.json"))
    try dataset.load(into: folder.file("x.sqlite"))
    let connection = try SQLiteConnection(folder.file("x.sqlite"), mode: .readOnly)
    var options = PreviewOptions()
    options.rows = 50
    try compare(dataset.preview(options), connection)
    options.firstRow = 100
    try compare(dataset.preview(options), connection)
    options.isRandom = true
    let preview = try dataset.preview(options)
    try compare(preview, connection)
    #expect(preview.tables.allSatisfy { $0.rows.count == min(50, Int($0.rowCount)) })
  }

  private func compare(_ preview: Preview, _ connection: SQLiteConnection) throws {
    for table in preview.tables {
      // Rows are stored in their order.
      let stored = try connection.query("SELECT * FROM \"\(table.name)\" ORDER BY rowid")
      #expect(stored.count == Int(table.rowCount))
      for (number, row) in zip(table.rowNumbers, table.rows) {
        for (column, (shown, value)) in zip(table.columns, zip(row, stored[Int(number)])) {
          let place = "\(table.name).\(column.name), row \(number)"
          switch value {
          case .null: #expect(shown == nil, "\(place)")
          case .integer(let integer):
            #expect(shown == (column.type == "bool" ? String(integer != 0) : String(integer)), "\(place)")
          case .double(let double): #expect(shown.flatMap(Double.init) == double, "\(place)")
          case .text(let text): #expect(shown == text, "\(place)")
          }
        }
      }
    }
  }

  @Test func `random rows are distinct and the same for the same seed`() throws {
    func numbers(_ seed: UInt64, _ count: Int) throws -> [Int64] {
      var generation = GenerationOptions()
      generation.seed = seed
      var options = PreviewOptions()
      options.rows = count
      options.isRandom = true
      options.tables = ["user"]
      return try Dataset(schema: smallSchema, named: "s.json", options: generation).preview(options).tables[0]
        .rowNumbers
    }
    #expect(try numbers(1, 5) == numbers(1, 5))
    #expect(try numbers(1, 5) != numbers(2, 5))
    #expect(try numbers(1, 100) == Array(0..<50))
    #expect(try Set(numbers(3, 49)).count == 49)
  }

  @Test func `a row far behind is shown without those before it`() throws {
    let clock = ContinuousClock()
    let start = clock.now
    var generation = GenerationOptions()
    generation.rows = ["user": 1_000_000_000_000]
    var options = PreviewOptions()
    options.tables = ["user"]
    options.firstRow = 5_000_000
    options.rows = 1
    let schema = smallSchema.replacingOccurrences(
      of:
        "\"kind\": \"fact\", \"parents\": [\"user\"], \"fanout\": { \"distribution\": \"poisson\", \"lambda\": 4 }",
      with: "\"kind\": \"entity\""
    )
    let preview = try Dataset(schema: schema, named: "s.json", options: generation).preview(options)
    #expect(preview.tables[0].rows[0][0] == "5000001")
    #expect(clock.now - start < .seconds(20))
  }

  @Test func `wrong usage is refused`() throws {
    let folder = try TemporaryFolder()
    let schema = try folder.write(smallSchema, to: "small.json")
    for arguments in [
      ["--table", "usr"], ["-n", "0"], ["--random", "0"], ["--random", "2", "--from", "3"], ["--from", "-1"],
      ["--table", "user", "--from", "50"], ["--random", "2", "-n", "3"],
    ] {
      let command = try Command.run(["preview", schema] + arguments)
      #expect(command.status == 64, "\(arguments): \(command.errors)")
    }
  }

  @Test func `the command prints text, or one JSON object with typed values`() throws {
    let folder = try TemporaryFolder()
    let schema = try folder.write(Self.schema, to: "cities.json")
    let text = try Command.run(["preview", schema, "-n", "3"])
    #expect(text.output.hasPrefix("city: rows 0 to 2 of 4\n name    │ inhabitants"))
    let json = try JSON(
      Command.run(["preview", schema, "--table", "city", "--from", "1", "-n", "1", "--json"]).output
    )
    let table = try #require(json.members["tables"]?.elements.first)
    #expect(table.members["row_numbers"] == .array([.number(1)]))
    #expect(
      table.members["rows"]?.elements == [
        .object(["name": .string("Brno"), "inhabitants": .number(2), "founded": .null])
      ]
    )
  }

  private static let schema = #"""
    { "version": "1.0", "metadata": { "name": "Cities" }, "nodes": [
      { "id": "city", "kind": "vocab", "pk": "name", "columns": [
        { "name": "name", "type": "string", "generator": { "enum_list": { "values": ["東京", "Brno", "Zürich\n", "x"] } } },
        { "name": "inhabitants", "type": "int", "generator": { "sequence": {} } },
        { "name": "founded", "type": "date", "nullable": true, "generator": { "expression": { "code":
          "to_date('1457-01-01') if inhabitants == 1 else (null if inhabitants == 2 else to_date('0015-01-01'))" } } } ] },
      { "id": "empty", "kind": "entity", "rows": 0, "pk": "id", "columns": [
        { "name": "id", "type": "int", "generator": { "sequence": {} } } ] } ] }
    """#

  /// The first rows of a table of billions need neither the rows before them nor their number.
  @Test func `the size of a table does not matter`() throws {
    let schema = """
      { "version": "1.0", "metadata": { "name": "Large" }, "nodes": [
        { "id": "user", "kind": "entity", "rows": 1000000000, "pk": "id",
          "segment_behavior": { "segment_column": "tier", "behaviors": { "a": { "fanout_multiplier": 2 }, "b": {} } },
          "columns": [ { "name": "id", "type": "int", "generator": { "sequence": {} } },
            { "name": "tier", "type": "string", "generator": { "choice": { "choices": ["a", "b"] } } } ] },
        { "id": "event", "kind": "fact", "parents": ["user"], "pk": "id", "fanout": { "distribution": "poisson", "lambda": 0.1 },
          "columns": [ { "name": "id", "type": "int", "generator": { "sequence": {} } },
            { "name": "user_id", "type": "int", "generator": { "lookup": { "from": "user.id" } } } ] } ] }
      """
    var options = PreviewOptions()
    options.rows = 5
    let clock = ContinuousClock()
    var preview: Preview?
    let time = try clock.measure { preview = try Dataset(schema: schema, named: "large.json").preview(options) }
    #expect(time < .seconds(30))
    let tables = try #require(preview).tables
    #expect(tables.allSatisfy { $0.rows.count == 5 })
    #expect(tables.map(\.isCounted) == [true, false] && tables[0].rowCount == 1_000_000_000)
    #expect(abs(Double(tables[1].rowCount) / 150_000_000 - 1) < 0.5)
  }

}
