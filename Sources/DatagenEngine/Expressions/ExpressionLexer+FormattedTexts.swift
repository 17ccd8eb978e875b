// Formatted texts, as Python has them: f'{city}-{amount:.2f}'.
extension ExpressionLexer {
  /// Reads a formatted text as the words of `concat('…', (x), …)`.
  mutating func formattedText(into tokens: inout [ExpressionToken]) throws(ExpressionError) {
    let start = index
    let quote = peek(1)
    index += 2
    var text = String.UnicodeScalarView()
    var textStart = index
    var parts: [[ExpressionToken]] = []
    func takeText() {
      if !text.isEmpty { parts.append([ExpressionToken(kind: .text(String(text)), offset: textStart)]) }
      text = String.UnicodeScalarView()
    }
    while let scalar = peek(), scalar != quote {
      if scalar == "{" || scalar == "}", peek(1) == scalar {
        text.append(scalar)
        index += 2
      } else if scalar == "{" {
        takeText()
        parts.append(try placeholder())
        textStart = index
      } else if scalar == "}" {
        throw fail("a } without its {; write }} for a brace in a formatted text", at: index)
      } else {
        index += 1
        text.append(scalar == "\\" ? try escape() : scalar)
      }
    }
    guard peek() != nil else {
      throw fail("the text that begins here has no closing \(quote.map(String.init) ?? "")", at: start)
    }
    index += 1
    takeText()
    if parts.isEmpty { return tokens.append(ExpressionToken(kind: .text(""), offset: start)) }
    tokens.append(ExpressionToken(kind: .name("concat"), offset: start))
    for (number, part) in parts.enumerated() {
      tokens.append(ExpressionToken(kind: .symbol(number == 0 ? "(" : ","), offset: start))
      tokens += part
    }
    tokens.append(ExpressionToken(kind: .symbol(")"), offset: start))
  }

  /// Reads `{x}` or `{x:.2f}`: the value, or the call of `format`.
  private mutating func placeholder() throws(ExpressionError) -> [ExpressionToken] {
    let start = index
    index += 1
    let (colon, closing) = try bounds(from: start)
    let outerEnd = end
    end = colon ?? closing
    defer { end = outerEnd }
    var words: [ExpressionToken] = [ExpressionToken(kind: .symbol("("), offset: start)]
    while try read(into: &words) {}
    guard words.count > 1 else { throw fail("there is nothing between { and }", at: start) }
    words.append(ExpressionToken(kind: .symbol(")"), offset: end))
    index = closing + 1
    guard let colon else { return words }
    let format = ExpressionToken(kind: .text(string(colon + 1..<closing)), offset: colon + 1)
    return [
      ExpressionToken(kind: .name("format"), offset: start), ExpressionToken(kind: .symbol("("), offset: start),
    ] + words + [
      ExpressionToken(kind: .symbol(","), offset: colon), format,
      ExpressionToken(kind: .symbol(")"), offset: closing),
    ]
  }

  /// Where the placeholder that begins at `start` has its format and its end.
  private func bounds(from start: Int) throws(ExpressionError) -> (colon: Int?, closing: Int) {
    var depth = 0
    var quote: Unicode.Scalar?
    var colon: Int?
    for place in start + 1..<end {
      let scalar = peek(place - index)
      if let open = quote {
        if scalar == open { quote = nil }
        continue
      }
      switch scalar {
      case "'", "\"":
        if let before = peek(place - 1 - index), before == "f" || before == "F" {
          throw fail("a formatted text inside of another one; use concat(a, b)", at: place - 1)
        }
        quote = scalar
      case "(", "[": depth += 1
      case ")", "]": depth -= 1
      case ":" where depth == 0 && colon == nil: colon = place
      case "{": throw fail("braces inside of braces", at: place)
      case "}": return (colon, place)
      default: break
      }
    }
    throw fail("this { is never closed with }", at: start)
  }
}
