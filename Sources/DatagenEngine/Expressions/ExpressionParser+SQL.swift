// What SQL writes with words of its own: CASE, CAST(x AS type), EXTRACT(part FROM x).
extension ExpressionParser {
  /// Whether `case` begins a choice, since it may be a column's name as well.
  var isCase: Bool {
    guard isKeyword("case") else { return false }
    switch tokens[min(position + 1, tokens.count - 1)].kind {
    case .end, .symbol: return false
    case .name(let name):
      return !["and", "or", "xor", "not", "in", "is", "if", "else", "like", "ilike", "between", "then", "end"]
        .contains(name.lowercased())
    default: return true
    }
  }

  /// `case when a then b … else c end`, or `case x when a then b …`, which compares x.
  mutating func caseExpression() throws(ExpressionError) -> ExpressionSyntax {
    let offset = token.offset
    position += 1
    var operand: ExpressionSyntax?
    if !isKeyword("when") {
      let value = try nested(Precedence.conditional)
      // The operand is computed for every "when": what is nested deeper would multiply.
      guard value.depth <= 2 else {
        throw fail("write case when x == … for an operand as long as this", value.offset)
      }
      operand = value
    }
    var branches: [(condition: ExpressionSyntax, value: ExpressionSyntax, offset: Int)] = []
    while isKeyword("when") {
      let place = token.offset
      position += 1
      var condition = try nested(Precedence.conditional)
      if let operand {
        condition = try node(.comparison([operand, condition], [.equal]), condition.offset, operand, condition)
      }
      guard takeKeyword("then") else { throw unexpected("\"then\"") }
      branches.append((condition, try nested(Precedence.conditional), place))
    }
    guard !branches.isEmpty else { throw unexpected("\"when\"") }
    var result = try takeKeyword("else") ? nested(Precedence.conditional) : node(.null, offset)
    guard takeKeyword("end") else {
      throw token.kind == .end ? fail("this \"case\" has no \"end\"", offset) : unexpected("\"end\"")
    }
    for branch in branches.reversed() {
      let form = ExpressionSyntax.Form.conditional(
        condition: branch.condition,
        then: branch.value,
        otherwise: result
      )
      result = try node(form, branch.offset, branch.condition, branch.value, result)
    }
    return result
  }

  /// What to write for a word of SQL that has no meaning here; nil for other words.
  var foreignHint: String? {
    if token.kind == .symbol(":"), position + 1 < tokens.count, tokens[position + 1].kind == .symbol(":") {
      var function: String?
      if position + 2 < tokens.count, case .name(let type) = tokens[position + 2].kind {
        function = Self.casts[type.lowercased()]
      }
      return "\"::\" is not an operator here; write \(function ?? "str")(x), or cast(x as type)"
    }
    if isKeyword("from") { return "arguments stand between commas: substring(t, 2, 3)" }
    guard position > 0, case .name(let name) = tokens[position - 1].kind else { return nil }
    switch (name.lowercased(), token.kind) {
    case ("interval", .text), ("interval", .integer):
      return "a duration is written as timedelta(days=1), with hours, minutes, weeks, months or years as well"
    case ("date", .text(let text)): return "write date('\(text)')"
    case ("timestamp", .text(let text)), ("datetime", .text(let text)): return "write datetime('\(text)')"
    default: return nil
    }
  }

  /// The functions that convert, by the names of types in SQL and Python.
  static let casts = [
    "int": "int", "integer": "int", "bigint": "int", "smallint": "int", "int64": "int", "int32": "int",
    "float": "float", "double": "float", "real": "float", "decimal": "float", "numeric": "float",
    "float64": "float", "string": "str", "str": "str", "text": "str", "varchar": "str", "char": "str",
    "bool": "bool", "boolean": "bool", "date": "to_date", "datetime": "to_datetime",
    "timestamp": "to_datetime",
  ]

  mutating func cast(_ offset: Int, _ opening: Int) throws(ExpressionError) -> ExpressionSyntax {
    let value = try nested(Precedence.conditional)
    guard takeKeyword("as") else { throw unexpected("\"as\", as in cast(x as int)") }
    guard case .name(let name) = token.kind, let function = Self.casts[name.lowercased()] else {
      throw fail("cast knows the types int, float, string, bool, date and datetime", token.offset)
    }
    position += 1
    if token.kind == .symbol("(") {
      throw fail("types have no length here; use round(x, digits) or left(text, length)", token.offset)
    }
    try expect(")", closing: opening)
    return try node(.call(function, [value]), offset, value)
  }

  /// `extract(year from x)` as `year(x)`.
  mutating func extraction(_ offset: Int, _ opening: Int) throws(ExpressionError) -> ExpressionSyntax {
    guard case .name(let part) = token.kind else { throw unexpected("a part of a date") }
    position += 2
    let value = try nested(Precedence.conditional)
    try expect(")", closing: opening)
    return try node(.call(part, [value]), offset, value)
  }
}
