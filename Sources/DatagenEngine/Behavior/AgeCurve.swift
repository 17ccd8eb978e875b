import DatagenSchema

extension AgeMultiplier {
  /// The multiplier at an age in microseconds; never below 0.
  func value(at age: Int64) -> Double {
    let age = Double(max(0, age)) / Double(unit)
    let value =
      switch curve {
      case .list(let values): values[min(values.count - 1, Int(age.rounded()))]
      case .logarithmic(let a, let b): a + b * logarithmOfOnePlus(age)
      case .exponential(let a, let b): a * exponential(b * age)
      case .linear(let a, let b): a + b * age
      }
    return max(0, value)
  }

  /// Calls `body` with ages up to `limit` between which the multiplier is constant, or nearly so: the steps of a list;
  /// for a curve a 32nd of its unit, later a 96th of the age, but at least an hour.
  func forEachStep(upTo limit: Int64, _ body: (Int64) -> Void) {
    if case .list(let values) = curve {
      for index in 0..<max(0, values.count - 1) {
        let age = Int64(index) * unit + unit / 2
        if age >= limit { return }
        body(age)
      }
      return
    }
    let least = max(unit / 32, Timestamp.microsecondsPerHour)
    var age = least
    while age < limit {
      body(age)
      age += max(least, age / 96)
    }
  }
}
