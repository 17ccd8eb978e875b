internal import CPostgres
internal import DatagenColumns
internal import DatagenSchema

/// Reads the rows of a table by COPY in its binary form, one at a time.
struct PostgresRowReader {
  private let connection: PostgresConnection

  init(_ connection: PostgresConnection) { self.connection = connection }

  func digest(of table: DigestTable) throws(DatabaseError) -> TableDigest {
    let dialect = Dialect.postgres
    let columns = table.columns.map { PostgresTypeFit.reading(dialect.quote($0.name), as: $0.type) }
    let handle = try connection.handle()
    let result = try connection.run(
      "COPY (SELECT \(columns.joined(separator: ", ")) FROM \(try connection.qualified(table.name))) "
        + "TO STDOUT (FORMAT binary)"
    )
    guard result.status == PGRES_COPY_OUT else { throw DatabaseError("the database does not begin the COPY") }
    var collector = DigestCollector(table)
    var isFirst = true
    while true {
      var buffer: UnsafeMutablePointer<CChar>?
      let count = PQgetCopyData(handle, &buffer, 0)
      if count == -1 { break }
      guard count >= 0, let buffer else { throw connection.lost() }
      defer { PQfreemem(buffer) }
      // The first message begins with the header: the signature, flags, and the length of an extension.
      let start = isFirst ? 19 : 0
      isFirst = false
      Self.read(UnsafeRawBufferPointer(start: buffer, count: Int(count)), from: start, into: &collector)
    }
    try end(handle)
    return collector.finish()
  }

  private func end(_ handle: OpaquePointer) throws(DatabaseError) {
    var failure: DatabaseError?
    while let result = PQgetResult(handle) {
      do throws(DatabaseError) {
        _ = try connection.checked(result)
      } catch {
        failure = failure ?? error
      }
    }
    if let failure { throw failure }
  }

  /// Reads the rows of a message, which are whole.
  private static func read(
    _ bytes: UnsafeRawBufferPointer,
    from start: Int,
    into collector: inout DigestCollector
  ) {
    func word<Word: FixedWidthInteger>(_ offset: Int, _: Word.Type) -> Word {
      Word(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Word.self))
    }
    var offset = start
    while offset + 2 <= bytes.count, word(offset, Int16.self) >= 0 {
      offset += 2
      let row = collector.row
      for column in collector.columns {
        let length = Int(word(offset, Int32.self))
        offset += 4
        if length < 0 {
          column.requireNulls()[row] = true
        } else {
          switch column.kind {
          case .integer: column.integers[row] = word(offset, Int64.self)
          case .double: column.doubles[row] = Double(bitPattern: word(offset, UInt64.self))
          case .boolean: column.integers[row] = Int64(bytes[offset])
          case .date: column.integers[row] = Int64(word(offset, Int32.self)) + WireType.firstDay
          case .timestamp: column.integers[row] = word(offset, Int64.self) &+ WireType.firstMicrosecond
          case .text, .dictionary:
            column.text.append(UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + length]))
          }
          offset += length
        }
        if column.kind == .text { column.endText(row) }
      }
      collector.endRow()
    }
  }
}
