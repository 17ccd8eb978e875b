import DatagenColumns
import DatagenSchema
import Foundation
import Testing

@testable import DatagenEngine

/// Inequalities hold by construction, and what they leave has the distribution that it should.
@Suite struct BehaviorInequalityTests {
  static let operators = ["<", "<=", ">", ">=", "==", "!="]
  static let pairs =
    ["int", "float"].flatMap { a in ["int", "float"].map { (a, $0) } }
    + ["date", "datetime"].flatMap { a in ["date", "datetime"].map { (a, $0) } }

  /// A generator whose values often break an inequality with those of another type.
  ///
  /// - Parameter coarse: whether all values have a counterpart in the other type.
  private static func generator(_ type: String, coarse: Bool) -> (String, String) {
    switch type {
    case "int": ("distribution: { type: uniform, low: 1, high: 9 }", "")
    case "float": ("distribution: { type: uniform, low: 1, high: 9 }", coarse ? "decimals: 0" : "decimals: 1")
    case "date": ("datetime_series: { freq: D, within: { start: 2024-03-01, end: 2024-03-09 } }", "")
    default:
      ("datetime_series: { freq: \(coarse ? "D" : "H"), within: { start: 2024-03-01, end: 2024-03-09 } }", "")
    }
  }

  private static func holds(_ a: Double, _ word: String, _ b: Double) -> Bool {
    switch word {
    case "<": a < b
    case "<=": a <= b
    case ">": a > b
    case ">=": a >= b
    case "==": a == b
    default: a != b
    }
  }

  private func numbers(_ data: TestData, _ name: String) throws -> [Double?] {
    try data.cells(name).map { cell in
      if case .date(let day) = cell { return Double(day * QuarterDays.day) }
      return cell.number
    }
  }

  @Test(arguments: pairs)
  func columnsOfARowKeepThem(_ left: String, _ right: String) throws {
    for word in Self.operators {
      for isReversed in [false, true] {
        for nulls in ["", "nullable: true, null_rate: 0.2"] {
          let columns = [("a", left), ("b", right)].map { name, type in
            let (generator, rest) = Self.generator(type, coarse: word == "==")
            return column(
              name,
              type,
              generator,
              [rest, nulls].filter { !$0.isEmpty }.joined(separator: ", ")
            )
          }
          let data = try TestData(
            schemaText(
              [entity("t", rows: 400, isReversed ? columns.reversed() : columns)],
              constraints: "{ inequalities: [{ left: t.a, op: \"\(word)\", right: t.b }] }"
            )
          )
          let a = try numbers(data, "t.a"), b = try numbers(data, "t.b")
          let broken = zip(a, b).filter { a, b in
            guard let a, let b else { return false }
            return !Self.holds(a, word, b)
          }
          #expect(broken.isEmpty, "\(left) \(word) \(right) \(isReversed) \(nulls): \(broken.count)")
          #expect(Set(a.compactMap(\.self)).count > 3 && Set(b.compactMap(\.self)).count > 3)
        }
      }
    }
  }

  @Test(arguments: pairs)
  func childrenAndParentsKeepThem(_ left: String, _ right: String) throws {
    for word in Self.operators {
      let (generator, rest) = Self.generator(right, coarse: word == "==")
      let (own, ownRest) = Self.generator(left, coarse: word == "==")
      for parent in ["p", "q"] {
        let data = try TestData(
          schemaText(
            [
              entity("p", rows: 150, [column("b", right, generator, rest)]),
              entity("q", rows: 40, [column("b", right, generator, rest)]),
              fact(
                "c",
                parents: "p, q",
                fanout: "distribution: uniform, min: 1, max: 4",
                [lookup("p_id", "p.id"), lookup("q_id", "q.id"), column("a", left, own, ownRest)]
              ),
            ],
            constraints: "{ inequalities: [{ left: c.a, op: \"\(word)\", right: \(parent).b }] }"
          )
        )
        let b = try numbers(data, "\(parent).b"), owners = try data.integers("c.\(parent)_id")
        let broken = zip(try numbers(data, "c.a"), owners).count { a, owner in
          guard let a, let b = b[Int(owner) - 1] else { return true }
          return !Self.holds(a, word, b)
        }
        #expect(broken == 0, "\(left) \(word) \(parent) \(right)")
      }
    }
  }

  @Test func severalInequalitiesHoldTogether() throws {
    let uniform = "distribution: { type: uniform, low: 0, high: 20 }"
    let data = try TestData(
      schemaText(
        [
          entity(
            "t",
            rows: 5000,
            [
              column("low", "int", "distribution: { type: uniform, low: 0, high: 9 }"),
              column("high", "int", "distribution: { type: uniform, low: 11, high: 20 }"),
              column("x", "int", uniform), column("y", "int", uniform),
              column("computed", "int", "expression: { code: \"low * 3\" }"),
            ]
          )
        ],
        constraints: """
          { inequalities: [{ left: t.low, op: "<", right: t.x }, { left: t.x, op: "<=", right: t.high },
          { left: t.y, op: "!=", right: t.x }, { left: t.x, op: ">=", right: t.y },
          { left: t.computed, op: "<=", right: t.high }] }
          """.oneLine
      )
    )
    let low = try data.integers("t.low"), high = try data.integers("t.high"), x = try data.integers("t.x")
    let y = try data.integers("t.y"), computed = try data.integers("t.computed")
    #expect(low.indices.allSatisfy { low[$0] < x[$0] && x[$0] <= high[$0] })
    #expect(low.indices.allSatisfy { y[$0] < x[$0] })
    #expect(low.indices.allSatisfy { computed[$0] == min(low[$0] * 3, high[$0]) })
  }

  // MARK: Distributions

  @Test func retriedNumbersHaveTheConditionalDistribution() throws {
    let data = try TestData(
      schemaText(
        [
          entity(
            "t",
            rows: 15_000,
            [
              column("a", "float", "distribution: { type: uniform, low: 0, high: 0.6 }"),
              column("b", "float", "distribution: { type: normal, mean: 0.5, std: 1 }"),
            ]
          )
        ],
        constraints: "{ inequalities: [{ left: t.b, op: \">\", right: t.a }] }"
      )
    )
    let a = try data.numbers("t.a"), b = try data.numbers("t.b")
    let places = zip(a, b).map { a, b in
      let below = normalCumulative(a - 0.5)
      return (normalCumulative(b - 0.5) - below) / (1 - below)
    }
    #expect(places.allSatisfy { $0 >= 0 })
    #expect(kolmogorovDistance(places, \.self) < kolmogorovBound)
    #expect(kolmogorovDistance(a) { min(1, max(0, $0 / 0.6)) } < kolmogorovBound)
  }

  /// Times are drawn by inversion, however little is left of the timeframe.
  @Test(arguments: [">", "<"])
  func boundedTimesHaveTheConditionalDistribution(_ word: String) throws {
    let data = try TestData(
      schemaText(
        [
          entity(
            "t",
            rows: 15_000,
            [
              column("a", "datetime", "datetime_series: { freq: S }"),
              column("b", "datetime", "datetime_series: { freq: S }"),
            ]
          )
        ],
        constraints: "{ inequalities: [{ left: t.b, op: \"\(word)\", right: t.a }] }"
      )
    )
    let start = Double(moment("2024-01-01")), end = Double(moment("2024-12-31T23:59:59Z"))
    let a = try data.numbers("t.a"), b = try data.numbers("t.b")
    let places = zip(a, b).map { a, b in word == ">" ? (b - a) / (end - a) : (b - start) / (a - start) }
    #expect(kolmogorovDistance(places, \.self) < kolmogorovBound)
    #expect(kolmogorovDistance(a) { ($0 - start) / (end - start) } < kolmogorovBound)
  }

  /// Between two times of parents the density is still that of effects and ages.
  @Test func eventsBetweenTwoTimesKeepTheirRate() throws {
    let parent = table(
      "p",
      "kind: entity, rows: 1500, vintage_behavior: { created_at_column: born, age_based_multipliers: { a: { curve: [6, 0, 3, 1], applies_to: fanout } } }",
      [
        column(
          "born",
          "datetime",
          "datetime_series: { freq: D, within: { start: 2024-01-01, end: 2024-05-01 } }"
        ),
        column(
          "gone",
          "datetime",
          "datetime_series: { freq: D, within: { start: 2024-07-01, end: 2024-12-01 } }"
        ),
      ]
    )
    let data = try TestData(
      schemaText(
        [
          parent,
          fact(
            "c",
            parents: "p",
            fanout: "distribution: poisson, lambda: 8",
            [lookup("p_id", "p.id"), column("at", "datetime", "datetime_series: {}")]
          ),
        ],
        timeframe: QuarterDays.timeframe,
        constraints: "{ inequalities: [{ left: c.at, op: \"<\", right: p.gone }] }"
      )
    )
    let born = try data.integers("p.born"), gone = try data.integers("p.gone")
    let counts = try data.childCounts("c.p_id", parents: 1500)
    func rate(_ age: Int64) -> Double {
      [6, 0, 3, 1][min(3, Int((Double(age) / Double(30 * QuarterDays.day) + 0.5).rounded(.down)))]
    }
    var ages = EventCells()
    for parent in born.indices {
      let open = QuarterDays.points.filter { $0 >= born[parent] && $0 < gone[parent] }
      let whole = open.reduce(0) { $0 + rate($1 - born[parent]) }
      for time in open {
        let age = time - born[parent]
        ages.expect(Int(age / (15 * QuarterDays.day)), Double(counts[parent]) * rate(age) / whole)
      }
    }
    for (owner, time) in zip(try data.integers("c.p_id"), try data.integers("c.at")) {
      #expect(time >= born[Int(owner) - 1] && time < gone[Int(owner) - 1])
      ages.observe(Int((time - born[Int(owner) - 1]) / (15 * QuarterDays.day)))
    }
    #expect(ages.excess <= 1)
  }

  /// A parent that does not drive the fact bounds its times too, and the curves of the driving one stay.
  @Test func noChildIsOlderThanAnyParent() throws {
    func vintage(_ applies: String) -> String {
      "vintage_behavior: { created_at_column: born, age_based_multipliers: { a: { curve: [1, 3], applies_to: \(applies) } } }"
    }
    let born = column("born", "datetime", "datetime_series: { freq: S }")
    let data = try TestData(
      schemaText([
        table("p", "kind: entity, rows: 800, \(vintage("fanout"))", [born]),
        table(
          "q",
          "kind: entity, rows: 300, \(vintage("all"))",
          [column("born", "date", "datetime_series: { freq: D }")]
        ),
        fact(
          "c",
          parents: "p, q",
          fanout: "distribution: poisson, lambda: 8",
          [lookup("p_id", "p.id"), lookup("q_id", "q.id"), column("at", "datetime", "datetime_series: {}")]
        ),
      ])
    )
    let first = try data.moments("p.born"), second = try data.moments("q.born"),
      times = try data.integers("c.at")
    #expect(times.count > 4000)
    for (time, parents) in zip(times, zip(try data.integers("c.p_id"), try data.integers("c.q_id"))) {
      #expect(time >= first[Int(parents.0) - 1] ?? .max)
      #expect(time >= second[Int(parents.1) - 1] ?? .max)
    }
  }
}
