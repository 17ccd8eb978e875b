internal import DatagenColumns
internal import DatagenSchema

/// Brings columns into the form in which SQLite stores them.
enum BatchEncoding {
  /// Turns dates and timestamps into texts, in place; the other columns are stored as they are.
  static func encode(_ batch: ColumnBatch) {
    for column in batch.columns {
      switch column.kind {
      case .date: encode(column, width: 10) { day, bytes in CalendarText.writeDate(day, to: bytes) }
      case .timestamp:
        encode(column, width: 26) { time, bytes in CalendarText.writeTimestamp(time, to: bytes) }
      case .integer, .double, .boolean, .text, .dictionary: break
      }
    }
  }

  @inline(__always)
  private static func encode(
    _ column: ColumnBuffer,
    width: Int,
    _ write: (Int64, UnsafeMutableRawBufferPointer) -> Int
  ) {
    let nulls = column.hasNulls ? column.nulls : nil
    let values = column.integers
    column.beginTextInPlace()
    let base = column.text.reserve(column.count * width)
    var end = 0
    for row in 0..<column.count {
      // What lies in a NULL's place is not defined, and might be no date at all.
      if nulls?[row] != true {
        end += write(values[row], UnsafeMutableRawBufferPointer(start: base + end, count: width))
      }
      values[row] = Int64(end)
    }
    column.text.commit(end)
  }
}
