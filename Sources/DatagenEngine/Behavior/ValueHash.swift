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

/// A number for each of some texts, and one for all others.
struct TextMultipliers: Sendable {
  private let multipliers: [UInt64: Double]
  let greatest: Double
  let areAllOne: Bool

  init(_ multipliers: [String: Double]) {
    self.multipliers = Dictionary(
      multipliers.map { (StableHash.hash($0.key), $0.value) },
      uniquingKeysWith: { first, _ in first }
    )
    greatest = max(1, multipliers.values.max() ?? 1)
    areAllOne = multipliers.values.allSatisfy { $0 == 1 }
  }

  /// The number of a row's text; 1 for NULL and for texts that are not listed.
  @inline(__always)
  func multiplier(_ column: ColumnBuffer, _ row: Int) -> Double {
    column.valueHash(row).flatMap { multipliers[$0] } ?? 1
  }
}
