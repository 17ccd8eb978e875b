import DatagenSchema

/// How finely the values of a column lie: they are multiples of a least difference.
struct Resolution: Sendable, Equatable {
  /// The least difference, in the units of the values; 0 stands for the next number.
  let unit: Double

  /// The nearest value at a limit or beyond it: upwards for 1, downwards for -1.
  ///
  /// - Parameter isStrict: whether the limit itself is none.
  func value(from limit: Double, by direction: Double, isStrict: Bool) -> Double {
    guard limit.isFinite else { return limit }
    guard unit > 0 else {
      return isStrict ? (direction > 0 ? limit.nextUp : limit.nextDown) : limit
    }
    // Decimals are cast by dividing through a whole number, which multiplying by 0.01 would miss by a digit.
    let scale = unit < 1 ? (1 / unit).rounded() : 1
    func value(_ count: Double) -> Double { unit < 1 ? count / scale : count * unit }
    func keeps(_ value: Double) -> Bool {
      isStrict ? value * direction > limit * direction : value * direction >= limit * direction
    }
    var count = (unit < 1 ? limit * scale : limit / unit).rounded(direction > 0 ? .up : .down)
    // The product may be off by a digit, to either side.
    if keeps(value(count - direction)) { count -= direction }
    if !keeps(value(count)) { count += direction }
    return value(count)
  }

  /// Whether each value of another column could be one of this one.
  func contains(_ other: Resolution) -> Bool { unit == 0 || other.unit >= unit }
}

extension Column {
  /// The least difference between two values of the column, dates counted in days: for floats 0 stands for the next number.
  var leastDifference: Double {
    switch type {
    case .datetime: Double(Timestamp.microsecondsPerSecond)
    case .float: decimals.map { power(10, -Double($0)) } ?? 0
    default: 1
    }
  }

  /// The resolution among numbers, or among moments in microseconds.
  var resolution: Resolution {
    Resolution(unit: type == .date ? Double(Timestamp.microsecondsPerDay) : leastDifference)
  }
}
