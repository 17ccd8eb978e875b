import DatagenColumns
import DatagenSchema

/// How a choice from another table's values picks the row whose value is taken.
struct RowChoice: Sendable {
  let key: RandomKey
  let weights: WeightsKind
  /// The weights of the rows, where they are listed.
  let given: AliasTable?

  /// Fills in a row of a table for each row of a batch.
  func fill(_ chosen: UnsafeMutablePointer<Int64>, of table: Int, _ batch: BatchEvaluation) {
    let available = batch.plan.rowRange(of: table)
    if let given {
      let last = max(0, Int64(available.count) - 1)
      for row in 0..<batch.count {
        chosen[row] = available.lowerBound + min(Int64(given.index(key.bits(batch.draws[row]))), last)
      }
      return
    }
    let sampler = RankSampler(weights, count: Int64(available.count))
    for row in 0..<batch.count {
      var stream = key.stream(batch.draws[row])
      chosen[row] = available.lowerBound + sampler.rank(&stream)
    }
  }
}
