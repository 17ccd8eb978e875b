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
  /// How the driving parent's row has to stand to the sibling's, where both are rows of one table.
  let relation: RowRelation

  func fill(_ output: UnsafeMutablePointer<Int64>, parent: Int, _ batch: BatchEvaluation) {
    let available = batch.plan.rowRange(of: parent)
    let siblings = batch.reference(driving)
    var draw = Draw(key: key, weights: weights, available: available, relation: relation)
    for row in 0..<batch.count {
      output[row] = draw.value(parent: siblings.rows.integers[row], place: Int(siblings.ordinals.integers[row]))
    }
  }

  /// The draws of one parent so far.
  private struct Draw {
    let key: RandomKey
    private let rows: Range<Int64>
    private let relation: RowRelation
    /// The rows that the parent may be paired with, in two runs.
    private var available: (Range<Int64>, Range<Int64>)
    private var sampler: RankSampler
    private var parent: Int64?
    private var stream: CellStream
    private var drawn: [Int64] = []
    private var seen: Set<Int64> = []
    private var permuted: UInt64 = 0

    private let weights: WeightsKind

    init(key: RandomKey, weights: WeightsKind, available: Range<Int64>, relation: RowRelation) {
      self.key = key
      self.weights = weights
      self.relation = relation
      rows = available
      self.available = (available, available.upperBound..<available.upperBound)
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
        if relation != .any {
          available = relation.partners(of: parent, in: rows)
          sampler = RankSampler(weights, count: count)
        }
      }
      while drawn.count <= place, Int64(drawn.count) < count { drawNext(parent) }
      return drawn.isEmpty ? rows.lowerBound : drawn[min(place, drawn.count - 1)]
    }

    private var count: Int64 { Int64(available.0.count + available.1.count) }

    /// The row at a place among those that the parent may be paired with.
    private func row(_ place: Int64) -> Int64 {
      let first = Int64(available.0.count)
      return place < first ? available.0.lowerBound + place : available.1.lowerBound + place - first
    }

    /// Popular rows are soon taken; after some refusals a permutation finds one that is not.
    private mutating func drawNext(_ parent: Int64) {
      for _ in 0..<24 {
        let candidate = row(sampler.rank(&stream))
        if seen.insert(candidate).inserted {
          drawn.append(candidate)
          return
        }
      }
      let permutation = Permutation(
        count: UInt64(count),
        key: key.derived("rest").derived(Int(truncatingIfNeeded: parent))
      )
      while permuted < UInt64(count) {
        let candidate = row(Int64(permutation(permuted)))
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
  let relation: RowRelation

  func fillCounts(_ counts: UnsafeMutablePointer<Int64>, parents: BatchEvaluation) {
    base.fillCounts(counts, parents: parents)
    let rows = parents.plan.rowRange(of: table)
    for row in 0..<parents.count {
      let partners = relation.partners(of: parents.rows[row], in: rows)
      counts[row] = min(counts[row], Int64(partners.0.count + partners.1.count))
    }
  }
}
