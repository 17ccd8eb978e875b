import DatagenSchema

/// The random stream of one purpose: a cell's randomness is a function of its key and its row, and of nothing else.
///
/// A key is a full-entropy hash of (seed, table, column, purpose). Two keys that differ in a few bits would give
/// shifted or permuted copies of one stream; hashed ones do not.
package struct RandomKey: Sendable, Hashable {
  let word: UInt64

  /// The key from which all keys of a dataset descend.
  package init(seed: UInt64) {
    word = StableHash.combine(0x6461_7461_6765_6E31, seed)
  }

  private init(word: UInt64) { self.word = word }

  /// The key of a part or purpose: a table, a column, "null".
  package func derived(_ name: String) -> RandomKey {
    RandomKey(word: StableHash.combine(word, StableHash.hash(name)))
  }

  /// The key of the n-th of several draws of one purpose.
  package func derived(_ number: Int) -> RandomKey {
    RandomKey(word: StableHash.combine(word, UInt64(truncatingIfNeeded: number)))
  }

  /// 64 random bits for a row.
  @inline(__always)
  package func bits(_ row: Int64) -> UInt64 {
    StableHash.mix(word ^ UInt64(bitPattern: row))
  }

  /// A random number between 0 and 1, both excluded, for a row.
  @inline(__always)
  package func unit(_ row: Int64) -> Double { bits(row).unit }

  /// As many random words for a row as its draw asks for.
  @inline(__always)
  package func stream(_ row: Int64) -> CellStream { CellStream(state: bits(row)) }
}

/// The random words of one cell, for draws that need more than one (SplitMix64).
package struct CellStream: RandomNumberGenerator {
  var state: UInt64

  @inline(__always)
  init(state: UInt64) { self.state = state }

  @inline(__always)
  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return StableHash.mix(state)
  }

  @inline(__always)
  package mutating func unit() -> Double { next().unit }

  /// A whole number from 0 up to `bound`, which is excluded.
  @inline(__always)
  package mutating func below(_ bound: UInt64) -> UInt64 { next().scaled(below: bound) }
}

extension UInt64 {
  /// The upper 52 bits as a number between 0 and 1, both excluded.
  @inline(__always)
  var unit: Double { (Double(self &>> 12) + 0.5) * 0x1p-52 }

  /// The word scaled to 0..<bound by multiplication; the bias is at most bound / 2^64.
  @inline(__always)
  func scaled(below bound: UInt64) -> UInt64 { multipliedFullWidth(by: bound).high }
}
