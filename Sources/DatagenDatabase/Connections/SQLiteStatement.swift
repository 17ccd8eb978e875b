internal import CSQLite

/// A compiled statement; keeps its connection alive and ends itself.
package final class SQLiteStatement {
  /// SQLite's statement, for loops that bind thousands of values.
  let handle: OpaquePointer
  private let connection: SQLiteConnection

  init(_ handle: OpaquePointer, _ connection: SQLiteConnection) {
    self.handle = handle
    self.connection = connection
  }

  deinit { sqlite3_finalize(handle) }

  /// Runs to the next row; false at the end, after which the statement may be run again.
  package func step() throws(DatabaseError) -> Bool {
    let result = sqlite3_step(handle)
    if result == SQLITE_ROW { return true }
    guard result == SQLITE_DONE else {
      // The message belongs to the failed call and would be lost by a reset.
      let error = connection.failure(result)
      sqlite3_reset(handle)
      throw error
    }
    sqlite3_reset(handle)
    return false
  }

  /// Binds values in the order of the variables.
  package func bind(_ values: [SQLValue]) throws(DatabaseError) {
    for (index, value) in zip(Int32(1)..., values) {
      let result =
        switch value {
        case .null: sqlite3_bind_null(handle, index)
        case .integer(let number): sqlite3_bind_int64(handle, index, number)
        case .double(let number): sqlite3_bind_double(handle, index, number)
        case .text(let text): Self.bindCopy(of: text, handle, index)
        }
      guard result == SQLITE_OK else { throw connection.failure(result) }
    }
  }

  /// Forgets the bound values, and with them pointers to memory that may go away.
  func clearBindings() { sqlite3_clear_bindings(handle) }

  /// The values of the present row.
  package var row: [SQLValue] { (0..<sqlite3_column_count(handle)).map(value) }

  /// A value of the present row.
  package func value(_ column: Int32) -> SQLValue {
    switch sqlite3_column_type(handle, column) {
    case SQLITE_NULL: return .null
    case SQLITE_INTEGER: return .integer(sqlite3_column_int64(handle, column))
    case SQLITE_FLOAT: return .double(sqlite3_column_double(handle, column))
    default:
      // The bytes first: asking for the length afterwards counts them in UTF-8.
      let bytes = sqlite3_column_text(handle, column)
      let count = Int(sqlite3_column_bytes(handle, column))
      return .text(String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self))
    }
  }

  private static func bindCopy(of text: String, _ handle: OpaquePointer, _ index: Int32) -> Int32 {
    // -1 is SQLite's SQLITE_TRANSIENT: copy the bytes before the call returns.
    let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    return sqlite3_bind_text(handle, index, text, Int32(text.utf8.count), transient)
  }
}
