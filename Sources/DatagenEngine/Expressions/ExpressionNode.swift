internal import DatagenColumns

/// A compiled part of an expression.
///
/// Dispatch happens once per node and batch; rows are looped over inside.
protocol ExpressionNode: Sendable {
  var type: ExpressionType { get }
  /// What the node asks for its values.
  var children: [any ExpressionNode] { get }
  /// Fills a buffer with the node's values, one for each row.
  func evaluate(_ context: ExpressionContext, into output: ColumnBuffer)
  /// The node's values wherever they are, without a copy where they exist already.
  func operand(_ context: ExpressionContext) -> ExpressionOperand
}

extension ExpressionNode {
  func operand(_ context: ExpressionContext) -> ExpressionOperand {
    let buffer = context.scratch.take()
    evaluate(context, into: buffer)
    return ExpressionOperand(buffer: buffer, step: 1, isScratch: true)
  }
}

/// Values that a node works on: one a row, or one for all rows.
struct ExpressionOperand {
  let buffer: ColumnBuffer
  /// 1, or 0 for a constant: row `r` is found at `r * step`.
  let step: Int
  let isScratch: Bool

  @inline(__always)
  func isNull(_ row: Int) -> Bool { buffer.hasNulls && buffer.nulls[row &* step] }

  @inline(__always)
  func integer(_ row: Int) -> Int64 { buffer.integers[row &* step] }

  @inline(__always)
  func bytes(_ row: Int) -> UnsafeRawBufferPointer { buffer.bytes(row &* step) }
}

/// Buffers for intermediate results, reused from node to node and, where the caller keeps it, batch to batch.
final class ExpressionScratch {
  private var free: [ColumnBuffer] = []

  func take() -> ColumnBuffer { free.popLast() ?? ColumnBuffer() }

  func give(_ buffer: ColumnBuffer) { free.append(buffer) }
}

/// What the evaluation of one batch works with.
struct ExpressionContext {
  let count: Int
  /// The columns that the expression reads, in the order of `Expression.columnIndices`.
  let inputs: [ColumnBuffer]
  let scratch: ExpressionScratch

  func release(_ operand: ExpressionOperand) {
    if operand.isScratch { scratch.give(operand.buffer) }
  }
}

/// The value of a constant.
enum ExpressionConstant: Sendable, Hashable {
  case null
  /// Also booleans, days and microseconds.
  case integer(Int64)
  case double(Double)
  case text(String)
}

/// A value that is the same in all rows.
struct ConstantNode: ExpressionNode {
  let type: ExpressionType
  let value: ExpressionConstant
  /// `null` as it was written, which takes on whatever type is asked for.
  var isUntyped = false

  var children: [any ExpressionNode] { [] }

  private func fill(_ output: ColumnBuffer, count: Int) {
    output.reset(type.bufferKind, count: count)
    switch value {
    case .null:
      output.integers.update(repeating: 0, count: count)
      output.requireNulls().update(repeating: true, count: count)
    case .integer(let number):
      output.integers.update(repeating: number, count: count)
    case .double(let number):
      output.doubles.update(repeating: number, count: count)
    case .text(let text):
      for row in 0..<count {
        output.text.append(text)
        output.endText(row)
      }
    }
  }

  func evaluate(_ context: ExpressionContext, into output: ColumnBuffer) {
    guard case .text(let text) = value else { return fill(output, count: context.count) }
    output.reset(TextDictionary([text]), count: context.count)
    output.integers.update(repeating: 0, count: context.count)
  }

  func operand(_ context: ExpressionContext) -> ExpressionOperand {
    let buffer = context.scratch.take()
    fill(buffer, count: 1)
    return ExpressionOperand(buffer: buffer, step: 0, isScratch: true)
  }
}

/// A column, in the place that the caller keeps it.
struct ColumnNode: ExpressionNode {
  let type: ExpressionType
  /// Which of the expression's inputs.
  let slot: Int

  var children: [any ExpressionNode] { [] }

  func evaluate(_ context: ExpressionContext, into output: ColumnBuffer) { output.copy(context.inputs[slot]) }

  func operand(_ context: ExpressionContext) -> ExpressionOperand {
    ExpressionOperand(buffer: context.inputs[slot], step: 1, isScratch: false)
  }
}

/// A function of its arguments that is NULL as soon as one of them is.
struct KernelNode: ExpressionNode {
  let type: ExpressionType
  let children: [any ExpressionNode]
  let kernel: ExpressionKernel
  /// Whether it writes its arguments one after the other, so that a longer chain can take it apart.
  var isConcatenation = false

  func evaluate(_ context: ExpressionContext, into output: ColumnBuffer) {
    let operands = children.map { $0.operand(context) }
    output.reset(type.bufferKind, count: context.count)
    // Constants are never NULL here: the compiler has folded those.
    for operand in operands where operand.step == 1 { output.addNulls(of: operand.buffer) }
    kernel(ExpressionFrame(operands: operands, output: output, count: context.count))
    for operand in operands { context.release(operand) }
  }
}
