internal import DatagenColumns
internal import DatagenSchema

/// Gives a parsed expression types and turns it into nodes, with what is constant computed once and for all.
struct ExpressionCompiler {
  let columns: [(name: String, type: ExpressionType)]
  let surroundings: ExpressionSurroundings
  /// The columns read so far, in the order of their slots.
  private(set) var columnIndices: [Int] = []
  /// The names that no column has; compilation goes on behind them, so that all are reported.
  var unknownNames: [ExpressionError] = []

  init(columns: [(name: String, type: ExpressionType)], _ surroundings: ExpressionSurroundings) {
    self.columns = columns
    self.surroundings = surroundings
  }

  mutating func compile(_ syntax: ExpressionSyntax) throws(ExpressionError) -> any ExpressionNode {
    switch syntax.form {
    case .integer(let value): return ConstantNode(type: .integer, value: .integer(value))
    case .double(let value): return ConstantNode(type: .double, value: .double(value))
    case .text(let value): return ConstantNode(type: .text, value: .text(value))
    case .boolean(let value): return ConstantNode(type: .boolean, value: .integer(value ? 1 : 0))
    case .null: return ConstantNode(type: .integer, value: .null, isUntyped: true)
    case .column(let name): return try column(name, syntax.offset)
    case .call(let name, let arguments): return try call(name, arguments, syntax.offset)
    case .named(let name, _):
      throw fail("\"\(name)=\" names an argument, which timedelta takes only; write == to compare", syntax.offset)
    case .method(let receiver, let name, let arguments):
      return try method(receiver, name, arguments, syntax.offset)
    case .attribute(let receiver, let name): return try attribute(receiver, name, syntax.offset)
    case .element(let text, let index): return try element(text, index, syntax.offset)
    case .slice(let text, let start, let end): return try slice(text, start, end, syntax.offset)
    case .reversal(let text): return try call("reverse", [text], syntax.offset)
    case .negation(let operand): return try negation(operand, syntax.offset)
    case .identity(let operand):
      let node = try compile(operand)
      guard node.type.isNumeric else { throw fail("+ before \(node.type.name) means nothing", syntax.offset) }
      return node
    case .not(let operand):
      let node = try condition(operand, of: "not")
      return NodeBuilder.fold(
        KernelNode(type: .boolean, children: [node], kernel: ExpressionKernels.integers { 1 &- $0 })
      )
    case .arithmetic(let operation, let left, let right):
      return try arithmetic(operation, left, right, syntax.offset)
    case .comparison(let operands, let operators): return try comparison(operands, operators)
    case .membership(let operand, let candidates, let negated):
      let node = try membership(operand, candidates)
      guard negated else { return node }
      return NodeBuilder.fold(
        KernelNode(type: .boolean, children: [node], kernel: ExpressionKernels.integers { 1 &- $0 })
      )
    case .containment(let operand, let container, let isGroup):
      return try containment(operand, container, isGroup: isGroup)
    case .isNull(let operand, let negated):
      return NodeBuilder.fold(NullTestNode(children: [try compile(operand)], isNegated: negated))
    case .conjunction(let operands): return try logic(operands, isAny: false)
    case .disjunction(let operands): return try logic(operands, isAny: true)
    case .bars(let operands): return try bars(operands)
    case .conditional(let condition, let then, let otherwise):
      let test = try self.condition(condition, of: "if")
      return try conditional(test, then, otherwise)
    }
  }

  func fail(_ message: String, _ offset: Int) -> ExpressionError {
    ExpressionError(message: message, offset: offset)
  }

  // MARK: Names

  private mutating func column(_ name: String, _ offset: Int) throws(ExpressionError) -> any ExpressionNode {
    guard let index = columns.firstIndex(where: { $0.name == name }) else {
      if let constant = Self.constants[name] { return ConstantNode(type: .double, value: .double(constant)) }
      unknownNames.append(fail(unknownColumn(name), offset))
      return ConstantNode(type: .integer, value: .null, isUntyped: true)
    }
    let slot = columnIndices.firstIndex(of: index) ?? columnIndices.count
    if slot == columnIndices.count { columnIndices.append(index) }
    return ColumnNode(type: columns[index].type, slot: slot)
  }

  mutating func call(
    _ name: String,
    _ arguments: [ExpressionSyntax],
    _ offset: Int
  ) throws(ExpressionError) -> any ExpressionNode {
    switch name.lowercased() {
    case "if", "where", "iif", "iff": return try conditionalCall(name, arguments, offset)
    case "between": return try between(arguments, offset)
    case "date_part" where arguments.count == 2, "datepart" where arguments.count == 2:
      return try call(try part(arguments[0]), [arguments[1]], offset)
    case "timedelta", "relativedelta", "dateoffset": return try days(ofDuration: arguments, offset)
    case let lowered:
      if let reason = Self.refusal(lowered) { throw fail(reason, offset) }
    }
    guard let function = ExpressionFunctionTable.find(name) else {
      // The whole list is too long to be of help.
      let nearest = Suggestion.nearest(to: name, among: ExpressionFunctionTable.names)
      throw fail("unknown function \"\(name)\"\(nearest.map { " (did you mean \"\($0)\"?)" } ?? "")", offset)
    }
    guard function.arity.contains(arguments.count) else {
      throw fail("\(name) takes \(function.arityText), found \(arguments.count): \(function.usage)", offset)
    }
    var nodes: [any ExpressionNode] = []
    for argument in arguments {
      if function.takesUnit, let unit = bareUnit(argument) {
        nodes.append(ConstantNode(type: .text, value: .text(unit)))
      } else {
        nodes.append(try compile(argument))
      }
    }
    let call = ExpressionCall(
      name: name,
      usage: function.usage,
      offset: offset,
      nodes: nodes,
      offsets: arguments.map(\.offset)
    )
    return NodeBuilder.fold(try function.build(call))
  }

  private mutating func between(
    _ arguments: [ExpressionSyntax],
    _ offset: Int
  ) throws(ExpressionError) -> any ExpressionNode {
    guard arguments.count == 3 else {
      throw fail("between takes 3 arguments, found \(arguments.count): between(x, low, high)", offset)
    }
    let operands = [arguments[1], arguments[0], arguments[2]]
    return try comparison(operands, [.lessOrEqual, .lessOrEqual])
  }

  private mutating func conditionalCall(
    _ name: String,
    _ arguments: [ExpressionSyntax],
    _ offset: Int
  ) throws(ExpressionError) -> any ExpressionNode {
    guard arguments.count == 3 else {
      throw fail("\(name) takes 3 arguments, found \(arguments.count): \(name)(condition, a, b)", offset)
    }
    let test = try condition(arguments[0], of: name)
    return try conditional(test, arguments[1], arguments[2])
  }

  // MARK: Conditions

  private mutating func condition(
    _ syntax: ExpressionSyntax,
    of owner: String
  ) throws(ExpressionError) -> any ExpressionNode {
    try condition(try compile(syntax), syntax, of: owner)
  }

  private func condition(
    _ node: any ExpressionNode,
    _ syntax: ExpressionSyntax,
    of owner: String
  ) throws(ExpressionError) -> any ExpressionNode {
    if let node = NodeBuilder.coerce(node, to: .boolean) { return node }
    throw fail(
      "\"\(owner)\" takes a condition, found \(node.type.name); compare it, as in x > 0",
      syntax.offset
    )
  }

  private mutating func logic(_ operands: [ExpressionSyntax], isAny: Bool) throws(ExpressionError)
    -> any ExpressionNode
  {
    var nodes: [any ExpressionNode] = []
    for operand in operands { nodes.append(try condition(operand, of: isAny ? "or" : "and")) }
    return NodeBuilder.fold(LogicNode(children: nodes, isAny: isAny))
  }

  /// `||`, which joins texts in SQL and conditions in other languages.
  private mutating func bars(_ operands: [ExpressionSyntax]) throws(ExpressionError) -> any ExpressionNode {
    var nodes: [any ExpressionNode] = []
    for operand in operands { nodes.append(try compile(operand)) }
    if nodes.contains(where: { $0.type == .text }) {
      // What compares binds more strongly than ||, so that a truth beside a text is a mistake in all likelihood.
      if let truth = nodes.firstIndex(where: { $0.type == .boolean }) {
        throw fail(
          "|| joins texts, and this is true or false; put parentheses around the texts that belong together, or write \"or\"",
          operands[truth].offset
        )
      }
      return NodeBuilder.concatenation(nodes.flatMap { NodeBuilder.parts(of: $0) })
    }
    for index in nodes.indices { nodes[index] = try condition(nodes[index], operands[index], of: "||") }
    return NodeBuilder.fold(LogicNode(children: nodes, isAny: true))
  }

  private mutating func conditional(
    _ test: any ExpressionNode,
    _ branches: ExpressionSyntax...
  ) throws(ExpressionError) -> any ExpressionNode {
    let nodes = try NodeBuilder.moments(try compile(branches), branches.map(\.offset))
    let (then, otherwise) = (nodes[0], nodes[1])
    guard let type = NodeBuilder.commonType([then, otherwise]), let left = NodeBuilder.coerce(then, to: type),
      let right = NodeBuilder.coerce(otherwise, to: type)
    else {
      throw fail("the branches differ: one is \(then.type.name), the other \(otherwise.type.name)", branches[1].offset)
    }
    if let constant = test as? ConstantNode { return constant.value == .integer(1) ? left : right }
    if type == .text, let coded = CodedTextNode.choice(test, left, right) { return coded }
    return ConditionalNode(type: type, children: [test, left, right])
  }
}
