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

  /// Draws a value between two limits from what they leave of the distribution; nil where they leave nothing, or where
  /// the distribution is not drawn by inversion.
  ///
  /// Complexity: O(1), about a hundred quantiles: the places of the limits are found by bisection.
  func value(at unit: Double, from low: Double, to high: Double) -> Double? {
    guard let inversion, low <= high else { return nil }
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
}
