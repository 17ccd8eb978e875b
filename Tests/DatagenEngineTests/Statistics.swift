import Foundation

// Tests with a chance of one in a million to refuse what is right. All seeds are fixed, so that what passes once passes
// always.

/// The two-sided quantile of the normal distribution at 1e-6.
let normalBound = 4.892

/// The largest distance between a sample and a continuous cumulative function, times the root of the sample's size.
///
/// Below 2.7 the sample fits.
func kolmogorovDistance(_ sample: [Double], _ cumulative: (Double) -> Double) -> Double {
  let sorted = sample.sorted(), count = Double(sorted.count)
  var distance = 0.0
  for (index, value) in sorted.enumerated() {
    let expected = cumulative(value)
    distance = max(distance, expected - Double(index) / count, Double(index + 1) / count - expected)
  }
  return distance * count.squareRoot()
}

let kolmogorovBound = 2.7

/// How much a chi-square statistic exceeds its bound; the counts fit if it is at most 1.
///
/// Neighbouring cells that expect
/// less than five are joined; what is impossible must not have been seen at all.
func chiSquareExcess(_ observed: [Int], _ probabilities: [Double]) -> Double {
  precondition(observed.count == probabilities.count)
  let total = Double(observed.reduce(0, +)), sum = probabilities.reduce(0, +)
  var statistic = 0.0, cells = 0.0
  var seen = 0.0, expected = 0.0
  func close() {
    statistic += (seen - expected) * (seen - expected) / expected
    cells += 1
    seen = 0
    expected = 0
  }
  for (count, probability) in zip(observed, probabilities) {
    if probability == 0, count > 0 { return .infinity }
    seen += Double(count)
    expected += probability / sum * total
    if expected >= 5 { close() }
  }
  if expected > 0.5 { close() }
  // Wilson and Hilferty's approximation of the quantile.
  let freedom = max(1, cells - 1), spread = 2 / (9 * freedom)
  let root = 1 - spread + 4.753 * spread.squareRoot()
  return statistic / (freedom * root * root * root)
}

/// Whether a share among so many rows is within luck's reach of a probability.
func isShare(_ hits: Int, of count: Int, _ probability: Double) -> Bool {
  let deviation = (probability * (1 - probability) / Double(count)).squareRoot()
  return abs(Double(hits) / Double(count) - probability) <= normalBound * deviation + 1e-12
}

func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

func standardDeviation(_ values: [Double]) -> Double {
  let mean = mean(values)
  return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)).squareRoot()
}

/// The standard normal distribution's cumulative function.
func normalCumulative(_ z: Double) -> Double { erfc(-z / 2.0.squareRoot()) / 2 }

extension Collection where Element: Hashable {
  /// How often each of some values occurs.
  func counts(of values: [Element]) -> [Int] {
    var counts: [Element: Int] = [:]
    for element in self { counts[element, default: 0] += 1 }
    return values.map { counts[$0] ?? 0 }
  }
}
