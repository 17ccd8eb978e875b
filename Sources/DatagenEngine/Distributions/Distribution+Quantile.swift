import DatagenSchema

extension Distribution {
  /// How a family turns a uniform random number into a value.
  enum Inversion {
    /// The greater the number, the greater the value.
    case rising
    /// The greater the number, the smaller the value.
    case falling
  }

  /// How `fill` inverts the cumulative distribution; nil where it needs more than one random number.
  var inversion: Inversion? {
    switch family {
    case .normal, .lognormal, .uniform, .triangular, .poisson, .binomial: .rising
    case .exponential, .weibull, .pareto, .geometric, .bernoulli: .falling
    case .gamma, .beta: nil
    }
  }

  /// Replaces places of the cumulative distribution (0 to 1, both excluded) by the values that stand there.
  func applyQuantile(to values: UnsafeMutablePointer<Double>, count: Int) {
    switch family {
    case .normal(let mean, let deviation):
      for row in 0..<count { values[row] = mean + deviation * normalQuantile(values[row]) }
    case .lognormal(let mean, let deviation):
      for row in 0..<count { values[row] = exponential(mean + deviation * normalQuantile(values[row])) }
    case .uniform(let low, let high):
      for row in 0..<count { values[row] = low + (high - low) * values[row] }
    case .exponential(let scale):
      for row in 0..<count { values[row] = -scale * logarithmOfOnePlus(-values[row]) }
    case .weibull(let shape, let scale):
      for row in 0..<count { values[row] = scale * power(-logarithmOfOnePlus(-values[row]), 1 / shape) }
    case .pareto(let shape, let scale):
      for row in 0..<count { values[row] = scale * power(1 - values[row], -1 / shape) }
    case .triangular(let low, let mode, let high):
      for row in 0..<count { values[row] = Self.triangular(values[row], low, mode, high) }
    case .geometric(let p):
      let denominator = logarithmOfOnePlus(-p)
      for row in 0..<count {
        values[row] = p >= 1 ? 1 : (logarithmOfOnePlus(-values[row]) / denominator).rounded(.down) + 1
      }
    case .bernoulli(let p):
      for row in 0..<count { values[row] = values[row] > 1 - p ? 1 : 0 }
    case .poisson(let sampler, _), .binomial(let sampler, _, _):
      for row in 0..<count { values[row] = Double(sampler.value(values[row])) }
    case .gamma, .beta:
      preconditionFailure("this distribution is not drawn by inversion")
    }
    if let clamp {
      for row in 0..<count { values[row] = min(max(values[row], clamp.lowerBound), clamp.upperBound) }
    }
  }

  /// Draws a value between two limits from what they leave of the distribution; nil where they leave nothing.
  ///
  /// Complexity: O(1), about a hundred quantiles: the places of the limits are found by bisection.
  func value(at unit: Double, from low: Double, to high: Double) -> Double? {
    guard low <= high else { return nil }
    guard let inversion else { return valueByDensity(at: unit, from: low, to: high) }
    func quantile(_ place: Double) -> Double {
      var value = place
      applyQuantile(to: &value, count: 1)
      return value
    }
    let isFalling = inversion == .falling && quantile(0.25) > quantile(0.75)
    /// The least place whose value is at least `limit`, or more than it.
    func place(of limit: Double, isBeyond: Bool) -> Double {
      var least = 0x1p-60, most = 1 - 0x1p-53
      for _ in 0..<60 {
        let middle = (least + most) / 2
        let value = quantile(isFalling ? 1 - middle : middle)
        if isBeyond ? value <= limit : value < limit { least = middle } else { most = middle }
      }
      return most
    }
    let first = place(of: low, isBeyond: false), last = place(of: high, isBeyond: true)
    guard first < last else { return nil }
    let drawn = first + unit * (last - first)
    let value = quantile(isFalling ? 1 - drawn : drawn)
    return value >= low && value <= high ? value : min(max(value, low), high)
  }

  /// The same for a family without an inversion: by the density in narrow cells, whose sum stands for its integral.
  private func valueByDensity(at unit: Double, from low: Double, to high: Double) -> Double? {
    let support: ClosedRange<Double>
    let logarithm: (Double) -> Double
    switch family {
    case .gamma(let shape, let scale):
      // Sixty scales behind the limit, or behind the greatest density, are 26 powers of ten.
      support = 0...max(low, shape * scale) + 60 * scale
      logarithm = { (shape - 1) * naturalLogarithm($0) - $0 / scale }
    case .beta(let alpha, let beta, let least, let most):
      support = least...most
      logarithm = {
        (alpha - 1) * naturalLogarithm($0 - least) + (beta - 1) * naturalLogarithm(most - $0)
      }
    default:
      return nil
    }
    let from = max(low, support.lowerBound, clamp?.lowerBound ?? -.infinity)
    let to = min(high, support.upperBound, clamp?.upperBound ?? .infinity)
    guard from < to else { return nil }
    let count = 512, width = (to - from) / Double(count)
    let logarithms = (0..<count).map { logarithm(from + (Double($0) + 0.5) * width) }
    guard let greatest = logarithms.max(), greatest.isFinite else { return nil }
    let masses = logarithms.map { exponential($0 - greatest) }
    var rest = unit * masses.reduce(0, +)
    for (cell, mass) in masses.enumerated() {
      if rest < mass { return from + (Double(cell) + rest / mass) * width }
      rest -= mass
    }
    return to
  }
}
