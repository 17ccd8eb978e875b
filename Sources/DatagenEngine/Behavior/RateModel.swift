import DatagenColumns
import DatagenSchema

/// Children as events in time, whose rate follows patterns, effects, the age of the parent and its segment.
///
/// With p(t) the product of the patterns of the fact's first datetime column and m(t) that of the effects at t and the
/// curves at the parent's age at t (0 before the parent's creation), a parent's expected number of children is the
/// fan-out's mean, times its segment's multiplier, times the integral of p m over that of p; and the children's times
/// have the density p m. Both come from one timeline of the parent: stretches of time in which m is constant.
struct RateModel: ChildModel {
  let fanout: Fanout
  let key: RandomKey
  /// The grid and patterns of the first datetime column; nil where the fact has none.
  let sampler: TimeSampler?
  /// The middle of the window, where m is taken for a fact without a datetime column.
  let middle: Int64
  let segment: (column: Int, multipliers: TextMultipliers)?
  let createdAt: Int?
  let curves: [AgeMultiplier]
  let effects: [EffectDefinition]

  /// The columns of the parent that counts depend on.
  var parentColumns: [Int] {
    [segment?.column, createdAt].compactMap(\.self) + effects.flatMap { $0.matches.map(\.local.column) }
  }

  func fillCounts(_ counts: UnsafeMutablePointer<Int64>, parents: BatchEvaluation) {
    var timeline = ParentTimeline(self, parents)
    let segments = segment.map { parents.column($0.column) }
    for row in 0..<parents.count {
      var factor = timeline.total(row)
      if let segment, let segments { factor *= segment.multipliers.multiplier(segments, row) }
      var stream = key.stream(parents.rows[row])
      counts[row] = min(max(count(factor, &stream), fanout.minimum), fanout.maximum)
    }
  }

  /// A number of children with the expectation of the fan-out times a factor.
  private func count(_ factor: Double, _ stream: inout CellStream) -> Int64 {
    switch fanout.distribution {
    case .poisson(let lambda): return PoissonDraw.count(lambda * factor, &stream)
    case .constant(let count): return Self.rounded(Double(count) * factor, &stream)
    case .uniform(let low, let high):
      let count = low &+ Int64(stream.below(UInt64(high - low) + 1))
      return Self.rounded(Double(count) * factor, &stream)
    }
  }

  /// Rounds up with the probability of the fraction, so that the expectation stays.
  private static func rounded(_ value: Double, _ stream: inout CellStream) -> Int64 {
    let whole = value.rounded(.down)
    return ColumnFinish.nearest(whole) + (stream.unit() < value - whole ? 1 : 0)
  }
}

/// The rate of one parent's children over time, computed anew where the row changes.
struct ParentTimeline {
  private let model: RateModel
  private let parents: BatchEvaluation
  private let created: ColumnBuffer?
  private let windows: [EffectWindows]
  private let span: Range<Int64>

  /// The parent's row number; the batch of a child repeats a parent for each of its children.
  private var current: Int64?
  private var effectHashes: [UInt64?] = []
  private var edges: [Int64] = []
  /// Where each stretch of constant m begins, and the end.
  private var starts: [Int64] = []
  /// The integral of p m up to the end of each stretch; the whole of p has 1.
  private var cumulative: [Double] = []

  init(_ model: RateModel, _ parents: BatchEvaluation) {
    self.model = model
    self.parents = parents
    created = model.createdAt.map { parents.column($0) }
    windows = model.effects.map { parents.plan.windows(of: $0.key) }
    span = model.sampler?.bounds ?? model.middle..<model.middle + 1
  }

  /// The integral of p m over that of p for a parent.
  mutating func total(_ row: Int) -> Double {
    select(row)
    return cumulative.last ?? 0
  }

  /// A time with the density p m, by a number from 0 to 1, from `low` to before `high`; nil where the parent has no
  /// rate then.
  mutating func time(_ row: Int, at unit: Double, from low: Int64, to high: Int64) -> Int64? {
    select(row)
    guard let sampler = model.sampler, let total = cumulative.last, total > 0 else { return nil }
    let skipped = low > span.lowerBound ? integral(before: low, sampler) : 0
    let kept = high < span.upperBound ? integral(before: high, sampler) : total
    guard skipped < kept else { return nil }
    let place = skipped + unit * (kept - skipped)
    var stretch = 0
    var end = cumulative.count
    while stretch < end {
      let middle = (stretch + end) / 2
      if cumulative[middle] <= place { stretch = middle + 1 } else { end = middle }
    }
    stretch = min(stretch, cumulative.count - 1)
    let before = stretch == 0 ? 0 : cumulative[stretch - 1]
    let share = cumulative[stretch] > before ? (place - before) / (cumulative[stretch] - before) : 0.5
    let from = starts[stretch]
    // The share counts from the beginning of the stretch; `low` and `high` may lie inside it.
    let time = sampler.time(at: share, from: from, to: starts[stretch + 1])
    if time >= low, time < high { return time }
    // Rounding may lead to the point beside the first or the last one.
    return sampler.time(at: time < low ? 0 : 1 - 0x1p-53, from: low, to: high)
  }

  private func integral(before moment: Int64, _ sampler: TimeSampler) -> Double {
    var sum = 0.0
    for stretch in cumulative.indices {
      let before = stretch == 0 ? 0 : cumulative[stretch - 1]
      if starts[stretch + 1] <= moment {
        sum = cumulative[stretch]
        continue
      }
      if starts[stretch] < moment {
        let low = sampler.cumulative(before: starts[stretch]), high = sampler.cumulative(before: starts[stretch + 1])
        let part = high > low ? (sampler.cumulative(before: moment) - low) / (high - low) : 0
        sum = before + part * (cumulative[stretch] - before)
      }
      break
    }
    return sum
  }

  /// Makes the timeline of a row the current one.
  private mutating func select(_ row: Int) {
    let number = parents.rows[row]
    guard number != current else { return }
    let hashes = model.effects.map { effect in effect.localHash(row) { parents.column($0.column) } }
    // Without ages the timeline depends on the effects' keys alone.
    let isSame = current != nil && created == nil && hashes == effectHashes
    current = number
    if isSame { return }
    effectHashes = hashes
    build(row, hashes)
  }

  private mutating func build(_ row: Int, _ hashes: [UInt64?]) {
    let timelines = zip(windows, hashes).map { $0.timeline($1) }
    let birth = created.map { $0.isNull(row) ? span.lowerBound : $0.moment(row) }
    edges.removeAll(keepingCapacity: true)
    edges.append(span.lowerBound)
    edges.append(span.upperBound)
    for timeline in timelines { edges += timeline?.starts ?? [] }
    if let birth {
      edges.append(birth)
      for curve in model.curves { curve.forEachStep(upTo: span.upperBound - birth) { edges.append(birth + $0) } }
    }
    edges.sort()
    starts.removeAll(keepingCapacity: true)
    cumulative.removeAll(keepingCapacity: true)
    var sum = 0.0
    var mass = 0.0
    for edge in edges where edge >= span.lowerBound && edge <= span.upperBound && edge != starts.last {
      if let start = starts.last {
        let end = model.sampler?.cumulative(before: edge) ?? 1
        if end > mass {
          let middle = start + (edge - start) / 2
          sum += (end - mass) * rate(at: model.sampler == nil ? model.middle : middle, birth, timelines)
          mass = end
        }
        cumulative.append(sum)
      }
      starts.append(edge)
    }
  }

  /// m at a moment.
  private func rate(at time: Int64, _ birth: Int64?, _ timelines: [EffectWindows.Timeline?]) -> Double {
    var rate = 1.0
    for (effect, timeline) in zip(model.effects, timelines) {
      let value = timeline?.value(at: time) ?? effect.standard
      rate *= max(0, effect.isAddition ? 1 + value : value)
    }
    if let birth {
      if time < birth { return 0 }
      for curve in model.curves { rate *= curve.value(at: time - birth) }
    }
    return rate
  }
}
