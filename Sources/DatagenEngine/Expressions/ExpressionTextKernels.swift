internal import DatagenColumns

/// Functions of texts.
///
/// Positions and lengths count Unicode scalars; bytes are never decoded where it can be avoided.
enum ExpressionTextKernels {
  typealias Bytes = UnsafeRawBufferPointer

  /// The number of Unicode scalars.
  static let length: ExpressionKernel = { frame in
    ExpressionKernels.perCode(frame, frame.operands[0]) { Int64(scalarCount($0)) }
  }

  static func scalarCount(_ bytes: UnsafeRawBufferPointer) -> Int {
    var count = 0
    for byte in bytes where byte & 0xC0 != 0x80 { count &+= 1 }
    return count
  }

  /// Where a scalar begins, or the end.
  static func offset(of scalar: Int, in bytes: Bytes) -> Int {
    var rest = scalar
    for (offset, byte) in bytes.enumerated() where byte & 0xC0 != 0x80 {
      if rest <= 0 { return offset }
      rest -= 1
    }
    return bytes.count
  }

  /// Appends the scalars from one position up to another.
  static func append(
    _ bytes: Bytes,
    from start: Int,
    to end: Int,
    _ writer: inout ExpressionTextWriter
  ) {
    guard end > start else { return }
    let first = offset(of: start, in: bytes)
    let rest = Bytes(rebasing: bytes[first...])
    writer.append(Bytes(rebasing: rest[..<offset(of: end - start, in: rest)]))
  }

  // MARK: Parts

  /// From a position, counted from 1, so many scalars.
  ///
  /// Positions before the first take up length without giving
  /// anything, as in SQL.
  static let substring: ExpressionKernel = { frame in
    let text = frame.texts(0), starts = frame.operands[1], lengths = frame.operands[2]
    defer { text.release() }
    frame.writeTexts { row, writer in
      let start = starts.integer(row).subtractingReportingOverflow(1)
      guard !start.overflow, lengths.integer(row) > 0 else { return }
      let end = start.partialValue.addingReportingOverflow(lengths.integer(row))
      append(
        text[row],
        from: Int(max(start.partialValue, 0)),
        to: end.overflow ? .max : Int(max(end.partialValue, 0)),
        &writer
      )
    }
  }

  static let left: ExpressionKernel = { frame in
    let text = frame.texts(0), lengths = frame.operands[1]
    defer { text.release() }
    frame.writeTexts { row, writer in append(text[row], from: 0, to: Int(lengths.integer(row)), &writer) }
  }

  static let right: ExpressionKernel = { frame in
    let text = frame.texts(0), lengths = frame.operands[1]
    defer { text.release() }
    frame.writeTexts { row, writer in
      let bytes = text[row]
      let wanted = Int(clamping: max(lengths.integer(row), 0))
      let count = scalarCount(bytes)
      append(bytes, from: max(0, count - min(wanted, count)), to: count, &writer)
    }
  }

  // MARK: Letters

  static let lowercase = letters(from: 0x41, to: 0x5A) { $0.lowercased() }
  static let uppercase = letters(from: 0x61, to: 0x7A) { $0.uppercased() }

  /// Changes the case of ASCII letters byte by byte and asks the standard library where there are others.
  private static func letters(
    from first: UInt8,
    to last: UInt8,
    _ other: @escaping @Sendable (String) -> String
  ) -> ExpressionKernel {
    { frame in
      let text = frame.texts(0)
      defer { text.release() }
      frame.writeTexts { row, writer in
        let bytes = text[row]
        let target = writer.reserve(bytes.count).assumingMemoryBound(to: UInt8.self)
        for (index, byte) in bytes.enumerated() {
          if byte >= 0x80 { return writer.append(other(String(decoding: bytes, as: UTF8.self))) }
          target[index] = byte >= first && byte <= last ? byte ^ 0x20 : byte
        }
        writer.commit(bytes.count)
      }
    }
  }

  // MARK: Searching and filling

  /// Where a part is found in a text at or behind an offset.
  static func find(
    _ part: UnsafeRawBufferPointer,
    in text: UnsafeRawBufferPointer,
    from start: Int
  ) -> Int? {
    guard let first = part.first else { return start }
    var offset = start
    while offset + part.count <= text.count {
      if text[offset] == first,
        ExpressionKernels.equal(UnsafeRawBufferPointer(rebasing: text[offset..<offset + part.count]), part)
      {
        return offset
      }
      offset += 1
    }
    return nil
  }

  /// Every occurrence of a part replaced; an empty part occurs nowhere.
  static let replace: ExpressionKernel = { frame in
    let text = frame.texts(0), parts = frame.texts(1), replacements = frame.texts(2)
    defer { for texts in [text, parts, replacements] { texts.release() } }
    frame.writeTexts { row, writer in
      let bytes = text[row], part = parts[row]
      var start = 0
      // What lies behind is cut off in the end: four bytes a character at the most.
      let limit = writer.count + 4 * max(ExpressionTextWriter.maximumLength, bytes.count)
      while part.count > 0, writer.count < limit, let found = find(part, in: bytes, from: start) {
        writer.append(Bytes(rebasing: bytes[start..<found]))
        writer.append(replacements[row])
        start = found + part.count
      }
      writer.append(Bytes(rebasing: bytes[start...]))
    }
  }

  /// Fills up to a length.
  ///
  /// A longer text stays whole: cutting the end off a number would make another one of it.
  static func padding(isLeft: Bool) -> ExpressionKernel {
    { frame in
      let text = frame.texts(0), lengths = frame.operands[1], fills = frame.texts(2)
      defer { for texts in [text, fills] { texts.release() } }
      frame.writeTexts { row, writer in
        let bytes = text[row], fill = fills[row]
        let wanted = min(Int(clamping: lengths.integer(row)), ExpressionTextWriter.maximumLength)
        if !isLeft { writer.append(bytes) }
        var missing = wanted - scalarCount(bytes)
        let fillLength = scalarCount(fill)
        while missing > 0, fillLength > 0 {
          append(fill, from: 0, to: min(missing, fillLength), &writer)
          missing -= fillLength
        }
        if isLeft { writer.append(bytes) }
      }
    }
  }
}
