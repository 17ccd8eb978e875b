// What stands behind an operand: x.name, x.name(…), x[i], x[start:end].
extension ExpressionParser {
  mutating func postfix(_ operand: ExpressionSyntax) throws(ExpressionError) -> ExpressionSyntax {
    var operand = operand
    while true {
      let offset = token.offset
      if take("[") {
        operand = try part(of: operand, offset)
      } else if take(".") {
        operand = try member(of: operand, offset)
      } else {
        return operand
      }
    }
  }

  private mutating func member(
    of operand: ExpressionSyntax,
    _ offset: Int
  ) throws(ExpressionError) -> ExpressionSyntax {
    guard case .name(let name) = token.kind else { throw unexpected("a name behind the dot") }
    position += 1
    let opening = token.offset
    guard take("(") else { return try node(.attribute(operand, name), offset, operand) }
    if name == "isin" {
      guard take("[") || take("(") else { throw unexpected("a list") }
      let closing = tokens[position - 1].kind == .symbol("[") ? "]" : ")"
      let candidates = try list(closing: closing, opening)
      try expect(")", closing: opening)
      guard !candidates.isEmpty else { throw fail("the list is empty", opening) }
      let form = ExpressionSyntax.Form.membership(operand, candidates, negated: false)
      return try node(form, offset, [operand] + candidates)
    }
    if name == "join", take("[") {
      let parts = try list(closing: "]", opening)
      try expect(")", closing: opening)
      return try node(.call("concat_ws", [operand] + parts), offset, [operand] + parts)
    }
    let arguments = try self.arguments(of: name, opening)
    return try node(.method(operand, name, arguments), offset, [operand] + arguments)
  }

  /// What stands in the parentheses of a call; `mean([a, b])` is `mean(a, b)`.
  mutating func arguments(of name: String, _ opening: Int) throws(ExpressionError) -> [ExpressionSyntax] {
    guard ["min", "max", "sum", "mean", "avg", "average", "median"].contains(name.lowercased()), take("[") else {
      return try list(closing: ")", opening, isCall: true)
    }
    let arguments = try list(closing: "]", opening)
    try expect(")", closing: opening)
    return arguments
  }

  private mutating func part(
    of operand: ExpressionSyntax,
    _ opening: Int
  ) throws(ExpressionError) -> ExpressionSyntax {
    var start: ExpressionSyntax?
    if token.kind != .symbol(":") {
      let index = try nested(Precedence.conditional)
      if take("]") { return try node(.element(operand, index), opening, operand, index) }
      start = index
    }
    guard take(":") else { throw unexpected("\"]\"") }
    var end: ExpressionSyntax?
    if token.kind != .symbol("]"), token.kind != .symbol(":") { end = try nested(Precedence.conditional) }
    if take(":"), token.kind != .symbol("]") {
      let step = try nested(Precedence.conditional)
      guard start == nil, end == nil, case .negation(let one) = step.form, case .integer(1) = one.form else {
        throw fail("of steps only [::-1] is known, a text from its end to its beginning", step.offset)
      }
      try expect("]", closing: opening)
      return try node(.reversal(operand), opening, operand)
    }
    try expect("]", closing: opening)
    let children = [operand, start, end].compactMap { $0 }
    return try node(.slice(operand, start: start, end: end), opening, children)
  }
}
