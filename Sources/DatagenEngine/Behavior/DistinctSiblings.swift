import DatagenColumns
import DatagenSchema

/// References that never repeat among the children of one parent, as a many-to-many table needs them: the rows of the
/// other table are drawn by popularity, without replacement.
///
/// A parent's draws are its own stream, so any child's reference is found by drawing those before it again; children
/// are few, and neighbours go on where the last one stopped.
struct DistinctSiblings: Sendable {
  let key: RandomKey
  let weights: WeightsKind
  /// The table's reference to the driving parent.
  let driving: Int

  func fill(_ output: UnsafeMutablePointer<Int64>, parent: Int, _ batch: BatchEvaluation) {
    let available = batch.plan.rowRange(of: parent)
    let siblings = batch.reference(driving)
    var draw = Draw(key: key, weights: weights, available: available)
    for row in 0..<batch.count {
      output[row] = draw.value(parent: siblings.rows.integers[row], place: Int(siblings.ordinals.integers[row]))
    }
  }

  /// The draws of one parent so far.
  private struct Draw {
    let key: RandomKey
    let available: Range<Int64>
    private let sampler: RankSampler
    private var parent: Int64?
    private var stream: CellStream
    private var drawn: [Int64] = []
    private var seen: Set<Int64> = []
    private var permuted: UInt64 = 0

    init(key: RandomKey, weights: WeightsKind, available: Range<Int64>) {
      self.key = key
      self.available = available
      sampler = RankSampler(weights, count: Int64(available.count))
      stream = key.stream(0)
    }

    mutating func value(parent: Int64, place: Int) -> Int64 {
      if parent != self.parent {
        self.parent = parent
        stream = key.stream(parent)
        drawn.removeAll(keepingCapacity: true)
        seen.removeAll(keepingCapacity: true)
        permuted = 0
      }
      while drawn.count <= place, drawn.count < available.count { drawNext(parent) }
      return drawn.isEmpty ? available.lowerBound : drawn[min(place, drawn.count - 1)]
    }

    /// Popular rows are soon taken; after some refusals a permutation finds one that is not.
    private mutating func drawNext(_ parent: Int64) {
      for _ in 0..<24 {
        let candidate = available.lowerBound + sampler.rank(&stream)
        if seen.insert(candidate).inserted {
          drawn.append(candidate)
          return
        }
      }
      let permutation = Permutation(
        count: UInt64(available.count),
        key: key.derived("rest").derived(Int(truncatingIfNeeded: parent))
      )
      while permuted < UInt64(available.count) {
        let candidate = available.lowerBound + Int64(permutation(permuted))
        permuted += 1
        if seen.insert(candidate).inserted {
          drawn.append(candidate)
          return
        }
      }
    }
  }
}

/// A number of children that cannot exceed the rows of the table whose rows they may not repeat.
struct LimitedChildModel: ChildModel {
  let base: any ChildModel
  let table: Int

  func fillCounts(_ counts: UnsafeMutablePointer<Int64>, parents: BatchEvaluation) {
    base.fillCounts(counts, parents: parents)
    let limit = Int64(parents.plan.rowRange(of: table).count)
    for row in 0..<parents.count { counts[row] = min(counts[row], limit) }
  }
}
