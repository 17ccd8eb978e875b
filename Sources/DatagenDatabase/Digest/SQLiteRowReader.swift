internal import CSQLite
internal import DatagenColumns
internal import DatagenSchema

/// Reads the rows of a table by stepping through them.
struct SQLiteRowReader {
  private let connection: SQLiteConnection

  init(_ connection: SQLiteConnection) { self.connection = connection }

  func digest(of table: DigestTable) throws(DatabaseError) -> TableDigest {
    let dialect = Dialect.sqlite
    let names = table.columns.map { dialect.quote($0.name) }.joined(separator: ", ")
    let statement = try connection.prepare("SELECT \(names) FROM \(dialect.quote(table.name))")
    var collector = DigestCollector(table)
    while try statement.step() {
      let row = collector.row
      for (index, column) in collector.columns.enumerated() {
        guard read(statement.handle, Int32(index), into: column, row) else {
          throw DatabaseError(
            "the column \"\(table.columns[index].name)\" holds \(statement.value(Int32(index)).literal), "
              + "which is not of the type \(table.columns[index].type.rawValue)"
          )
        }
      }
      collector.endRow()
    }
    return collector.finish()
  }

  /// Takes a value over; false where it is not of the column's kind.
  private func read(_ statement: OpaquePointer, _ index: Int32, into column: ColumnBuffer, _ row: Int) -> Bool {
    defer { if column.kind == .text { column.endText(row) } }
    let type = sqlite3_column_type(statement, index)
    if type == SQLITE_NULL {
      column.requireNulls()[row] = true
      return true
    }
    switch column.kind {
    case .integer, .boolean:
      guard type == SQLITE_INTEGER else { return false }
      column.integers[row] = sqlite3_column_int64(statement, index)
    case .double:
      guard type == SQLITE_FLOAT || type == SQLITE_INTEGER else { return false }
      column.doubles[row] = sqlite3_column_double(statement, index)
    case .text, .dictionary:
      column.text.append(bytes(statement, index))
    case .date:
      guard let moment = moment(bytes(statement, index)), moment.isMidnight else { return false }
      column.integers[row] = moment.day
    case .timestamp:
      guard let moment = moment(bytes(statement, index)) else { return false }
      column.integers[row] = moment.microseconds
    }
    return true
  }

  private func bytes(_ statement: OpaquePointer, _ index: Int32) -> UnsafeRawBufferPointer {
    // The bytes first: asking for the length afterwards counts them in UTF-8.
    let bytes = sqlite3_column_text(statement, index)
    return UnsafeRawBufferPointer(start: bytes, count: Int(sqlite3_column_bytes(statement, index)))
  }

  /// Reads `2024-01-31`, `2024-01-31 23:59:59` or the same with six digits of a fraction; other forms of ISO 8601
  /// take longer.
  private func moment(_ bytes: UnsafeRawBufferPointer) -> Timestamp? {
    func number(_ range: Range<Int>) -> Int? {
      var value = 0
      for index in range {
        guard (0x30...0x39).contains(bytes[index]) else { return nil }
        value = value * 10 + Int(bytes[index] - 0x30)
      }
      return value
    }
    let general = { Timestamp(iso8601: String(decoding: bytes, as: UTF8.self)) }
    guard [10, 19, 26].contains(bytes.count), let year = number(0..<4), let month = number(5..<7),
      let day = number(8..<10), (1...12).contains(month), day >= 1,
      day <= CivilDate.daysInMonth(year: year, month: month)
    else { return general() }
    let midnight = Timestamp(day: CivilDate(year: year, month: month, day: day).dayNumber)
    if bytes.count == 10 { return midnight }
    guard let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19) else {
      return general()
    }
    var fraction = 0
    if bytes.count == 26 {
      guard let digits = number(20..<26) else { return general() }
      fraction = digits
    }
    let time = Int64((hour * 60 + minute) * 60 + second) * 1_000_000 + Int64(fraction)
    return Timestamp(microseconds: midnight.microseconds + time)
  }
}

extension Timestamp {
  fileprivate var isMidnight: Bool { self == Timestamp(day: day) }
}
