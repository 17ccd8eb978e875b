import DatagenColumns
import DatagenSchema

/// How many children the rows of a parent have: a pure function of the parent's row and its columns.
protocol ChildModel: Sendable {
  /// Fills in the number of children of each row of a batch of parents.
  func fillCounts(_ counts: UnsafeMutablePointer<Int64>, parents: BatchEvaluation)
}

/// The fan-out as it is written, the same for all parents.
struct PlainChildModel: ChildModel {
  let sampler: FanoutSampler

  func fillCounts(_ counts: UnsafeMutablePointer<Int64>, parents: BatchEvaluation) {
    for row in 0..<parents.count { counts[row] = sampler.count(parents.rows[row]) }
  }
}
