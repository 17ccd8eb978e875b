internal import DatagenColumns
internal import DatagenSchema

// From one type to another. A text that does not read as what is asked for gives NULL.
extension ExpressionKernels {
  /// The kernel that converts, or nil where there is no sense in it; the two types differ.
  static func cast(_ source: ExpressionType, to target: ExpressionType) -> ExpressionKernel? {
    switch (source, target) {
    case (_, .text): concatenation([source])
    case (.text, .integer): parse { Int64($0) }
    case (.text, .double): parseDouble()
    case (.text, .boolean): parse { truth($0) }
    case (.text, .date): parse { Timestamp(iso8601: $0)?.day }
    case (.text, .timestamp): parse { Timestamp(iso8601: $0)?.microseconds }
    case (.boolean, .integer): integers { $0 }
    case (.integer, .double), (.boolean, .double): integersToDoubles { Double($0) }
    case (.double, .integer): doublesToIntegers { whole($0) }
    case (.integer, .boolean): integers { $0 != 0 ? 1 : 0 }
    case (.double, .boolean): doublesToIntegers { $0 != 0 ? 1 : 0 }
    case (.date, .timestamp): integers { validDay($0).map { $0 * 86_400_000_000 } }
    case (.timestamp, .date): fromDay(.timestamp) { $0 }
    default: nil
    }
  }

  /// A text without the white space around it.
  static func trimmed(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    var start = 0, end = bytes.count
    while start < end, isSpace(bytes[start]) { start += 1 }
    while end > start, isSpace(bytes[end - 1]) { end -= 1 }
    return UnsafeRawBufferPointer(rebasing: bytes[start..<end])
  }

  @inline(__always)
  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }

  private static func parse(_ body: @escaping @Sendable (String) -> Int64?) -> ExpressionKernel {
    { frame in
      perCode(frame, frame.operands[0]) { body(String(decoding: trimmed($0), as: UTF8.self)) }
    }
  }

  private static func parseDouble() -> ExpressionKernel {
    { frame in
      // Bits of doubles fit the same words.
      perCode(frame, frame.operands[0]) { bytes in
        guard let value = Double(String(decoding: trimmed(bytes), as: UTF8.self)), value.isFinite else {
          return nil
        }
        return Int64(bitPattern: value.bitPattern)
      }
    }
  }

  private static func truth(_ text: String) -> Int64? {
    switch text.lowercased() {
    case "true", "t", "yes", "y", "1": 1
    case "false", "f", "no", "n", "0": 0
    default: nil
    }
  }
}
