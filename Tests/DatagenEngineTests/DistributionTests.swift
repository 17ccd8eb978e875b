import DatagenSchema
import Foundation
import Testing

@testable import DatagenEngine

@Suite struct DistributionTests {
  struct Continuous: Sendable, CustomTestStringConvertible {
    var arguments: String
    var cumulative: @Sendable (Double) -> Double
    var testDescription: String { arguments }
    init(_ arguments: String, _ cumulative: @escaping @Sendable (Double) -> Double) {
      self.arguments = arguments
      self.cumulative = cumulative
    }
  }

  static let continuous: [Continuous] = [
    .init("type: normal, mean: 10, std: 3") { normalCumulative(($0 - 10) / 3) },
    .init("type: normal, params: { mu: -1, sigma: 0.5 }") { normalCumulative(($0 + 1) / 0.5) },
    .init("type: lognormal, params: { mean: 3, sigma: 0.5 }") { normalCumulative((log($0) - 3) / 0.5) },
    .init("kind: lognormal, mu: 0, std: 2") { normalCumulative(log($0) / 2) },
    .init("type: uniform, low: -2, high: 5") { min(1, max(0, ($0 + 2) / 7)) },
    .init("kind: uniform, min: 0.25, max: 0.5") { min(1, max(0, ($0 - 0.25) * 4)) },
    .init("type: exponential, scale: 4") { 1 - exp(-$0 / 4) },
    .init("type: exponential, rate: 4") { 1 - exp(-$0 * 4) },
    .init("type: exponential, params: { rate: 0.1 }") { 1 - exp(-$0 * 0.1) },
    .init("type: gamma, shape: 3, scale: 2") { x in 1 - exp(-x / 2) * (1 + x / 2 + x * x / 8) },
    .init("type: gamma, shape: 1") { 1 - exp(-$0) },
    .init("type: gamma, shape: 0.5, scale: 2") { erf(($0 / 2).squareRoot()) },
    .init("type: beta, alpha: 2, beta: 5, low: 10, high: 20") { x in
      let t = (x - 10) / 10
      return 1 - pow(1 - t, 5) * (1 + 5 * t)
    },
    .init("type: beta, alpha: 0.5, beta: 0.5") { 2 / Double.pi * asin($0.squareRoot()) },
    .init("type: beta, alpha: 3, beta: 1") { $0 * $0 * $0 },
    .init("type: weibull, shape: 1.5, scale: 12") { 1 - exp(-pow($0 / 12, 1.5)) },
    .init("type: weibull, shape: 0.7") { 1 - exp(-pow($0, 0.7)) },
    .init("type: pareto, shape: 2.5, scale: 10") { $0 < 10 ? 0 : 1 - pow(10 / $0, 2.5) },
    .init("type: pareto, alpha: 1") { $0 < 1 ? 0 : 1 - 1 / $0 },
    .init("type: triangular, low: 0, mode: 3, high: 12") { x in
      x < 3 ? x * x / 36 : 1 - (12 - x) * (12 - x) / 108
    },
    .init("type: triangular, min: 2, mode: 2, max: 4") { 1 - (4 - $0) * (4 - $0) / 4 },
    .init("type: triangular, low: 2, mode: 4, high: 4") { ($0 - 2) * ($0 - 2) / 4 },
  ]

  @Test(arguments: continuous)
  func aFamilyHasItsCumulativeFunction(_ family: Continuous) throws {
    let sample = try TestData(single("float", "distribution: { \(family.arguments) }")).numbers("t.x")
    #expect(sample.count == 10_000)
    #expect(Set(sample).count > 9_900)
    #expect(kolmogorovDistance(sample, family.cumulative) < kolmogorovBound)
  }

  /// A test that accepts everything proves nothing: neighbouring parameters are told apart.
  @Test func anotherCumulativeFunctionIsRefused() throws {
    let sample = try TestData(single("float", "distribution: { type: normal, mean: 10, std: 3 }")).numbers(
      "t.x"
    )
    #expect(kolmogorovDistance(sample) { normalCumulative(($0 - 10.2) / 3) } > kolmogorovBound)
    #expect(kolmogorovDistance(sample) { normalCumulative(($0 - 10) / 3.5) } > kolmogorovBound)
  }

  struct Discrete: Sendable, CustomTestStringConvertible {
    var arguments: String
    var values: ClosedRange<Int64>
    var probability: @Sendable (Double) -> Double
    var testDescription: String { arguments }
    init(
      _ arguments: String,
      _ values: ClosedRange<Int64>,
      _ probability: @escaping @Sendable (Double) -> Double
    ) {
      self.arguments = arguments
      self.values = values
      self.probability = probability
    }
  }

  static let discrete: [Discrete] = [
    .init("type: poisson, lambda: 4", 0...40) { k in pow(4, k) * exp(-4) / tgamma(k + 1) },
    .init("type: poisson, lambda: 0.3", 0...20) { k in pow(0.3, k) * exp(-0.3) / tgamma(k + 1) },
    .init("type: poisson, params: { lambda: 0 }", 0...0) { _ in 1 },
    .init("type: binomial, n: 20, p: 0.4", 0...20) { k in
      let ways: Double = lgamma(21) - lgamma(k + 1) - lgamma(21 - k)
      return exp(ways) * pow(0.4, k) * pow(0.6, 20 - k)
    },
    .init("type: binomial, n: 3, p: 1", 3...3) { _ in 1 },
    .init("type: geometric, p: 0.2", 1...150) { 0.2 * pow(0.8, $0 - 1) },
    .init("type: geometric, p: 1", 1...1) { _ in 1 },
    .init("type: bernoulli, p: 0.3", 0...1) { $0 == 1 ? 0.3 : 0.7 },
    .init("type: uniform, low: 1, high: 6", 1...6) { _ in 1.0 / 6 },
    .init("type: uniform, low: -2, high: 2", -2...2) { _ in 0.2 },
    .init("type: uniform, low: 0.5, high: 3.5", 1...3) { _ in 1.0 / 3 },
    .init("type: uniform, low: 5, high: 5", 5...5) { _ in 1 },
  ]

  @Test(arguments: discrete)
  func aFamilyOfWholeNumbersHasItsProbabilities(_ family: Discrete) throws {
    let sample = try TestData(single("int", "distribution: { \(family.arguments) }")).integers("t.x")
    #expect(sample.count == 10_000)
    #expect(sample.allSatisfy(family.values.contains))
    let values = Array(family.values)
    #expect(chiSquareExcess(sample.counts(of: values), values.map { family.probability(Double($0)) }) <= 1)
  }

  @Test func otherProbabilitiesAreRefused() throws {
    let sample = try TestData(single("int", "distribution: { type: uniform, low: 1, high: 6 }")).integers(
      "t.x"
    )
    let counts = sample.counts(of: Array(1...6))
    #expect(chiSquareExcess(counts, [1, 1, 1, 1, 1, 1.3]) > 1)
    #expect(chiSquareExcess(counts, [0, 1, 1, 1, 1, 1]) == .infinity)
  }

  /// Clipping piles what lies outside up at the ends.
  @Test(arguments: [
    ("type: normal, mean: 0, std: 1", "float", -1.0, 0.5, normalCumulative(-1), 1 - normalCumulative(0.5)),
    ("type: uniform, low: 0, high: 10", "float", 2.0, 9.0, 0.2, 0.1),
    ("type: uniform, low: 1, high: 10", "int", 3.0, 9.0, 0.3, 0.2),
    ("type: poisson, lambda: 1", "int", 1.0, 2.0, 2 * exp(-1), 1 - 2 * exp(-1)),
    ("type: exponential, scale: 10", "float", 0.0, 20.0, 0.0, exp(-2)),
  ])
  func clampClips(
    _ arguments: String,
    _ type: String,
    _ low: Double,
    _ high: Double,
    _ atLow: Double,
    _ atHigh: Double
  ) throws {
    let sample = try TestData(single(type, "distribution: { \(arguments), clamp: [\(low), \(high)] }"))
      .numbers("t.x")
    #expect(sample.allSatisfy { $0 >= low && $0 <= high })
    #expect(isShare(sample.count { $0 == low }, of: sample.count, atLow))
    #expect(isShare(sample.count { $0 == high }, of: sample.count, atHigh))
  }

  @Test func aUniqueUniformIntTakesEveryValueOnce() throws {
    let text = schemaText(
      [entity("t", rows: 500, [column("x", "int", "distribution: { type: uniform, low: 101, high: 600 }")])],
      constraints: "{ unique: [t.x] }"
    )
    let values = try TestData(text).integers("t.x")
    #expect(values.sorted() == Array(101...600))
    #expect(values != values.sorted())
  }

  @Test(arguments: [(-4e15, 4e15), (1, 9e18), (-9.2e18, 9.2e18), (-1e19, 1e19), (0, 0x1p63)])
  func wideIntervalsOfWholeNumbersReachBothHalves(_ low: Double, _ high: Double) throws {
    let text = single("int", "distribution: { type: uniform, low: \(low), high: \(high) }")
    let values = try TestData(text).numbers("t.x")
    // What lies beyond 64 bits is left out.
    let least = max(low, -0x1p63), greatest = min(high, 0x1p63)
    #expect(kolmogorovDistance(values) { ($0 - least) / (greatest - least) } < kolmogorovBound)
  }

  @Test func wideIntervalsMayBeUniqueOrCorrelated() throws {
    let wide = "type: uniform, low: -9.2e18, high: 9.2e18"
    let table = entity("t", [column("x", "int", "distribution: { \(wide) }")])
    let key = try TestData(schemaText([table], constraints: "{ unique: [t.x] }")).integers("t.x")
    #expect(Set(key).count == key.count && key.contains { $0 < -4 << 60 } && key.contains { $0 > 4 << 60 })
    let correlated = column("y", "int", "distribution: { \(wide), correlate: { with: x, rho: 0.9 } }")
    let data = try TestData(
      schemaText([entity("t", [column("x", "float", "distribution: { type: normal, mean: 0, std: 1 }"), correlated])])
    )
    #expect(kolmogorovDistance(try data.numbers("t.y")) { ($0 + 9.2e18) / 18.4e18 } < kolmogorovBound)
  }

  @Test(arguments: [
    ("type: normal, mean: 1", "needs \"std\" or \"sigma\""),
    ("type: normal, mean: 1, std: -1", "standard deviation"),
    ("type: normal, mean: 1, std: 1, lambda: 3", "has no parameter \"lambda\""),
    ("mean: 1, std: 1", "missing key \"type\""), ("type: uniform, low: 3, high: 1", "low end"),
    ("type: beta, alpha: 0, beta: 1", "above 0"), ("type: binomial, n: 2.5, p: 0.5", "whole n"),
    ("type: binomial, n: 2, p: 1.5", "from 0 to 1"), ("type: exponential, rate: 0", "above 0"),
    ("type: triangular, low: 0, mode: 5, high: 4", "ascending"), ("type: geometric, p: 0", "above 0"),
    ("type: poisson, lambda: -1", "lambda"), ("type: normall, mean: 1, std: 1", "did you mean \"normal\""),
  ])
  func wrongParametersAreErrors(_ arguments: String, _ message: String) {
    let errors = TestData.errors(single("float", "distribution: { \(arguments) }"))
    #expect(errors.contains { $0.contains(message) }, "\(errors)")
  }

  @Test func aWholeNumberHasToLieInTheInterval() {
    let errors = TestData.errors(single("int", "distribution: { type: uniform, low: 0.2, high: 0.8 }"))
    #expect(errors.contains { $0.contains("no whole number") })
  }
}
