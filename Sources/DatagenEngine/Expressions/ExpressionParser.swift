/// Reads an expression by operator precedence, as Python does.
struct ExpressionParser {
  static let maximumDepth = 200

  /// How strongly operators bind, from the weakest.
  enum Precedence {
    static let conditional = 1
    static let or = 2
    static let and = 3
    static let not = 4
    static let comparison = 5
    static let sum = 6
    static let product = 7
    static let sign = 8
    static let power = 9
  }

  let tokens: [ExpressionToken]
  var position = 0
  private var level = 0

  /// Parses an expression.
  static func parse(_ code: String) throws(ExpressionError) -> ExpressionSyntax {
    var parser = ExpressionParser(tokens: try ExpressionLexer.tokens(of: code))
    if parser.token.kind == .end { throw ExpressionError(message: "the expression is empty", offset: 0) }
    let result = try parser.expression(Precedence.conditional)
    guard parser.token.kind == .end else { throw parser.unexpected("an operator or the end") }
    return result
  }

  private init(tokens: [ExpressionToken]) { self.tokens = tokens }

  // MARK: Words

  var token: ExpressionToken { tokens[position] }

  /// Symbols that have a meaning in other places only, and what to write instead.
  private static let misplaced = [
    "=": "write == for \"is equal\"", ":": "write a if condition else b",
    "{": "an expression is one value, not an object",
  ]

  func unexpected(_ wanted: String) -> ExpressionError {
    if let hint = foreignHint { return fail(hint, token.offset) }
    if position > 0, case .name(let name) = tokens[position - 1].kind, name.count == 1,
      case .text = token.kind
    {
      return fail("\(name)'…' is not a kind of text here; use concat(a, b)", tokens[position - 1].offset)
    }
    if case .symbol(let symbol) = token.kind, let fix = Self.misplaced[symbol] {
      return fail("\"\(symbol)\" is not an operator here; \(fix)", token.offset)
    }
    if case .name("for") = token.kind { return fail("loops are not part of the language", token.offset) }
    return fail("expected \(wanted), found \(token.description)", token.offset)
  }

  func fail(_ message: String, _ offset: Int) -> ExpressionError {
    ExpressionError(message: message, offset: offset)
  }

  mutating func take(_ symbol: String) -> Bool {
    guard token.kind == .symbol(symbol) else { return false }
    position += 1
    return true
  }

  /// Whether a word is a keyword, in lower or in upper case.
  func isKeyword(_ keyword: String, ahead: Int = 0) -> Bool {
    guard position + ahead < tokens.count, case .name(let name) = tokens[position + ahead].kind else {
      return false
    }
    return name == keyword || name == keyword.uppercased()
  }

  mutating func takeKeyword(_ keyword: String) -> Bool {
    guard isKeyword(keyword) else { return false }
    position += 1
    return true
  }

  mutating func expect(_ symbol: String, closing offset: Int) throws(ExpressionError) {
    if take(symbol) { return }
    if token.kind == .end { throw fail("this is never closed with \"\(symbol)\"", offset) }
    throw unexpected("\"\(symbol)\"")
  }

  func node(
    _ form: ExpressionSyntax.Form,
    _ offset: Int,
    _ children: ExpressionSyntax...
  ) throws(ExpressionError) -> ExpressionSyntax {
    try node(form, offset, children)
  }

  func node(
    _ form: ExpressionSyntax.Form,
    _ offset: Int,
    _ children: [ExpressionSyntax]
  ) throws(ExpressionError) -> ExpressionSyntax {
    var depth = 0
    for child in children { depth = max(depth, child.depth) }
    if depth >= Self.maximumDepth { throw tooDeep(offset) }
    return ExpressionSyntax(form: form, offset: offset, depth: depth + 1)
  }

  private func tooDeep(_ offset: Int) -> ExpressionError {
    fail(
      "more than \(Self.maximumDepth) levels of nesting; split the expression over several columns",
      offset
    )
  }

  /// An operand that nests: everything that recurses without bound goes through here.
  mutating func nested(_ precedence: Int) throws(ExpressionError) -> ExpressionSyntax {
    if level >= Self.maximumDepth { throw tooDeep(token.offset) }
    level += 1
    defer { level -= 1 }
    return try expression(precedence)
  }

  // MARK: Operators

  mutating func expression(_ minimum: Int) throws(ExpressionError) -> ExpressionSyntax {
    var left = try prefix()
    while true {
      switch token.kind {
      case .symbol(let symbol):
        if let arithmetic = ArithmeticOperator(rawValue: symbol) {
          guard let joined = try self.arithmetic(arithmetic, left, minimum) else { return left }
          left = joined
        } else if ComparisonOperator(rawValue: symbol) != nil {
          guard minimum <= Precedence.comparison else { return left }
          left = try comparison(left)
        } else if symbol == "&&" || symbol == "||" {
          guard let joined = try logical(left, minimum, isAnd: symbol == "&&") else { return left }
          left = joined
        } else {
          return left
        }
      case .name:
        guard let joined = try wordOperator(left, minimum) else { return left }
        left = joined
      default:
        return left
      }
    }
  }

  /// What a word joins to its left operand; nil where it is no operator, or one that binds less than asked for.
  private mutating func wordOperator(
    _ left: ExpressionSyntax,
    _ minimum: Int
  ) throws(ExpressionError) -> ExpressionSyntax? {
    let offset = token.offset
    if isKeyword("and") || isKeyword("or") {
      return try logical(left, minimum, isAnd: isKeyword("and"))
    }
    if isKeyword("xor") {
      guard minimum <= Precedence.or else { return nil }
      position += 1
      let right = try expression(Precedence.or + 1)
      return try node(.call("xor", [left, right]), offset, left, right)
    }
    if isComparisonWord {
      return minimum <= Precedence.comparison ? try wordComparison(left) : nil
    }
    guard isKeyword("if"), minimum <= Precedence.conditional else { return nil }
    position += 1
    let condition = try nested(Precedence.or)
    guard takeKeyword("else") else {
      throw token.kind == .end ? fail("this \"if\" has no \"else\"", offset) : unexpected("\"else\"")
    }
    let otherwise = try nested(Precedence.conditional)
    let form = ExpressionSyntax.Form.conditional(condition: condition, then: left, otherwise: otherwise)
    return try node(form, offset, condition, left, otherwise)
  }

  private mutating func arithmetic(
    _ operation: ArithmeticOperator,
    _ left: ExpressionSyntax,
    _ minimum: Int
  ) throws(ExpressionError) -> ExpressionSyntax? {
    let precedence: Int
    switch operation {
    case .add, .subtract: precedence = Precedence.sum
    case .multiply, .divide, .floorDivide, .modulo: precedence = Precedence.product
    case .power: precedence = Precedence.power
    }
    guard precedence >= minimum else { return nil }
    let offset = token.offset
    position += 1
    // Powers group from the right and take a sign on their right: 2 ** -x ** 2 is 2 ** (-(x ** 2)).
    let right = operation == .power ? try nested(Precedence.sign) : try expression(precedence + 1)
    return try node(.arithmetic(operation, left, right), offset, left, right)
  }

  private mutating func logical(
    _ left: ExpressionSyntax,
    _ minimum: Int,
    isAnd: Bool
  ) throws(ExpressionError) -> ExpressionSyntax? {
    let precedence = isAnd ? Precedence.and : Precedence.or
    guard precedence >= minimum else { return nil }
    let offset = token.offset
    var operands = [left]
    var isBars = true
    while isKeyword(isAnd ? "and" : "or") || token.kind == .symbol(isAnd ? "&&" : "||") {
      isBars = isBars && token.kind == .symbol("||")
      position += 1
      operands.append(try expression(precedence + 1))
    }
    if isAnd { return try node(.conjunction(operands), offset, operands) }
    return try node(isBars ? .bars(operands) : .disjunction(operands), offset, operands)
  }

  /// Values up to a closing symbol; those of a call may be named.
  mutating func list(
    closing: String,
    _ opening: Int,
    isCall: Bool = false
  ) throws(ExpressionError) -> [ExpressionSyntax] {
    var items: [ExpressionSyntax] = []
    while !take(closing) {
      if isCall, case .name(let name) = token.kind, tokens[position + 1].kind == .symbol("=") {
        let offset = tokens[position + 1].offset
        position += 2
        let value = try nested(Precedence.conditional)
        items.append(try node(.named(name, value), offset, value))
      } else {
        items.append(try nested(Precedence.conditional))
      }
      if take(",") { continue }
      try expect(closing, closing: opening)
      break
    }
    return items
  }
}
