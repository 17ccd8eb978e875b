// Comparisons: chains of symbols, lists, NULL, patterns.
extension ExpressionParser {
  /// Whether a word follows that compares: `in`, `is`, `like`, `between`, or `not` before one of them.
  var isComparisonWord: Bool {
    if isKeyword("is") { return true }
    let distance = isKeyword("not") ? 1 : 0
    return ["in", "like", "ilike", "between"].contains { isKeyword($0, ahead: distance) }
  }

  mutating func wordComparison(_ left: ExpressionSyntax) throws(ExpressionError) -> ExpressionSyntax {
    if isKeyword("is") { return try nullTest(left) }
    let distance = isKeyword("not") ? 1 : 0
    if isKeyword("in", ahead: distance) { return try membership(left) }
    let offset = token.offset
    let negated = takeKeyword("not")
    if takeKeyword("between") {
      let low = try expression(Precedence.comparison + 1)
      guard takeKeyword("and") else { throw unexpected("\"and\"") }
      let high = try expression(Precedence.comparison + 1)
      try refuseChain()
      return try negatable(.call("between", [left, low, high]), negated, offset, [left, low, high])
    }
    let name = isKeyword("ilike") ? "ilike" : "like"
    position += 1
    let pattern = try expression(Precedence.comparison + 1)
    try refuseChain()
    return try negatable(.call(name, [left, pattern]), negated, offset, [left, pattern])
  }

  private func negatable(
    _ form: ExpressionSyntax.Form,
    _ negated: Bool,
    _ offset: Int,
    _ children: [ExpressionSyntax]
  ) throws(ExpressionError) -> ExpressionSyntax {
    let test = try node(form, offset, children)
    return negated ? try node(.not(test), offset, test) : test
  }

  mutating func comparison(_ left: ExpressionSyntax) throws(ExpressionError) -> ExpressionSyntax {
    let offset = token.offset
    var operands = [left]
    var operators: [ComparisonOperator] = []
    while case .symbol(let symbol) = token.kind, let next = ComparisonOperator(rawValue: symbol) {
      position += 1
      operators.append(next)
      operands.append(try expression(Precedence.comparison + 1))
    }
    try refuseChain()
    return try node(.comparison(operands, operators), offset, operands)
  }

  mutating func nullTest(_ left: ExpressionSyntax) throws(ExpressionError) -> ExpressionSyntax {
    let offset = token.offset
    position += 1
    let negated = takeKeyword("not")
    guard takeKeyword("null") || takeKeyword("None") || takeKeyword("none") else {
      throw fail("\"is\" asks for null only; write == to compare", token.offset)
    }
    try refuseChain()
    return try node(.isNull(left, negated: negated), offset, left)
  }

  mutating func membership(_ left: ExpressionSyntax) throws(ExpressionError) -> ExpressionSyntax {
    let offset = token.offset
    let negated = takeKeyword("not")
    position += 1
    let opening = token.offset
    let closing: String
    if take("(") {
      closing = ")"
    } else if take("[") {
      closing = "]"
    } else if take("{") {
      closing = "}"
    } else {
      let text = try expression(Precedence.comparison + 1)
      try refuseChain()
      return try negatable(.call("in", [left, text]), negated, offset, [left, text])
    }
    let candidates = try list(closing: closing, opening)
    guard !candidates.isEmpty else { throw fail("the list is empty", opening) }
    try refuseChain()
    return try node(.membership(left, candidates, negated: negated), offset, [left] + candidates)
  }

  func refuseChain() throws(ExpressionError) {
    var follows = isComparisonWord
    if case .symbol(let symbol) = token.kind, ComparisonOperator(rawValue: symbol) != nil { follows = true }
    if follows {
      throw fail("put parentheses around the comparison before \(token.description)", token.offset)
    }
  }
}
