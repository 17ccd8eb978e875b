internal import DatagenColumns

/// Brings the batches of a table into PostgreSQL's binary form.
struct PostgresEncoder: Sendable {
  struct Column: Sendable {
    /// The column's place in the batch.
    var index: Int
    var type: WireType
    /// The microseconds of which moments have to be multiples.
    var unit: Int64 = 1
  }

  let method: LoadMethod
  /// The columns that are sent, in their order.
  let columns: [Column]

  /// Leaves the encoded rows in the batch's payload.
  func encode(_ batch: ColumnBatch) {
    let payload = batch.payload as? PostgresPayload ?? PostgresPayload()
    batch.payload = payload
    payload.reset(parts: method == .insert ? columns.count : 1)
    for column in columns where !column.type.fits(batch.columns[column.index]) {
      payload.fault = "a batch has values of another type in column \(column.index + 1)"
      return
    }
    for column in columns where column.unit > 1 && column.type == .timestamp {
      if isFiner(batch.columns[column.index], batch.count, than: column.unit) {
        payload.fault =
          "the moments of column \(column.index + 1) have a finer fraction of a second than the existing column"
        return
      }
    }
    switch method {
    case .insert:
      for (part, column) in zip(payload.parts, columns) {
        ArrayEncoding(arena: part, count: batch.count).encode(batch.columns[column.index], column.type)
      }
    case .copy:
      RowEncoding(payload: payload, count: batch.count).encode(
        columns.map { (batch.columns[$0.index], $0.type) }
      )
    }
  }
}

extension PostgresEncoder {
  /// Whether a moment is between two that a column with less precision can hold.
  private func isFiner(_ column: ColumnBuffer, _ count: Int, than unit: Int64) -> Bool {
    let values = column.integers, nulls = column.hasNulls ? column.nulls : nil
    return (0..<count).contains { values[$0] % unit != 0 && nulls?[$0] != true }
  }
}

/// Encodes a column as an array: a header, then the length and the bytes of each value.
private struct ArrayEncoding {
  let arena: ByteArena
  let count: Int

  func encode(_ column: ColumnBuffer, _ type: WireType) {
    encodeHeader(column, type)
    let values = column.integers
    switch type {
    case .int: encodeFixed(column) { UInt64(bitPattern: values[$0]) }
    case .double:
      let doubles = column.doubles
      encodeFixed(column) { doubles[$0].bitPattern }
    case .boolean: encodeFixed(column) { UInt8(truncatingIfNeeded: values[$0]) }
    case .date: encodeFixed(column) { UInt32(truncatingIfNeeded: values[$0] &- WireType.firstDay) }
    case .timestamp: encodeFixed(column) { UInt64(bitPattern: values[$0] &- WireType.firstMicrosecond) }
    case .text: encodeTexts(column)
    }
  }

  /// Dimensions, whether there are NULLs, the elements' type, their number, the first one's index.
  private func encodeHeader(_ column: ColumnBuffer, _ type: WireType) {
    let words = [1, column.hasNulls ? 1 : 0, PostgresType.array(of: type).element, UInt32(count), 1]
    for word in words {
      arena.reserve(4).storeBytes(of: word.bigEndian, as: UInt32.self)
      arena.commit(4)
    }
  }

  @inline(__always)
  private func encodeFixed<Word: FixedWidthInteger>(_ column: ColumnBuffer, _ word: (Int) -> Word) {
    let width = MemoryLayout<Word>.size
    let length = UInt32(width).bigEndian
    let nulls = column.hasNulls ? column.nulls : nil
    let base = arena.reserve(count * (4 + width))
    var target = base
    for row in 0..<count {
      if nulls?[row] == true {
        target.storeBytes(of: UInt32.max, as: UInt32.self)
        target += 4
      } else {
        target.storeBytes(of: length, as: UInt32.self)
        target.storeBytes(of: word(row).bigEndian, toByteOffset: 4, as: Word.self)
        target += 4 + width
      }
    }
    arena.commit(target - base)
  }

  private func encodeTexts(_ column: ColumnBuffer) {
    let nulls = column.hasNulls ? column.nulls : nil
    for row in 0..<count {
      if nulls?[row] == true {
        arena.reserve(4).storeBytes(of: UInt32.max, as: UInt32.self)
        arena.commit(4)
      } else {
        let bytes = column.bytes(row)
        let target = arena.reserve(4 + bytes.count)
        target.storeBytes(of: UInt32(bytes.count).bigEndian, as: UInt32.self)
        if let source = bytes.baseAddress {
          (target + 4).copyMemory(from: source, byteCount: bytes.count)
        }
        arena.commit(4 + bytes.count)
      }
    }
  }
}

/// Encodes rows for COPY: the number of fields, then the length and the bytes of each.
///
/// Works column by column, so that the kind of a column is looked at once: the lengths first, which say where each
/// row begins, then the fields.
private struct RowEncoding {
  let payload: PostgresPayload
  let count: Int

  func encode(_ columns: [(buffer: ColumnBuffer, type: WireType)]) {
    payload.reserveCursors(count)
    let cursors = payload.cursors
    cursors.update(repeating: 2 + 4 * columns.count, count: count)
    for column in columns { addLengths(column.buffer, column.type, cursors) }
    var end = 0
    for row in 0..<count {
      let length = cursors[row]
      cursors[row] = end
      end += length
    }
    let base = payload.parts[0].reserve(end)
    let fields = UInt16(columns.count).bigEndian
    for row in 0..<count {
      base.storeBytes(of: fields, toByteOffset: cursors[row], as: UInt16.self)
      cursors[row] += 2
    }
    for column in columns { write(column.buffer, column.type, base, cursors) }
    payload.parts[0].commit(end)
  }

  private func addLengths(_ column: ColumnBuffer, _ type: WireType, _ lengths: UnsafeMutablePointer<Int>) {
    let nulls = column.hasNulls ? column.nulls : nil
    if let width = type.width {
      for row in 0..<count where nulls?[row] != true { lengths[row] += width }
    } else {
      for row in 0..<count where nulls?[row] != true { lengths[row] += column.bytes(row).count }
    }
  }

  private func write(
    _ column: ColumnBuffer,
    _ type: WireType,
    _ base: UnsafeMutableRawPointer,
    _ cursors: UnsafeMutablePointer<Int>
  ) {
    let values = column.integers
    switch type {
    case .int: writeFixed(column, base, cursors) { UInt64(bitPattern: values[$0]) }
    case .double:
      let doubles = column.doubles
      writeFixed(column, base, cursors) { doubles[$0].bitPattern }
    case .boolean: writeFixed(column, base, cursors) { UInt8(truncatingIfNeeded: values[$0]) }
    case .date:
      writeFixed(column, base, cursors) { UInt32(truncatingIfNeeded: values[$0] &- WireType.firstDay) }
    case .timestamp:
      writeFixed(column, base, cursors) { UInt64(bitPattern: values[$0] &- WireType.firstMicrosecond) }
    case .text: writeTexts(column, base, cursors)
    }
  }

  @inline(__always)
  private func writeFixed<Word: FixedWidthInteger>(
    _ column: ColumnBuffer,
    _ base: UnsafeMutableRawPointer,
    _ cursors: UnsafeMutablePointer<Int>,
    _ word: (Int) -> Word
  ) {
    let width = MemoryLayout<Word>.size
    let length = UInt32(width).bigEndian
    let nulls = column.hasNulls ? column.nulls : nil
    for row in 0..<count {
      let target = base + cursors[row]
      if nulls?[row] == true {
        target.storeBytes(of: UInt32.max, as: UInt32.self)
        cursors[row] += 4
      } else {
        target.storeBytes(of: length, as: UInt32.self)
        target.storeBytes(of: word(row).bigEndian, toByteOffset: 4, as: Word.self)
        cursors[row] += 4 + width
      }
    }
  }

  private func writeTexts(
    _ column: ColumnBuffer,
    _ base: UnsafeMutableRawPointer,
    _ cursors: UnsafeMutablePointer<Int>
  ) {
    let nulls = column.hasNulls ? column.nulls : nil
    for row in 0..<count {
      let target = base + cursors[row]
      if nulls?[row] == true {
        target.storeBytes(of: UInt32.max, as: UInt32.self)
        cursors[row] += 4
      } else {
        let bytes = column.bytes(row)
        target.storeBytes(of: UInt32(bytes.count).bigEndian, as: UInt32.self)
        if let source = bytes.baseAddress {
          (target + 4).copyMemory(from: source, byteCount: bytes.count)
        }
        cursors[row] += 4 + bytes.count
      }
    }
  }
}
