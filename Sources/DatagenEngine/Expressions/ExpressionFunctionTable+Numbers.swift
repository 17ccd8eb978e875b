#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

// Numbers, and functions that choose among values.
extension ExpressionFunctionTable {
  static let numbers: [ExpressionFunction] = [
    ExpressionFunction("round", usage: "round(x, digits = 0)", 1...2) { call throws(ExpressionError) in
      try round(call)
    },
    whole("floor") { $0.rounded(.down) },
    whole("ceil") { $0.rounded(.up) },
    whole("ceiling") { $0.rounded(.up) },
    ExpressionFunction("trunc", "truncate", usage: "trunc(x, digits = 0)", 1...2) { call throws(ExpressionError) in
      try truncation(call)
    },
    ExpressionFunction("abs", "absolute", "fabs", usage: "abs(x)", 1...1) { call throws(ExpressionError) in
      let number = try call.number(0)
      if number.type == .double { return call.node(.double, [number], ExpressionKernels.doubles { abs($0) }) }
      return call.node(.integer, [number], ExpressionKernels.integers { $0 == .min ? nil : abs($0) })
    },
    ExpressionFunction("sign", usage: "sign(x)", 1...1) { call throws(ExpressionError) in
      let number = try call.number(0)
      if number.type == .double {
        return call.node(
          .integer,
          [number],
          ExpressionKernels.doublesToIntegers { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 }
        )
      }
      return call.node(.integer, [number], ExpressionKernels.integers { $0.signum() })
    },
    ExpressionFunction("log", "ln", usage: "log(x), log(x, base)", 1...2) { call throws(ExpressionError) in
      if call.count == 1 {
        return call.node(.double, [try call.double(0)], ExpressionKernels.doubles { log($0) })
      }
      return call.node(
        .double,
        [try call.double(0), try call.double(1)],
        ExpressionKernels.doubles { log($0) / log($1) }
      )
    },
    function("log10", ExpressionKernels.doubles { log10($0) }),
    function("log2", ExpressionKernels.doubles { log2($0) }),
    function("log1p", ExpressionKernels.doubles { log1p($0) }),
    function("exp", ExpressionKernels.doubles { exp($0) }),
    function("expm1", ExpressionKernels.doubles { expm1($0) }),
    function("sqrt", ExpressionKernels.doubles { $0.squareRoot() }),
    function("cbrt", ExpressionKernels.doubles { cbrt($0) }),
    ExpressionFunction("pow", "power", usage: "pow(x, exponent)", 2...2) { call throws(ExpressionError) in
      NodeBuilder.arithmetic(.power, try call.number(0), try call.number(1)) ?? call.nodes[0]
    },
    ExpressionFunction("mod", usage: "mod(x, divisor)", 2...2) { call throws(ExpressionError) in
      NodeBuilder.arithmetic(.modulo, try call.number(0), try call.number(1)) ?? call.nodes[0]
    },
  ]

  static let choices: [ExpressionFunction] = [
    ExpressionFunction("min", "least", "minimum", usage: "min(a, b, …)", 1...many) { call throws(ExpressionError) in
      try extreme(call, isMaximum: false)
    },
    ExpressionFunction("max", "greatest", "maximum", usage: "max(a, b, …)", 1...many) { call throws(ExpressionError) in
      try extreme(call, isMaximum: true)
    },
    ExpressionFunction("coalesce", "ifnull", "nvl", "fillna", usage: "coalesce(a, b, …)", 1...many) {
      call throws(ExpressionError) in
      let nodes = try call.unified().filter { ($0 as? ConstantNode)?.value != .null }
      guard let first = nodes.first else { return call.nodes[0] }
      if nodes.count == 1 || first is ConstantNode { return first }
      return CoalesceNode(type: first.type, children: nodes)
    },
    ExpressionFunction("nullif", usage: "nullif(value, unwanted)", 2...2) { call throws(ExpressionError) in
      let nodes = try call.unified()
      if (nodes[1] as? ConstantNode)?.value == .null { return nodes[0] }
      return NullIfNode(children: nodes, equality: ExpressionKernels.comparison(.equal, nodes[0].type))
    },
    ExpressionFunction("isnull", "isna", "is_null", "isnan", usage: "isnull(x)", 1...1) {
      call throws(ExpressionError) in
      NullTestNode(children: [call.nodes[0]], isNegated: false)
    },
    ExpressionFunction("notnull", "notna", "is_not_null", usage: "notnull(x)", 1...1) {
      call throws(ExpressionError) in
      NullTestNode(children: [call.nodes[0]], isNegated: true)
    },
    ExpressionFunction("xor", usage: "a xor b", 2...2) { call throws(ExpressionError) in
      call.node(.boolean, [try call.truth(0), try call.truth(1)], ExpressionKernels.integers { $0 ^ $1 })
    },
  ]

  static func function(_ name: String, _ kernel: @escaping ExpressionKernel) -> ExpressionFunction {
    ExpressionFunction(name, usage: "\(name)(x)", 1...1) { call throws(ExpressionError) in
      call.node(.double, [try call.double(0)], kernel)
    }
  }

  /// A function that gives whole numbers, as `floor` does in Python.
  private static func whole(
    _ name: String,
    _ body: @escaping @Sendable (Double) -> Double
  ) -> ExpressionFunction {
    ExpressionFunction(name, usage: "\(name)(x)", 1...1) { call throws(ExpressionError) in
      let number = try call.number(0)
      if number.type != .double { return number }
      return call.node(
        .integer,
        [number],
        ExpressionKernels.doublesToIntegers { ExpressionKernels.whole(body($0)) }
      )
    }
  }

  /// Digits cut off, towards zero.
  private static func truncation(_ call: ExpressionCall) throws(ExpressionError) -> any ExpressionNode {
    let number = try call.number(0)
    if call.count == 1 {
      if number.type != .double { return number }
      let kernel = ExpressionKernels.doublesToIntegers { ExpressionKernels.whole($0.rounded(.towardZero)) }
      return call.node(.integer, [number], kernel)
    }
    let digits = try call.integer(1)
    guard let amount = NodeBuilder.coerce(digits, to: .double) else { return number }
    let kernel = ExpressionKernels.doubles {
      ExpressionKernels.truncated($0, digits: Int(min(max($1, -400), 400)))
    }
    return call.node(.double, [try call.double(0), amount], kernel)
  }

  private static func round(_ call: ExpressionCall) throws(ExpressionError) -> any ExpressionNode {
    let number = try call.number(0)
    if call.count == 1 {
      if number.type != .double { return number }
      let kernel = ExpressionKernels.doublesToIntegers {
        ExpressionKernels.whole($0.rounded(.toNearestOrAwayFromZero))
      }
      return call.node(.integer, [number], kernel)
    }
    let digits = try call.integer(1)
    if let constant = digits as? ConstantNode, case .integer(let count) = constant.value {
      let count = Int(min(max(count, -400), 400))
      if number.type != .double, count >= 0 { return number }
      let kernel = ExpressionKernels.doubles { ExpressionKernels.rounded($0, digits: count) }
      return call.node(.double, [try call.double(0)], kernel)
    }
    let kernel = ExpressionKernels.doubles {
      ExpressionKernels.rounded($0, digits: Int(min(max($1, -400), 400)))
    }
    guard let amount = NodeBuilder.coerce(digits, to: .double) else { return number }
    return call.node(.double, [try call.double(0), amount], kernel)
  }

  private static func extreme(_ call: ExpressionCall, isMaximum: Bool) throws(ExpressionError)
    -> any ExpressionNode
  {
    extreme(try call.unified(), isMaximum: isMaximum)
  }

  /// The least or the greatest of values of one type.
  static func extreme(_ nodes: [any ExpressionNode], isMaximum: Bool) -> any ExpressionNode {
    let type = nodes[0].type
    let kernel: ExpressionKernel
    switch (type, isMaximum) {
    case (.double, false): kernel = ExpressionKernels.doubles { $1 < $0 ? $1 : $0 }
    case (.double, true): kernel = ExpressionKernels.doubles { $1 > $0 ? $1 : $0 }
    case (.text, _): kernel = ExpressionKernels.textExtreme(isMaximum: isMaximum)
    case (_, false): kernel = ExpressionKernels.integers { Swift.min($0, $1) }
    case (_, true): kernel = ExpressionKernels.integers { Swift.max($0, $1) }
    }
    // Halved again and again, so that the depth stays small however many arguments there are.
    var rest = nodes
    while rest.count > 1 {
      rest = stride(from: 0, to: rest.count, by: 2).map { index in
        guard index + 1 < rest.count else { return rest[index] }
        return NodeBuilder.fold(KernelNode(type: type, children: [rest[index], rest[index + 1]], kernel: kernel))
      }
    }
    return rest[0]
  }
}
