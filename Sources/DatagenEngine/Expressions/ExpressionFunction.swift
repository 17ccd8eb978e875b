/// A function that expressions can call.
struct ExpressionFunction: Sendable {
  typealias Builder = @Sendable (ExpressionCall) throws(ExpressionError) -> any ExpressionNode

  let names: [String]
  /// How it is called, as messages show it.
  let usage: String
  let arity: ClosedRange<Int>
  /// Whether a unit of time may stand among the arguments, which is understood without quotes too.
  let takesUnit: Bool
  let build: Builder

  init(
    _ names: String...,
    usage: String,
    _ arity: ClosedRange<Int>,
    takesUnit: Bool = false,
    _ build: @escaping Builder
  ) {
    self.init(names: names, usage: usage, arity, takesUnit: takesUnit, build)
  }

  init(
    names: [String],
    usage: String,
    _ arity: ClosedRange<Int>,
    takesUnit: Bool = false,
    _ build: @escaping Builder
  ) {
    self.names = names
    self.usage = usage
    self.arity = arity
    self.takesUnit = takesUnit
    self.build = build
  }

  /// `2 arguments`, `1 or 2 arguments`, `at least 1 argument`.
  var arityText: String {
    func arguments(_ count: Int) -> String { count == 1 ? "1 argument" : "\(count) arguments" }
    if arity.upperBound == ExpressionFunctionTable.many { return "at least \(arguments(arity.lowerBound))" }
    if arity.count == 1 { return arity.lowerBound == 0 ? "no arguments" : arguments(arity.lowerBound) }
    if arity.count == 2 { return "\(arity.lowerBound) or \(arguments(arity.upperBound))" }
    return "\(arity.lowerBound) to \(arguments(arity.upperBound))"
  }
}

/// The functions that expressions can call, by name in any case.
enum ExpressionFunctionTable {
  /// No upper limit on arguments.
  static let many = Int.max - 1

  static let all: [ExpressionFunction] =
    numbers + trigonometry + choices + reductions + texts + textParts + textForms + casts + moments + calendar

  private static let byName: [String: ExpressionFunction] = {
    var result: [String: ExpressionFunction] = [:]
    for function in all { for name in function.names { result[name] = function } }
    return result
  }()

  static func find(_ name: String) -> ExpressionFunction? { byName[name.lowercased()] }

  /// Every name, sorted, with those that the compiler knows by itself.
  static let names: [String] = (Array(byName.keys) + ["if", "where", "iif", "iff", "between", "timedelta"]).sorted()
}

/// A call under compilation: its arguments, checked as the function asks for them.
struct ExpressionCall {
  let name: String
  let usage: String
  let offset: Int
  let nodes: [any ExpressionNode]
  let offsets: [Int]

  var count: Int { nodes.count }

  func fail(_ message: String, at index: Int) -> ExpressionError {
    ExpressionError(message: message, offset: offsets[index])
  }

  private func mismatch(_ wanted: String, _ index: Int, hint: String = "") -> ExpressionError {
    let place = count == 1 ? "" : " as argument \(index + 1)"
    return fail(
      "\(name) takes \(wanted)\(place), found \(nodes[index].type.name)\(hint): \(usage)",
      at: index
    )
  }

  func isUntyped(_ index: Int) -> Bool { (nodes[index] as? ConstantNode)?.isUntyped == true }

  /// A number: a floating-point one, or a whole one (booleans become whole numbers).
  func number(_ index: Int) throws(ExpressionError) -> any ExpressionNode {
    if nodes[index].type == .boolean, let node = NodeBuilder.coerce(nodes[index], to: .integer) {
      return node
    }
    guard nodes[index].type.isNumeric else { throw mismatch("a number", index) }
    return NodeBuilder.coerce(nodes[index], to: nodes[index].type) ?? nodes[index]
  }

  func double(_ index: Int) throws(ExpressionError) -> any ExpressionNode {
    guard let node = NodeBuilder.coerce(nodes[index], to: .double) else { throw mismatch("a number", index) }
    return node
  }

  func integer(_ index: Int) throws(ExpressionError) -> any ExpressionNode {
    if let node = NodeBuilder.coerce(nodes[index], to: .integer) { return node }
    throw mismatch(
      "a whole number",
      index,
      hint: nodes[index].type == .double ? " (use int() or round())" : ""
    )
  }

  func truth(_ index: Int) throws(ExpressionError) -> any ExpressionNode {
    guard let node = NodeBuilder.coerce(nodes[index], to: .boolean) else { throw mismatch("a condition", index) }
    return node
  }

  func text(_ index: Int) throws(ExpressionError) -> any ExpressionNode {
    guard let node = NodeBuilder.coerce(nodes[index], to: .text) else {
      throw mismatch("a text", index, hint: " (use str())")
    }
    return node
  }

  /// A text, or a number to be written as one.
  func writable(_ index: Int) throws(ExpressionError) -> any ExpressionNode {
    guard nodes[index].type == .integer || nodes[index].type == .double else { return try text(index) }
    return NodeBuilder.cast(nodes[index], to: .text) ?? nodes[index]
  }

  /// A date or a datetime; a constant text is read as one.
  func moment(_ index: Int) throws(ExpressionError) -> any ExpressionNode {
    if isUntyped(index) { return ConstantNode(type: .timestamp, value: .null) }
    if nodes[index].type.isTemporal { return nodes[index] }
    if nodes[index] is ConstantNode, nodes[index].type == .text {
      return try NodeBuilder.moment(nodes[index], offsets[index])
    }
    let hint = nodes[index].type == .text ? " (use to_date() or to_datetime())" : ""
    throw mismatch("a date or a datetime", index, hint: hint)
  }

  func timestamp(_ index: Int) throws(ExpressionError) -> any ExpressionNode {
    let node = try moment(index)
    guard node.type == .timestamp else { throw mismatch("a datetime", index) }
    return node
  }

  func constantText(_ index: Int) -> String? {
    if let constant = nodes[index] as? ConstantNode, case .text(let text) = constant.value {
      text
    } else {
      nil
    }
  }

  /// Whether a unit of time stands in a place.
  func isUnit(_ index: Int) -> Bool { constantText(index).flatMap { CalendarUnit(word: $0) } != nil }

  /// A unit of time, written as a text.
  func unit(_ index: Int) throws(ExpressionError) -> CalendarUnit {
    let names = CalendarUnit.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    guard let word = constantText(index) else {
      throw fail("\(name) takes one of \(names) as argument \(index + 1): \(usage)", at: index)
    }
    guard let unit = CalendarUnit(word: word) else {
      throw fail("unknown unit \"\(word)\" (one of: \(names))", at: index)
    }
    return unit
  }

  /// A node made of a kernel.
  func node(
    _ type: ExpressionType,
    _ children: [any ExpressionNode],
    _ kernel: @escaping ExpressionKernel
  ) -> any ExpressionNode {
    NodeBuilder.fold(KernelNode(type: type, children: children, kernel: kernel))
  }

  /// All arguments as one type.
  func unified() throws(ExpressionError) -> [any ExpressionNode] {
    let nodes = try NodeBuilder.moments(nodes, offsets)
    guard let type = NodeBuilder.commonType(nodes) else {
      let index = nodes.firstIndex { $0.type.unified(with: nodes[0].type) == nil } ?? 0
      throw fail(
        "\(name) takes values of one type, found \(nodes[0].type.name) and \(nodes[index].type.name): \(usage)",
        at: index
      )
    }
    return nodes.map { NodeBuilder.coerce($0, to: type) ?? $0 }
  }
}
