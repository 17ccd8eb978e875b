/// Reads JSON (RFC 8259) into nodes that know their place.
///
/// No library at hand keeps positions, and an error without a line is of no use to the author of a
/// schema; hence a reader of our own.
struct JSONReader {
  private let scalars: [Unicode.Scalar]
  private var index = 0
  private var line = 1
  private var column = 1
  private var depth = 0
  /// Whether what is read is kept and not understood: what stands in `metadata`.
  private var isAnnotation = false
  /// Mistakes that do not keep the rest of the text from being read.
  private(set) var problems: [DocumentError] = []

  /// The deepest nesting that is read.
  private static let maximumDepth = 200

  init(_ text: String) {
    scalars = Array(text.unicodeScalars)
    if scalars.first == "\u{FEFF}" { index = 1 }
  }

  /// Reads the whole text as one value.
  ///
  /// - Throws: `DocumentError` at the first place that is not JSON.
  mutating func read() throws(DocumentError) -> DocumentNode {
    let node = try readValue()
    skipSpace()
    if let scalar = peek() { throw error("unexpected \(quoted(scalar)) after the end of the value") }
    return node
  }

  private var position: SourcePosition { SourcePosition(line: line, column: column) }

  private func peek() -> Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  private func quoted(_ scalar: Unicode.Scalar) -> String {
    if scalar.value >= 0x20, scalar.value != 0x7F { return "\"\(scalar)\"" }
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "the control character U+" + String(repeating: "0", count: 4 - digits.count) + digits
  }

  private static let noComments = "JSON has no comments; use a \"comment\" key, or write the schema in YAML"

  private func error(_ message: String, at place: SourcePosition? = nil) -> DocumentError {
    DocumentError(message: message, position: place ?? position)
  }

  private mutating func advance() {
    if scalars[index] == "\n" {
      line += 1
      column = 1
    } else {
      column += 1
    }
    index += 1
  }

  private mutating func skipSpace() {
    while let scalar = peek(), scalar == " " || scalar == "\n" || scalar == "\r" || scalar == "\t" {
      advance()
    }
  }

  private mutating func readValue() throws(DocumentError) -> DocumentNode {
    skipSpace()
    let start = position
    guard let scalar = peek() else { throw error("the file ends where a value is expected") }
    switch scalar {
    case "{": return try readObject(at: start)
    case "[": return try readArray(at: start)
    case "\"": return DocumentNode(.string(try readString()), at: start)
    case "-", "0"..."9": return try readNumber(at: start)
    case "a"..."z", "A"..."Z": return try readWord(at: start)
    case "/", "#": throw error(Self.noComments)
    case "'": throw error("texts stand in double quotes")
    default: throw error("expected a value, found \(quoted(scalar))")
    }
  }

  private mutating func enter() throws(DocumentError) {
    depth += 1
    if depth > Self.maximumDepth { throw error("nested more than \(Self.maximumDepth) levels deep") }
    advance()
  }

  private mutating func readObject(at start: SourcePosition) throws(DocumentError) -> DocumentNode {
    try enter()
    var members: [DocumentNode.Member] = []
    var seen: [String: SourcePosition] = [:]
    skipSpace()
    while peek() != "}" {
      let keyPosition = position
      guard let scalar = peek() else {
        throw error("the object that begins on line \(start.line) is never closed")
      }
      guard scalar == "\"" else {
        throw error(scalar == "/" || scalar == "#" ? Self.noComments : "expected a key in double quotes")
      }
      let key = try readString()
      skipSpace()
      guard peek() == ":" else { throw error("expected \":\" after the key \"\(key)\"") }
      advance()
      if depth == 1 { isAnnotation = key == "metadata" }
      let value = try readValue()
      if let first = seen[key] {
        problems.append(error("the key \"\(key)\" is already given on line \(first.line)", at: keyPosition))
      } else {
        seen[key] = keyPosition
        members.append(.init(key: key, keyPosition: keyPosition, value: value))
      }
      try readSeparator(before: "}", of: "object", from: start)
    }
    advance()
    depth -= 1
    return DocumentNode(.object(members), at: start)
  }

  /// Reads the comma between two members or elements; one before the end is reported.
  private mutating func readSeparator(
    before end: Unicode.Scalar,
    of kind: String,
    from start: SourcePosition
  ) throws(DocumentError) {
    skipSpace()
    if peek() == end { return }
    guard peek() == "," else {
      guard peek() != nil else {
        throw error("the \(kind) that begins on line \(start.line) is never closed")
      }
      throw error("expected \",\" or \"\(end)\" in the \(kind) that begins on line \(start.line)")
    }
    let comma = position
    advance()
    skipSpace()
    if peek() == end { problems.append(error("a comma before \"\(end)\" is one too many", at: comma)) }
  }

  private mutating func readArray(at start: SourcePosition) throws(DocumentError) -> DocumentNode {
    try enter()
    var elements: [DocumentNode] = []
    skipSpace()
    while peek() != "]" {
      guard peek() != nil else { throw error("the list that begins on line \(start.line) is never closed") }
      elements.append(try readValue())
      try readSeparator(before: "]", of: "list", from: start)
    }
    advance()
    depth -= 1
    return DocumentNode(.array(elements), at: start)
  }

  private mutating func readWord(at start: SourcePosition) throws(DocumentError) -> DocumentNode {
    var word = ""
    while let scalar = peek(), scalar.properties.isAlphabetic || scalar == "_" {
      word.unicodeScalars.append(scalar)
      advance()
    }
    switch word {
    case "true": return DocumentNode(.boolean(true), at: start)
    case "false": return DocumentNode(.boolean(false), at: start)
    case "null": return DocumentNode(.null, at: start)
    default:
      let meant = ["true", "false", "null", "none"].first { $0 == word.lowercased() }
      let fix = meant.map { "write \($0 == "none" ? "null" : $0)" } ?? "texts stand in double quotes"
      problems.append(error("\"\(word)\" is no JSON value; \(fix)", at: start))
      return DocumentNode(.null, at: start)
    }
  }

  private mutating func readNumber(at start: SourcePosition) throws(DocumentError) -> DocumentNode {
    var text = ""
    while let scalar = peek(), "+-.eE0123456789".unicodeScalars.contains(scalar) {
      text.unicodeScalars.append(scalar)
      advance()
    }
    let digits = text.drop { $0 == "-" }
    let hasLeadingZero = digits.count > 1 && digits.first == "0" && digits.dropFirst().first?.isNumber == true
    let value = ScalarText.number(text)
    if let value, !hasLeadingZero, !text.hasSuffix(".") { return DocumentNode(value, at: start) }
    if value == nil, let scalar = peek(), scalar.properties.isAlphabetic {
      _ = try readWord(at: start)
      problems.removeLast()
      problems.append(error("JSON has no infinite numbers", at: start))
    } else if let number = Double(text), number.isInfinite {
      if isAnnotation, !hasLeadingZero { return DocumentNode(.number(number), at: start) }
      problems.append(error("\(text) is too large a number", at: start))
    } else if hasLeadingZero, value != nil {
      let sign = text.hasPrefix("-") ? "-" : ""
      let rest = digits.drop { $0 == "0" }
      let shown = rest.first?.isNumber == true ? rest : "0" + rest
      problems.append(error("a number does not begin with a needless 0; write \(sign)\(shown)", at: start))
    } else {
      problems.append(error("\"\(text)\" is no number", at: start))
    }
    return DocumentNode(value ?? .null, at: start)
  }

  private mutating func readString() throws(DocumentError) -> String {
    let start = position
    advance()
    var text = String.UnicodeScalarView()
    while let scalar = peek() {
      if scalar == "\"" {
        advance()
        return String(text)
      }
      if scalar.value < 0x20 {
        throw error("a text ends on its own line; this one, which begins here, does not", at: start)
      }
      if scalar == "\\" {
        text.append(try readEscape())
      } else {
        text.append(scalar)
        advance()
      }
    }
    throw error("the text that begins here has no closing quote", at: start)
  }

  private mutating func readEscape() throws(DocumentError) -> Unicode.Scalar {
    let start = position
    advance()
    guard let scalar = peek() else { throw error("the file ends inside a text") }
    advance()
    switch scalar {
    case "\"", "\\", "/": return scalar
    case "b": return "\u{8}"
    case "f": return "\u{C}"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "u":
      var code = try readHexadecimal(from: start)
      if (0xD800..<0xDC00).contains(code), index + 1 < scalars.count, scalars[index] == "\\",
        scalars[index + 1] == "u"
      {
        advance()
        advance()
        let low = try readHexadecimal(from: start)
        guard (0xDC00..<0xE000).contains(low) else { throw error("a broken surrogate pair", at: start) }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let result = Unicode.Scalar(code) else { throw error("half of a surrogate pair", at: start) }
      if code == 0 { throw error("no database stores U+0000 in a text", at: start) }
      return result
    default: throw error("\"\\\(scalar)\" is no escape of JSON", at: start)
    }
  }

  private mutating func readHexadecimal(from start: SourcePosition) throws(DocumentError) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let scalar = peek(), let digit = Character(scalar).hexDigitValue else {
        throw error("\\u takes four hexadecimal digits", at: start)
      }
      code = code << 4 + UInt32(digit)
      advance()
    }
    return code
  }
}

/// A text that is neither JSON nor YAML.
package struct DocumentError: Error, Sendable, Equatable {
  package var message: String
  package var position: SourcePosition
}

/// How plain scalars are typed, the same in JSON and YAML.
enum ScalarText {
  /// A number in a spelling of YAML's core schema, which beside JSON's has `+5`, `.5`, `0x1F` and `0o17`.
  static func coreSchemaNumber(_ text: String) -> DocumentNode.Value? {
    for (prefix, radix) in [("0x", 16), ("0o", 8)] where text.hasPrefix(prefix) {
      let digits = text.dropFirst(2)
      return digits.first?.isHexDigit == true ? Int64(digits, radix: radix).map { .integer($0) } : nil
    }
    let sign = text.hasPrefix("-") ? "-" : ""
    var digits = text.hasPrefix("-") || text.hasPrefix("+") ? text.dropFirst() : text[...]
    if digits.first == ".", digits.dropFirst().first?.isNumber == true { digits = Substring("0" + digits) }
    return digits.first?.isNumber == true ? number(sign + digits) : nil
  }

  /// A whole number or a decimal number in JSON's spelling; nil for anything else.
  static func number(_ text: String) -> DocumentNode.Value? {
    if let integer = Int64(text), !text.hasPrefix("+") { return .integer(integer) }
    guard let first = text.first(where: { $0 != "-" }), first.isNumber else { return nil }
    guard !text.contains("x"), !text.contains("X"), !text.contains("p") else { return nil }
    guard let number = Double(text), number.isFinite else { return nil }
    return .number(number)
  }
}
