import DatagenSchema

/// A keyed permutation of 0..<count: distinct inputs give distinct outputs, without remembering any.
///
/// A balanced Feistel network of four rounds over the next even number of bits, applied again while the result
/// lies outside the domain (cycle walking; fewer than four applications on average).
///
/// Source: Black, Rogaway, "Ciphers with arbitrary finite domains", 2002.
struct Permutation: Sendable {
  private let count: UInt64
  private let halfBits: UInt64
  private let keys: [UInt64]

  init(count: UInt64, key: RandomKey) {
    self.count = max(count, 1)
    let bits = UInt64(64 - (self.count - 1).leadingZeroBitCount)
    halfBits = max(1, (bits + 1) / 2)
    keys = (0..<4).map { key.derived($0).bits(0) }
  }

  /// The place of `index`, which has to be below the count.
  func callAsFunction(_ index: UInt64) -> UInt64 {
    var value = index
    repeat { value = encrypt(value) } while value >= count
    return value
  }

  private func encrypt(_ value: UInt64) -> UInt64 {
    let mask = (1 &<< halfBits) &- 1
    var left = value &>> halfBits
    var right = value & mask
    for key in keys {
      (left, right) = (right, left ^ (StableHash.mix(right ^ key) & mask))
    }
    return left &<< halfBits | right
  }
}
