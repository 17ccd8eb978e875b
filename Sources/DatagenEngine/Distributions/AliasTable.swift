/// Draws an index with given weights in constant time, from one random word.
///
/// Source: Vose, "A linear algorithm for generating random numbers with a given distribution", 1991.
struct AliasTable: Sendable {
  private let thresholds: [UInt64]
  private let aliases: [Int32]

  /// - Parameter weights: at least one, none negative, not all zero; they need not sum to 1.
  init(weights: [Double]) {
    let count = weights.count
    let total = weights.reduce(0, +)
    var scaled = weights.map { $0 / total * Double(count) }
    var thresholds = [UInt64](repeating: .max, count: count)
    var aliases = (0..<Int32(count)).map { $0 }
    var small = scaled.indices.filter { scaled[$0] < 1 }
    var large = scaled.indices.filter { scaled[$0] >= 1 }
    while let low = small.popLast() {
      guard let high = large.last else { break }
      thresholds[low] = UInt64(max(0, min(scaled[low] * 0x1p64, 0x1.fffffffffffffp63)))
      aliases[low] = Int32(high)
      scaled[high] -= 1 - scaled[low]
      if scaled[high] < 1 {
        large.removeLast()
        small.append(high)
      }
    }
    self.thresholds = thresholds
    self.aliases = aliases
  }

  var count: Int { thresholds.count }

  /// The index that a random word stands for: its upper part picks a column, its lower part the side.
  @inline(__always)
  func index(_ bits: UInt64) -> Int {
    let product = bits.multipliedFullWidth(by: UInt64(thresholds.count))
    let column = Int(truncatingIfNeeded: product.high)
    return product.low < thresholds[column] ? column : Int(aliases[column])
  }
}
