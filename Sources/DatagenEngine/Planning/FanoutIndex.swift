import DatagenSchema

/// How many children each row of a parent has: a pure function of the row.
struct FanoutSampler: Sendable {
  private enum Kind {
    case constant(Int64)
    case table(CountSampler)
    case uniform(low: Int64, span: UInt64)
  }

  private let key: RandomKey
  private let kind: Kind
  private let minimum: Int64
  private let maximum: Int64

  init(_ fanout: Fanout, key: RandomKey) {
    self.key = key
    minimum = fanout.minimum
    maximum = fanout.maximum
    switch fanout.distribution {
    case .constant(let count): kind = .constant(count)
    case .poisson(let lambda): kind = .table(.poisson(lambda))
    case .uniform(let low, let high): kind = .uniform(low: low, span: UInt64(high - low) + 1)
    }
  }

  /// The number of children of a parent row.
  @inline(__always)
  func count(_ parent: Int64) -> Int64 {
    let count: Int64
    switch kind {
    case .constant(let constant): count = constant
    case .table(let sampler): count = sampler.value(key.unit(parent))
    case .uniform(let low, let span): count = low &+ Int64(key.bits(parent).scaled(below: span))
    }
    return min(max(count, minimum), maximum)
  }
}

extension Table {
  /// The most children that a row of the driving parent can have.
  func greatestFanout(in schema: Schema) -> Int64 {
    if let stages { return Int64(stages.stages.count) }
    if let states { return Int64(states.maximumTransitions) + 1 }
    let parent = drivingParent.flatMap { schema.table(named: $0.value) }
    // What multiplies the rows of a fact stands on its parent, or is an effect of its own.
    let isScaled = parent?.segments != nil || parent?.vintage != nil || !effects.isEmpty
    return isScaled ? fanout.maximum : fanout.greatest
  }
}

extension Fanout {
  /// The most children that a parent can have.
  var greatest: Int64 {
    switch distribution {
    case .constant(let count): min(max(count, minimum), maximum)
    case .uniform(_, let high): high
    case .poisson(let lambda): lambda > 0 ? maximum : minimum
    }
  }

  /// The mean number of children, bounds included.
  var mean: Double {
    switch distribution {
    case .constant(let count): return Double(min(max(count, minimum), maximum))
    case .uniform(let low, let high):
      // The values within the bounds count as they are, those beyond as the bounds.
      let first = min(max(low, minimum), maximum), last = min(max(high, minimum), maximum)
      let below = Double(max(0, first - low)), above = Double(max(0, high - last)), all = Double(high - low) + 1
      let within = max(0, all - below - above)
      return (below * Double(first) + above * Double(last) + within * Double(first + last) / 2) / all
    case .poisson(let lambda):
      let reach = 10 * lambda.squareRoot() + 20
      let low = Double(minimum), high = Double(min(maximum, Int64(1) << 40))
      if lambda - reach > low, lambda + reach < high { return lambda }
      if lambda > 1e6 { return min(max(lambda, low), high) }
      let first = max(0, (lambda - reach).rounded(.down)), last = (lambda + reach).rounded(.up)
      return stride(from: first, through: last, by: 1).reduce(0) { sum, k in
        let logarithm = k == 0 && lambda == 0 ? 0 : k * naturalLogarithm(lambda) - lambda - logarithmOfGamma(k + 1)
        return sum + min(max(k, low), high) * exponential(logarithm)
      }
    }
  }
}

/// Which children belong to which parent: the first child row of every 64th parent, and the counts in between
/// computed again.
///
/// The only state of a fact table.
final class FanoutIndex: Sendable {
  /// Parents per remembered sum.
  ///
  /// A lookup of a random child computes the counts of one block.
  private static let blockSize: Int64 = 64

  let model: any ChildModel
  private let parentTable: Int
  private let parents: Range<Int64>
  private let firstChild: Int64
  private let blockStarts: [Int64]
  /// The counts themselves, where computing them again costs far more than four bytes a parent; else empty.
  private let storedCounts: [UInt32]
  let childCount: Int64
  /// Whether the children of all parents are counted.
  let isWhole: Bool

  /// The most parents whose counts are stored: 64 MB.
  private static let maximumStored = 16_000_000

  /// Counts the children of all parents once.
  ///
  /// Complexity: O(parents) in time, an 8-byte sum for 64 of them.
  ///
  /// - Parameter plan: a plan in which the rows of the parent, and of what its columns look up, are counted.
  /// - Parameter most: how many children are enough.
  init(_ model: any ChildModel, parentTable: Int, plan: Plan, firstChild: Int64, most: Int64 = .max) {
    self.model = model
    self.parentTable = parentTable
    parents = plan.rowRange(of: parentTable)
    self.firstChild = firstChild
    var starts: [Int64] = []
    if most == .max { starts.reserveCapacity(parents.count / Int(Self.blockSize) + 1) }
    var total: Int64 = 0
    let isStored = !(model is PlainChildModel) && parents.count <= Self.maximumStored
    var stored: [UInt32] = []
    if isStored, most == .max { stored.reserveCapacity(parents.count) }
    let pool = BufferPool()
    var counts = [Int64](repeating: 0, count: 4096)
    var first = parents.lowerBound
    while first < parents.upperBound, total < most {
      let rows = first..<min(first + 4096, parents.upperBound)
      Self.fill(&counts, model, rows, parentTable, plan, pool)
      for index in 0..<rows.count {
        if index % Int(Self.blockSize) == 0 { starts.append(total) }
        total += counts[index]
        if isStored { stored.append(UInt32(clamping: counts[index])) }
      }
      first = rows.upperBound
    }
    blockStarts = starts
    storedCounts = stored
    childCount = total
    isWhole = first >= parents.upperBound && plan.isCountedWhole(parentTable)
  }

  private static func fill(
    _ counts: inout [Int64],
    _ model: any ChildModel,
    _ rows: Range<Int64>,
    _ table: Int,
    _ plan: Plan,
    _ pool: BufferPool
  ) {
    let batch = plan.evaluation(of: BatchRange(table: table, rows: rows), pool)
    counts.withUnsafeMutableBufferPointer { buffer in
      if let base = buffer.baseAddress { model.fillCounts(base, parents: batch) }
    }
    batch.recycle()
  }

  /// The parents of child rows, in any order, and the place of each child among its parent's; neighbours are found
  /// without searching.
  func fillParents(
    of children: UnsafePointer<Int64>,
    count: Int,
    into output: UnsafeMutablePointer<Int64>,
    ordinals: UnsafeMutablePointer<Int64>,
    plan: Plan,
    pool: BufferPool
  ) {
    guard !blockStarts.isEmpty else {
      output.update(repeating: parents.lowerBound, count: count)
      ordinals.update(repeating: 0, count: count)
      return
    }
    var counts = [Int64](repeating: 0, count: Int(Self.blockSize))
    var block = -1
    var blockEnd: Int64 = 0
    var blockRows: Range<Int64> = 0..<0
    var parent: Int64 = 0
    var start: Int64 = 0
    var end: Int64 = 0
    for index in 0..<count {
      let child = children[index] &- firstChild
      if block < 0 || child < start || child >= blockEnd {
        if block < 0 || child < blockStarts[block] || child >= blockEnd {
          block = self.block(of: child)
          blockEnd = block + 1 < blockStarts.count ? blockStarts[block + 1] : .max
          let first = parents.lowerBound + Int64(block) * Self.blockSize
          blockRows = first..<min(first + Self.blockSize, parents.upperBound)
          if storedCounts.isEmpty {
            Self.fill(&counts, model, blockRows, parentTable, plan, pool)
          } else {
            let place = Int(first - parents.lowerBound)
            for index in 0..<blockRows.count { counts[index] = Int64(storedCounts[place + index]) }
          }
        }
        parent = blockRows.lowerBound
        start = blockStarts[block]
        end = start &+ counts[0]
      }
      while child >= end, parent &+ 1 < blockRows.upperBound {
        parent &+= 1
        start = end
        end = start &+ counts[Int(parent &- blockRows.lowerBound)]
      }
      output[index] = parent
      ordinals[index] = child &- start
    }
  }

  /// The block of parents that a child lies in.
  private func block(of child: Int64) -> Int {
    var low = 0
    var high = blockStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if blockStarts[middle] <= child { low = middle } else { high = middle }
    }
    return low
  }
}
