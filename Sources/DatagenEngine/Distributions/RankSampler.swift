import DatagenSchema

/// Draws one of `count` ranks (0 is the most popular) by a weights kind, in constant memory however many there are.
struct RankSampler: Sendable {
  private enum Kind {
    case uniform
    case zipf(ZipfSampler)
    case headTail(share: Double, head: Int64, tail: ZipfSampler)
  }

  private let count: Int64
  private let kind: Kind

  init(_ weights: WeightsKind, count: Int64) {
    self.count = max(count, 1)
    let head = WeightsKind.headCount(of: self.count)
    switch weights {
    case .zipf(let exponent) where exponent > 0:
      kind = .zipf(ZipfSampler(count: self.count, exponent: exponent))
    case .headTail(let share, let exponent) where head < self.count:
      kind = .headTail(share: share, head: head, tail: ZipfSampler(count: self.count - head, exponent: exponent))
    default:
      kind = .uniform
    }
  }

  /// A rank below the count.
  @inline(__always)
  func rank(_ stream: inout CellStream) -> Int64 {
    switch kind {
    case .uniform:
      return Int64(stream.below(UInt64(count)))
    case .zipf(let sampler):
      return sampler.rank(&stream)
    case .headTail(let share, let head, let tail):
      if stream.unit() < share { return Int64(stream.below(UInt64(head))) }
      return head + tail.rank(&stream)
    }
  }
}

extension RankSampler {
  /// How likely a rank is, in proportion to the others.
  func weight(of rank: Int64) -> Double {
    switch kind {
    case .uniform: 1
    case .zipf(let sampler): sampler.weight(of: rank)
    case .headTail(let share, let head, let tail):
      rank < head ? share / Double(head) : (1 - share) * tail.weight(of: rank - head) / tail.total
    }
  }
}

/// Draws ranks with weight `1 / k^exponent` by rejection-inversion: no table, about 1.1 trials a draw.
///
/// Source: Hörmann, Derflinger, "Rejection-inversion to generate variates from monotone discrete
/// distributions", 1996.
struct ZipfSampler: Sendable {
  private let count: Double
  private let exponent: Double
  private let integralAtFirst: Double
  private let integralAtLast: Double
  private let shortcut: Double

  init(count: Int64, exponent: Double) {
    self.count = Double(count)
    self.exponent = exponent
    integralAtFirst = Self.integral(1.5, exponent) - 1
    integralAtLast = Self.integral(Double(count) + 0.5, exponent)
    shortcut = 2 - Self.inverse(Self.integral(2.5, exponent) - power(2, -exponent), exponent)
  }

  /// A rank from 0.
  func rank(_ stream: inout CellStream) -> Int64 {
    if count <= 1 { return 0 }
    while true {
      let u = integralAtLast + stream.unit() * (integralAtFirst - integralAtLast)
      let x = Self.inverse(u, exponent)
      let k = min(max(x.rounded(), 1), count)
      if k - x <= shortcut || u >= Self.integral(k + 0.5, exponent) - power(k, -exponent) {
        return Int64(k) - 1
      }
    }
  }

  /// The weight of a rank from 0.
  func weight(of rank: Int64) -> Double { power(Double(rank + 1), -exponent) }

  /// About the sum of all weights, by the midpoint rule.
  var total: Double { Self.integral(count + 0.5, exponent) - Self.integral(0.5, exponent) }

  /// The integral of `x^-exponent`, written so that it is exact near an exponent of 1.
  private static func integral(_ x: Double, _ exponent: Double) -> Double {
    let logarithm = naturalLogarithm(x)
    return expm1Ratio((1 - exponent) * logarithm) * logarithm
  }

  private static func inverse(_ y: Double, _ exponent: Double) -> Double {
    let t = max(y * (1 - exponent), -1)
    return exponential(log1pRatio(t) * y)
  }

  /// The ratio `(e^x - 1) / x`.
  private static func expm1Ratio(_ x: Double) -> Double {
    abs(x) > 1e-8 ? exponentialMinusOne(x) / x : 1 + x / 2 * (1 + x / 3)
  }

  /// The ratio `ln(1 + x) / x`.
  private static func log1pRatio(_ x: Double) -> Double {
    abs(x) > 1e-8 ? logarithmOfOnePlus(x) / x : 1 - x * (0.5 - x / 3)
  }
}
