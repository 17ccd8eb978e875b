import DatagenSchema
import Testing

@testable import DatagenEngine

/// What is said before generating: references, cycles of columns, what cannot be unique.
@Suite struct PlanningErrorTests {
  private static let parent = entity(
    "p",
    rows: 100,
    [
      column("name", "string", "faker: { method: name }"),
      column("code", "string", "faker: { method: uuid4 }"),
    ]
  )

  private func errors(_ columns: [String], constraints: String = "") -> [String] {
    TestData.errors(schemaText([Self.parent, entity("t", rows: 100, columns)], constraints: constraints))
  }

  private func lookup(_ name: String, _ from: String, _ rest: String = "", type: String = "int") -> String {
    column(name, type, "lookup: { from: \(from)\(rest) }")
  }

  @Test(arguments: [(8, 1, true), (9, 1, false), (4, 2, true), (5, 2, false), (1, 100, true)])
  func aSequenceOfWholeNumbersMayReachTheEndOfTheType(rows: Int, step: Int, fits: Bool) {
    let key = column("k", "int", "sequence: { start: 9223372036854775800, step: \(step) }")
    let errors = TestData.errors(schemaText(["{ id: t, kind: entity, rows: \(rows), pk: k, columns: [\(key)] }"]))
    #expect(errors.isEmpty == fits, "\(errors)")
  }

  // MARK: References

  @Test func unknownTablesAndColumnsAreSuggested() {
    #expect(
      errors([lookup("x", "pp.id")]).contains {
        $0.contains("table \"pp\", which does not exist (did you mean \"p\"?)")
      }
    )
    #expect(
      errors([lookup("x", "p.nam")]).contains {
        $0.contains("which table \"p\" does not have (did you mean \"name\"?)")
      }
    )
    #expect(errors([lookup("x", "p")]).contains { $0.contains("expected \"table.column\"") })
  }

  @Test func twoKeysOfATableAskForOn() {
    let columns = [lookup("a", "p.id"), lookup("b", "p.id"), lookup("n", "p.name", type: "string")]
    let found = errors(columns)
    #expect(
      found.contains {
        $0.contains("\"a\" and \"b\" both refer to table \"p\"") && $0.contains("{ \"id\": \"a\" }")
      }
    )
    #expect(errors(Array(columns.dropLast())).isEmpty)
  }

  @Test(arguments: [
    ("{ id: c }", "which table \"t\" does not have"),
    ("{ id: a_name }", "\"on\" compares \"id\", but column \"a_name\" holds \"p.name\""),
    ("{ id: id }", "is no lookup of a key of table \"p\""),
    ("{ code: a }", "write \"on\": { \"id\": \"a\" }"),
    ("{ id: a, code: a }", "\"on\" compares \"code\", but column \"a\" holds \"p.id\""),
  ])
  func onHasToNameALookupOfTheKey(_ on: String, _ message: String) {
    let columns = [
      lookup("a", "p.id"), lookup("a_name", "p.name", type: "string"),
      lookup("x", "p.name", ", \"on\": \(on)", type: "string"),
    ]
    #expect(errors(columns).contains { $0.contains(message) }, "\(errors(columns))")
  }

  /// A choice from another table's keys refers to the row whose key it takes.
  @Test(arguments: ["", ", weights: [5, 1, 1]", ", weights_kind: zipf@1"])
  func onMayNameAChoiceOfKeys(_ weights: String) throws {
    let plans = """
      { id: plan, kind: vocab, pk: code, columns: [
        \(column("code", "string", "enum_list: { values: [a, b, c] }")), \(column("price", "int", "sequence: { start: 10 }"))] }
      """.oneLine
    let data = try TestData(
      schemaText([
        plans,
        entity(
          "account",
          rows: 200,
          [
            lookup("price", "plan.price", ", \"on\": { code: plan }"),
            column("plan", "string", "choice: { choices_ref: plan.code\(weights) }"),
          ]
        ),
      ])
    )
    let codes = try data.texts("account.plan"), prices = try data.integers("account.price")
    #expect(zip(codes, prices).allSatisfy { $1 == ["a": 10, "b": 11, "c": 12][$0] })
    #expect(Set(codes) == ["a", "b", "c"])
  }

  @Test func referencesAreFoundWhateverTheOrderOfColumns() throws {
    let columns = [
      lookup("n", "p.name", type: "string"), lookup("a", "p.id"),
      lookup("m", "p.code", ", \"on\": { id: a }", type: "string"),
    ]
    let plan = try TestData(schemaText([Self.parent, entity("t", columns)])).plan
    let table = try #require(plan.tables.last)
    #expect(table.references.count == 1)
    #expect(table.references.first?.parent == 0)
    #expect(table.references.first?.ownerColumn == 2)
  }

  @Test func parentsHaveToExist() {
    let errors = TestData.errors(schemaText([fact("c", parents: "q"), entity("p")]))
    #expect(errors.contains { $0.contains("parent \"q\" of table \"c\" does not exist") })
  }

  // MARK: Columns that depend on themselves

  @Test func columnsInACycleAreReportedWithTheirPath() {
    let a = entity("a", rows: 10, [lookup("x", "b.y")]), b = entity("b", rows: 10, [lookup("y", "a.x")])
    let found = TestData.errors(schemaText([a, b]))
    #expect(found.contains { $0.contains("a.x → b.y → a.x") }, "\(found)")
    let own = TestData.errors(schemaText([entity("a", rows: 10, [lookup("x", "a.x")])]))
    #expect(own.contains { $0.contains("a.x → a.x") }, "\(own)")
  }

  @Test func cyclesThroughOtherColumnsAreReported() {
    let a = entity(
      "a",
      rows: 10,
      [
        lookup("x", "b.y"), column("z", "int", "expression: { code: x + 1 }"),
      ]
    )
    let b = entity("b", rows: 10, [column("y", "int", "choice: { choices_ref: a.z }")])
    let found = TestData.errors(schemaText([a, b]))
    #expect(
      found.contains { $0.contains("a.z → a.x → b.y") || $0.contains("a.x → b.y → a.z → a.x") },
      "\(found)"
    )
  }

  @Test func aUniqueColumnThatLooksItselfUpIsReported() {
    let found = TestData.errors(
      schemaText([entity("a", rows: 10, [lookup("x", "a.x")])], constraints: "{ unique: [a.x] }")
    )
    #expect(found.contains { $0.contains("a.x → a.x") }, "\(found)")
  }

  @Test func referencesInACycleAreNoCycleOfColumns() {
    let a = entity("a", rows: 10, [lookup("b_id", "b.id")]),
      b = entity("b", rows: 10, [lookup("a_id", "a.id")])
    #expect(TestData.errors(schemaText([a, b])).isEmpty)
  }

  // MARK: What cannot be unique

  @Test(arguments: [
    ("int", "distribution: { type: uniform, low: 1, high: 99 }", "only 99 values for about 100 rows"),
    (
      "int", "distribution: { type: uniform, low: 1, high: 500, clamp: [1, 40] }",
      "only 40 values for about 100 rows"
    ),
    ("string", "faker: { method: bothify, text: \"#x\" }", "only 10 values for about 100 rows"),
    ("string", "faker: { method: bothify, text: \"%?\" }", ""),
    ("string", "faker: { method: bothify, text: \"##\" }", ""),
    ("string", "choice: { choices: [a, b, c] }", "only 3 values for about 100 rows"),
    ("string", "choice: { choices: [a, b, a] }", "must not repeat"),
    ("int", "sequence: { step: 0 }", "only 1 values"),
    ("int", "sequence: { start: 7, step: -2 }", ""),
    ("float", "distribution: { type: normal, mean: 0, std: 1 }", "cannot promise"),
    ("string", "faker: { method: name }", "cannot promise"), ("string", "faker: { method: uuid4 }", ""),
    ("string", "faker: { method: email }", ""), ("int", "lookup: { from: p.id }", ""),
    ("string", "lookup: { from: p.name }", "cannot promise"),
    (
      "datetime", "datetime_series: { within: { start: 2024-01-01, end: 2024-01-03 }, freq: H }",
      "only 49 values"
    ),
    (
      "datetime", "datetime_series: { pattern: { dimension: dow, weights: [1, 1, 1, 1, 1, 0, 0] } }",
      "cannot promise"
    ),
  ])
  func uniqueColumnsNeedEnoughValues(_ type: String, _ generator: String, _ message: String) throws {
    let columns = [column("x", type, generator)]
    let found = errors(columns, constraints: "{ unique: [t.x] }")
    if message.isEmpty {
      #expect(found.isEmpty, "\(found)")
      let text = schemaText([Self.parent, entity("t", rows: 100, columns)], constraints: "{ unique: [t.x] }")
      #expect(Set(try TestData(text).cells("t.x")).count == 100)
    } else {
      #expect(
        found.contains {
          $0.contains("t.x has to be unique") && $0.contains(message) || $0.contains("must not repeat")
        },
        "\(found)"
      )
    }
  }

  @Test func aUniqueReferenceToTheParentNeedsAnOnlyChild() throws {
    func text(_ fanout: String, _ from: String = "p.id", type: String = "int") -> String {
      schemaText(
        [Self.parent, fact("c", parents: "p", fanout: fanout, [lookup("x", from, type: type)])],
        constraints: "{ unique: [c.x] }"
      )
    }
    #expect(Set(try TestData(text("")).integers("c.x")).count == 100)
    #expect(TestData.errors(text("distribution: uniform, min: 0, max: 1")).isEmpty)
    #expect(TestData.errors(text("distribution: poisson, lambda: 0.8, max: 1")).isEmpty)
    #expect(
      TestData.errors(text("distribution: poisson, lambda: 0.5")).contains {
        $0.contains("c.x has to be unique")
      }
    )
    #expect(
      TestData.errors(text("", "p.name", type: "string")).contains { $0.contains("c.x has to be unique") }
    )
  }

  @Test func onlyTheKeyOfADistinctReferenceIsUnique() {
    let columns = [lookup("a", "p.id"), lookup("n", "p.name", type: "string")]
    let found = errors(columns, constraints: "{ unique: [t.a, t.n] }")
    #expect(found.contains { $0.contains("t.n has to be unique") }, "\(found)")
    #expect(!found.contains { $0.contains("t.a has to be unique") })
  }

  @Test func expectedRowsMultiplyAlongTheParents() throws {
    let child = fact("c", parents: "p", fanout: "distribution: poisson, lambda: 3")
    let grandchild = fact("g", parents: "c", fanout: "distribution: uniform, min: 1, max: 4")
    let plan = try TestData(schemaText([grandchild, child, Self.parent])).plan
    #expect(plan.expectedRows(of: 2) == 100)
    #expect(abs(plan.expectedRows(of: 1) - 300) < 1e-6)
    #expect(abs(plan.expectedRows(of: 0) - 750) < 1e-6)
  }

  // MARK: Rows

  @Test func rowsFollowTheOptions() throws {
    let text = schemaText([
      Self.parent, entity("t", rows: 7),
      "{ id: d, kind: entity, pk: id, columns: [\(column("id", "int", "sequence: {}"))] }",
    ])
    func rows(_ data: TestData) -> [Int64] {
      data.plan.tables.map { data.plan.rowRange(of: $0.index).upperBound }
    }
    #expect(rows(try TestData(text)) == [100, 7, 1000])
    #expect(rows(try TestData(text, scale: 0.1)) == [10, 1, 100])
    #expect(rows(try TestData(text, scale: 0.001)) == [1, 1, 1])
    #expect(rows(try TestData(text, rows: ["t": 0, "d": 3], scale: 2)) == [200, 0, 3])
  }
}
