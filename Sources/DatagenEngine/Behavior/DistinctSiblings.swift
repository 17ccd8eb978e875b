import DatagenColumns
import DatagenSchema

/// References that never repeat among the children of one parent, as a many-to-many table needs them: the rows of the
/// other table are drawn by popularity and by their segment, without replacement.
///
/// A parent's draws are its own stream, so any child's reference is found by drawing those before it again; children
/// are few, and neighbours go on where the last one stopped.
struct DistinctSiblings: Sendable {
  let key: RandomKey
  let weights: WeightsKind
  /// What the segments of the other table's rows do to how often they are drawn.
  let segments: SegmentWeights?
  /// The table's reference to the driving parent.
  let driving: Int
  /// How the driving parent's row has to stand to the sibling's, where both are rows of one table.
  let relation: RowRelation

  func fill(_ output: UnsafeMutablePointer<Int64>, parent: Int, _ batch: BatchEvaluation) {
    let siblings = batch.reference(driving)
    let parents = siblings.rows.integers, places = siblings.ordinals.integers
    let start = SiblingDraw(self, available: batch.plan.rowRange(of: parent))
    if let segments {
      fill(output, parent: parent, segments, start, parents, places, batch)
      return
    }
    var draw = start
    for row in 0..<batch.count {
      if row == 0 || parents[row] != parents[row - 1] { draw.begin(parents[row]) }
      while !draw.reaches(places[row]) { draw.offer(draw.candidate(), isAccepted: true) }
      output[row] = draw.value(places[row])
    }
  }

  /// Draws for all parents of the batch at a time: each round looks at the segment of one candidate of each.
  private func fill(
    _ output: UnsafeMutablePointer<Int64>,
    parent: Int,
    _ segments: SegmentWeights,
    _ start: SiblingDraw,
    _ parents: UnsafeMutablePointer<Int64>,
    _ places: UnsafeMutablePointer<Int64>,
    _ batch: BatchEvaluation
  ) {
    var draws: [SiblingDraw] = [], lastPlaces: [Int64] = [], drawOfRow: [Int] = []
    for row in 0..<batch.count {
      if row == 0 || parents[row] != parents[row - 1] {
        draws.append(start)
        draws[draws.count - 1].begin(parents[row])
        lastPlaces.append(0)
      }
      drawOfRow.append(draws.count - 1)
      lastPlaces[draws.count - 1] = max(lastPlaces[draws.count - 1], places[row])
    }
    var open = draws.indices.filter { !draws[$0].reaches(lastPlaces[$0]) }
    while !open.isEmpty {
      let candidates = open.map { draws[$0].candidate() }
      batch.withRows(of: parent, count: candidates.count) { chosen in
        for (place, candidate) in candidates.enumerated() { chosen[place] = candidate }
      } then: { evaluation in
        let column = evaluation.column(segments.column)
        for (place, index) in open.enumerated() {
          let multiplier = segments.multipliers.multiplier(column, place)
          draws[index].offer(
            candidates[place],
            isAccepted: draws[index].unit() * segments.greatest < multiplier
          )
        }
      }
      open.removeAll { draws[$0].reaches(lastPlaces[$0]) }
    }
    for row in 0..<batch.count { output[row] = draws[drawOfRow[row]].value(places[row]) }
  }
}

/// The rows that one parent's children refer to, drawn one after the other.
private struct SiblingDraw {
  /// How many popular rows may come again before a permutation finds one that was not drawn yet.
  private static let patience = 24

  private let key: RandomKey
  private let weights: WeightsKind
  private let relation: RowRelation
  private let rows: Range<Int64>
  /// The rows that the parent may be paired with, in two runs.
  private var available: (Range<Int64>, Range<Int64>)
  private var sampler: RankSampler
  private var parent: Int64 = 0
  private var stream: CellStream
  private var drawn: [Int64] = []
  private var seen: Set<Int64> = []
  private var permuted: UInt64 = 0
  private var repetitions = 0
  private var refusals = 0

  init(_ siblings: DistinctSiblings, available: Range<Int64>) {
    key = siblings.key
    weights = siblings.weights
    relation = siblings.relation
    rows = available
    self.available = (available, available.upperBound..<available.upperBound)
    sampler = RankSampler(weights, count: Int64(available.count))
    stream = key.stream(0)
  }

  /// Forgets what was drawn and begins with another parent.
  mutating func begin(_ parent: Int64) {
    self.parent = parent
    stream = key.stream(parent)
    drawn.removeAll(keepingCapacity: true)
    seen.removeAll(keepingCapacity: true)
    permuted = 0
    (repetitions, refusals) = (0, 0)
    if relation != .any {
      available = relation.partners(of: parent, in: rows)
      sampler = RankSampler(weights, count: count)
    }
  }

  private var count: Int64 { Int64(available.0.count + available.1.count) }

  /// Whether the row at a place has been drawn, or there are no more.
  func reaches(_ place: Int64) -> Bool { drawn.count > place || drawn.count >= count }

  func value(_ place: Int64) -> Int64 {
    drawn.isEmpty ? rows.lowerBound : drawn[min(Int(place), drawn.count - 1)]
  }

  /// A row by its popularity.
  mutating func candidate() -> Int64 { row(sampler.rank(&stream)) }

  mutating func unit() -> Double { stream.unit() }

  /// Takes a row that was not drawn yet.
  mutating func offer(_ candidate: Int64, isAccepted: Bool) {
    if isAccepted, take(candidate) { return }
    if isAccepted { repetitions += 1 } else { refusals += 1 }
    if repetitions >= Self.patience || refusals >= SegmentWeights.patience { takeAny() }
  }

  /// The row at a place among those that the parent may be paired with.
  private func row(_ place: Int64) -> Int64 {
    let first = Int64(available.0.count)
    return place < first ? available.0.lowerBound + place : available.1.lowerBound + place - first
  }

  private mutating func take(_ candidate: Int64) -> Bool {
    guard seen.insert(candidate).inserted else { return false }
    drawn.append(candidate)
    (repetitions, refusals) = (0, 0)
    return true
  }

  /// Takes the next row of a permutation that was not drawn yet.
  private mutating func takeAny() {
    let permutation = Permutation(
      count: UInt64(count),
      key: key.derived("rest").derived(Int(truncatingIfNeeded: parent))
    )
    while permuted < UInt64(count) {
      permuted += 1
      if take(row(Int64(permutation(permuted - 1)))) { return }
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
