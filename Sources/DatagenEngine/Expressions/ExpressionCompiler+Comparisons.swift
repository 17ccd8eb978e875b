// Comparisons: of operands of one type, with lists, with parts of texts.
extension ExpressionCompiler {
  mutating func comparison(
    _ operands: [ExpressionSyntax],
    _ operators: [ComparisonOperator]
  ) throws(ExpressionError) -> any ExpressionNode {
    let (nodes, type) = try comparable(try compile(operands), operands)
    let tests = operators.indices.map { index in
      PairTestsNode.Test(
        left: index,
        right: index + 1,
        kernel: ExpressionKernels.comparison(operators[index], type)
      )
    }
    if tests.count == 1 {
      return NodeBuilder.fold(KernelNode(type: .boolean, children: nodes, kernel: tests[0].kernel))
    }
    return NodeBuilder.fold(PairTestsNode(children: nodes, tests: tests, isAny: false))
  }

  mutating func membership(
    _ operand: ExpressionSyntax,
    _ candidates: [ExpressionSyntax]
  ) throws(ExpressionError) -> any ExpressionNode {
    let operands = [operand] + candidates
    return try membership(try compile(operands), operands)
  }

  /// Whether the first of several values is one of the others.
  private func membership(
    _ nodes: [any ExpressionNode],
    _ operands: [ExpressionSyntax]
  ) throws(ExpressionError) -> any ExpressionNode {
    let (nodes, type) = try comparable(nodes, operands, nullsAllowed: true)
    let constants = nodes.dropFirst().compactMap { ($0 as? ConstantNode)?.value }
    if constants.count == nodes.count - 1 {
      let kernel = ExpressionKernels.membership(of: constants, type)
      return NodeBuilder.fold(KernelNode(type: .boolean, children: [nodes[0]], kernel: kernel))
    }
    let kernel = ExpressionKernels.comparison(.equal, type)
    let tests = (1..<nodes.count).map { PairTestsNode.Test(left: 0, right: $0, kernel: kernel) }
    return NodeBuilder.fold(PairTestsNode(children: nodes, tests: tests, isAny: true))
  }

  /// Whether a text is part of another one; of values of other types, whether they are the one in the parentheses.
  mutating func containment(
    _ operand: ExpressionSyntax,
    _ container: ExpressionSyntax,
    isGroup: Bool
  ) throws(ExpressionError) -> any ExpressionNode {
    let nodes = try compile([operand, container])
    guard let part = NodeBuilder.coerce(nodes[0], to: .text),
      let whole = NodeBuilder.coerce(nodes[1], to: .text)
    else {
      if isGroup { return try membership(nodes, [operand, container]) }
      let wrong = nodes[1].type == .text ? 0 : 1
      throw fail(
        "\"in\" takes a text in a text, or a list, found \(nodes[wrong].type.name): 'part' in text, x in (1, 2, 3)",
        wrong == 0 ? operand.offset : container.offset
      )
    }
    let kernel = ExpressionKernels.textTest { text, part in
      ExpressionTextKernels.find(part, in: text, from: 0) != nil
    }
    return NodeBuilder.fold(KernelNode(type: .boolean, children: [whole, part], kernel: kernel))
  }

  mutating func compile(_ operands: [ExpressionSyntax]) throws(ExpressionError) -> [any ExpressionNode] {
    var nodes: [any ExpressionNode] = []
    for operand in operands { nodes.append(try compile(operand)) }
    return nodes
  }

  /// Operands brought to one type.
  ///
  /// Texts beside dates are read as dates here, where the author can be told.
  private func comparable(
    _ nodes: [any ExpressionNode],
    _ operands: [ExpressionSyntax],
    nullsAllowed: Bool = false
  ) throws(ExpressionError) -> ([any ExpressionNode], ExpressionType) {
    var nodes = nodes
    if !nullsAllowed, let null = nodes.firstIndex(where: { ($0 as? ConstantNode)?.isUntyped == true }) {
      throw fail(
        "a comparison with null is never true; write \"is null\" or \"is not null\"",
        operands[null].offset
      )
    }
    if nodes.contains(where: { $0.type.isTemporal }) {
      for index in nodes.indices where nodes[index].type == .text {
        nodes[index] = try NodeBuilder.moment(nodes[index], operands[index].offset)
      }
    }
    var type = NodeBuilder.commonType([nodes[0]]) ?? nodes[0].type
    for index in nodes.indices {
      guard let wider = NodeBuilder.commonType([ConstantNode(type: type, value: .null), nodes[index]]) else {
        let fix = nodes[index].type == .text || type == .text ? "; convert with str(), int() or float()" : ""
        throw fail("cannot compare \(type.name) with \(nodes[index].type.name)\(fix)", operands[index].offset)
      }
      type = wider
    }
    return (nodes.map { NodeBuilder.coerce($0, to: type) ?? $0 }, type)
  }
}
