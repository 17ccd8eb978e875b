import DatagenSchema
import Foundation
import Testing

@testable import DatagenEngine

@Suite struct SamplerTests {
  private static let key = RandomKey(seed: 3).derived("sampler")

  // MARK: Normal quantile

  /// Values to 20 digits from the error function's inverse in arbitrary precision.
  @Test(arguments: [
    (0.5, 0.0), (0.6, 0.25334710313579977), (0.75, 0.67448975019608171), (0.9, 1.2815515655446004),
    (0.95, 1.6448536269514729), (0.975, 1.9599639845400545), (0.99, 2.3263478740408408),
    (0.999, 3.0902323061678132),
    (0.025, -1.9599639845400545), (0.075, -1.4395314709384561), (0.925, 1.4395314709384561),
    (1e-3, -3.0902323061678132), (1e-6, -4.753424308822899), (1e-9, -5.9978070150076865),
    (1e-12, -7.0344838253011315), (1e-16, -8.222082216130435),
  ])
  func theNormalQuantileIsExact(_ p: Double, _ expected: Double) {
    #expect(abs(normalQuantile(p) - expected) <= 1e-14 * max(1, abs(expected)))
  }

  @Test func theNormalQuantileInvertsTheCumulativeFunction() {
    for step in 1..<2048 {
      let p = Double(step) / 2048
      #expect(abs(normalCumulative(normalQuantile(p)) - p) < 4e-16)
      #expect(abs(normalQuantile(p) + normalQuantile(1 - p)) < 1e-14)
    }
  }

  @Test func randomNumbersNeverReachZeroOrOne() {
    #expect((0 as UInt64).unit > 0)
    #expect(UInt64.max.unit < 1)
    #expect(normalQuantile((0 as UInt64).unit).isFinite && normalQuantile(UInt64.max.unit).isFinite)
    #expect(UInt64.max.scaled(below: 10) == 9 && (0 as UInt64).scaled(below: 10) == 0)
  }

  // MARK: Counts

  @Test(arguments: [0.3, 8, 5000])
  func poissonCountsHaveTheirProbabilities(_ lambda: Double) {
    let sampler = CountSampler.poisson(lambda)
    let sample = (0..<20_000).map { sampler.value(Self.key.unit($0)) }
    let values = Array(Int64(0)...Int64(lambda + 12 * lambda.squareRoot() + 30))
    #expect(sample.allSatisfy { $0 >= 0 && $0 < Int64(values.count) })
    #expect(
      chiSquareExcess(
        sample.counts(of: values),
        values.map { exp(Double($0) * log(lambda) - lambda - lgamma(Double($0) + 1)) }
      )
        <= 1
    )
    #expect(abs(mean(sample.map(Double.init)) - lambda) < normalBound * (lambda / 20_000).squareRoot())
  }

  /// The inverse is exact: the count changes where the cumulative probability does.
  @Test func poissonCountsInvertTheCumulativeFunction() {
    for lambda in [0.3, 8, 200] {
      let sampler = CountSampler.poisson(lambda)
      var sum = 0.0
      for k in 0...Int(lambda + 4 * lambda.squareRoot()) {
        let probability = exp(Double(k) * log(lambda) - lambda - lgamma(Double(k) + 1))
        if probability > 1e-6 { #expect(sampler.value(sum + probability / 2) == Int64(k)) }
        sum += probability
      }
    }
  }

  // MARK: Weights

  static let weights: [[Double]] = [
    [1], [1, 1], [3, 1], [0, 1, 0], [0.1, 0, 5, 2, 0, 0, 1e-9], (1...40).map { 1 / Double($0) },
    (0..<24).map { $0 < 12 ? 0 : Double($0) }, [Double](repeating: 0.7, count: 7), [1e300, 1e300, 2e300],
  ]

  @Test(arguments: weights)
  func anAliasTableDrawsByWeight(_ weights: [Double]) {
    let table = AliasTable(weights: weights)
    #expect(table.count == weights.count)
    let sample = (0..<20_000).map { table.index(Self.key.bits($0)) }
    let largest = weights.max() ?? 1
    #expect(chiSquareExcess(sample.counts(of: Array(weights.indices)), weights.map { $0 / largest }) <= 1)
  }

  @Test(arguments: weights)
  func anAliasTableNeverDrawsAZeroWeight(_ weights: [Double]) {
    let table = AliasTable(weights: weights)
    // The ends of every column of the table, where a wrong threshold would show.
    let slice = UInt64.max / UInt64(weights.count)
    for column in 0..<UInt64(weights.count) {
      for word in [column * slice, column * slice + 1, column * slice + slice - 1, (column + 1) * slice] {
        #expect(weights[table.index(word)] > 0)
      }
    }
  }

  @Test(
    arguments: [
      "uniform", "zipf@0.5", "zipf@1", "zipf@1.0000001", "zipf@2.5", "head_tail@{0.6,1.5}", "head_tail@{0,1}",
      "head_tail@{1,0}", "head_tail@{0.8,0}",
    ],
    [1, 2, 5, 37, 1000]
  )
  func ranksAreDrawnByTheirKindOfWeights(_ text: String, _ count: Int) throws {
    let kind = try #require(WeightsKind(text))
    let sampler = RankSampler(kind, count: Int64(count))
    let sample = (0..<10_000 as Range<Int64>).map { row in
      var stream = Self.key.stream(row)
      return Int(sampler.rank(&stream))
    }
    let weights = kind.weights(count: count)
    #expect(abs(weights.reduce(0, +) - 1) < 1e-9)
    #expect(chiSquareExcess(sample.counts(of: Array(0..<count)), weights) <= 1)
  }

  @Test func weightsFollowTheirDefinition() throws {
    let zipf = try #require(WeightsKind("zipf@2")).weights(count: 3)
    #expect(zipf.map { ($0 / zipf[0] * 36).rounded() } == [36, 9, 4])
    let headTail = try #require(WeightsKind("head_tail@{0.6,1}")).weights(count: 10)
    #expect(abs(headTail[0] - 0.3) < 1e-12 && abs(headTail[1] - 0.3) < 1e-12)
    #expect(abs(headTail[2] / headTail[3] - 2) < 1e-9 && abs(headTail[2...].reduce(0, +) - 0.4) < 1e-12)
  }

  @Test func ranksOfAHugeTableStayInside() {
    let sampler = RankSampler(.zipf(exponent: 0.9), count: 1 << 40)
    var low = 0
    for row in 0..<20_000 as Range<Int64> {
      var stream = Self.key.stream(row)
      let rank = sampler.rank(&stream)
      #expect(rank >= 0 && rank < 1 << 40)
      if rank < 1 << 20 { low += 1 }
    }
    // The integral of x^-0.9 up to 2^20 against the one up to 2^40.
    #expect(abs(Double(low) / 20_000 - (pow(2, 2.0) - 1) / (pow(2, 4.0) - 1)) < 0.05)
  }

  // MARK: Permutation

  @Test(arguments: [1, 2, 3, 4, 5, 10, 16, 17, 255, 256, 257, 1000, 65_536, 65_537])
  func aPermutationIsABijection(_ count: Int) {
    let permutation = Permutation(count: UInt64(count), key: Self.key)
    var seen = [Bool](repeating: false, count: count)
    var fixed = 0
    for index in 0..<count {
      let place = Int(permutation(UInt64(index)))
      guard place < count, !seen[place] else {
        Issue.record("\(index) ↦ \(place)")
        return
      }
      seen[place] = true
      if place == index { fixed += 1 }
    }
    if count > 20 { #expect(fixed < 12) }
  }

  @Test func permutationsOfDifferentKeysDiffer() {
    let permutations = (0..<20).map { seed in
      let permutation = Permutation(count: 100, key: RandomKey(seed: UInt64(seed)))
      return (0..<100).map { permutation($0) }
    }
    #expect(Set(permutations).count == 20)
  }

  @Test func aHugePermutationStaysInside() {
    let count: UInt64 = 1 << 61 + 12_345
    let permutation = Permutation(count: count, key: Self.key)
    let places = (0..<2000 as Range<UInt64>).map { permutation(count - 1 - $0) }
    #expect(places.allSatisfy { $0 < count })
    #expect(Set(places).count == 2000)
  }
}
