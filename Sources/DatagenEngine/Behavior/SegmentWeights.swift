import DatagenColumns
import DatagenSchema

/// How often the rows of a parent that is not the driving one are drawn, by their segment.
struct SegmentWeights: Sendable {
  /// How many candidates may be refused for their segment before any is taken.
  static let patience = 2000

  let column: Int
  let multipliers: TextMultipliers
  /// The greatest multiplier that a row can have.
  let greatest: Double

  /// - Returns: nil where the parent has no segments, or all are drawn alike.
  init?(of parent: Int, _ schema: Schema) {
    guard let segments = schema.tables[parent].segments, let column = schema.segmentColumn(of: parent) else {
      return nil
    }
    let multipliers = TextMultipliers(segments.segments.mapValues(\.fanoutMultiplier))
    guard !multipliers.areAllOne else { return nil }
    self.column = column
    self.multipliers = multipliers
    // Texts that are not listed count as 1; a list of choices tells that there are none.
    let declared = schema.tables[parent].columns[column]
    let choices = schema.listedTexts(of: declared)
    let known = choices.compactMap { segments.segments[$0]?.fanoutMultiplier }
    let areKnown =
      !choices.isEmpty && known.count == choices.count && !declared.isNullable && declared.modifiers.isEmpty
    greatest = areKnown ? known.max() ?? 1 : multipliers.greatest
    if greatest <= 0 { return nil }
  }

  /// Draws the parent row of each row of a batch: candidates come by popularity and are accepted in proportion to
  /// their segment's multiplier.
  ///
  /// A row's candidates are its own, so that no row depends on another.
  func fill(
    _ parents: UnsafeMutablePointer<Int64>,
    _ key: RandomKey,
    _ weights: WeightsKind,
    parent: Int,
    _ batch: BatchEvaluation
  ) {
    let available = batch.plan.rowRange(of: parent)
    let sampler = RankSampler(weights, count: Int64(available.count))
    var streams = (0..<batch.count).map { key.stream(batch.draws[$0]) }
    var open = Array(0..<batch.count)
    // With the greatest multiplier g and a mean of m, a candidate is accepted with m/g; 2,000 rounds leave a
    // share of (1 - m/g)^2000, whose last candidate is taken.
    for _ in 0..<Self.patience where !open.isEmpty {
      for row in open { parents[row] = available.lowerBound + sampler.rank(&streams[row]) }
      batch.withRows(of: parent, count: open.count) { chosen in
        for (place, row) in open.enumerated() { chosen[place] = parents[row] }
      } then: { evaluation in
        let segments = evaluation.column(column)
        open = open.enumerated().compactMap { place, row in
          streams[row].unit() * greatest < multipliers.multiplier(segments, place) ? nil : row
        }
      }
    }
  }
}
