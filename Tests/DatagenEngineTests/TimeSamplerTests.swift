import DatagenSchema
import Testing

@testable import DatagenEngine

@Suite struct TimeSamplerTests {
  private static let key = RandomKey(seed: 4).derived("times")

  private func sampler(_ start: String, _ end: String, _ frequency: String, _ patterns: [TimePattern] = [])
    throws
    -> TimeSampler
  {
    let timeframe = Timeframe(
      start: Timestamp(microseconds: moment(start)),
      end: Timestamp(microseconds: moment(end)),
      frequency: try #require(Frequency(frequency))
    )
    return try #require(TimeSampler(timeframe, patterns: patterns))
  }

  private func draw(_ sampler: TimeSampler, _ count: Int64 = 10_000) -> [Int64] {
    (0..<count).map { sampler.time(at: Self.key.unit($0)) }
  }

  private func text(_ time: Int64) -> String { Timestamp(microseconds: time).iso8601 }

  // MARK: Grids

  @Test(arguments: [
    ("S", "2024-03-01T00:00:10Z", 11), ("15S", "2024-03-01T00:01:00Z", 5),
    ("min", "2024-03-01T00:10:59Z", 11),
    ("T", "2024-03-01T00:10:00Z", 11), ("15min", "2024-03-01T02:00:00Z", 9),
    ("H", "2024-03-02T00:00:00Z", 25),
    ("h", "2024-03-01T05:59:59Z", 6), ("D", "2024-03-31T23:59:59Z", 31), ("2D", "2024-03-31T23:59:59Z", 16),
    ("W", "2024-03-31T00:00:00Z", 5), ("36H", "2024-03-04T00:00:00Z", 3),
  ])
  func everyPointOfTheGridIsDrawnAndNoOther(_ frequency: String, _ end: String, _ count: Int64) throws {
    let start = "2024-03-01T00:00:00Z"
    let sampler = try sampler(start, end, frequency)
    let step = try #require(Frequency(frequency)?.fixedStep)
    #expect(sampler.count == count)
    let times = draw(sampler, 3000)
    let points = (0..<count).map { moment(start) + $0 * step }
    #expect(times.allSatisfy(points.contains))
    #expect(chiSquareExcess(times.counts(of: points), points.map { _ in 1 }) <= 1)
    #expect(times.min() == points.first && times.max() == points.last)
  }

  @Test(arguments: [
    ("MS", "2024-04-01 2024-05-01 2024-06-01 2024-07-01 2024-08-01"),
    ("ME", "2024-03-31 2024-04-30 2024-05-31 2024-06-30 2024-07-31"),
    ("M", "2024-03-31 2024-04-30 2024-05-31 2024-06-30 2024-07-31"),
    ("2MS", "2024-04-01 2024-06-01 2024-08-01"),
    ("QS", "2024-04-01 2024-07-01"), ("Q", "2024-03-31 2024-06-30"),
  ])
  func calendarUnitsFollowTheCalendar(_ frequency: String, _ days: String) throws {
    let sampler = try sampler("2024-03-02T06:00:00Z", "2024-08-20T00:00:00Z", frequency)
    let times = Set(draw(sampler, 2000)).sorted().map(text)
    #expect(times == days.split(separator: " ").map { "\($0)T06:00:00Z" })
  }

  @Test(arguments: [
    ("YS", "2021-01-01 2022-01-01 2023-01-01 2024-01-01"),
    ("Y", "2020-12-31 2021-12-31 2022-12-31 2023-12-31"),
    ("A", "2020-12-31 2021-12-31 2022-12-31 2023-12-31"), ("2YS", "2021-01-01 2023-01-01"),
  ])
  func yearsFollowTheCalendar(_ frequency: String, _ days: String) throws {
    let sampler = try sampler("2020-02-29", "2024-12-30", frequency)
    #expect(
      Set(draw(sampler, 2000)).sorted().map(text) == days.split(separator: " ").map { "\($0)T00:00:00Z" }
    )
  }

  @Test func theLastDayOfFebruaryKnowsLeapYears() throws {
    let sampler = try sampler("2023-02-01", "2024-03-01", "ME")
    let days = Set(draw(sampler, 2000).map { String(text($0).prefix(10)) })
    #expect(days.isSuperset(of: ["2023-02-28", "2024-02-29"]))
    #expect(days.count == 13)
  }

  @Test func aSpanOfOneMomentHasOnePoint() throws {
    let sampler = try sampler("2024-03-01", "2024-03-01", "H")
    #expect(sampler.count == 1)
    #expect(Set(draw(sampler, 100)) == [moment("2024-03-01")])
  }

  // MARK: Ends

  @Test(arguments: [[], [TimePattern(dimension: .dow, weights: [1, 2, 3, 4, 5, 6, 7])]])
  func bothEndsAreReached(_ patterns: [TimePattern]) throws {
    let sampler = try sampler("2024-01-01", "2024-12-31T23:00:00Z", "H", patterns)
    #expect(text(sampler.time(at: (0 as UInt64).unit)) == "2024-01-01T00:00:00Z")
    #expect(text(sampler.time(at: UInt64.max.unit)) == "2024-12-31T23:00:00Z")
  }

  @Test func timesGrowWithTheirPlace() throws {
    let sampler = try sampler(
      "2024-01-01T00:30:00Z",
      "2024-02-01",
      "7min",
      [TimePattern(dimension: .hour, weights: (0..<24).map { Double($0 % 5) })]
    )
    let times = (1..<5000).map { sampler.time(at: Double($0) / 5000) }
    #expect(times == times.sorted())
    #expect(times.allSatisfy { ($0 - moment("2024-01-01T00:30:00Z")) % 420_000_000 == 0 })
  }

  // MARK: Weights

  private static let hours = TimePattern(dimension: .hour, weights: (0..<24).map { $0 < 6 ? 0 : Double($0) })
  private static let days = TimePattern(dimension: .dow, weights: [5, 1, 1, 1, 1, 0.5, 0])
  private static let months = TimePattern(dimension: .month, weights: [1, 0, 2, 1, 1, 3, 1, 1, 0, 0, 1, 4])
  private static let moreDays = TimePattern(dimension: .dow, weights: [1, 1, 2, 0, 1, 1, 9])

  static let patterns: [[TimePattern]] = [
    [], [hours], [days], [months], [hours, days], [days, months], [hours, months], [hours, days, months],
    [days, moreDays], [hours, hours],
  ]

  /// Every point's weight by the definition, in civil terms.
  private func weight(_ time: Int64, _ patterns: [TimePattern]) -> Double {
    let day = Timestamp(microseconds: time).day
    return patterns.reduce(1) { product, pattern in
      switch pattern.dimension {
      case .hour: product * pattern.weights[Int((time - day * 86_400_000_000) / 3_600_000_000)]
      case .dow: product * pattern.weights[CivilDate.dayOfWeek(day: day)]
      case .month: product * pattern.weights[CivilDate(day: day).month - 1]
      }
    }
  }

  @Test(arguments: patterns, ["17min", "H", "5H", "D"])
  func pointsAreDrawnByTheProductOfTheirWeights(_ patterns: [TimePattern], _ frequency: String) throws {
    let start = moment("2023-12-18T07:05:00Z"), end = moment("2024-04-09T11:00:00Z")
    let sampler = try sampler("2023-12-18T07:05:00Z", "2024-04-09T11:00:00Z", frequency, patterns)
    let step = try #require(Frequency(frequency)?.fixedStep)
    let points = Array(stride(from: start, through: end, by: Int(step)))
    let weights = points.map { weight($0, patterns) }
    let times = draw(sampler)
    #expect(chiSquareExcess(times.counts(of: points), weights) <= 1)
    #expect(times.allSatisfy { weight($0, patterns) > 0 })
  }

  @Test func pointsBefore1970HaveTheirOwnDayAndHour() throws {
    let sampler = try sampler(
      "1899-12-25T00:00:00Z",
      "1970-01-05T00:00:00Z",
      "H",
      [Self.hours, Self.days, Self.months]
    )
    let times = draw(sampler, 5000)
    #expect(times.count { $0 < 0 } > 4900)
    for time in times {
      let written = text(time)
      #expect(Int(written.dropFirst(11).prefix(2)) ?? 0 >= 6, "\(written)")
      #expect(!["02", "09", "10"].contains(written.dropFirst(5).prefix(2)), "\(written)")
      #expect(CivilDate.dayOfWeek(day: Timestamp(microseconds: time).day) != 6, "\(written)")
    }
    let hours = times.map { Int(text($0).dropFirst(11).prefix(2)) ?? 0 }
    #expect(chiSquareExcess(hours.counts(of: Array(0..<24)), Self.hours.weights) <= 1)
    #expect(CivilDate.dayOfWeek(day: -1) == 2, "1969-12-31 was a Wednesday")
  }

  @Test func patternsThatLeaveNothingAreRefused() throws {
    let timeframe = Timeframe(
      start: Timestamp(microseconds: moment("2024-01-01")),
      end: Timestamp(microseconds: moment("2024-01-05")),
      frequency: Frequency(unit: .day)
    )
    #expect(
      TimeSampler(timeframe, patterns: [TimePattern(dimension: .dow, weights: [0, 0, 0, 0, 0, 1, 1])]) == nil
    )
    let errors = TestData.errors(
      single(
        "datetime",
        "datetime_series: { within: { start: 2024-01-01, end: 2024-01-05 }, pattern: { dimension: dow, weights: [0, 0, 0, 0, 0, 1, 1] } }"
      )
    )
    #expect(errors.contains { $0.contains("every point of time") && $0.contains("the weight 0") })
  }
}
