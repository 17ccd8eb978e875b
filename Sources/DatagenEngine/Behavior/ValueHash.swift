import DatagenColumns
import DatagenSchema

extension ColumnBuffer {
  /// A hash of a row's value, equal for equal values whatever their representation; nil for NULL.
  func valueHash(_ row: Int) -> UInt64? {
    if isNull(row) { return nil }
    switch kind {
    case .text: return StableHash.hash(bytes(row))
    case .dictionary: return dictionary.hash(Int(integers[row]))
    case .double:
      if let whole = Int64(exactly: doubles[row]) { return StableHash.mix(UInt64(bitPattern: whole)) }
      return StableHash.mix(doubles[row].bitPattern)
    case .integer, .boolean, .date, .timestamp: return StableHash.mix(UInt64(bitPattern: integers[row]))
    }
  }

  /// A moment in microseconds, for dates and timestamps.
  @inline(__always)
  func moment(_ row: Int) -> Int64 { kind == .date ? integers[row] &* Timestamp.microsecondsPerDay : integers[row] }
}

/// A number for each of some values, which are named by their texts, and one for all others.
struct TextMultipliers: Sendable {
  private let multipliers: [UInt64: Double]
  let greatest: Double
  let areAllOne: Bool

  init(_ multipliers: [String: Double]) {
    var hashes: [UInt64: Double] = [:]
    for (text, multiplier) in multipliers {
      hashes[StableHash.hash(text)] = multiplier
      // Columns of whole numbers and booleans have segments too.
      let number = Int64(text) ?? ["true": 1, "True": 1, "false": 0, "False": 0][text]
      if let number { hashes[StableHash.mix(UInt64(bitPattern: number))] = multiplier }
    }
    self.multipliers = hashes
    greatest = max(1, multipliers.values.max() ?? 1)
    areAllOne = multipliers.values.allSatisfy { $0 == 1 }
  }

  /// The number of a row's text; 1 for NULL and for texts that are not listed.
  @inline(__always)
  func multiplier(_ column: ColumnBuffer, _ row: Int) -> Double {
    column.valueHash(row).flatMap { multipliers[$0] } ?? 1
  }
}
