import DatagenSchema

/// A distribution of numbers with its parameters, optionally clipped.
struct Distribution: Sendable {
  enum Family: Sendable {
    case normal(mean: Double, deviation: Double)
    /// `mean` and `deviation` are those of the logarithm.
    case lognormal(mean: Double, deviation: Double)
    case uniform(low: Double, high: Double)
    case exponential(scale: Double)
    case gamma(shape: Double, scale: Double)
    case beta(alpha: Double, beta: Double, low: Double, high: Double)
    case weibull(shape: Double, scale: Double)
    /// `P(X > x) = (scale / x)^shape` for x above scale.
    case pareto(shape: Double, scale: Double)
    case triangular(low: Double, mode: Double, high: Double)
    /// The number of trials up to the first success, from 1.
    case geometric(p: Double)
    case bernoulli(p: Double)
    case poisson(CountSampler, lambda: Double)
    case binomial(CountSampler, trials: Int64, p: Double)
  }

  var family: Family
  var clamp: ClosedRange<Double>?
  var summary: String

  /// The whole numbers of a uniform distribution, both ends included, and how many they are.
  var wholeInterval: (low: Int64, span: UInt64)? {
    guard case .uniform(let low, let high) = family else { return nil }
    return Self.interval(low, high)
  }

  /// Those of them that the clamp leaves as they are.
  var unclampedInterval: (low: Int64, span: UInt64)? {
    guard case .uniform(let low, let high) = family else { return nil }
    return Self.interval(max(low, clamp?.lowerBound ?? low), min(high, clamp?.upperBound ?? high))
  }

  private static func interval(_ low: Double, _ high: Double) -> (low: Int64, span: UInt64)? {
    let first = low.rounded(.up), last = high.rounded(.down)
    guard first <= last, last >= -0x1p63, first < 0x1p63 else { return nil }
    let least = Int64(max(first, -0x1p63)), greatest = Int64(min(last, 0x1p63.nextDown))
    return (least, UInt64(bitPattern: greatest &- least) + 1)
  }

  /// Fills `values` with draws for the given rows.
  func fill(
    _ values: UnsafeMutablePointer<Double>,
    rows: UnsafePointer<Int64>,
    count: Int,
    key: RandomKey
  ) {
    switch family {
    case .normal(let mean, let deviation):
      for row in 0..<count { values[row] = mean + deviation * normalQuantile(key.unit(rows[row])) }
    case .lognormal(let mean, let deviation):
      for row in 0..<count { values[row] = exponential(mean + deviation * normalQuantile(key.unit(rows[row]))) }
    case .uniform(let low, let high):
      for row in 0..<count { values[row] = low + (high - low) * key.unit(rows[row]) }
    case .exponential(let scale):
      for row in 0..<count { values[row] = -scale * naturalLogarithm(key.unit(rows[row])) }
    case .weibull(let shape, let scale):
      for row in 0..<count { values[row] = scale * power(-naturalLogarithm(key.unit(rows[row])), 1 / shape) }
    case .pareto(let shape, let scale):
      for row in 0..<count { values[row] = scale * power(key.unit(rows[row]), -1 / shape) }
    case .triangular(let low, let mode, let high):
      for row in 0..<count { values[row] = Self.triangular(key.unit(rows[row]), low, mode, high) }
    case .geometric(let p):
      let denominator = logarithmOfOnePlus(-p)
      for row in 0..<count {
        values[row] = p >= 1 ? 1 : (naturalLogarithm(key.unit(rows[row])) / denominator).rounded(.down) + 1
      }
    case .bernoulli(let p):
      for row in 0..<count { values[row] = key.unit(rows[row]) < p ? 1 : 0 }
    case .poisson(let sampler, _), .binomial(let sampler, _, _):
      for row in 0..<count { values[row] = Double(sampler.value(key.unit(rows[row]))) }
    case .gamma(let shape, let scale):
      for row in 0..<count {
        var stream = key.stream(rows[row])
        values[row] = scale * Self.gamma(shape, &stream)
      }
    case .beta(let alpha, let beta, let low, let high):
      for row in 0..<count {
        var stream = key.stream(rows[row])
        let x = Self.gamma(alpha, &stream), y = Self.gamma(beta, &stream)
        values[row] = low + (high - low) * (x + y > 0 ? x / (x + y) : 0.5)
      }
    }
    if let clamp {
      for row in 0..<count { values[row] = min(max(values[row], clamp.lowerBound), clamp.upperBound) }
    }
  }

  static func triangular(_ u: Double, _ low: Double, _ mode: Double, _ high: Double) -> Double {
    guard high > low else { return low }
    let cut = (mode - low) / (high - low)
    if u < cut { return low + (u * (high - low) * (mode - low)).squareRoot() }
    return high - ((1 - u) * (high - low) * (high - mode)).squareRoot()
  }

  /// A gamma variate of scale 1.
  ///
  /// Source: Marsaglia, Tsang, "A simple method for generating gamma variables", 2000; below a shape of 1 with
  /// their boost `G(a) = G(a + 1) U^(1/a)`.
  private static func gamma(_ shape: Double, _ stream: inout CellStream) -> Double {
    if shape < 1 {
      let boost = power(stream.unit(), 1 / shape)
      return gamma(shape + 1, &stream) * boost
    }
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = normalQuantile(stream.unit())
      let t = 1 + c * x
      guard t > 0 else { continue }
      let v = t * t * t
      let u = stream.unit()
      if naturalLogarithm(u) < 0.5 * x * x + d - d * v + d * naturalLogarithm(v) { return d * v }
    }
  }
}
