import DatagenColumns
import DatagenSchema
import Foundation
import Testing

@testable import DatagenEngine

/// Funnels of stages and chains of states.
@Suite struct BehaviorLifecycleTests {
  // MARK: Stages

  private static func funnel(
    _ parent: [String],
    config: String = "time_between_stages_hours: 10",
    rows: Int = 6000
  ) throws -> TestData {
    try TestData(
      schemaText([
        entity("p", rows: rows, parent),
        table(
          "c",
          """
          kind: fact, parents: [p], stage_config: { stages: [{ stage_name: one, transition_rate: 0.1 },
          { stage_name: two, transition_rate: 0.8 }, { stage_name: three, transition_rate: 0.3 },
          { stage_name: four, transition_rate: 0.5 }], segment_variation: { x: { transition_multiplier: 1.5 },
          y: { transition_multiplier: 0.5 } }, \(config) }
          """.oneLine,
          [
            lookup("p_id", "p.id"), "{ name: stage_name, type: string }", "{ name: stage_index, type: int }",
            column("at", "datetime", "datetime_series: {}"), column("note", "int", "sequence: {}"),
          ]
        ),
      ])
    )
  }

  private static let segment = column("s", "string", "choice: { choices: [x, y, z], weights: [1, 1, 2] }")

  @Test func stagesAreReachedAtTheirRates() throws {
    let data = try Self.funnel([Self.segment, column("born", "datetime", "datetime_series: {}")])
    let counts = try data.childCounts("c.p_id", parents: 6000), segments = try data.texts("p.s")
    for (segment, multiplier) in [("x", 1.5), ("y", 0.5), ("z", 1.0)] {
      let own = zip(counts, segments).filter { $0.1 == segment }.map(\.0)
      for (reached, rate) in [(1, 0.8), (2, 0.3), (3, 0.5)] {
        let before = own.count { $0 >= reached }, after = own.count { $0 > reached }
        #expect(isShare(after, of: before, min(1, rate * multiplier)), "\(segment) \(reached)")
      }
      #expect(own.allSatisfy { (1...4).contains($0) })
    }
    let owners = try data.integers("c.p_id"), indexes = try data.integers("c.stage_index")
    #expect(
      owners == counts.enumerated().flatMap { [Int64](repeating: Int64($0.offset + 1), count: $0.element) }
    )
    #expect(indexes == counts.flatMap { (0..<Int64($0)).map(\.self) })
    #expect(try data.texts("c.stage_name") == indexes.map { ["one", "two", "three", "four"][Int($0)] })
    #expect(try data.integers("c.note") == Array(1...Int64(owners.count)))
  }

  @Test func stagesFollowExponentialGaps() throws {
    let data = try Self.funnel([
      Self.segment, column("day", "date", "datetime_series: { freq: D }"),
      column("born", "datetime", "datetime_series: {}"), column("later", "datetime", "datetime_series: {}"),
    ])
    let born = try data.integers("p.born"), owners = try data.integers("c.p_id")
    let indexes = try data.integers("c.stage_index"), times = try data.integers("c.at")
    var gaps: [Int64: [Double]] = [:]
    for row in times.indices {
      if indexes[row] == 0 {
        #expect(times[row] == born[Int(owners[row]) - 1])
      } else {
        gaps[indexes[row], default: []].append(Double(times[row] - times[row - 1]) / Double(QuarterDays.hour))
      }
    }
    #expect(gaps.count == 3)
    for (stage, sample) in gaps {
      #expect(kolmogorovDistance(sample) { 1 - exp(-$0 / 10) } < kolmogorovBound, "\(stage)")
    }
    let pairs = zip(times.indices.dropFirst(), times.indices).filter { indexes[$0.0] == 2 }.map {
      now,
      before in
      (Double(times[before] - times[before - 1]), Double(times[now] - times[before]))
    }
    let first = pairs.map(\.0), second = pairs.map(\.1)
    let product = mean(zip(first, second).map { ($0 - mean(first)) * ($1 - mean(second)) })
    #expect(
      abs(product) / standardDeviation(first) / standardDeviation(second) * Double(pairs.count).squareRoot()
        < 5.3
    )
  }

  @Test func aFunnelOfParentsWithoutTimesBeginsWithTheTimeframe() throws {
    let data = try Self.funnel([Self.segment], config: "time_between_stages_hours: 0", rows: 200)
    #expect(try data.integers("c.at").allSatisfy { $0 == moment("2024-01-01") })
  }

  // MARK: States

  /// Probabilities of leaving, and where to.
  private static let leaving = [0.3, 0.5, 0.0, 1.0]
  private static let next = [[0, 0.6, 0.3, 0.1], [0.75, 0, 0.25, 0], [0, 0, 0, 0], [0.5, 0.5, 0, 0.0]]
  private static let names = ["active", "paused", "ended", "brief"]

  private static func chain(
    _ parent: [String],
    vintage: String = "",
    unit: String = "month",
    nullable: Bool = true,
    rows: Int = 5000,
    _ rest: String = ""
  ) throws -> TestData {
    let nulls = nullable ? ", nullable: true" : ""
    return try TestData(
      schemaText([
        table("p", "kind: entity, rows: \(rows)\(vintage)", parent),
        table(
          "c",
          """
          kind: fact, parents: [p], state_transition_model: { initial_state: active, states: {
          active: { transition_prob_per_period: 0.3, next_states: { paused: 6, ended: 3, brief: 1 } },
          paused: { transition_prob_per_period: 0.5, next_states: { active: 0.75, ended: 0.25 } },
          ended: { terminal: true }, brief: { transition_prob_per_period: 1, next_states: { active: 1, paused: 1 } } },
          segment_variation: { x: { churn_multiplier: 2.5 }, y: { churn_multiplier: 0.4 } }, period_unit: \(unit)\(rest) }
          """.oneLine,
          [
            lookup("p_id", "p.id"), "{ name: state, type: string }",
            "{ name: previous_state, type: string\(nulls) }",
            column("valid_from", "datetime", "datetime_series: {}"),
            "{ name: valid_to, type: datetime\(nulls), generator: { datetime_series: {} } }",
          ]
        ),
      ])
    )
  }

  /// The distribution over states after some periods.
  private func occupancy(_ periods: Int, _ multiplier: Double) -> [Double] {
    var state = [1.0, 0, 0, 0]
    for _ in 0..<periods {
      var after = [0.0, 0, 0, 0]
      for from in 0..<4 {
        let leave = min(1, Self.leaving[from] * multiplier)
        after[from] += state[from] * (1 - leave)
        for to in 0..<4 { after[to] += state[from] * leave * Self.next[from][to] }
      }
      state = after
    }
    return state
  }

  @Test(arguments: [("week", Int64(7)), ("month", 30)])
  func statesAreOccupiedLikeTheChain(_ unit: String, _ days: Int64) throws {
    let data = try Self.chain([Self.segment], unit: unit)
    let segments = try data.texts("p.s"), owners = try data.integers("c.p_id"),
      states = try data.texts("c.state")
    let from = try data.moments("c.valid_from"), to = try data.moments("c.valid_to")
    for periods in [1, 2, 5, 12] {
      let time = moment("2024-01-01") + Int64(periods) * days * QuarterDays.day
      for (segment, multiplier) in [("x", 2.5), ("y", 0.4), ("z", 1.0)] {
        let there = owners.indices.filter { row in
          segments[Int(owners[row]) - 1] == segment && (from[row] ?? .max) <= time && time < to[row] ?? .max
        }
        #expect(there.count == segments.count { $0 == segment })
        let counts = there.map { states[$0] }.counts(of: Self.names)
        #expect(chiSquareExcess(counts, occupancy(periods, multiplier)) <= 1, "\(segment) after \(periods)")
      }
    }
  }

  @Test(arguments: [true, false], [true, false])
  func statesFollowEachOtherWithoutGaps(_ nullable: Bool, _ hasVintage: Bool) throws {
    let vintage =
      hasVintage
      ? ", vintage_behavior: { created_at_column: born, age_based_multipliers: { a: { curve: [1, 9], applies_to: fanout } } }"
      : ""
    let data = try Self.chain(
      [
        Self.segment, column("seen", "datetime", "datetime_series: {}"),
        column("born", "datetime", "datetime_series: {}"),
      ],
      vintage: vintage,
      nullable: nullable,
      rows: 1500
    )
    let begin = try data.integers(hasVintage ? "p.born" : "p.seen"), owners = try data.integers("c.p_id")
    let states = try data.texts("c.state"), previous = try data.cells("c.previous_state").map(\.text)
    let from = try data.integers("c.valid_from"), to = try data.moments("c.valid_to")
    let end = moment("2024-12-31T23:59:59Z")
    #expect(Set(owners).count == 1500)
    for row in owners.indices {
      let isFirst = row == 0 || owners[row - 1] != owners[row]
      let isLast = row + 1 == owners.count || owners[row + 1] != owners[row]
      if isFirst {
        #expect(from[row] == begin[Int(owners[row]) - 1] && states[row] == "active")
        #expect(previous[row] == (nullable ? nil : "active"))
      } else {
        #expect(
          to[row - 1] == from[row] && previous[row] == states[row - 1] && states[row] != states[row - 1]
        )
        #expect((from[row] - from[row - 1]) % (30 * QuarterDays.day) == 0 && from[row] > from[row - 1])
        #expect(from[row] <= end)
      }
      if isLast {
        #expect(to[row] == (nullable ? nil : end))
      } else {
        #expect(states[row] != "ended")
      }
    }
  }

  @Test func transitionsHaveALimit() throws {
    let data = try Self.chain([Self.segment], unit: "day", rows: 500, ", max_transitions: 3")
    let counts = try data.childCounts("c.p_id", parents: 500)
    #expect(counts.max() == 4 && counts.min() ?? 0 >= 1)
  }
}
