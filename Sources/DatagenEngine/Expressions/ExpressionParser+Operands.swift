// The operands of operators: literals, columns, calls and what stands in parentheses.
extension ExpressionParser {
  mutating func prefix() throws(ExpressionError) -> ExpressionSyntax {
    let offset = token.offset
    if isKeyword("not") {
      position += 1
      let operand = try nested(Precedence.not)
      return try node(.not(operand), offset, operand)
    }
    guard case .symbol(let symbol) = token.kind, ["-", "+", "!"].contains(symbol) else {
      return try postfix(try primary())
    }
    position += 1
    if symbol == "-", token.kind == .integer(.min), tokens[position + 1].kind != .symbol("**") {
      position += 1
      return try node(.integer(.min), offset)
    }
    let operand = try nested(Precedence.sign)
    switch symbol {
    case "-": return try node(.negation(operand), offset, operand)
    case "+": return try node(.identity(operand), offset, operand)
    default: return try node(.not(operand), offset, operand)
    }
  }

  private mutating func primary() throws(ExpressionError) -> ExpressionSyntax {
    let offset = token.offset
    let start = token
    switch start.kind {
    case .integer(let value):
      if value == .min { throw ExpressionLexer.tooLarge("\(value.magnitude)", at: offset) }
      position += 1
      return try node(.integer(value), offset)
    case .double(let value):
      position += 1
      return try node(.double(value), offset)
    case .text(let value):
      position += 1
      return try node(.text(value), offset)
    case .quotedName(let name):
      position += 1
      return try node(.column(name), offset)
    case .name(let name):
      return try named(name, offset)
    case .symbol("("):
      position += 1
      let inner = try nested(Precedence.conditional)
      if token.kind == .symbol(",") { throw fail("a list is understood after \"in\" only", token.offset) }
      try expect(")", closing: offset)
      return inner
    case .symbol("["):
      throw fail("a list is understood after \"in\" only", offset)
    default:
      throw unexpected("a value")
    }
  }

  private static let reserved: Set<String> = [
    "and", "or", "not", "in", "is", "else", "AND", "OR", "NOT", "IN", "IS", "ELSE",
  ]

  private mutating func named(_ name: String, _ offset: Int) throws(ExpressionError) -> ExpressionSyntax {
    if Self.reserved.contains(name) { throw unexpected("a value") }
    if name.hasPrefix("__") { throw fail("names that begin with __ are not available", offset) }
    if name == "lambda" { throw fail("lambdas are not part of the language", offset) }
    if isCase { return try caseExpression() }
    position += 1
    if token.kind == .symbol("(") {
      let opening = token.offset
      position += 1
      switch name.lowercased() {
      case "cast", "try_cast": return try cast(offset, opening)
      case "extract" where isKeyword("from", ahead: 1): return try extraction(offset, opening)
      default: break
      }
      let arguments = try self.arguments(of: name, opening)
      return try node(.call(name, arguments), offset, arguments)
    }
    switch name {
    case "True", "true", "TRUE": return try node(.boolean(true), offset)
    case "False", "false", "FALSE": return try node(.boolean(false), offset)
    case "None", "none", "null", "NULL": return try node(.null, offset)
    case "if": throw fail("write a if condition else b, or if(condition, a, b)", offset)
    default: return try node(.column(name), offset)
    }
  }
}
