/// The step of a grid of times, with the aliases of pandas and an optional multiplier: `H`, `15min`, `2W`, `MS`.
package struct Frequency: Sendable, Hashable {
  package enum Unit: Sendable, Hashable {
    case second, minute, hour, day, week
    /// The first days of months, quarters and years.
    case monthStart, quarterStart, yearStart
    /// The last days of months, quarters and years.
    case monthEnd, quarterEnd, yearEnd
  }

  package var multiplier: Int
  package var unit: Unit

  package init(multiplier: Int = 1, unit: Unit) {
    self.multiplier = multiplier
    self.unit = unit
  }

  package static let hourly = Frequency(unit: .hour)

  private static let units: [String: Unit] = [
    "S": .second, "s": .second, "sec": .second, "second": .second, "seconds": .second,
    "T": .minute, "min": .minute, "Min": .minute, "Minutes": .minute, "minutes": .minute, "minute": .minute,
    "H": .hour, "h": .hour, "hour": .hour, "hours": .hour,
    "D": .day, "d": .day, "day": .day, "days": .day,
    "W": .week, "w": .week, "week": .week, "weeks": .week,
    "M": .monthEnd, "ME": .monthEnd, "MS": .monthStart, "month": .monthStart, "months": .monthStart,
    "Q": .quarterEnd, "QE": .quarterEnd, "QS": .quarterStart,
    "Y": .yearEnd, "A": .yearEnd, "YE": .yearEnd, "YS": .yearStart, "AS": .yearStart,
  ]

  /// The words that `freq` takes, for error messages.
  package static let examples = "S, min, 15min, H, D, W, M, MS, Q, Y"

  /// What an alias matches.
  package static let pattern = "^[0-9]*(\(units.keys.sorted().joined(separator: "|")))$"

  /// Reads an alias; nil where it is none.
  package init?(_ text: String) {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let alias = text.dropFirst(digits.count)
    guard let unit = Self.units[String(alias)] else { return nil }
    if digits.isEmpty {
      self.init(unit: unit)
    } else {
      guard let multiplier = Int(digits), multiplier > 0, multiplier <= 1_000_000 else { return nil }
      self.init(multiplier: multiplier, unit: unit)
    }
  }

  /// The step in microseconds; nil for calendar units, whose steps differ in length.
  package var fixedStep: Int64? {
    let base: Int64? =
      switch unit {
      case .second: 1_000_000
      case .minute: 60_000_000
      case .hour: Timestamp.microsecondsPerHour
      case .day: Timestamp.microsecondsPerDay
      case .week: 7 * Timestamp.microsecondsPerDay
      default: nil
      }
    return base.map { $0 * Int64(multiplier) }
  }
}

/// A span of time with the step of its grid; both ends belong to it.
package struct Timeframe: Sendable, Hashable {
  package var start: Timestamp
  package var end: Timestamp
  package var frequency: Frequency

  package init(start: Timestamp, end: Timestamp, frequency: Frequency) {
    self.start = start
    self.end = end
    self.frequency = frequency
  }

  /// 2024, hourly.
  package static let standard = Timeframe(
    start: Timestamp(day: 19_723),
    end: Timestamp(microseconds: 20_089 * Timestamp.microsecondsPerDay - Timestamp.microsecondsPerSecond),
    frequency: .hourly
  )
}
