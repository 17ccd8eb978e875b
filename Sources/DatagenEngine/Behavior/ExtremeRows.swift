import DatagenColumns
import DatagenSchema
import Synchronization

/// The rows of a table whose time in a column comes first, or last, in that order: where few rows fit the time of an
/// event, they are among these.
struct ExtremeRows: Sendable {
  /// How many rows are kept, of how many that are looked at: beyond a hundredth, chance finds them too.
  private static let kept = 16_384
  private static let scanned: Int64 = 1 << 20
  private static let batch: Int64 = 16_384

  private let isFirst: Bool
  private let entries: [(moment: Int64, row: Int64)]

  /// - Parameters:
  ///   - isFirst: whether the first times count, not the last ones.
  ///   - limit: how many rows of the table are looked at.
  /// - Complexity: O(rows).
  init(of table: Int, by column: Int, isFirst: Bool, limit: Int64 = scanned, _ plan: Plan) {
    self.isFirst = isFirst
    let range = plan.rowRange(of: table)
    let end = min(range.upperBound, range.lowerBound + limit)
    let pool = BufferPool()
    let sign: Int64 = isFirst ? 1 : -1
    var entries: [(moment: Int64, row: Int64)] = []
    let shorten = {
      entries.sort { ($0.moment * sign, $0.row) < ($1.moment * sign, $1.row) }
      entries.removeLast(max(0, entries.count - Self.kept))
    }
    for start in stride(from: range.lowerBound, to: end, by: Int(Self.batch)) {
      let rows = start..<min(end, start + Self.batch)
      let evaluation = plan.evaluation(of: BatchRange(table: table, rows: rows), pool)
      let times = evaluation.column(column)
      for place in 0..<rows.count where !times.isNull(place) {
        entries.append((times.moment(place), rows.lowerBound + Int64(place)))
      }
      evaluation.recycle()
      if entries.count > 4 * Self.kept { shorten() }
    }
    shorten()
    self.entries = entries
  }

  var first: (moment: Int64, row: Int64)? { entries.first }

  /// The row at a place.
  func row(_ place: Int) -> Int64 { entries[place].row }

  /// How many of the rows have a time that is not after a moment, or not before it.
  func count(at moment: Int64) -> Int {
    var low = 0, high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if isFirst ? entries[middle].moment <= moment : entries[middle].moment >= moment {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }
}

/// Extreme rows that are looked for when they are needed first.
final class DeferredExtremeRows: Sendable {
  private let found = Mutex<ExtremeRows?>(nil)

  func rows(_ find: () -> ExtremeRows) -> ExtremeRows {
    found.withLock { found in
      if let found { return found }
      let rows = find()
      found = rows
      return rows
    }
  }
}
