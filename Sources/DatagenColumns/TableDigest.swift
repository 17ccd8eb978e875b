package import DatagenSchema

/// A digest of a table's rows: the same for the same rows in any database and in any order of rows or columns.
///
/// A cell's hash covers its column's name, its kind and its value; a row's hash is the sum of its cells' hashes,
/// mixed; the digest is the sum of two different mixes of the rows' hashes. It tells accidents from equality; it is
/// no protection against forgery.
package struct TableDigest: Sendable, Hashable, CustomStringConvertible {
  package private(set) var rows: Int64 = 0
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  package init() {}

  /// 32 hexadecimal digits.
  package var description: String { hexadecimal(high) + hexadecimal(low) }

  /// Adds the rows that another digest stands for.
  package mutating func add(_ other: TableDigest) {
    rows += other.rows
    low &+= other.low
    high &+= other.high
  }

  /// Adds the rows of a batch.
  ///
  /// - Parameters:
  ///   - keys: `columnKey` of each column, in the order of the batch.
  ///   - scratch: memory for one word a row, reused from batch to batch.
  package mutating func add(_ batch: ColumnBatch, keys: [UInt64], scratch: inout [UInt64]) {
    let count = batch.count
    if scratch.count < count { scratch = [UInt64](repeating: 0, count: count) }
    scratch.withUnsafeMutableBufferPointer { hashes in
      hashes.update(repeating: 0)
      for (column, key) in zip(batch.columns, keys) { Self.add(column, key, to: hashes, count: count) }
      for row in 0..<count {
        let hash = StableHash.mix(hashes[row])
        low &+= hash
        high &+= StableHash.mix(hash ^ 0xA076_1D64_78BD_642F)
      }
    }
    rows += Int64(count)
  }

  /// The part of a cell's hash that its column decides.
  package static func columnKey(name: String, type: ColumnType) -> UInt64 {
    StableHash.combine(StableHash.hash(name), StableHash.hash(type.rawValue))
  }

  private static let nullHash: UInt64 = 0x9FB2_1C65_1E98_DF25

  private static func add(
    _ column: ColumnBuffer,
    _ key: UInt64,
    to hashes: UnsafeMutableBufferPointer<UInt64>,
    count: Int
  ) {
    func accumulate(_ hash: (Int) -> UInt64) {
      if column.hasNulls {
        let nulls = column.nulls
        for row in 0..<count {
          hashes[row] &+= StableHash.mix(key ^ (nulls[row] ? nullHash : hash(row)))
        }
      } else {
        for row in 0..<count { hashes[row] &+= StableHash.mix(key ^ hash(row)) }
      }
    }
    let integers = column.integers
    switch column.kind {
    case .integer, .boolean, .date, .timestamp:
      accumulate { StableHash.mix(UInt64(bitPattern: integers[$0])) }
    case .double:
      let doubles = column.doubles
      accumulate { StableHash.mix((doubles[$0] == 0 ? 0 : doubles[$0]).bitPattern) }
    case .text:
      accumulate { StableHash.hash(column.bytes($0)) }
    case .dictionary:
      let dictionary = column.dictionary
      accumulate { dictionary.hash(Int(integers[$0])) }
    }
  }
}
