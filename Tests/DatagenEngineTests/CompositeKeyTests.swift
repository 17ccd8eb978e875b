import DatagenColumns
import DatagenSchema
import Foundation
import Testing

@testable import DatagenEngine

/// Primary keys of several columns never repeat, by construction.
@Suite struct CompositeKeyTests {
  private static func link(
    _ parents: String,
    _ fanout: String,
    pk: String = "[p_id, q_id]",
    _ columns: [String],
    _ rest: String = ""
  )
    -> String
  {
    "{ id: c, kind: fact, parents: [\(parents)], fanout: { \(fanout) }, pk: \(pk)\(rest), columns: [\(columns.joined(separator: ", "))] }"
  }

  private static let tables = [
    entity("p", rows: 500, [column("s", "string", "choice: { choices: [x, y] }")]),
    entity("q", rows: 12, [column("name", "string", "faker: { method: name }")]), entity("r", rows: 700),
  ]

  private static func keys(_ weights: String = "") -> [String] {
    [lookup("p_id", "p.id"), lookup("q_id", "q.id", "int", weights)]
  }

  private func pairs(_ data: TestData, _ columns: [String] = ["c.p_id", "c.q_id"]) throws -> [[Cell]] {
    let cells = try columns.map { try data.cells($0) }
    return cells[0].indices.map { row in cells.map { $0[row] } }
  }

  @Test(arguments: [
    "", ", weights_kind: zipf@1", ", weights_kind: zipf@3", ", weights_kind: \"head_tail@{0.95,2}\"",
  ])
  func siblingsAreDistinct(_ weights: String) throws {
    for (fanout, greatest) in [
      ("distribution: poisson, lambda: 5", 12), ("distribution: uniform, min: 12, max: 12", 12),
      ("distribution: uniform, min: 0, max: 30", 12), ("distribution: uniform, min: 1, max: 3", 3),
    ] {
      let data = try TestData(schemaText(Self.tables + [Self.link("p, q", fanout, Self.keys(weights))]))
      let all = try pairs(data)
      #expect(all.count > 500 && Set(all).count == all.count, "\(fanout)")
      let counts = try data.childCounts("c.p_id", parents: 500)
      #expect(counts.max() == greatest)
      #expect(try data.integers("c.q_id").allSatisfy { (1...12).contains($0) })
    }
  }

  /// The first of a parent's rows is drawn by popularity, the second by what is left of it.
  @Test func siblingsFollowTheirPopularity() throws {
    let data = try TestData(
      schemaText(
        [entity("p", rows: 8000), entity("q", rows: 6)]
          + [Self.link("p, q", "distribution: uniform, min: 2, max: 2", Self.keys(", weights_kind: zipf@1"))]
      )
    )
    let drawn = try data.integers("c.q_id")
    let weights = (1...6).map { 1 / Double($0) }, total = weights.reduce(0, +)
    #expect(
      chiSquareExcess(
        stride(from: 0, to: drawn.count, by: 2).map { drawn[$0] }.counts(of: Array(1...6)),
        weights
      ) <= 1
    )
    var observed = [Int](repeating: 0, count: 36), expected = [Double](repeating: 0, count: 36)
    for first in 0..<6 {
      for second in 0..<6 where second != first {
        expected[first * 6 + second] = weights[first] / total * weights[second] / (total - weights[first])
      }
    }
    for row in stride(from: 0, to: drawn.count, by: 2) {
      observed[Int(drawn[row] * 6 + drawn[row + 1]) - 7] += 1
    }
    #expect(chiSquareExcess(observed, expected) <= 1)
  }

  /// Of four rows of each segment, those that count three times as much are drawn three times as often; rows that
  /// count nothing come last.
  @Test func siblingsFollowTheirSegments() throws {
    let segment = column("s", "string", "expression: { code: \"'rich' if id <= 4 else 'poor'\" }")
    let q = entity("q", rows: 8, [segment]).replacingOccurrences(
      of: "kind: entity",
      with:
        "kind: entity, segment_behavior: { segment_column: s, behaviors: { rich: { fanout_multiplier: 3 }, poor: {} } }"
    )
    func drawn(_ count: Int, _ parent: String) throws -> [Int64] {
      let data = try TestData(
        schemaText(
          [entity("p", rows: 4000), parent]
            + [Self.link("p, q", "distribution: uniform, min: \(count), max: \(count)", Self.keys())]
        )
      )
      return try data.integers("c.q_id")
    }
    let one = try drawn(1, q)
    #expect(chiSquareExcess(one.counts(of: Array(1...8)), [3, 3, 3, 3, 1, 1, 1, 1]) <= 1)
    let two = try drawn(2, q)
    #expect(stride(from: 0, to: two.count, by: 2).map { two[$0] } == one)
    let rich = Double(two.count { $0 <= 4 }) / Double(two.count)
    #expect(abs(rich - (12.0 / 16 + 12.0 / 16 * 9 / 13 + 4.0 / 16 * 12 / 15) / 2) < 0.01)
    let none = q.replacingOccurrences(of: "poor: {}", with: "poor: { fanout_multiplier: 0 }")
    #expect(try drawn(3, none).allSatisfy { $0 <= 4 })
    let all = try drawn(8, none)
    #expect(stride(from: 0, to: all.count, by: 8).allSatisfy { Set(all[$0..<$0 + 8]).count == 8 })
  }

  @Test func scaledFanoutsAreLimitedToo() throws {
    let parent = table(
      "p",
      "kind: entity, rows: 500, segment_behavior: { x: { fanout_multiplier: 9 }, y: { fanout_multiplier: 0 } }",
      [column("s", "string", "choice: { choices: [x, y] }")]
    )
    let data = try TestData(
      schemaText([parent, Self.tables[1], Self.link("p, q", "distribution: poisson, lambda: 4", Self.keys())])
    )
    let all = try pairs(data), counts = try data.childCounts("c.p_id", parents: 500)
    #expect(Set(all).count == all.count && counts.max() == 12)
    #expect(zip(counts, try data.texts("p.s")).allSatisfy { $0.1 == "x" ? $0.0 > 6 : $0.0 == 0 })
  }

  @Test func aFunnelKeepsItsStagesBesideADistinctKey() throws {
    let columns = Self.keys() + ["{ name: stage_name, type: string }", "{ name: stage_index, type: int }"]
    let stages =
      ", stage_config: { stages: [{ stage_name: one }, { stage_name: two, transition_rate: 0.5 }] }"
    let data = try TestData(
      schemaText(Self.tables + [Self.link("p, q", "distribution: poisson, lambda: 1", columns, stages)])
    )
    let all = try pairs(data), counts = try data.childCounts("c.p_id", parents: 500)
    #expect(Set(all).count == all.count && Set(counts) == [1, 2])
    #expect(try data.texts("c.stage_name") == counts.flatMap { ["one", "two"].prefix($0) })
  }

  @Test func otherColumnsComeFromTheSameRows() throws {
    let data = try TestData(
      schemaText(
        Self.tables + [
          Self.link(
            "p, q",
            "distribution: poisson, lambda: 3",
            Self.keys() + [lookup("name", "q.name", "string")]
          )
        ]
      )
    )
    let names = try data.texts("q.name")
    #expect(try data.texts("c.name") == (try data.integers("c.q_id")).map { names[Int($0) - 1] })
  }

  @Test func pairsOfTwoTablesAreAPermutation() throws {
    let columns = [lookup("q_id", "q.id"), lookup("r_id", "r.id")]
    // 700 · 12 pairs for 500 · 16 rows, and for all of them.
    for (rows, fanout) in [(500, 16), (700, 12)] {
      let parent = entity("p", rows: rows)
      let data = try TestData(
        schemaText([
          parent, Self.tables[1], Self.tables[2],
          Self.link(
            "p, q, r",
            "distribution: uniform, min: \(fanout), max: \(fanout)",
            pk: "[q_id, r_id]",
            columns
          ),
        ])
      )
      let all = try pairs(data, ["c.q_id", "c.r_id"])
      #expect(all.count == rows * fanout && Set(all).count == all.count)
      let counts = try data.integers("c.q_id").counts(of: (1...12).map { Int64($0) })
      if all.count == 8400 { #expect(counts == [Int](repeating: 700, count: 12)) }
      #expect(chiSquareExcess(counts, [Double](repeating: 1, count: 12)) <= 1)
      #expect(try data.integers("c.r_id").allSatisfy { (1...700).contains($0) })
    }
  }

  @Test func morePairsThanThereAreAreRefused() {
    let columns = [lookup("q_id", "q.id"), lookup("r_id", "r.id")]
    let text = schemaText(
      Self.tables + [
        Self.link("p, q, r", "distribution: uniform, min: 17, max: 17", pk: "[q_id, r_id]", columns)
      ]
    )
    let errors = TestData.errors(text)
    #expect(
      errors.contains { $0.contains("q_id, r_id") && $0.contains("8400") && $0.contains("8500") },
      "\(errors)"
    )
  }

  /// A parent reaches a stage once, and enters its states one after the other.
  @Test(arguments: [("[p_id, stage_index]", true), ("[p_id, stage_name]", true), ("[p_id, valid_from]", false)])
  func stepsOfAParentAreKeys(_ key: String, _ isFunnel: Bool) throws {
    let behaviour =
      isFunnel
      ? "stage_config: { stages: [{ stage_name: x }, { stage_name: y, transition_rate: 0.6 }] }"
      : """
      state_transition_model: { initial_state: x, period_unit: day, states: {
        x: { transition_prob_per_period: 0.1, next_states: { y: 1 } },
        y: { transition_prob_per_period: 0.1, next_states: { x: 1 } } } }
      """.oneLine
    let columns =
      isFunnel
      ? [
        column("stage_index", "int", "constant: { value: 0 }"),
        column("stage_name", "string", "constant: { value: x }"),
      ]
      : [
        column("state", "string", "constant: { value: x }"),
        column("valid_from", "datetime", "datetime_series: {}"),
        column("valid_to", "datetime", "datetime_series: {}", "nullable: true"),
      ]
    let table =
      "{ id: c, kind: fact, parents: [p], pk: \(key), \(behaviour), columns: [\(([lookup("p_id", "p.id")] + columns).joined(separator: ", "))] }"
    let order = isFunnel ? "" : "{ inequalities: [{ left: c.valid_from, op: \"<\", right: c.valid_to }] }"
    let data = try TestData(schemaText([entity("p", rows: 200), table], constraints: order))
    #expect(data.warnings.map(\.message) == [])
    let other = key.contains("index") ? "c.stage_index" : key.contains("name") ? "c.stage_name" : "c.valid_from"
    let all = try pairs(data, ["c.p_id", other])
    #expect(all.count > 250 && Set(all).count == all.count)
  }

  @Test func entitiesHaveCompositeKeysToo() throws {
    let link =
      "{ id: c, kind: entity, rows: 3000, pk: [q_id, r_id], columns: [\(lookup("q_id", "q.id")), \(lookup("r_id", "r.id"))] }"
    let all = try pairs(TestData(schemaText(Self.tables + [link])), ["c.q_id", "c.r_id"])
    #expect(all.count == 3000 && Set(all).count == 3000)
  }

  @Test(arguments: ["sequence: {}", "uuid: {}", "faker: { method: uuid4 }"])
  func aKeyWithAUniqueColumnIsUnique(_ generator: String) throws {
    let no = column("no", generator.hasPrefix("seq") ? "int" : "string", generator)
    let data = try TestData(
      schemaText(
        Self.tables + [
          Self.link("p", "distribution: poisson, lambda: 4", pk: "[p_id, no]", [lookup("p_id", "p.id"), no])
        ]
      )
    )
    let all = try pairs(data, ["c.p_id", "c.no"])
    #expect(all.count > 1500 && Set(all.map { $0[1] }).count == all.count)
  }

  /// A reference to a parent whose children a segment multiplies is not unique.
  @Test(arguments: [
    "segment_behavior: { x: { fanout_multiplier: 3 }, y: {} }",
    "vintage_behavior: { created_at_column: born, age_based_multipliers: { a: { curve: [4], applies_to: fanout } } }",
  ])
  func aScaledFanoutIsNoOnlyChild(_ behaviour: String) {
    let parent = table(
      "p",
      "kind: entity, rows: 100, \(behaviour)",
      [
        column("s", "string", "choice: { choices: [x, y] }"),
        column("born", "datetime", "datetime_series: {}"),
      ]
    )
    func errors(_ fanout: String) -> [String] {
      TestData.errors(
        schemaText(
          [parent, fact("c", parents: "p", fanout: fanout, [lookup("p_id", "p.id")])],
          constraints: "{ unique: [c.p_id] }"
        )
      )
    }
    #expect(errors("").contains { $0.contains("c.p_id has to be unique") })
    #expect(
      errors("distribution: uniform, min: 1, max: 2").contains { $0.contains("c.p_id has to be unique") }
    )
    #expect(errors("distribution: poisson, lambda: 1, max: 1").isEmpty)
  }

  /// Values that are drawn again, or moved, may repeat: the other column gives way, and where both are unique none can.
  @Test func uniqueColumnsDoNotGiveWay() throws {
    let columns = [
      column("a", "int", "distribution: { type: uniform, low: 1, high: 600 }"),
      column("b", "int", "distribution: { type: uniform, low: 1, high: 600 }"),
    ]
    func text(_ unique: String) -> String {
      schemaText(
        [entity("t", rows: 500, columns)],
        constraints: "{ unique: [\(unique)], inequalities: [{ left: t.a, op: \"<=\", right: t.b }] }"
      )
    }
    let data = try TestData(text("t.b"))
    let a = try data.integers("t.a"), b = try data.integers("t.b")
    #expect(Set(b).count == 500 && zip(a, b).allSatisfy { $0 <= $1 } && a.min() ?? 0 >= 1)
    #expect(TestData.errors(text("t.a, t.b")).contains { $0.contains("cannot be kept") })
  }
}
