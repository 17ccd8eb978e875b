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

  /// `x in (1, 2)`, a list, or `'a' in t`, where the right side is an operand as anywhere else.
  mutating func membership(_ left: ExpressionSyntax) throws(ExpressionError) -> ExpressionSyntax {
    let offset = token.offset
    let negated = takeKeyword("not")
    position += 1
    let opening = token.offset
    let group = self.group
    guard let closing = group.isList ? closing(of: token) : nil else {
      let container = try expression(Precedence.comparison + 1)
      try refuseChain()
      let form = ExpressionSyntax.Form.containment(left, container, isGroup: group.end == position)
      return try negatable(form, negated, offset, [left, container])
    }
    position += 1
    let candidates = try list(closing: closing, opening)
    guard !candidates.isEmpty else { throw fail("the list is empty", opening) }
    if case .symbol(let symbol) = token.kind,
      symbol == "." || symbol == "[" || ArithmeticOperator(rawValue: symbol) != nil
    {
      throw fail("\"\(symbol)\" is not defined for a list; put parentheses around the comparison", token.offset)
    }
    try refuseChain()
    return try node(.membership(left, candidates, negated: negated), offset, [left] + candidates)
  }

  private func closing(of token: ExpressionToken) -> String? {
    switch token.kind {
    case .symbol("("): ")"
    case .symbol("["): "]"
    case .symbol("{"): "}"
    default: nil
    }
  }

  /// The brackets that begin here: whether they hold a list, and the word behind the closing one; nil where there are
  /// none.
  ///
  /// As in Python, parentheses hold a list where a comma is directly between them, or nothing is.
  private var group: (isList: Bool, end: Int?) {
    guard closing(of: token) != nil else { return (false, nil) }
    var isList = token.kind != .symbol("(") || tokens[position + 1].kind == .symbol(")")
    var level = 0
    for index in position..<tokens.count {
      switch tokens[index].kind {
      case .symbol("("), .symbol("["), .symbol("{"): level += 1
      case .symbol(")"), .symbol("]"), .symbol("}"):
        level -= 1
        if level == 0 { return (isList, index + 1) }
      case .symbol(","): isList = isList || level == 1
      default: break
      }
    }
    return (isList, nil)
  }

  func refuseChain() throws(ExpressionError) {
    var follows = isComparisonWord
    if case .symbol(let symbol) = token.kind, ComparisonOperator(rawValue: symbol) != nil { follows = true }
    if follows {
      throw fail("put parentheses around the comparison before \(token.description)", token.offset)
    }
  }
}
