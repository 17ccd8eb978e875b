/// How far rows are from the product of some influences.
///
/// The cells are the product of the influences' dimensions. A cell's expected share is the product of its weights,
/// normalised over all cells; its observed share is that of the rows whose times fall into it.
package struct EffectMeasure: Sendable {
  /// The mean over all cells of `|observed - expected|`.
  package var meanAbsoluteError: Double
  /// The mean of `|observed - expected| / expected` over the cells that expect enough.
  package var meanRelativeError: Double
  package var rows: Int64
  /// What chance alone adds to the errors, on average, for so many rows: a share p has the mean deviation
  /// `sqrt(2 p (1 - p) / (π n))`.
  package var absoluteChance: Double
  package var relativeChance: Double

  /// The expected share from which on a cell takes part in the relative error: rarer ones are mostly chance.
  package static let leastShare = 0.003

  /// - Parameter observed: the rows in each cell, see `EffectCells`.
  /// - Returns: nil where there are no rows.
  package init?(observed: [Int64], cells: EffectCells) {
    let total = observed.reduce(0, +)
    guard total > 0, cells.expected.allSatisfy(\.isFinite) else { return nil }
    var absolute = 0.0, relative = 0.0, absoluteChance = 0.0, relativeChance = 0.0
    var relevant = 0
    for (count, share) in zip(observed, cells.expected) {
      let difference = abs(Double(count) / Double(total) - share)
      let chance = (2 * share * (1 - share) / (.pi * Double(total))).squareRoot()
      absolute += difference
      absoluteChance += chance
      if share >= Self.leastShare {
        relative += difference / share
        relativeChance += chance / share
        relevant += 1
      }
    }
    meanAbsoluteError = absolute / Double(cells.count)
    meanRelativeError = relevant > 0 ? relative / Double(relevant) : 0
    self.absoluteChance = absoluteChance / Double(cells.count)
    self.relativeChance = relevant > 0 ? relativeChance / Double(relevant) : 0
    rows = total
  }
}

/// The cells of the product of some influences on times.
package struct EffectCells: Sendable {
  package let dimensions: [TimeDimension]
  /// The share of rows that each cell expects.
  package let expected: [Double]

  package var count: Int { expected.count }

  package init(_ influences: [TimePattern]) {
    dimensions = influences.map(\.dimension).unique
    var products = [1.0]
    for dimension in dimensions {
      var weights = [Double](repeating: 1, count: dimension.weightCount)
      for influence in influences where influence.dimension == dimension {
        weights = zip(weights, influence.weights).map(*)
      }
      products = products.flatMap { product in weights.map { product * $0 } }
    }
    let sum = products.reduce(0, +)
    expected = products.map { $0 / sum }
  }

  /// The cell of a time by its place in each dimension; nil where one has no such place.
  package func index(_ place: (TimeDimension) -> Int64?) -> Int? {
    var index = 0
    for dimension in dimensions {
      guard let part = place(dimension), (0..<Int64(dimension.weightCount)).contains(part) else { return nil }
      index = index * dimension.weightCount + Int(part)
    }
    return index
  }
}
