internal import DatagenColumns
internal import DatagenSchema

// Values as text: `3`, `2.5`, `true`, `2024-01-31`, `2024-01-31 23:59:59`, as columns of other types become text.
extension ExpressionKernels {
  /// An operand as plain pointers.
  private struct Part {
    let type: ExpressionType
    let texts: ExpressionTexts?
    let integers: UnsafeMutablePointer<Int64>
    let step: Int

    init(_ operand: ExpressionOperand, _ type: ExpressionType, count: Int) {
      self.type = type
      texts = type == .text ? ExpressionTexts(operand, count: count) : nil
      integers = operand.buffer.integers
      step = operand.step
    }

    @inline(__always)
    func write(_ row: Int, to writer: inout ExpressionTextWriter) {
      if let texts { return writer.append(texts[row]) }
      let value = integers[row &* step]
      switch type {
      case .double:
        let number = Double(bitPattern: UInt64(bitPattern: value))
        if let whole = Int64(exactly: number) {
          writer.appendDecimal(whole)
        } else {
          writer.append(number.description)
        }
      case .boolean: writer.append(value != 0 ? "true" : "false")
      case .date, .timestamp: writeMoment(value, type, to: &writer)
      case .integer, .text: writer.appendDecimal(value)
      }
    }
  }

  /// Texts and other values one after the other.
  static func concatenation(_ types: [ExpressionType]) -> ExpressionKernel {
    { frame in
      let parts = zip(frame.operands, types).map { Part($0, $1, count: frame.count) }
      parts.withUnsafeBufferPointer { parts in
        frame.writeTexts { row, writer in
          for index in parts.indices { parts[index].write(row, to: &writer) }
        }
      }
      for part in parts { part.texts?.release() }
    }
  }

  private static func writeMoment(
    _ value: Int64,
    _ type: ExpressionType,
    to writer: inout ExpressionTextWriter
  ) {
    let target = UnsafeMutableRawBufferPointer(start: writer.reserve(32), count: 32)
    if type == .date {
      let day = min(max(value, Timestamp.calendarDays.lowerBound), Timestamp.calendarDays.upperBound)
      writer.commit(CalendarText.writeDate(day, to: target))
    } else {
      writer.commit(CalendarText.writeTimestamp(value, to: target))
    }
  }
}
