internal import DatagenColumns
internal import DatagenSchema

/// Builds nodes from nodes: conversions, and the computation of what is constant.
enum NodeBuilder {
  /// A node whose children are all constant, as a constant; others as they are.
  static func fold(_ node: any ExpressionNode) -> any ExpressionNode {
    let constants = node.children.compactMap { $0 as? ConstantNode }
    if node is KernelNode, constants.contains(where: { $0.value == .null }) {
      return ConstantNode(type: node.type, value: .null)
    }
    guard !node.children.isEmpty, constants.count == node.children.count else { return node }
    let output = ColumnBuffer()
    node.evaluate(ExpressionContext(count: 1, inputs: [], scratch: ExpressionScratch()), into: output)
    let value: ExpressionConstant
    if output.isNull(0) {
      value = .null
    } else {
      switch node.type {
      case .text: value = .text(output.string(0))
      case .double: value = .double(output.doubles[0])
      default: value = .integer(output.integers[0])
      }
    }
    return ConstantNode(type: node.type, value: value)
  }

  /// The type that all of the nodes can be given without loss.
  static func commonType(_ nodes: [any ExpressionNode]) -> ExpressionType? {
    var result: ExpressionType?
    for node in nodes where (node as? ConstantNode)?.isUntyped != true {
      guard let known = result else {
        result = node.type
        continue
      }
      guard let wider = known.unified(with: node.type) else { return nil }
      result = wider
    }
    return result ?? nodes.first?.type
  }

  /// A node as another type if nothing is lost by it.
  static func coerce(_ node: any ExpressionNode, to type: ExpressionType) -> (any ExpressionNode)? {
    if let constant = node as? ConstantNode, constant.isUntyped {
      return ConstantNode(type: type, value: .null)
    }
    if node.type == type { return node }
    guard node.type.unified(with: type) == type else { return nil }
    return cast(node, to: type)
  }

  /// A node converted as `int`, `float`, `str`, … do.
  static func cast(_ node: any ExpressionNode, to type: ExpressionType) -> (any ExpressionNode)? {
    if let constant = node as? ConstantNode, constant.isUntyped {
      return ConstantNode(type: type, value: .null)
    }
    if node.type == type { return node }
    guard let kernel = ExpressionKernels.cast(node.type, to: type) else { return nil }
    return fold(KernelNode(type: type, children: [node], kernel: kernel))
  }

  /// A text as the date or datetime that it says; a constant that says none is the author's mistake.
  static func moment(
    _ node: any ExpressionNode,
    _ offset: Int,
    as wanted: ExpressionType? = nil
  ) throws(ExpressionError) -> any ExpressionNode {
    var type = wanted ?? .timestamp
    let texts = constantTexts(of: node)
    if let wrong = texts.first(where: { Timestamp(iso8601: $0) == nil }) {
      throw ExpressionError(
        message: "\"\(wrong)\" is not a date; write '2024-01-31' or '2024-01-31T10:00:00Z'",
        offset: offset
      )
    }
    if wanted == nil, !texts.isEmpty, texts.allSatisfy(Timestamp.isDate) { type = .date }
    return cast(node, to: type) ?? node
  }

  /// Values of which some are moments, with the texts that the author wrote beside them read as moments.
  static func moments(
    _ nodes: [any ExpressionNode],
    _ offsets: [Int]
  ) throws(ExpressionError) -> [any ExpressionNode] {
    guard nodes.contains(where: { $0.type.isTemporal }) else { return nodes }
    var nodes = nodes
    for index in nodes.indices where !constantTexts(of: nodes[index]).isEmpty {
      nodes[index] = try moment(nodes[index], offsets[index])
    }
    return nodes
  }

  /// The texts that a node gives, where it is a constant or a choice of constants.
  private static func constantTexts(of node: any ExpressionNode) -> [String] {
    if let coded = node as? CodedTextNode { return coded.texts }
    if let constant = node as? ConstantNode, case .text(let text) = constant.value { return [text] }
    return []
  }

  // MARK: Arithmetic

  /// Arithmetic on numbers.
  static func arithmetic(
    _ operation: ArithmeticOperator,
    _ left: any ExpressionNode,
    _ right: any ExpressionNode
  ) -> (any ExpressionNode)? {
    if left.type != .double, right.type != .double, let kernel = ExpressionKernels.wholeArithmetic(operation) {
      let type: ExpressionType = operation == .divide ? .double : .integer
      return fold(KernelNode(type: type, children: [left, right], kernel: kernel))
    }
    guard let left = coerce(left, to: .double), let right = coerce(right, to: .double) else { return nil }
    var kernel = ExpressionKernels.arithmetic(operation)
    // A square is by far the most frequent power, and the library's function the slowest way to it.
    if operation == .power, (right as? ConstantNode)?.value == .double(2) {
      kernel = ExpressionKernels.doubles { base, _ in base * base }
    }
    return fold(KernelNode(type: .double, children: [left, right], kernel: kernel))
  }

  // MARK: Moments

  /// A moment moved by a number of units.
  static func add(_ amount: any ExpressionNode, _ unit: CalendarUnit, to moment: any ExpressionNode)
    -> any ExpressionNode
  {
    var moment = moment
    if moment.type == .date, unit == .second || unit == .minute || unit == .hour {
      moment = coerce(moment, to: .timestamp) ?? moment
    }
    let kernel = ExpressionKernels.addition(unit, to: moment.type, amount: amount.type)
    return fold(KernelNode(type: moment.type, children: [moment, amount], kernel: kernel))
  }

  /// The days from one moment to another: whole between dates, with a fraction where a datetime is involved.
  static func daysBetween(_ first: any ExpressionNode, _ second: any ExpressionNode) -> any ExpressionNode {
    if first.type == .date, second.type == .date {
      return fold(
        KernelNode(
          type: .integer,
          children: [first, second],
          kernel: ExpressionKernels.difference(.day, .date)
        )
      )
    }
    return distance(first, second, .day)
  }

  /// The time from one moment to another in a unit, with its fraction.
  static func distance(
    _ first: any ExpressionNode,
    _ second: any ExpressionNode,
    _ unit: CalendarUnit
  ) -> any ExpressionNode {
    let first = coerce(first, to: .timestamp) ?? first, second = coerce(second, to: .timestamp) ?? second
    let kernel = ExpressionKernels.distance(unit.microseconds ?? Timestamp.microsecondsPerDay)
    return fold(KernelNode(type: .double, children: [first, second], kernel: kernel))
  }

  // MARK: Texts

  /// The parts of a concatenation, or the node alone.
  static func parts(of node: any ExpressionNode) -> [any ExpressionNode] {
    (node as? KernelNode).flatMap { $0.isConcatenation ? $0.children : nil } ?? [node]
  }

  /// Values written one after the other.
  static func concatenation(_ parts: [any ExpressionNode]) -> any ExpressionNode {
    var node = KernelNode(
      type: .text,
      children: parts,
      kernel: ExpressionKernels.concatenation(parts.map(\.type))
    )
    node.isConcatenation = true
    return fold(node)
  }
}
