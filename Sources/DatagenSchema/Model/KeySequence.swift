/// The keys of a table whose rows are numbered by them: `first + step * row`.
package struct KeySequence: Sendable, Hashable {
  /// The key of row 0.
  package var first: Int64
  /// The difference of neighbours.
  package var step: Int64

  package init(first: Int64 = 1, step: Int64 = 1) {
    self.first = first
    self.step = step
  }

  /// Whether so many numbers of it are whole numbers of 64 bits.
  package func fits(_ rows: Double) -> Bool {
    guard let last = Int64(exactly: rows.rounded()).map({ $0 - 1 }) else { return false }
    let (distance, isTooFar) = step.multipliedReportingOverflow(by: max(0, last))
    return !isTooFar && !first.addingReportingOverflow(distance).overflow
  }

  /// The number of the first row of those whose keys all lie behind a key: above it where keys rise, below it where
  /// they fall.
  ///
  /// Nil where there is no room for more: behind half of the whole numbers of 64 bits, or where keys stay the same.
  package func row(behind key: Int64) -> Int64? {
    guard step != 0 else { return nil }
    guard step > 0 ? key >= first : key <= first else { return 0 }
    // The distance of two whole numbers may be more than one of them can hold.
    let distance = step > 0 ? UInt64(bitPattern: key &- first) : UInt64(bitPattern: first &- key)
    guard let row = Int64(exactly: distance / step.magnitude + 1) else { return nil }
    let next = first &+ step &* row
    let hasRoom = step > 0 ? next > key && next < .max / 2 : next < key && next > .min / 2
    return hasRoom ? row : nil
  }
}
