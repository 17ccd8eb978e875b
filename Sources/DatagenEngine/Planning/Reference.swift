import DatagenColumns
import DatagenSchema

/// How the rows of one table find the row of another table that they refer to.
struct Reference: Sendable {
  enum Kind: Sendable {
    /// The parent whose fan-out brought the row about.
    case driving
    /// A row drawn by popularity.
    case drawn(RandomKey, WeightsKind)
    /// A row drawn by popularity and by the multiplier of its segment.
    case weighted(RandomKey, WeightsKind, SegmentWeights)
    /// A row that no other row refers to: the references are a permutation of the parent's rows.
    case distinct(RandomKey)
    /// A row that no sibling refers to.
    case distinctSiblings(DistinctSiblings)
    /// One side of a pair that no other row has: the pairs are a permutation of all pairs of two tables' rows.
    case pair(RandomKey, isFirst: Bool, other: Int, RowRelation)
    /// The row whose key a choice from another table's keys took.
    case chosen(RowChoice)
    /// The row that a row of another table refers to: a key that was taken over from there.
    case through(reference: Int, next: Int)
    /// An earlier row of the same table; the first row is a root, which refers to nothing or to itself.
    case forest(RandomKey, WeightsKind, rootsAreNull: Bool)
  }

  /// The index of the table referred to.
  var parent: Int
  var kind: Kind
  /// The index of the column whose key the reference is drawn for; nil for the driving parent.
  var ownerColumn: Int?
  /// The bounds of the parent's columns that are looked up, by which a row is drawn.
  var bounds: [ReferenceBounds] = []
  /// Which rows refer to nothing, at random: those whose key is NULL.
  var nulls: (key: RandomKey, rate: Double)?
  /// Whether a row without a parent that keeps the bounds has none.
  var isNullable = false

  var isDriving: Bool { if case .driving = kind { true } else { false } }

  /// Whether another parent can be drawn for a row, whatever the other rows have.
  var canBeRedrawn: Bool {
    switch kind {
    case .drawn, .weighted, .forest: true
    case .driving, .distinct, .distinctSiblings, .pair, .chosen, .through: false
    }
  }

  /// Marks the rows whose key is NULL, which refer to nothing.
  func addNulls(to parents: ColumnBuffer, _ batch: BatchEvaluation) {
    guard let nulls else { return }
    let flags = parents.requireNulls(), rows = batch.rows
    for row in 0..<batch.count where nulls.key.unit(rows[row]) < nulls.rate { flags[row] = true }
  }

  /// Fills `output` with the parent's row number for each row of the batch, and for a driving parent `ordinals` with
  /// the place of each row among its siblings.
  func fillParentRows(_ output: ColumnBuffer, ordinals: ColumnBuffer, _ batch: BatchEvaluation) {
    output.reset(.integer, count: batch.count)
    let rows = batch.rows, draws = batch.draws, parents = output.integers
    switch kind {
    case .driving:
      ordinals.reset(.integer, count: batch.count)
      batch.plan.fanout(of: batch.table.index).fillParents(
        of: rows,
        count: batch.count,
        into: parents,
        ordinals: ordinals.integers,
        plan: batch.plan,
        pool: batch.pool
      )
    case .drawn(let key, let weights):
      let available = batch.plan.rowRange(of: parent)
      if case .uniform = weights {
        let count = UInt64(max(1, available.count))
        for row in 0..<batch.count {
          parents[row] = available.lowerBound &+ Int64(key.bits(draws[row]).scaled(below: count))
        }
      } else {
        let sampler = RankSampler(weights, count: Int64(available.count))
        for row in 0..<batch.count {
          var stream = key.stream(draws[row])
          parents[row] = available.lowerBound &+ sampler.rank(&stream)
        }
      }
      if available.isEmpty {
        let nulls = output.requireNulls()
        for row in 0..<batch.count { nulls[row] = true }
      }
    case .weighted(let key, let weights, let segments):
      segments.fill(parents, key, weights, parent: parent, batch)
    case .distinct(let key):
      let available = batch.plan.rowRange(of: parent)
      let first = batch.plan.rowRange(of: batch.table.index).lowerBound
      let count = UInt64(max(1, available.count))
      let permutation = Permutation(count: count, key: key)
      for row in 0..<batch.count {
        let place = UInt64(bitPattern: rows[row] &- first)
        parents[row] = available.lowerBound &+ Int64(permutation(place % count))
      }
    case .distinctSiblings(let siblings):
      siblings.fill(parents, parent: parent, batch)
    case .pair(let key, let isFirst, let other, let relation):
      let own = batch.plan.rowRange(of: parent), others = batch.plan.rowRange(of: other)
      let first = batch.plan.rowRange(of: batch.table.index).lowerBound
      let pairs = PairSpace(
        firsts: UInt64(max(1, isFirst ? own.count : others.count)),
        seconds: UInt64(max(1, isFirst ? others.count : own.count)),
        relation: relation
      )
      let count = max(1, pairs.count)
      let permutation = Permutation(count: count, key: key)
      for row in 0..<batch.count {
        let pair = pairs.pair(permutation(UInt64(bitPattern: rows[row] &- first) % count))
        parents[row] = own.lowerBound &+ Int64(isFirst ? pair.first : pair.second)
      }
    case .chosen(let choice):
      choice.fill(parents, of: parent, batch)
    case .through(let reference, let next):
      let first = batch.reference(reference)
      output.copy(first.evaluation.reference(next).rows)
      output.addNulls(of: first.rows)
    case .forest(let key, let weights, let rootsAreNull):
      let first = batch.plan.rowRange(of: parent).lowerBound
      for row in 0..<batch.count {
        let earlier = rows[row] - first
        if earlier <= 0 {
          parents[row] = rows[row]
          if rootsAreNull { output.requireNulls()[row] = true }
        } else if case .uniform = weights {
          parents[row] = first + Int64(key.bits(draws[row]).scaled(below: UInt64(earlier)))
        } else {
          var stream = key.stream(draws[row])
          parents[row] = first + RankSampler(weights, count: earlier).rank(&stream)
        }
      }
    }
  }
}
