internal import CSQLite
internal import DatagenColumns

/// Binds the values of some rows of a column to the variables of a statement of as many rows.
///
/// Dispatches on the column's kind once and then loops. Texts are bound without a copy: SQLite reads them where
/// they lie in the batch.
struct ColumnBinding {
  let statement: OpaquePointer
  /// The column's variable in the statement's first row, counted from 1.
  let firstVariable: Int
  let columnCount: Int
  let rows: Range<Int>

  /// Returns SQLite's result codes, or-ed: zero if all values were bound.
  func bind(_ column: ColumnBuffer) -> Int32 {
    switch column.kind {
    case .integer, .boolean, .date, .timestamp: bindIntegers(column)
    case .double: bindDoubles(column)
    case .text: bindTexts(column)
    case .dictionary: bindCodes(column)
    }
  }

  private func bindIntegers(_ column: ColumnBuffer) -> Int32 {
    let values = column.integers
    return forEachRow(column) { variable, row in sqlite3_bind_int64(statement, variable, values[row]) }
  }

  private func bindDoubles(_ column: ColumnBuffer) -> Int32 {
    let values = column.doubles
    return forEachRow(column) { variable, row in sqlite3_bind_double(statement, variable, values[row]) }
  }

  private func bindTexts(_ column: ColumnBuffer) -> Int32 {
    let ends = column.integers
    let bytes = column.text.base.assumingMemoryBound(to: CChar.self)
    return forEachRow(column) { variable, row in
      let start = row == 0 ? 0 : Int(ends[row &- 1])
      return sqlite3_bind_text(
        statement,
        variable,
        bytes + start,
        Int32(truncatingIfNeeded: Int(ends[row]) &- start),
        nil
      )
    }
  }

  private func bindCodes(_ column: ColumnBuffer) -> Int32 {
    let codes = column.integers
    let dictionary = column.dictionary
    return forEachRow(column) { variable, row in
      let bytes = dictionary.bytes(Int(codes[row]))
      return sqlite3_bind_text(
        statement,
        variable,
        bytes.baseAddress?.assumingMemoryBound(to: CChar.self),
        Int32(truncatingIfNeeded: bytes.count),
        nil
      )
    }
  }

  @inline(__always)
  private func forEachRow(_ column: ColumnBuffer, _ bind: (Int32, Int) -> Int32) -> Int32 {
    var variable = Int32(firstVariable)
    let step = Int32(columnCount)
    var result: Int32 = 0
    if column.hasNulls {
      let nulls = column.nulls
      for row in rows {
        result |= nulls[row] ? sqlite3_bind_null(statement, variable) : bind(variable, row)
        variable &+= step
      }
    } else {
      for row in rows {
        result |= bind(variable, row)
        variable &+= step
      }
    }
    return result
  }
}
