import DatagenColumns
import DatagenSchema
import Foundation
import Testing

@testable import DatagenEngine

/// How many children a parent has and when, against sums over the grid: fan-out · segment · ∫ p m / ∫ p.
@Suite struct BehaviorCountTests {
  /// A curve as it is written, and the same as a function of the age in its unit.
  struct Curve: Sendable, CustomStringConvertible {
    var text: String
    var unitDays: Int64
    var value: @Sendable (Double) -> Double
    var description: String { text }
  }

  static let curves = [
    Curve(text: "curve: [2, 1, 0.25, 0, 0.5], time_unit: month", unitDays: 30) {
      [2, 1, 0.25, 0, 0.5][min(4, Int(($0 + 0.5).rounded(.down)))]
    },
    Curve(text: "curve: [1, 3, 0.5]", unitDays: 30) { [1, 3, 0.5][min(2, Int(($0 + 0.5).rounded(.down)))] },
    Curve(text: "curve: [0, 1, 4, 2], time_unit: week", unitDays: 7) {
      [0, 1, 4, 2][min(3, Int(($0 + 0.5).rounded(.down)))]
    },
    Curve(text: "curve: [3, 1], time_unit: year", unitDays: 365) { $0 < 0.5 ? 3 : 1 },
    Curve(
      text: "curve: { curve_type: logarithmic, params: { a: 0.5, b: 0.4 } }, time_unit: month",
      unitDays: 30
    ) {
      0.5 + 0.4 * log($0 + 1)
    },
    Curve(text: "curve: logarithmic, params: { a: 2, b: -0.5 }, time_unit: day", unitDays: 1) {
      max(0, 2 - 0.5 * log($0 + 1))
    },
    Curve(text: "curve: exponential, params: { a: 3, b: -0.6 }, time_unit: month", unitDays: 30) {
      3 * exp(-0.6 * $0)
    },
    Curve(text: "curve: { curve_type: linear, params: { a: 1.5, b: -0.3 } }", unitDays: 30) {
      max(0, 1.5 - 0.3 * $0)
    },
    Curve(text: "curve: linear, params: { a: 0, b: 4 }, time_unit: year", unitDays: 365) { 4 * $0 },
  ]

  static let weights: [Double] = [1, 1, 2, 1, 0, 3, 1]
  static let multipliers = ["a": 2, "b": 0.25, "c": 1.0]

  private static func parent(_ rows: Int, vintage: String) -> String {
    let behaviour = """
      segment_behavior: { segment_column: kind, behaviors: { a: { fanout_multiplier: 2 }, b: { fanout_multiplier: 0.25 } } }
      """
    let age =
      vintage.isEmpty
      ? ""
      : ", vintage_behavior: { created_at_column: born, age_based_multipliers: { x: { \(vintage), applies_to: fanout } } }"
    return table(
      "p",
      "kind: entity, rows: \(rows), \(behaviour)\(age)",
      [
        column("kind", "string", "choice: { choices: [a, b, c] }"),
        column("born", "datetime", "datetime_series: { freq: D }"),
      ]
    )
  }

  private static let events = column(
    "at",
    "datetime",
    "datetime_series: { pattern: { dimension: dow, weights: [1, 1, 2, 1, 0, 3, 1] } }"
  )

  @Test(arguments: curves)
  func eventsFollowAgePatternAndSegment(_ curve: Curve) throws {
    let parents = 300, fanout = 25.0
    let data = try TestData(
      schemaText(
        [
          Self.parent(parents, vintage: curve.text),
          fact(
            "c",
            parents: "p",
            fanout: "distribution: poisson, lambda: 25",
            [lookup("p_id", "p.id"), Self.events]
          ),
        ],
        timeframe: QuarterDays.timeframe
      )
    )
    let born = try data.integers("p.born"), kinds = try data.texts("p.kind")
    let owners = try data.integers("c.p_id"), times = try data.integers("c.at")
    var totals = EventCells(), ages = EventCells(), weekdays = EventCells(), months = EventCells(),
      segments = EventCells()
    let whole = QuarterDays.points.reduce(0) { $0 + Self.weights[QuarterDays.weekday($1)] }
    let unit = Double(curve.unitDays * QuarterDays.day)
    func age(_ time: Int64, _ parent: Int) -> Int { Int((time - born[parent]) / (15 * QuarterDays.day)) }
    func segment(_ parent: Int) -> Int { kinds[parent] == "a" ? 0 : kinds[parent] == "b" ? 1 : 2 }
    for parent in 0..<parents {
      let mean = fanout * (Self.multipliers[kinds[parent]] ?? 1) / whole
      for time in QuarterDays.points where time >= born[parent] {
        let number =
          mean * Self.weights[QuarterDays.weekday(time)] * curve.value(Double(time - born[parent]) / unit)
        guard number > 0 else { continue }
        totals.expect(parent, number)
        ages.expect(age(time, parent), number)
        weekdays.expect(QuarterDays.weekday(time), number)
        months.expect(QuarterDays.span(time), number)
        segments.expect(segment(parent), number)
      }
    }
    for (owner, time) in zip(owners, times) {
      let parent = Int(owner) - 1
      #expect(time >= born[parent])
      totals.observe(parent)
      ages.observe(age(time, parent))
      weekdays.observe(QuarterDays.weekday(time))
      months.observe(QuarterDays.span(time))
      segments.observe(segment(parent))
    }
    #expect(abs(totals.totalDeviation) < normalBound)
    #expect(totals.excess <= 1, "parents")
    #expect(ages.excess <= 1, "ages")
    #expect(weekdays.excess <= 1, "weekdays")
    #expect(months.excess <= 1, "months")
    #expect(segments.excess <= 1, "segments")
  }

  /// A uniform or constant fan-out is scaled and rounded at random, so that the expectation stays within the bounds.
  @Test(arguments: [
    ("distribution: uniform, min: 0, max: 4", 0...4, 4),
    ("distribution: uniform, min: 2, max: 9, clamp: [1, 6]", 2...9, 6),
    ("distribution: uniform, min: 3, max: 3", 3...3, 3), ("", 1...1, 1000),
  ])
  func otherFanoutsKeepTheirExpectation(_ fanout: String, _ drawn: ClosedRange<Int>, _ greatest: Int) throws {
    let parents = 6000, least = fanout.isEmpty ? 0 : drawn.lowerBound
    let data = try TestData(
      schemaText(
        [
          Self.parent(parents, vintage: ""),
          fact("c", parents: "p", fanout: fanout, [lookup("p_id", "p.id")]),
        ])
    )
    let counts = try data.childCounts("c.p_id", parents: parents), kinds = try data.texts("p.kind")
    for (kind, multiplier) in Self.multipliers {
      var cells = [Double](repeating: 0, count: 20)
      for number in drawn {
        let scaled = Double(number) * multiplier, part = scaled - scaled.rounded(.down)
        cells[min(max(Int(scaled), least), greatest)] += 1 - part
        cells[min(max(Int(scaled) + 1, least), greatest, 19)] += part
      }
      let own = zip(counts, kinds).filter { $0.1 == kind }.map(\.0)
      #expect(chiSquareExcess(own.counts(of: Array(0..<20)), cells) <= 1, "\(kind)")
    }
  }

  @Test(arguments: [("min: 2", 2, 1000), ("max: 5", 0, 5), ("clamp: [3, 6]", 3, 6)])
  func boundsOfTheFanoutApplyAfterwards(_ bounds: String, _ low: Int, _ high: Int) throws {
    let parents = 4000
    let data = try TestData(
      schemaText([
        Self.parent(parents, vintage: ""),
        fact(
          "c",
          parents: "p",
          fanout: "distribution: poisson, lambda: 3, \(bounds)",
          [lookup("p_id", "p.id")]
        ),
      ])
    )
    let counts = try data.childCounts("c.p_id", parents: parents), kinds = try data.texts("p.kind")
    for (kind, multiplier) in Self.multipliers {
      let own = zip(counts, kinds).filter { $0.1 == kind }.map(\.0)
      var cells = [Double](repeating: 0, count: 60), probability = exp(-3 * multiplier)
      for number in 0..<60 {
        cells[min(max(number, low), min(high, 59))] += probability
        probability *= 3 * multiplier / Double(number + 1)
      }
      #expect(own.allSatisfy { (low...high).contains($0) }, "\(kind)")
      #expect(
        chiSquareExcess(own.counts(of: Array(0..<60)), cells.map { $0 < 1e-12 ? 0 : $0 }) <= 1,
        "\(kind)"
      )
    }
  }

  /// m is taken at the middle of the timeframe where a fact has no times.
  @Test func factsWithoutTimesTakeTheMiddle() throws {
    let parents = 3000
    let data = try TestData(
      schemaText(
        [
          Self.parent(parents, vintage: "curve: linear, params: { a: 1, b: 0.5 }, time_unit: month"),
          fact("c", parents: "p", fanout: "distribution: poisson, lambda: 2", [lookup("p_id", "p.id")]),
        ],
        timeframe: QuarterDays.timeframe
      )
    )
    let born = try data.integers("p.born"), kinds = try data.texts("p.kind")
    let middle = (moment("2024-01-01") + moment("2024-12-31T18:00:00Z")) / 2
    var cells = EventCells()
    for parent in 0..<parents where born[parent] <= middle {
      let age = Double(middle - born[parent]) / Double(30 * QuarterDays.day)
      cells.expect(Int(age), 2 * (Self.multipliers[kinds[parent]] ?? 1) * (1 + 0.5 * age))
    }
    for owner in try data.integers("c.p_id") {
      let parent = Int(owner) - 1
      #expect(born[parent] <= middle)
      cells.observe(Int(Double(middle - born[parent]) / Double(30 * QuarterDays.day)))
    }
    #expect(cells.excess <= 1)
    #expect(abs(cells.totalDeviation) < normalBound)
  }

  /// Rows of a parent that does not drive the fact are drawn by the multiplier of their segment, over their popularity.
  @Test(arguments: [
    ("", "a: { fanout_multiplier: 3 }, b: { fanout_multiplier: 0.5 }", [3, 0.5, 1.0]),
    (", weights_kind: zipf@1", "a: { fanout_multiplier: 3 }, b: { fanout_multiplier: 0 }", [3, 0, 1.0]),
    (
      "", "a: { fanout_multiplier: 0.02 }, b: { fanout_multiplier: 0.01 }, c: { fanout_multiplier: 0 }",
      [2, 1, 0.0]
    ),
  ])
  func otherParentsAreDrawnBySegment(_ weights: String, _ behaviors: String, _ expected: [Double]) throws {
    let shop = table(
      "shop",
      "kind: entity, rows: 60, segment_behavior: { segment_column: size, behaviors: { \(behaviors) } }",
      [
        column("size", "string", "choice: { choices: [a, b, c] }"),
        column("no", "int", "sequence: { start: 7 }"),
      ]
    )
    let data = try TestData(
      schemaText([
        entity("p", rows: 2000), shop,
        fact(
          "c",
          parents: "p, shop",
          fanout: "distribution: poisson, lambda: 6",
          [
            lookup("shop_id", "shop.id", "int", weights), lookup("size", "shop.size", "string"),
            lookup("no", "shop.no"),
          ]
        ),
      ])
    )
    let sizes = try data.texts("shop.size"), drawn = try data.integers("c.shop_id")
    let probabilities = sizes.indices.map { row in
      expected[sizes[row] == "a" ? 0 : sizes[row] == "b" ? 1 : 2] / (weights.isEmpty ? 1 : Double(row + 1))
    }
    #expect(chiSquareExcess(drawn.counts(of: (1...60).map { Int64($0) }), probabilities) <= 1)
    #expect(try data.texts("c.size") == drawn.map { sizes[Int($0) - 1] })
    #expect(try data.integers("c.no") == drawn.map { $0 + 6 })
  }

  @Test(arguments: [
    (
      "segment_column: s, segments: { a: { base_probability: 0.6 }, b: { base_probability: 0.3 }, c: { base_probability: 0.1 } }",
      ", choices: [c, a, b]", [0.6, 0.3, 0.1]
    ),
    (
      "segment_column: s, segments: { a: { base_probability: 0.6 }, b: { base_probability: 0.3 }, c: { base_probability: 0.1 } }",
      "", [0.6, 0.3, 0.1]
    ),
    (
      "segment_column: s, segments: { a: { base_probability: 0.6 }, b: { base_probability: 0.4 } }",
      ", choices: [a, b, c], weights: [1, 1, 2]", [0.25, 0.25, 0.5]
    ),
    (
      "a: { base_probability: 0.7 }, b: { base_probability: 0.2 }, c: { base_probability: 0.1 }",
      ", choices: [a, b, c]", [0.7, 0.2, 0.1]
    ),
  ])
  func segmentSharesAreWeights(_ behaviour: String, _ choices: String, _ shares: [Double]) throws {
    let column =
      choices.isEmpty
      ? "{ name: s, type: string }"
      : "{ name: s, type: string, generator: { choice: { \(choices.dropFirst(2)) } } }"
    let data = try TestData(
      schemaText([table("p", "kind: entity, rows: 8000, segment_behavior: { \(behaviour) }", [column])])
    )
    #expect(chiSquareExcess(try data.texts("p.s").counts(of: ["a", "b", "c"]), shares) <= 1)
  }
}
