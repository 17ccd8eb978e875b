import DatagenColumns
import DatagenSchema
import Foundation
import Testing

@testable import DatagenEngine

/// Effects on how many rows a fact has and on its columns, and what parents' segments and ages do to values.
@Suite struct BehaviorEffectTests {
  struct Window {
    var start, end: Int64
    var region: String
    var strength: Double
  }

  /// Both ends lie on points of the grid; the first and second overlap, and so do the third and fourth.
  static let windows = [
    Window(start: moment("2024-02-01"), end: moment("2024-03-01T06:00:00Z"), region: "north", strength: 3),
    Window(start: moment("2024-02-15"), end: moment("2024-04-01T12:00:00Z"), region: "north", strength: 0.25),
    Window(start: moment("2024-06-01T18:00:00Z"), end: moment("2024-06-03"), region: "south", strength: 0),
    Window(start: moment("2024-05-01"), end: moment("2024-07-01"), region: "south", strength: 5),
    Window(start: moment("2024-09-01"), end: moment("2024-09-01"), region: "north", strength: 40),
  ]

  static let promo = """
    { id: promo, kind: vocab, pk: code, columns: [
      { name: code, type: int, generator: { enum_list: { values: [1, 2, 3, 4, 5] } } },
      { name: starts, type: datetime, generator: { enum_list: { values: ["2024-02-01", "2024-02-15",
        "2024-06-01T18:00:00Z", "2024-05-01", "2024-09-01"] } } },
      { name: ends, type: datetime, generator: { enum_list: { values: ["2024-03-01T06:00:00Z", "2024-04-01T12:00:00Z",
        "2024-06-03", "2024-07-01", "2024-09-01"] } } },
      { name: region, type: string, generator: { enum_list: { values: [north, north, south, south, north] } } },
      { name: strength, type: float, generator: { enum_list: { values: [3, 0.25, 0, 5, 40] } } }] }
    """.oneLine

  /// What the first window by key gives, or nil.
  static func strength(_ time: Int64, _ region: String?, compared: Bool, field: Bool = true) -> Double? {
    if compared, region == nil { return nil }
    let open = windows.first { (!compared || $0.region == region) && $0.start <= time && time <= $0.end }
    return open.map { field ? $0.strength : 1 }
  }

  struct Case: Sendable, CustomStringConvertible {
    var on: String, map: String
    var compared: Bool
    /// The rate's factor for the strength of an open window, or nil.
    var factor: @Sendable (Double?) -> Double
    var field = true
    var description: String { "\(on) \(map)" }
  }

  static let cases = [
    Case(on: "{}", map: "field: strength", compared: false) { $0 ?? 1 },
    Case(on: "{ region: region }", map: "field: strength, op: mul, default: 0.5", compared: true) {
      $0 ?? 0.5
    },
    Case(on: "{ region: region }", map: "field: strength, op: add", compared: true) { 1 + ($0 ?? 0) },
    Case(on: "{ region: region }", map: "field: strength, op: add, default: 0.5", compared: true) {
      1 + ($0 ?? 0.5)
    },
    Case(
      on: "{ region: region }",
      map: "field: nothing, op: mul, default: 0",
      compared: true,
      factor: { $0 ?? 0 },
      field: false
    ),
    Case(
      on: "{ region: region }",
      map: "field: nothing, op: add",
      compared: true,
      factor: { 1 + ($0 ?? 0) },
      field: false
    ),
    Case(on: "{ stranger: region }", map: "field: strength", compared: false) { $0 ?? 1 },
  ]

  private static let parent = entity(
    "p",
    rows: 400,
    [
      column(
        "region",
        "string",
        "choice: { choices: [north, south, west] }",
        "nullable: true, null_rate: 0.2"
      )
    ]
  )

  private static func effect(_ on: String, _ map: String) -> String {
    modifier(
      "effect",
      "effect_table: promo, \"on\": \(on), window: { start_col: starts, end_col: ends }, map: { \(map) }"
    )
  }

  @Test(arguments: cases)
  func childrenFillTheWindows(_ item: Case) throws {
    let child = table(
      "c",
      "kind: fact, parents: [p], fanout: { distribution: poisson, lambda: 20 }, modifiers: [\(Self.effect(item.on, item.map))]",
      [lookup("p_id", "p.id"), column("at", "datetime", "datetime_series: {}")]
    )
    let data = try TestData(schemaText([Self.promo, Self.parent, child], timeframe: QuarterDays.timeframe))
    #expect(
      data.warnings.contains { $0.message.contains("has no column \"stranger\"") }
        == item.on.contains("stranger")
    )
    let regions = try data.cells("p.region").map(\.text)
    var totals = EventCells(), stretches = EventCells()
    let edges = Self.windows.flatMap { [$0.start, $0.end] }
    /// The stretch of time between edges, where points on an edge are a cell of their own.
    func cell(_ time: Int64, _ region: String?) -> Int {
      let place = edges.reduce(0) { $0 + ($1 < time ? 2 : $1 == time ? 1 : 0) }
      return place * 4 + (["north", "south", "west"].firstIndex(of: region) ?? 3)
    }
    for (parent, region) in regions.enumerated() {
      for time in QuarterDays.points {
        let open = Self.strength(time, region, compared: item.compared, field: item.field)
        let number = 20 * item.factor(open) / Double(QuarterDays.points.count)
        totals.expect(parent, number)
        stretches.expect(cell(time, region), number)
      }
    }
    for (owner, time) in zip(try data.integers("c.p_id"), try data.integers("c.at")) {
      totals.observe(Int(owner) - 1)
      stretches.observe(cell(time, regions[Int(owner) - 1]))
    }
    #expect(abs(totals.totalDeviation) < normalBound)
    #expect(totals.excess <= 1)
    #expect(stretches.excess <= 1)
  }

  @Test(arguments: cases.filter { !$0.on.contains("stranger") })
  func columnsFollowTheWindows(_ item: Case) throws {
    let isAddition = item.map.contains("add")
    let child = table(
      "c",
      "kind: fact, parents: [p], fanout: { distribution: poisson, lambda: 15 }",
      [
        lookup("p_id", "p.id"),
        column("region", "string", "lookup: { from: p.region }", "nullable: true"),
        column("amount", "float", "constant: { value: 10 }", modifiers: [Self.effect(item.on, item.map)]),
        column("at", "datetime", "datetime_series: {}", "nullable: true, null_rate: 0.1"),
      ]
    )
    let data = try TestData(schemaText([Self.promo, Self.parent, child], timeframe: QuarterDays.timeframe))
    let regions = try data.cells("c.region").map(\.text), times = try data.moments("c.at")
    let amounts = try data.numbers("c.amount")
    for row in amounts.indices {
      let open = times[row].flatMap {
        Self.strength($0, regions[row], compared: item.compared, field: item.field)
      }
      let expected = isAddition ? 10 + item.factor(open) - 1 : 10 * item.factor(open)
      #expect(abs(amounts[row] - expected) < 1e-9, "row \(row)")
    }
    #expect(Set(amounts).count >= 2)
  }

  /// The first by primary key applies, whatever the order of the rows.
  @Test func theSmallestKeyIsOnTop() throws {
    let promo = table(
      "promo",
      "kind: entity, rows: 2",
      [
        column("starts", "datetime", "constant: { value: \"2024-01-01\" }"),
        column("ends", "datetime", "constant: { value: \"2025-01-01\" }"),
        column("strength", "int", "sequence: { start: 5, step: 2 }"),
      ]
    ).replacing("sequence: {}", with: "sequence: { start: 10, step: -1 }")
    let data = try TestData(
      schemaText([
        promo,
        entity(
          "t",
          rows: 20,
          [
            column("at", "datetime", "datetime_series: {}"),
            column("x", "int", "constant: { value: 1 }", modifiers: [Self.effect("{}", "field: strength")]),
          ]
        ),
      ])
    )
    #expect(try data.integers("t.x") == [Int64](repeating: 7, count: 20))
  }

  // MARK: Values

  @Test func valuesFollowTheSegmentsOfAllParents() throws {
    let parent = table(
      "p",
      "kind: entity, rows: 500, segment_behavior: { segment_column: s, applies_to_columns: [x, n], behaviors: { a: { value_multiplier: 1.5 }, b: { value_multiplier: 0.2 } } }",
      [column("s", "string", "choice: { choices: [a, b, c] }", "nullable: true, null_rate: 0.1")]
    )
    let shop = table(
      "shop",
      "kind: entity, rows: 20, segment_behavior: { big: { value_multiplier: 4 }, small: { value_multiplier: 0.5 }, applies_to_columns: [x] }",
      [column("size", "string", "choice: { choices: [big, small] }")]
    )
    let child = fact(
      "c",
      parents: "p, shop",
      fanout: "distribution: poisson, lambda: 5",
      [
        lookup("p_id", "p.id"), lookup("shop_id", "shop.id"),
        column("x", "float", "constant: { value: 10 }", modifiers: [modifier("add", "value: 2")]),
        column("n", "int", "constant: { value: 7 }"), column("y", "float", "constant: { value: 1 }"),
      ]
    )
    let data = try TestData(schemaText([parent, shop, child]))
    let segments = try data.cells("p.s").map(\.text), sizes = try data.texts("shop.size")
    let owners = try data.integers("c.p_id"), shops = try data.integers("c.shop_id")
    let own = owners.map { ["a": 1.5, "b": 0.2][segments[Int($0) - 1] ?? ""] ?? 1.0 }
    let other = shops.map { sizes[Int($0) - 1] == "big" ? 4.0 : 0.5 }
    let x = try data.numbers("c.x"), expected = zip(own, other).map { 12 * $0 * $1 }
    #expect(zip(x, expected).allSatisfy { abs($0 - $1) < 1e-9 })
    #expect(try data.numbers("c.n") == own.map { (7 * $0).rounded() })
    #expect(try data.numbers("c.y").allSatisfy { $0 == 1 })
  }

  @Test(arguments: ["all", "[x, n]", "x"])
  func valuesFollowTheAgeAtTheChildsTime(_ applies: String) throws {
    let parent = table(
      "p",
      "kind: entity, rows: 400, vintage_behavior: { created_at_column: born, age_based_multipliers: { a: { curve: linear, params: { a: 1, b: 0.5 }, time_unit: month, applies_to: \(applies) }, b: { curve: [1, 2, 4], time_unit: year, applies_to: \(applies) } } }",
      [column("born", "date", "datetime_series: { freq: D, within: { start: 2022-01-01, end: 2024-06-01 } }")]
    )
    let child = fact(
      "c",
      parents: "p",
      fanout: "distribution: poisson, lambda: 4",
      [
        lookup("p_id", "p.id"), column("x", "float", "constant: { value: 10 }"),
        column("at", "datetime", "datetime_series: {}"), column("n", "int", "constant: { value: 100 }"),
        column("s", "string", "constant: { value: w }"),
      ]
    )
    let data = try TestData(schemaText([parent, child]))
    let born = try data.moments("p.born").compactMap(\.self), times = try data.integers("c.at")
    let factors = zip(try data.integers("c.p_id"), times).map { owner, time -> Double in
      let days = Double(time - born[Int(owner) - 1]) / Double(QuarterDays.day)
      return (1 + 0.5 * days / 30) * [1, 2, 4][min(2, Int((days / 365 + 0.5).rounded(.down)))]
    }
    #expect(factors.allSatisfy { $0 >= 1 })
    #expect(zip(try data.numbers("c.x"), factors).allSatisfy { abs($0 - 10 * $1) < 1e-6 })
    let n = try data.numbers("c.n")
    #expect(n == (applies == "x" ? factors.map { _ in 100 } : factors.map { (100 * $0).rounded() }))
    #expect(try data.integers("c.id") == Array(1...Int64(n.count)))
  }

  /// Values that are drawn again to keep an inequality are multiplied like the others.
  @Test func valuesDrawnAgainAreMultipliedToo() throws {
    let parent = table(
      "p",
      "kind: entity, rows: 6000, segment_behavior: { segment_column: s, applies_to_columns: [x], behaviors: { a: { value_multiplier: 10 } } }",
      [column("s", "string", "constant: { value: a }")]
    )
    let child = fact(
      "c",
      parents: "p",
      [
        column("low", "float", "constant: { value: 5 }"),
        column("x", "float", "distribution: { type: uniform, low: 0, high: 1 }"),
      ]
    )
    let data = try TestData(
      schemaText([parent, child], constraints: "{ inequalities: [{ left: c.x, op: \">\", right: c.low }] }")
    )
    #expect(kolmogorovDistance(try data.numbers("c.x")) { min(1, max(0, ($0 - 5) / 5)) } < kolmogorovBound)
  }
}
