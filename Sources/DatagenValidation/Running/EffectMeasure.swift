internal import DatagenDatabase
internal import DatagenSchema

/// How far the rows are from the product of some influences.
///
/// The cells are the product of the influences' dimensions. A cell's expected share is the product of its weights,
/// normalised over all cells; its observed share is that of the rows whose times fall into it.
struct EffectMeasure: Sendable {
  /// The mean over all cells of `|observed - expected|`.
  var meanAbsoluteError: Double
  /// The mean of `|observed - expected| / expected` over the cells that expect enough.
  var meanRelativeError: Double
  var rows: Int64

  /// The expected share from which on a cell takes part in the relative error: rarer ones are mostly chance.
  static let leastShare = 0.003

  /// Measures rows of hour, day of the week, month and count; nil where there are none.
  init?(_ cells: [[SQLValue]], influences: [TimePattern]) {
    let dimensions = influences.map(\.dimension).unique
    var observed = [Int64](repeating: 0, count: dimensions.reduce(1) { $0 * $1.weightCount })
    var total: Int64 = 0
    for cell in cells {
      guard cell.count == 4, let count = cell[3].integerValue else { continue }
      var index = 0
      for dimension in dimensions {
        let column = TimeDimension.allCases.firstIndex(of: dimension) ?? 0
        // A time that the database cannot read belongs to no cell; the check of the type finds it.
        guard let part = cell[column].integerValue, (0..<Int64(dimension.weightCount)).contains(part) else {
          index = -1
          break
        }
        index = index * dimension.weightCount + Int(part)
      }
      guard index >= 0 else { continue }
      observed[index] += count
      total += count
    }
    let expected = Self.expectedShares(dimensions, influences)
    guard total > 0, expected.allSatisfy(\.isFinite) else { return nil }

    var absolute = 0.0
    var relative = 0.0
    var relevant = 0
    for (count, share) in zip(observed, expected) {
      let difference = abs(Double(count) / Double(total) - share)
      absolute += difference
      if share >= Self.leastShare {
        relative += difference / share
        relevant += 1
      }
    }
    meanAbsoluteError = absolute / Double(expected.count)
    meanRelativeError = relevant > 0 ? relative / Double(relevant) : 0
    rows = total
  }

  private static func expectedShares(_ dimensions: [TimeDimension], _ influences: [TimePattern]) -> [Double] {
    var products = [1.0]
    for dimension in dimensions {
      var weights = [Double](repeating: 1, count: dimension.weightCount)
      for influence in influences where influence.dimension == dimension {
        weights = zip(weights, influence.weights).map(*)
      }
      products = products.flatMap { product in weights.map { product * $0 } }
    }
    let sum = products.reduce(0, +)
    return products.map { $0 / sum }
  }
}
