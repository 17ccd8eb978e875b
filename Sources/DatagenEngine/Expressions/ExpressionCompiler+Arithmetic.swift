// Arithmetic on numbers, texts and moments.
extension ExpressionCompiler {
  mutating func negation(_ operand: ExpressionSyntax, _ offset: Int) throws(ExpressionError)
    -> any ExpressionNode
  {
    let node = try compile(operand)
    guard node.type.isNumeric else { throw fail("- before \(node.type.name) means nothing", offset) }
    if node.type == .double {
      return NodeBuilder.fold(
        KernelNode(type: .double, children: [node], kernel: ExpressionKernels.doubles { -$0 })
      )
    }
    let kernel = ExpressionKernels.integers {
      ExpressionKernels.unlessOverflow(Int64(0).subtractingReportingOverflow($0))
    }
    return NodeBuilder.fold(KernelNode(type: .integer, children: [node], kernel: kernel))
  }

  mutating func arithmetic(
    _ operation: ArithmeticOperator,
    _ left: ExpressionSyntax,
    _ right: ExpressionSyntax,
    _ offset: Int
  ) throws(ExpressionError) -> any ExpressionNode {
    if operation == .add || operation == .subtract, let duration = duration(right) {
      return try move(left, by: duration, isBackward: operation == .subtract, offset)
    }
    if operation == .add, let duration = duration(left) {
      return try move(right, by: duration, isBackward: false, offset)
    }
    let first = try compile(left), second = try compile(right)
    if operation == .multiply, let node = repetition(first, second) ?? repetition(second, first) { return node }
    if let node = numeric(operation, first, second) ?? temporal(operation, first, second) { return node }
    if operation == .add, first.type == .text, second.type == .text { return join(first, second) }
    if operation == .add, first.type == .text || second.type == .text {
      throw fail(
        "+ does not join \(first.type.name) and \(second.type.name); write concat(a, b), or str(x) around the other",
        offset
      )
    }
    let hint = operation == .modulo && first.type == .text ? "; write f'{a}-{b}' to put values into a text" : ""
    throw fail(
      "\"\(operation.rawValue)\" is not defined between \(first.type.name) and \(second.type.name)\(hint)",
      offset
    )
  }

  /// A text so many times, as Python's `'x' * n`.
  private func repetition(_ text: any ExpressionNode, _ count: any ExpressionNode) -> (any ExpressionNode)? {
    guard text.type == .text, count.type == .integer, let count = NodeBuilder.coerce(count, to: .integer) else {
      return nil
    }
    return NodeBuilder.fold(
      KernelNode(type: .text, children: [text, count], kernel: ExpressionTextKernels.repetition)
    )
  }

  private func numeric(
    _ operation: ArithmeticOperator,
    _ left: any ExpressionNode,
    _ right: any ExpressionNode
  ) -> (any ExpressionNode)? {
    guard left.type.isNumeric, right.type.isNumeric else { return nil }
    return NodeBuilder.arithmetic(operation, left, right)
  }

  private func temporal(
    _ operation: ArithmeticOperator,
    _ left: any ExpressionNode,
    _ right: any ExpressionNode
  ) -> (any ExpressionNode)? {
    switch operation {
    case .subtract where left.type.isTemporal && right.type.isTemporal:
      return NodeBuilder.daysBetween(right, left)
    case .add where left.type.isTemporal && right.type.isNumeric:
      return NodeBuilder.add(right, .day, to: left)
    case .add where left.type.isNumeric && right.type.isTemporal:
      return NodeBuilder.add(left, .day, to: right)
    case .subtract where left.type.isTemporal && right.type.isNumeric:
      return NodeBuilder.arithmetic(.subtract, ConstantNode(type: .integer, value: .integer(0)), right)
        .map { NodeBuilder.add($0, .day, to: left) }
    default:
      return nil
    }
  }

  /// One text after the other; chains of `+` become one node that writes each byte once.
  private func join(_ left: any ExpressionNode, _ right: any ExpressionNode) -> any ExpressionNode {
    let parts = NodeBuilder.parts(of: left) + NodeBuilder.parts(of: right)
    return NodeBuilder.concatenation(parts)
  }
}
