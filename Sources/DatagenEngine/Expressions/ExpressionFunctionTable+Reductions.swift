internal import DatagenColumns

// One number from several.
extension ExpressionFunctionTable {
  static let reductions: [ExpressionFunction] = [
    ExpressionFunction("clip", "clamp", usage: "clip(x, low, high), null for no bound", 3...3) {
      call throws(ExpressionError) in
      var node = try call.unified()[0]
      for (index, isMaximum) in [(1, true), (2, false)] where !call.isUntyped(index) {
        node = extreme([node, try call.unified()[index]], isMaximum: isMaximum)
      }
      return node
    },
    ExpressionFunction("sum", usage: "sum(a, b, …), of the values of one row", 2...many) {
      call throws(ExpressionError) in
      try sum(call)
    },
    ExpressionFunction("mean", "avg", "average", usage: "mean(a, b, …), of the values of one row", 2...many) {
      call throws(ExpressionError) in
      let count = ConstantNode(type: .integer, value: .integer(Int64(call.count)))
      let sum = try sum(call)
      return NodeBuilder.arithmetic(.divide, sum, count) ?? sum
    },
    ExpressionFunction("median", usage: "median(a, b, …), of the values of one row", 2...many) {
      call throws(ExpressionError) in
      var numbers: [any ExpressionNode] = []
      for index in 0..<call.count { numbers.append(try call.double(index)) }
      return call.node(.double, numbers, ExpressionKernels.median)
    },
  ]

  /// Halved again and again, so that the depth stays small however many numbers there are.
  private static func sum(_ call: ExpressionCall) throws(ExpressionError) -> any ExpressionNode {
    var rest: [any ExpressionNode] = []
    for index in 0..<call.count { rest.append(try call.number(index)) }
    while rest.count > 1 {
      rest = stride(from: 0, to: rest.count, by: 2).map { index in
        guard index + 1 < rest.count else { return rest[index] }
        return NodeBuilder.arithmetic(.add, rest[index], rest[index + 1]) ?? rest[index]
      }
    }
    return rest[0]
  }
}

extension ExpressionKernels {
  /// The middle one of numbers, or the mean of the two in the middle.
  fileprivate static let median: ExpressionKernel = { frame in
    let count = frame.operands.count
    let target = frame.output.doubles
    withUnsafeTemporaryAllocation(of: Double.self, capacity: count) { sorted in
      for row in 0..<frame.count {
        // Sorted by insertion: there are as many numbers as a person writes arguments.
        for (index, operand) in frame.operands.enumerated() {
          let number = operand.buffer.doubles[row &* operand.step]
          var place = index
          while place > 0, sorted[place - 1] > number {
            sorted[place] = sorted[place - 1]
            place -= 1
          }
          sorted[place] = number
        }
        let middle = sorted[count / 2]
        target[row] = count % 2 == 1 ? middle : sorted[count / 2 - 1] / 2 + middle / 2
      }
    }
    frame.refuseNonFinite()
  }
}
