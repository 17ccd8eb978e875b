internal import DatagenColumns

/// `and` and `or` of any number of conditions, with three truth values: a NULL decides nothing.
struct LogicNode: ExpressionNode {
  let children: [any ExpressionNode]
  let isAny: Bool

  var type: ExpressionType { .boolean }

  func evaluate(_ context: ExpressionContext, into output: ColumnBuffer) {
    output.reset(.boolean, count: context.count)
    output.integers.update(repeating: isAny ? 0 : 1, count: context.count)
    for child in children {
      let operand = child.operand(context)
      Self.merge(operand, into: output, isAny: isAny)
      context.release(operand)
    }
  }

  /// Joins one more condition to those that the output stands for.
  static func merge(_ operand: ExpressionOperand, into output: ColumnBuffer, isAny: Bool) {
    let target = output.integers, source = operand.buffer.integers, step = operand.step
    guard operand.buffer.hasNulls || output.hasNulls else {
      if isAny {
        for row in 0..<output.count { target[row] |= source[row &* step] }
      } else {
        for row in 0..<output.count { target[row] &= source[row &* step] }
      }
      return
    }
    let nulls = output.requireNulls()
    let decisive: Int64 = isAny ? 1 : 0
    for row in 0..<output.count {
      if !nulls[row] && target[row] == decisive { continue }
      if operand.isNull(row) {
        nulls[row] = true
      } else if source[row &* step] == decisive {
        nulls[row] = false
        target[row] = decisive
      }
    }
  }
}

/// Comparisons between operands that are each evaluated once: chains (`a < b < c`) and lists (`x in (a, b)`).
struct PairTestsNode: ExpressionNode {
  struct Test: Sendable {
    let left: Int
    let right: Int
    let kernel: ExpressionKernel
  }

  let children: [any ExpressionNode]
  let tests: [Test]
  /// Whether one true test is enough.
  let isAny: Bool

  var type: ExpressionType { .boolean }

  func evaluate(_ context: ExpressionContext, into output: ColumnBuffer) {
    let operands = children.map { $0.operand(context) }
    let result = context.scratch.take()
    output.reset(.boolean, count: context.count)
    output.integers.update(repeating: isAny ? 0 : 1, count: context.count)
    for test in tests {
      ExpressionKernels.compare(
        operands[test.left],
        operands[test.right],
        test.kernel,
        into: result,
        count: context.count
      )
      let operand = ExpressionOperand(buffer: result, step: 1, isScratch: false)
      LogicNode.merge(operand, into: output, isAny: isAny)
    }
    context.scratch.give(result)
    for operand in operands { context.release(operand) }
  }
}

/// `nullif(a, b)`: a, but NULL where it equals b.
struct NullIfNode: ExpressionNode {
  /// The value; and, both of one type, what is compared.
  let children: [any ExpressionNode]
  let equality: ExpressionKernel

  var type: ExpressionType { children[0].type }

  func evaluate(_ context: ExpressionContext, into output: ColumnBuffer) {
    children[0].evaluate(context, into: output)
    let value = ExpressionOperand(buffer: output, step: 1, isScratch: false)
    let other = children[1].operand(context)
    let result = context.scratch.take()
    ExpressionKernels.compare(value, other, equality, into: result, count: context.count)
    for row in 0..<context.count where !result.isNull(row) && result.integers[row] != 0 {
      output.requireNulls()[row] = true
    }
    context.scratch.give(result)
    context.release(other)
  }
}

/// Whether values are missing.
struct NullTestNode: ExpressionNode {
  let children: [any ExpressionNode]
  let isNegated: Bool

  var type: ExpressionType { .boolean }

  func evaluate(_ context: ExpressionContext, into output: ColumnBuffer) {
    let operand = children[0].operand(context)
    output.reset(.boolean, count: context.count)
    let target = output.integers
    let whenNull: Int64 = isNegated ? 0 : 1
    for row in 0..<context.count { target[row] = operand.isNull(row) ? whenNull : 1 - whenNull }
    context.release(operand)
  }
}
