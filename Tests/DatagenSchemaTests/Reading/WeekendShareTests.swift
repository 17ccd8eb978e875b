import DatagenSchema
import Testing

@testable import DatagenEngine

/// The expected share of weekends, against a count of every point of the grid.
@Suite struct WeekendShareTests {
  static let days = TimePattern(dimension: .dow, weights: [1, 1, 1, 1, 1, 0.7, 0.6])
  static let hours = TimePattern(dimension: .hour, weights: (0..<24).map { Double($0 % 7) })
  static let months = TimePattern(dimension: .month, weights: (1...12).map { Double($0) })

  @Test(
    arguments: ["10min", "7min", "H", "5H", "D", "3D", "W", "MS", "M", "Q"],
    [[], [days], [hours, days], [months], [hours, days, months]]
  )
  func isTheShareOfTheWeights(_ frequency: String, _ patterns: [TimePattern]) throws {
    let timeframe = Timeframe(
      start: try #require(Timestamp(iso8601: "2023-11-15T03:20:00")),
      end: try #require(Timestamp(iso8601: "2024-12-05T17:00:00")),
      frequency: try #require(Frequency(frequency))
    )
    let sampler = try #require(TimeSampler(timeframe, patterns: patterns))
    var weekend = 0.0, all = 0.0
    for point in 0..<sampler.count {
      let time = sampler.time(point)
      let day = time.flooredQuotient(86_400_000_000)
      let date = CivilDate(day: day)
      let hour = Int((time - day * 86_400_000_000) / 3_600_000_000)
      // 1970-01-01 was a Thursday.
      let weekday = Int((day + 3) % 7)
      let weight = patterns.reduce(1) { product, pattern in
        switch pattern.dimension {
        case .hour: product * pattern.weights[hour]
        case .dow: product * pattern.weights[weekday]
        case .month: product * pattern.weights[date.month - 1]
        }
      }
      all += weight
      if weekday >= 5 { weekend += weight }
    }
    let share = try #require(TargetFeasibility.weekendShare(timeframe, patterns, sampler))
    #expect(abs(share - weekend / all) < 1e-9)
  }
}
