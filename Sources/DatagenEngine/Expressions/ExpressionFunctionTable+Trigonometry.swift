#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

// Angles, in radians, and their kin.
extension ExpressionFunctionTable {
  static let trigonometry: [ExpressionFunction] = [
    function("sin", ExpressionKernels.doubles { sin($0) }),
    function("cos", ExpressionKernels.doubles { cos($0) }),
    function("tan", ExpressionKernels.doubles { tan($0) }),
    function("asin", ExpressionKernels.doubles { asin($0) }),
    function("acos", ExpressionKernels.doubles { acos($0) }),
    function("atan", ExpressionKernels.doubles { atan($0) }),
    function("sinh", ExpressionKernels.doubles { sinh($0) }),
    function("cosh", ExpressionKernels.doubles { cosh($0) }),
    function("tanh", ExpressionKernels.doubles { tanh($0) }),
    function("degrees", ExpressionKernels.doubles { $0 * 180 / .pi }),
    function("radians", ExpressionKernels.doubles { $0 * .pi / 180 }),
    ExpressionFunction("atan2", usage: "atan2(y, x)", 2...2) { call throws(ExpressionError) in
      call.node(.double, [try call.double(0), try call.double(1)], ExpressionKernels.doubles { atan2($0, $1) })
    },
    ExpressionFunction("hypot", usage: "hypot(x, y)", 2...2) { call throws(ExpressionError) in
      call.node(.double, [try call.double(0), try call.double(1)], ExpressionKernels.doubles { hypot($0, $1) })
    },
    ExpressionFunction("pi", usage: "pi()", 0...0) { _ throws(ExpressionError) in
      ConstantNode(type: .double, value: .double(.pi))
    },
  ]
}
