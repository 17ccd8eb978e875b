internal import DatagenColumns

// Numbers as texts of a form.
extension ExpressionTextKernels {
  /// A number with so many digits behind its point, 0 to 15; numbers beyond 64 bits give NULL.
  static func fixedDecimals(isGrouped: Bool) -> ExpressionKernel {
    { frame in
      let numbers = frame.operands[0], digits = frame.operands[1]
      let source = numbers.buffer.doubles
      frame.writeTexts { row, writer in
        let digits = Int(min(max(digits.integer(row), 0), 15))
        let number = ExpressionKernels.rounded(source[row &* numbers.step], digits: digits)
        guard let (whole, fraction) = parts(number.magnitude, digits: digits) else {
          frame.output.requireNulls()[row] = true
          return
        }
        // Nothing is left of a small negative number but its sign.
        if number < 0, whole > 0 || fraction > 0 { writer.append("-") }
        append(whole, isGrouped: isGrouped, &writer)
        if digits > 0 {
          writer.append(".")
          appendDigits(fraction, digits, &writer)
        }
      }
    }
  }

  private static let powersOfTen: [Int64] = (0...15).map { exponent in
    (0..<exponent).reduce(1) { power, _ in power * 10 }
  }

  /// What stands before the point and what stands behind it, as whole numbers.
  private static func parts(_ magnitude: Double, digits: Int) -> (whole: Int64, fraction: Int64)? {
    guard var whole = ExpressionKernels.whole(magnitude) else { return nil }
    let unit = powersOfTen[digits]
    let fraction = Int64(((magnitude - Double(whole)) * Double(unit)).rounded())
    if fraction < unit { return (whole, fraction) }
    whole += 1
    return (whole, 0)
  }

  private static func append(_ whole: Int64, isGrouped: Bool, _ writer: inout ExpressionTextWriter) {
    guard isGrouped, whole >= 1000 else { return writer.appendDecimal(whole) }
    var unit: Int64 = 1000
    while whole / unit >= 1000 { unit *= 1000 }
    writer.appendDecimal(whole / unit)
    while unit > 1 {
      unit /= 1000
      writer.append(",")
      appendDigits(whole / unit % 1000, 3, &writer)
    }
  }

  /// A whole number that is not negative with zeros before it up to a number of digits.
  static func appendDigits(_ number: Int64, _ count: Int, _ writer: inout ExpressionTextWriter) {
    let target = writer.reserve(count).assumingMemoryBound(to: UInt8.self)
    var rest = number
    for place in stride(from: count - 1, through: 0, by: -1) {
      target[place] = UInt8(truncatingIfNeeded: 48 &+ rest % 10)
      rest /= 10
    }
    writer.commit(count)
  }

  /// Zeros up to a length, behind a sign as in Python.
  static let zeroFilling: ExpressionKernel = { frame in
    let text = frame.texts(0), lengths = frame.operands[1]
    defer { text.release() }
    frame.writeTexts { row, writer in
      let bytes = text[row]
      let missing = min(Int(clamping: lengths.integer(row)), ExpressionTextWriter.maximumLength) - scalarCount(bytes)
      let hasSign = bytes.first == UInt8(ascii: "-") || bytes.first == UInt8(ascii: "+")
      let signLength = hasSign ? 1 : 0
      writer.append(Bytes(rebasing: bytes[..<signLength]))
      if missing > 0 {
        writer.reserve(missing).initializeMemory(as: UInt8.self, repeating: UInt8(ascii: "0"), count: missing)
        writer.commit(missing)
      }
      writer.append(Bytes(rebasing: bytes[signLength...]))
    }
  }
}

/// `,.2f`, `08.3f`, `5d`: how a number is written, as Python's formats say it.
struct NumberFormat {
  private(set) var digits: Int?
  private(set) var isGrouped = false
  private(set) var width = 0
  private(set) var isZeroFilled = false

  /// Reads a format; nil where it is none of this kind.
  init?(_ text: String) {
    var rest = Substring(text)
    func take(_ character: Character) -> Bool {
      guard rest.first == character else { return false }
      rest.removeFirst()
      return true
    }
    func number() -> Int? {
      let word = rest.prefix { $0.isASCII && $0.isNumber }
      rest.removeFirst(word.count)
      return word.isEmpty ? nil : Int(word) ?? .max
    }
    isZeroFilled = take("0")
    width = number() ?? 0
    isGrouped = take(",")
    if take(".") {
      guard let count = number(), count <= 15, take("f") else { return nil }
      digits = count
    } else if take("f") {
      digits = 6
    } else if take("d") {
      digits = 0
    }
    guard rest.isEmpty, !text.isEmpty, width <= 100 else { return nil }
  }
}
