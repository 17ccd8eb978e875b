import DatagenSchema

/// Draws points of a grid of times, with weights over the hour, the day of the week and the month.
///
/// The points of a clock hour (or of a day, where no pattern looks at the hour) weigh the same, so the cumulative
/// weights are kept per hour or day, not per point. A point is found from one random number, by inversion; so the
/// draw can also be confined to what lies after a moment.
struct TimeSampler: Sendable {
  private let start: Int64
  /// The step of the grid; nil where the points are listed.
  private let step: Int64?
  private let points: [Int64]
  let count: Int64

  /// Cumulative weights of runs of neighbouring points, ending in 1; empty where all points weigh the same.
  private let cumulative: [Double]
  /// The first point of each run, and the count at the end.
  private let runStarts: [Int64]
  private let guide: [Int32]

  /// The runs that a grid may have: 2,000 years of hours.
  private static let maximumRuns = 20_000_000

  /// - Returns: nil where no point of the grid has a weight.
  init?(_ timeframe: Timeframe, patterns: [TimePattern]) {
    let start = timeframe.start.microseconds
    let step = timeframe.frequency.fixedStep
    let points = step == nil ? Self.calendarPoints(timeframe) : []
    let count = step.map { (timeframe.end.microseconds - start) / $0 + 1 } ?? Int64(points.count)
    self.start = start
    self.step = step
    self.points = points
    self.count = count
    guard count > 0 else { return nil }
    guard !patterns.isEmpty else {
      cumulative = []
      runStarts = []
      guide = []
      return
    }
    let weight = PatternWeights(patterns)
    let runLength = weight.usesHours ? Timestamp.microsecondsPerHour : Timestamp.microsecondsPerDay
    var sums: [Double] = [], starts: [Int64] = []
    var total = 0.0
    var point: Int64 = 0
    while point < count, sums.count < Self.maximumRuns {
      let time = step.map { start + point * $0 } ?? points[Int(point)]
      var next = point + 1
      if let step, step < runLength {
        let runEnd = (time.flooredQuotient(runLength) + 1) * runLength
        next = min(count, point + (runEnd - time + step - 1) / step)
      }
      total += weight(time) * Double(next - point)
      sums.append(total)
      starts.append(point)
      point = next
    }
    guard total > 0 else { return nil }
    starts.append(point)
    runStarts = starts
    for index in sums.indices { sums[index] /= total }
    cumulative = sums
    var guide: [Int32] = []
    guide.reserveCapacity(sums.count)
    var index = 0
    for slot in 0..<sums.count {
      while index < sums.count - 1, sums[index] * Double(sums.count) <= Double(slot) { index += 1 }
      guide.append(Int32(index))
    }
    self.guide = guide
  }

  /// The months, quarters or years whose first or last days lie in the timeframe, at the time of day it starts at.
  private static func calendarPoints(_ timeframe: Timeframe) -> [Int64] {
    let unit = timeframe.frequency.unit
    let months =
      switch unit {
      case .monthStart, .monthEnd: 1
      case .quarterStart, .quarterEnd: 3
      default: 12
      }
    let isEnd = unit == .monthEnd || unit == .quarterEnd || unit == .yearEnd
    let timeOfDay = timeframe.start.microseconds - timeframe.start.day * Timestamp.microsecondsPerDay
    let first = CivilDate(day: timeframe.start.day)
    var period = CivilDate(year: first.year, month: (first.month - 1) / months * months + 1, day: 1)
    var points: [Int64] = []
    var isWithin = true
    while isWithin {
      let day = isEnd ? period.adding(months: months).dayNumber - 1 : period.dayNumber
      let time = day * Timestamp.microsecondsPerDay + timeOfDay
      isWithin = time <= timeframe.end.microseconds
      if isWithin, time >= timeframe.start.microseconds { points.append(time) }
      period = period.adding(months: months)
    }
    return stride(from: 0, to: points.count, by: timeframe.frequency.multiplier).map { points[$0] }
  }

  /// Whether no two points lie on the same day.
  var hasWholeDays: Bool { step.map { $0 >= Timestamp.microsecondsPerDay } ?? true }

  /// Whether all points weigh the same.
  var isUniform: Bool { cumulative.isEmpty }

  /// A point of the grid by its number.
  @inline(__always)
  func time(_ point: Int64) -> Int64 {
    if let step { return start &+ point &* step }
    return points[Int(point)]
  }

  /// The first moment of the grid, and the first one after it.
  var bounds: Range<Int64> { time(0)..<time(count - 1) + 1 }

  /// The share of the weight that lies on points before a moment: the cumulative distribution, without the moment.
  func cumulative(before moment: Int64) -> Double {
    let place = point(notBefore: moment)
    if place <= 0 { return 0 }
    if place >= count { return 1 }
    if cumulative.isEmpty { return Double(place) / Double(count) }
    let run = run(of: place)
    let before = run == 0 ? 0 : cumulative[run - 1]
    let first = runStarts[run], length = runStarts[run + 1] - first
    return before + (cumulative[run] - before) * Double(place - first) / Double(length)
  }

  /// The number of the first point that is not before a moment; the count where there is none.
  func point(notBefore moment: Int64) -> Int64 {
    if let step {
      if moment <= start { return 0 }
      let distance = moment - start
      return min(count, distance / step + (distance % step == 0 ? 0 : 1))
    }
    var low = 0
    var high = points.count
    while low < high {
      let middle = (low + high) / 2
      if points[middle] < moment { low = middle + 1 } else { high = middle }
    }
    return Int64(low)
  }

  private func run(of point: Int64) -> Int {
    var low = 0
    var high = cumulative.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if runStarts[middle] <= point { low = middle } else { high = middle }
    }
    return low
  }

  /// A point drawn from those in `low..<high` by a number from 0 to 1; where there are none, the nearest point at or
  /// after `low`, or `low` itself past the end of the grid.
  func time(at unit: Double, from low: Int64, to high: Int64) -> Int64 {
    let first = cumulative(before: low), last = cumulative(before: high)
    if last > first {
      let time = time(at: min(first + unit * (last - first), 1 - 0x1p-53))
      // The inverse may be off by one point through rounding.
      if time >= low, time < high { return time }
      let nearest = time < low ? point(notBefore: low) : point(notBefore: high) - 1
      return self.time(min(max(nearest, 0), count - 1))
    }
    let nearest = point(notBefore: low)
    return nearest < count && self.time(nearest) < high ? self.time(nearest) : low
  }

  /// The moment, in microseconds, at a place of the cumulative distribution (0 to 1).
  @inline(__always)
  func time(at unit: Double) -> Int64 {
    if cumulative.isEmpty { return time(min(Int64(unit * Double(count)), count - 1)) }
    var run = Int(guide[Int(unit * Double(guide.count))])
    while run < cumulative.count &- 1, cumulative[run] < unit { run &+= 1 }
    let first = runStarts[run], length = runStarts[run &+ 1] &- first
    if length == 1 { return time(first) }
    let before = run == 0 ? 0 : cumulative[run &- 1]
    let share = (unit - before) / (cumulative[run] - before)
    return time(first &+ min(Int64(share * Double(length)), length &- 1))
  }
}

/// The product of patterns at a moment.
struct PatternWeights: Sendable {
  private var hours: [Double]?
  private var days: [Double]?
  private var months: [Double]?

  init(_ patterns: [TimePattern]) {
    for pattern in patterns {
      switch pattern.dimension {
      case .hour: hours = Self.product(hours, pattern.weights)
      case .dow: days = Self.product(days, pattern.weights)
      case .month: months = Self.product(months, pattern.weights)
      }
    }
  }

  private static func product(_ left: [Double]?, _ right: [Double]) -> [Double] {
    guard let left else { return right }
    return zip(left, right).map { $0 * $1 }
  }

  var usesHours: Bool { hours != nil }

  /// The weight at a moment, in microseconds.
  @inline(__always)
  func callAsFunction(_ time: Int64) -> Double {
    var weight = 1.0
    let day = time.flooredQuotient(Timestamp.microsecondsPerDay)
    if let hours {
      weight *= hours[Int((time &- day &* Timestamp.microsecondsPerDay) / Timestamp.microsecondsPerHour)]
    }
    if let days { weight *= days[CivilDate.dayOfWeek(day: day)] }
    if let months { weight *= months[CivilDate(day: day).month - 1] }
    return weight
  }
}
