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

extension Fanout {
  /// The mean number of children, bounds included.
  var mean: Double {
    switch distribution {
    case .constant(let count): return Double(min(max(count, minimum), maximum))
    case .uniform(let low, let high): return Double(low + high) / 2
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
/// computed again. The only state of a fact table.
final class FanoutIndex: Sendable {
  /// Parents per remembered sum. A lookup of a random child computes half as many counts on average.
  private static let blockSize: Int64 = 64

  private let sampler: FanoutSampler
  private let parents: Range<Int64>
  private let firstChild: Int64
  private let blockStarts: [Int64]
  let childCount: Int64

  /// Counts the children of all parents once. Complexity: O(parents) in time, an 8-byte sum for 64 of them.
  init(_ sampler: FanoutSampler, parents: Range<Int64>, firstChild: Int64) {
    self.sampler = sampler
    self.parents = parents
    self.firstChild = firstChild
    var starts: [Int64] = []
    starts.reserveCapacity(parents.count / Int(Self.blockSize) + 1)
    var total: Int64 = 0
    for parent in parents {
      if (parent - parents.lowerBound) % Self.blockSize == 0 { starts.append(total) }
      total += sampler.count(parent)
    }
    blockStarts = starts
    childCount = total
  }

  /// The parents of child rows, in any order; neighbours are found without searching.
  func fillParents(of children: UnsafePointer<Int64>, count: Int, into output: UnsafeMutablePointer<Int64>) {
    guard !parents.isEmpty else {
      output.update(repeating: 0, count: count)
      return
    }
    var parent = parents.lowerBound
    var start: Int64 = 0
    var end = start &+ sampler.count(parent)
    for index in 0..<count {
      let child = children[index] &- firstChild
      if child < start || child >= end &+ 1024 {
        (parent, start) = block(of: child)
        end = start &+ sampler.count(parent)
      }
      while child >= end, parent &+ 1 < parents.upperBound {
        parent &+= 1
        start = end
        end = start &+ sampler.count(parent)
      }
      output[index] = parent
    }
  }

  /// The first parent of the block that a child lies in, and its first child.
  private func block(of child: Int64) -> (parent: Int64, start: Int64) {
    var low = 0
    var high = blockStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if blockStarts[middle] <= child { low = middle } else { high = middle }
    }
    return (parents.lowerBound + Int64(low) * Self.blockSize, blockStarts[low])
  }
}
