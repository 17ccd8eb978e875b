/// Draws whole numbers with given probabilities by inverting their cumulative distribution, one word a draw.
///
/// The cumulative table covers all but 1e-18 of the probability; a guide table makes the search constant on average.
struct CountSampler: Sendable {
  private let first: Int64
  private let cumulative: [Double]
  private let guide: [Int32]

  /// A poisson distribution with mean `lambda`, at most 1e9.
  static func poisson(_ lambda: Double) -> CountSampler {
    guard lambda > 0 else { return CountSampler(first: 0, probabilities: [1]) }
    let reach = 12 * lambda.squareRoot() + 40
    let first = max(0, (lambda - reach).rounded(.down)), last = (lambda + reach).rounded(.up)
    let logarithm = naturalLogarithm(lambda)
    let probabilities = (Int64(first)...Int64(last)).map { k in
      exponential(Double(k) * logarithm - lambda - logarithmOfGamma(Double(k) + 1))
    }
    return CountSampler(first: Int64(first), probabilities: probabilities)
  }

  /// The number of successes in `trials` trials of probability `p`.
  static func binomial(trials: Int64, p: Double) -> CountSampler {
    if p <= 0 || trials == 0 { return CountSampler(first: 0, probabilities: [1]) }
    if p >= 1 { return CountSampler(first: trials, probabilities: [1]) }
    let n = Double(trials), mean = n * p
    let reach = 12 * (mean * (1 - p)).squareRoot() + 40
    let first = Int64(max(0, (mean - reach).rounded(.down))), last = Int64(min(n, (mean + reach).rounded(.up)))
    let logP = naturalLogarithm(p), logQ = logarithmOfOnePlus(-p)
    let probabilities = (first...last).map { k in
      let k = Double(k)
      let ways = logarithmOfGamma(n + 1) - logarithmOfGamma(k + 1) - logarithmOfGamma(n - k + 1)
      return exponential(ways + k * logP + (n - k) * logQ)
    }
    return CountSampler(first: first, probabilities: probabilities)
  }

  private init(first: Int64, probabilities: [Double]) {
    self.first = first
    let total = probabilities.reduce(0, +)
    var sum = 0.0
    cumulative = probabilities.map { probability in
      sum += probability / total
      return sum
    }
    var guide: [Int32] = []
    var index: Int32 = 0
    for slot in 0..<cumulative.count {
      let bound = Double(slot) / Double(cumulative.count)
      while Int(index) < cumulative.count - 1, cumulative[Int(index)] <= bound { index += 1 }
      guide.append(index)
    }
    self.guide = guide
  }

  /// The number that stands at a place of the cumulative distribution (0 to 1).
  @inline(__always)
  func value(_ unit: Double) -> Int64 {
    var index = Int(guide[Int(unit * Double(guide.count))])
    while index < cumulative.count &- 1, cumulative[index] < unit { index &+= 1 }
    return first &+ Int64(index)
  }
}
