/// A word of an expression.
struct ExpressionToken: Sendable {
  enum Kind: Sendable, Hashable {
    case integer(Int64)
    case double(Double)
    case text(String)
    case name(String)
    /// A name in backticks, which is always a column's.
    case quotedName(String)
    case symbol(String)
    case end
  }

  var kind: Kind
  /// In Unicode scalars from the beginning of the code.
  var offset: Int

  /// How messages quote it.
  var description: String {
    switch kind {
    case .integer, .double: "a number"
    case .text: "a text"
    case .name(let name): "\"\(name)\""
    case .quotedName(let name): "`\(name)`"
    case .symbol(let symbol): "\"\(symbol)\""
    case .end: "the end"
    }
  }
}

/// Splits an expression into its words.
struct ExpressionLexer {
  static let maximumLength = 20_000

  private let scalars: [Unicode.Scalar]
  var index = 0
  /// Where reading stops: the end of the code, or of a placeholder in a formatted text.
  var end: Int

  private init(_ code: String) {
    scalars = Array(code.unicodeScalars)
    end = scalars.count
  }

  /// The words of an expression; the last one is `end`.
  static func tokens(of code: String) throws(ExpressionError) -> [ExpressionToken] {
    var lexer = ExpressionLexer(code)
    guard lexer.scalars.count <= maximumLength else {
      throw ExpressionError(
        message: "the expression has \(lexer.scalars.count) characters; at most \(maximumLength) are read",
        offset: maximumLength
      )
    }
    var tokens: [ExpressionToken] = []
    while try lexer.read(into: &tokens) {}
    tokens.append(ExpressionToken(kind: .end, offset: lexer.scalars.count))
    return tokens
  }

  func peek(_ distance: Int = 0) -> Unicode.Scalar? {
    index + distance < end ? scalars[index + distance] : nil
  }

  private func isDigit(_ scalar: Unicode.Scalar?) -> Bool { scalar.map { ("0"..."9").contains($0) } ?? false }

  func fail(_ message: String, at offset: Int) -> ExpressionError {
    ExpressionError(message: message, offset: offset)
  }

  /// Reads the next word, or all those that a formatted text stands for; false at the end.
  mutating func read(into tokens: inout [ExpressionToken]) throws(ExpressionError) -> Bool {
    while let scalar = peek(), scalar.properties.isWhitespace { index += 1 }
    guard let scalar = peek() else { return false }
    let start = index
    let kind: ExpressionToken.Kind
    if isDigit(scalar) || (scalar == "." && isDigit(peek(1))) {
      kind = try number()
    } else if scalar == "'" || scalar == "\"" {
      kind = .text(try text(closing: scalar))
    } else if scalar == "`" {
      kind = .quotedName(try quotedName())
    } else if scalar == "f" || scalar == "F", peek(1) == "'" || peek(1) == "\"" {
      try formattedText(into: &tokens)
      return true
    } else if scalar == "_" || scalar.properties.isXIDStart {
      while let next = peek(), next == "_" || next.properties.isXIDContinue { index += 1 }
      kind = .name(string(start..<index))
    } else {
      kind = .symbol(try symbol())
    }
    tokens.append(ExpressionToken(kind: kind, offset: start))
    return true
  }

  func string(_ range: Range<Int>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[range])
    return String(view)
  }

  private mutating func number() throws(ExpressionError) -> ExpressionToken.Kind {
    let start = index
    var digits = ""
    var isWhole = true
    takeDigits(into: &digits)
    if peek() == "." {
      isWhole = false
      digits.append(".")
      index += 1
      takeDigits(into: &digits)
      if digits.hasSuffix(".") { digits.append("0") }
    }
    if peek() == "e" || peek() == "E",
      isDigit(peek(1)) || ((peek(1) == "+" || peek(1) == "-") && isDigit(peek(2)))
    {
      isWhole = false
      digits.append("e")
      index += 1
      if let sign = peek(), !isDigit(sign) {
        digits.unicodeScalars.append(sign)
        index += 1
      }
      takeDigits(into: &digits)
    }
    if let next = peek(), next == "_" || next.properties.isXIDStart {
      throw fail("a number runs into \"\(next)\"; numbers are written like 42, 3.5 or 1e6", at: index)
    }
    if isWhole {
      if let value = Int64(digits) { return .integer(value) }
      // The smallest whole number has no positive counterpart: the parser wants a sign before it.
      if Int64("-" + digits) == .min { return .integer(.min) }
      throw Self.tooLarge(digits, at: start)
    }
    if digits.hasPrefix(".") { digits = "0" + digits }
    guard let value = Double(digits), value.isFinite else {
      throw fail("\(digits) is too large a number", at: start)
    }
    return .double(value)
  }

  /// The error about a whole number that is too large.
  static func tooLarge(_ digits: String, at offset: Int) -> ExpressionError {
    ExpressionError(message: "\(digits) does not fit 64 bits; write it as \(digits).0", offset: offset)
  }

  /// Digits, with single underscores between them as Python allows.
  private mutating func takeDigits(into digits: inout String) {
    while let scalar = peek(), isDigit(scalar) || (scalar == "_" && isDigit(peek(1)) && !digits.isEmpty) {
      if scalar != "_" { digits.unicodeScalars.append(scalar) }
      index += 1
    }
  }

  private mutating func text(closing quote: Unicode.Scalar) throws(ExpressionError) -> String {
    let start = index
    index += 1
    var view = String.UnicodeScalarView()
    while let scalar = peek() {
      index += 1
      if scalar == quote {
        if peek() == "'" || peek() == "\"" {
          throw fail(
            "two texts side by side; join them with +, and write \\\(quote) for a quote in a text",
            at: index
          )
        }
        return String(view)
      }
      view.append(scalar == "\\" ? try escape() : scalar)
    }
    throw fail("the text that begins here has no closing \(quote)", at: start)
  }

  mutating func escape() throws(ExpressionError) -> Unicode.Scalar {
    let start = index - 1
    guard let scalar = peek() else {
      throw fail("a text ends in a single \\; write \\\\ for a backslash", at: start)
    }
    index += 1
    switch scalar {
    case "n": return "\n"
    case "t": return "\t"
    case "r": return "\r"
    case "\\", "'", "\"": return scalar
    case "u":
      var value: UInt32 = 0
      for _ in 0..<4 {
        guard let digit = peek().flatMap({ Character($0).hexDigitValue }) else {
          throw fail("\\u takes four hexadecimal digits", at: start)
        }
        value = value * 16 + UInt32(digit)
        index += 1
      }
      guard let result = Unicode.Scalar(value) else { throw fail("\\u does not name a character", at: start) }
      return result
    default:
      throw fail("\"\\\(scalar)\" is unknown; texts know \\n \\t \\r \\\\ \\' \\\" and \\uXXXX", at: start)
    }
  }

  private mutating func quotedName() throws(ExpressionError) -> String {
    let start = index
    index += 1
    while let scalar = peek() {
      index += 1
      if scalar == "`" { return string(start + 1..<index - 1) }
    }
    throw fail("the name that begins here has no closing `", at: start)
  }

  /// Operators and punctuation, the longer ones first.
  private static let symbols = [
    "**", "//", "==", "!=", "<>", "<=", ">=", "&&", "||", "+", "-", "*", "/", "%", "<", ">", "!", "(", ")",
    "[", "]", "{", "}", ",", ".", ":", "=",
  ]

  /// What people write that other languages have, and what to write here.
  private static let foreign = [
    ("&", "write \"and\" for both, with parentheses around each side as needed"),
    ("|", "write \"or\" for either, concat(a, b) to join texts"), ("^", "write ** for powers"),
    ("?", "write a if condition else b"),
    (";", "an expression is one value, not several statements"),
    ("#", "comments are not part of the language"), ("~", "write \"not\" for the opposite"),
  ]

  private mutating func symbol() throws(ExpressionError) -> String {
    func follows(_ symbol: String) -> Bool {
      symbol.unicodeScalars.enumerated().allSatisfy { peek($0.offset) == $0.element }
    }
    for (symbol, fix) in Self.foreign where follows(symbol) {
      if symbol == "&" && follows("&&") || symbol == "|" && follows("||") { continue }
      throw fail("\"\(symbol)\" is not an operator here; \(fix)", at: index)
    }
    for symbol in Self.symbols where follows(symbol) {
      index += symbol.unicodeScalars.count
      return symbol == "<>" ? "!=" : symbol
    }
    throw fail("\"\(scalars[index])\" does not belong in an expression", at: index)
  }
}
