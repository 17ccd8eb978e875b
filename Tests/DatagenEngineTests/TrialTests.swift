import DatagenSchema
import Foundation
import Testing

@testable import DatagenEngine

/// A small part of the dataset tells beforehand how many rows there will be, and which targets and patterns are missed.
@Suite struct TrialTests {
  private static let parent = table(
    "p",
    """
    kind: entity, rows: 30000, segment_behavior: { segment_column: s, applies_to_columns: [x],
    behaviors: { a: { fanout_multiplier: 4, value_multiplier: 10 }, b: {} } },
    vintage_behavior: { created_at_column: born, age_based_multipliers: { m: { curve: [1, 0.2], applies_to: fanout } } }
    """.oneLine,
    [
      column("s", "string", "choice: { choices: [a, b] }"), column("born", "datetime", "datetime_series: {}"),
    ]
  )

  private static func text(_ columns: [String] = [], _ rest: String = "") -> String {
    schemaText([
      parent,
      fact(
        "c",
        parents: "p",
        fanout: "distribution: poisson, lambda: 5",
        [
          lookup("p_id", "p.id"), column("at", "datetime", "datetime_series: { freq: min }"),
          column("x", "float", "constant: { value: 1 }"),
        ]
          + columns
      ),
    ]) + rest
  }

  @Test func expectedRowsAreThoseThatSegmentsAndAgesLeave() throws {
    let plan = try TestData(Self.text()).plan
    let child = try #require(plan.tables.first { $0.name == "c" }).index
    let actual = Double(plan.rowRange(of: child).count)
    // The declared fan-out alone would say 150,000.
    #expect(abs(plan.expectedRows(of: child) / actual - 1) < 0.1 && abs(actual / 150_000 - 1) > 0.15)
  }

  @Test func aMeanThatASegmentMovesIsWarnedOf() {
    let missed = "targets: { mean_in_range: { table: c, column: x, min: 0.5, max: 1.5 } }\n"
    let met = "targets: { mean_in_range: { table: c, column: x, min: 4, max: 10 } }\n"
    #expect(TestData.warnings(Self.text([], missed)).contains { $0.contains("the mean of c.x will be about") })
    #expect(TestData.warnings(Self.text([], met)).isEmpty)
  }

  /// The weights of choices, and the outliers, say what a mean will be, to a few percent.
  @Test(arguments: [
    ("choice: { choices: [1, 5, 9], weights: [1, 2, 3] }", "", 6.333),
    ("distribution: { type: normal, mean: 50, std: 5 }", outliers("spike", 0.05), 57.5),
    ("distribution: { type: normal, mean: 50, std: 5 }", outliers("drop", 0.2), 42.5),
  ])
  func meansThatFollowFromTheDeclarationAreWarnedOf(_ generator: String, _ modifiers: String, _ mean: Double) {
    func warnings(_ low: Double, _ high: Double) -> [String] {
      let column = column("y", "float", generator, modifiers)
      return TestData.warnings(
        Self.text([column], "targets: { mean_in_range: { table: c, column: y, min: \(low), max: \(high) } }\n")
      )
    }
    #expect(warnings(mean * 0.97, mean * 1.03).isEmpty)
    #expect(warnings(mean * 1.03, mean * 1.2).contains { $0.contains("the mean of c.y will be about") })
    #expect(warnings(mean * 0.8, mean * 0.97).contains { $0.contains("the mean of c.y will be about") })
  }

  private static func outliers(_ mode: String, _ rate: Double) -> String {
    "modifiers: [{ transform: outliers, args: { rate: \(rate), mode: \(mode), magnitude_dist: { kind: uniform, min: 3, max: 3 } } }]"
  }

  @Test func aTargetKeepsWhatWasSaidOfIt() throws {
    let text = Self.text(
      [column("y", "float", "distribution: { type: uniform, low: 0, high: 1 }")],
      """
      targets:
        mean_in_range:
        - { table: c, column: x, min: 4, max: 10 }
        - { table: c, column: x, min: 0.5, max: 1.5 }
        - { table: c, column: y, min: 3, max: 4 }
        weekend_share: { table: c, timestamp: at, min: 0.9, max: 1 }

      """
    )
    let warnings = try TestData(text).plan.targets.map(\.warnings)
    #expect(warnings.count == 4 && warnings.count(where: \.isEmpty) == 1)
    #expect(Set(warnings.joined()) == Set(TestData.warnings(text)))
    #expect(warnings.joined().contains { $0.contains("the mean of c.y will be about") })
  }

  @Test func aDistributionOverTimeThatTheRowsDoNotHaveIsWarnedOf() {
    func targets(_ weights: String) -> String {
      """
      targets: { composite_effect: { table: c, metric: m, influences: [{ kind: seasonality, dimension: hour,
        weights: [\(weights)] }], tolerance: { mae: 0.01, mape: 20 } } }

      """
    }
    let flat = [String](repeating: "1", count: 24).joined(separator: ", ")
    let steep = (1...24).map(String.init).joined(separator: ", ")
    #expect(TestData.warnings(Self.text([], targets(flat))).isEmpty)
    #expect(TestData.warnings(Self.text([], targets(steep))).contains { $0.contains("composite_effect") })
  }

  // MARK: Patterns

  private static func patterned(_ regex: String) -> String {
    let name = column("name", "string", "faker: { method: first_name }")
    return schemaText(
      [entity("t", rows: 3000, [name])],
      constraints: "{ pattern: [{ attr: t.name, regex: \"\(regex)\" }] }"
    )
  }

  @Test func textsThatDoNotMatchAreDrawnAgain() throws {
    let names = try TestData(Self.patterned("[A-M].*")).texts("t.name")
    #expect(names.allSatisfy { ("A"..."M").contains($0.prefix(1)) } && Set(names).count > 50)
  }

  /// What is drawn again could repeat; the generator `pattern` makes texts that match and do not.
  @Test func uniqueTextsAreNotDrawnAgain() throws {
    func text(_ generator: String) -> String {
      schemaText(
        [entity("t", rows: 500, [column("tail", "string", generator)])],
        constraints: "{ unique: [t.tail], pattern: [{ attr: t.tail, regex: \"OK-[A-M].*\" }] }"
      )
    }
    let drawn = "faker: { method: bothify, text: \"OK-???\" }"
    #expect(TestData.errors(text(drawn)).contains { $0.contains("has to be unique and to match") })
    let tails = try TestData(text("pattern: { regex: \"OK-[A-M][A-Z]{2}\" }")).texts("t.tail")
    #expect(Set(tails).count == 500)
  }

  @Test func aGeneratorThatNeverMatchesIsRefused() {
    #expect(TestData.errors(Self.patterned("[0-9]+")).contains { $0.contains("its generator gives texts like") })
    #expect(TestData.errors(Self.patterned(".+")).isEmpty)
  }

  // MARK: Foreign keys

  @Test(arguments: [
    ("choice: { choices: [1, 2, 900] }", "has no 900"),
    ("lookup: { from: other.id }", "takes its values from other.id"),
  ])
  func aForeignKeyThatCannotHoldIsRefused(_ generator: String, _ message: String) {
    let text = schemaText(
      [entity("key", rows: 100), entity("other", rows: 10), entity("t", [column("k", "int", generator)])],
      constraints: "{ foreign_keys: [{ from: t.k, to: key.id }] }"
    )
    #expect(TestData.errors(text).contains { $0.contains(message) }, "\(TestData.errors(text))")
  }

  /// A value that was chosen from the keys, and then looked up, is a key all the same.
  @Test func keysThatWereChosenAreKeysWhereTheyAreLookedUp() throws {
    let text = schemaText(
      [
        table("k", "kind: vocab", [column("code", "string", "enum_list: { values: [a, b] }")])
          .replacingOccurrences(of: "pk: id", with: "pk: code").replacingOccurrences(
            of: "{ name: id, type: int, generator: { sequence: {} } }, ",
            with: ""
          ),
        entity("p", rows: 20, [column("k", "string", "choice: { choices_ref: k.code }")]),
        fact("c", parents: "p", [lookup("p_id", "p.id"), lookup("k", "p.k", "string")]),
      ],
      constraints: "{ foreign_keys: [{ from: c.k, to: k.code }] }"
    )
    let data = try TestData(text)
    #expect(data.plan.layout.table(named: "c")?.foreignKeys.map(\.parentName).contains("k.code") == true)
  }

  @Test func numbersInsideASequenceAreKeys() {
    func text(_ high: Int) -> String {
      let key = column("k", "int", "distribution: { type: uniform, low: 1, high: \(high) }")
      return schemaText(
        [entity("key", rows: 100), entity("t", [key])],
        constraints: "{ foreign_keys: [{ from: t.k, to: key.id }] }"
      )
    }
    #expect(TestData.warnings(text(100)).isEmpty)
    #expect(TestData.warnings(text(101)).contains { $0.contains("by chance only") })
  }

  /// Several columns that take the parts of one key are of one row.
  @Test func thePartsOfACompositeKeyComeFromOneRow() throws {
    let link = """
      { id: link, kind: entity, rows: 90, pk: [a, b], columns: [\(lookup("a", "p.id")), \(lookup("b", "q.id")),
        \(column("note", "int", "distribution: { type: uniform, low: 1, high: 1000000 }"))] }
      """.oneLine
    let data = try TestData(
      schemaText([
        entity("p", rows: 10), entity("q", rows: 20), link,
        entity(
          "use",
          rows: 500,
          [
            lookup("a", "link.a"), lookup("b", "link.b"), lookup("note", "link.note"),
            column("again", "int", "lookup: { from: link.note, \"on\": { a: a, b: b } }"),
          ]
        ),
      ])
    )
    let rows = zip(zip(try data.integers("link.a"), try data.integers("link.b")), try data.integers("link.note"))
    let notes = Dictionary(uniqueKeysWithValues: rows.map { ([$0.0.0, $0.0.1], $0.1) })
    let uses = zip(zip(try data.integers("use.a"), try data.integers("use.b")), try data.integers("use.note"))
    #expect(uses.allSatisfy { notes[[$0.0.0, $0.0.1]] == $0.1 })
    #expect(try data.integers("use.note") == data.integers("use.again"))
  }
}
