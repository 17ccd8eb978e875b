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
}
