internal import DatagenColumns

/// `a if condition else b`, where a condition that is NULL counts as false.
struct ConditionalNode: ExpressionNode {
  let type: ExpressionType
  /// The condition, then the value where it is true, then the other.
  let children: [any ExpressionNode]

  func evaluate(_ context: ExpressionContext, into output: ColumnBuffer) {
    let condition = children[0].operand(context)
    let then = children[1].operand(context)
    let otherwise = children[2].operand(context)
    output.reset(type.bufferKind, count: context.count)
    let truth = condition.buffer.integers
    if type == .text {
      let left = ExpressionTexts(then, count: context.count)
      let right = ExpressionTexts(otherwise, count: context.count)
      var writer = ExpressionTextWriter(output.text)
      for row in 0..<context.count {
        let isTrue = truth[row] != 0 && !condition.isNull(row)
        if (isTrue ? then : otherwise).isNull(row) {
          output.requireNulls()[row] = true
        } else {
          writer.append(isTrue ? left[row] : right[row])
        }
        output.integers[row] = Int64(writer.count)
      }
      writer.finish()
      left.release()
      right.release()
    } else {
      let target = output.integers
      let left = then.buffer.integers, right = otherwise.buffer.integers
      let leftStep = then.step, rightStep = otherwise.step
      if condition.buffer.hasNulls {
        for row in 0..<context.count {
          let isTrue = truth[row] != 0 && !condition.isNull(row)
          target[row] = isTrue ? left[row &* leftStep] : right[row &* rightStep]
        }
      } else {
        for row in 0..<context.count {
          target[row] = truth[row] != 0 ? left[row &* leftStep] : right[row &* rightStep]
        }
      }
      if then.buffer.hasNulls || otherwise.buffer.hasNulls {
        let nulls = output.requireNulls()
        for row in 0..<context.count {
          nulls[row] = truth[row] != 0 && !condition.isNull(row) ? then.isNull(row) : otherwise.isNull(row)
        }
      }
    }
    for operand in [condition, then, otherwise] { context.release(operand) }
  }
}

/// A choice among constant texts, as codes into a list of them: no bytes are copied, and those who compare or load
/// the result see each text once.
struct CodedTextNode: ExpressionNode {
  /// The codes, whole numbers.
  let codes: any ExpressionNode
  let texts: [String]
  private let dictionary: TextDictionary

  init(codes: any ExpressionNode, texts: [String]) {
    self.codes = codes
    self.texts = texts
    dictionary = TextDictionary(texts)
  }

  var type: ExpressionType { .text }
  var children: [any ExpressionNode] { [codes] }

  func evaluate(_ context: ExpressionContext, into output: ColumnBuffer) {
    codes.evaluate(context, into: output)
    output.relabel(as: .dictionary)
    output.replaceDictionary(dictionary)
  }

  /// The choice between two branches if both are texts known beforehand.
  static func choice(
    _ condition: any ExpressionNode,
    _ then: any ExpressionNode,
    _ otherwise: any ExpressionNode
  ) -> CodedTextNode? {
    var texts: [String] = []
    // A choice that is there already keeps its codes; only the texts of a second one move behind them.
    let isElseFirst = otherwise is CodedTextNode
    guard let first = codes(of: isElseFirst ? otherwise : then, in: &texts),
      let second = codes(of: isElseFirst ? then : otherwise, in: &texts)
    else { return nil }
    let (left, right) = isElseFirst ? (second, first) : (first, second)
    return CodedTextNode(
      codes: ConditionalNode(type: .integer, children: [condition, left, right]),
      texts: texts
    )
  }

  /// The codes of a branch; its texts join those of the other.
  private static func codes(of node: any ExpressionNode, in texts: inout [String]) -> (any ExpressionNode)? {
    if let constant = node as? ConstantNode {
      guard case .text(let text) = constant.value else { return ConstantNode(type: .integer, value: .null) }
      if let known = texts.firstIndex(of: text) {
        return ConstantNode(type: .integer, value: .integer(Int64(known)))
      }
      texts.append(text)
      return ConstantNode(type: .integer, value: .integer(Int64(texts.count - 1)))
    }
    guard let coded = node as? CodedTextNode else { return nil }
    let start = Int64(texts.count)
    texts += coded.texts
    guard start > 0 else { return coded.codes }
    return KernelNode(
      type: .integer,
      children: [coded.codes],
      kernel: ExpressionKernels.integers { $0 &+ start }
    )
  }
}

/// The first value that is not NULL.
struct CoalesceNode: ExpressionNode {
  let type: ExpressionType
  let children: [any ExpressionNode]

  func evaluate(_ context: ExpressionContext, into output: ColumnBuffer) {
    let operands = children.map { $0.operand(context) }
    output.reset(type.bufferKind, count: context.count)
    if type == .text {
      let texts = operands.map { ExpressionTexts($0, count: context.count) }
      var writer = ExpressionTextWriter(output.text)
      for row in 0..<context.count {
        if let chosen = operands.indices.first(where: { !operands[$0].isNull(row) }) {
          writer.append(texts[chosen][row])
        } else {
          output.requireNulls()[row] = true
        }
        output.integers[row] = Int64(writer.count)
      }
      writer.finish()
      for texts in texts { texts.release() }
    } else {
      fill(output, operands)
    }
    for operand in operands { context.release(operand) }
  }

  /// From the last operand to the first, each overwrites what it has a value for; operands behind one that has
  /// a value in every row are not needed.
  private func fill(_ output: ColumnBuffer, _ operands: [ExpressionOperand]) {
    let target = output.integers
    let last = operands.firstIndex { !$0.buffer.hasNulls } ?? operands.count - 1
    let nulls = operands[last].buffer.hasNulls ? output.requireNulls() : nil
    nulls?.update(repeating: true, count: output.count)
    for operand in operands[...last].reversed() {
      let source = operand.buffer.integers, step = operand.step
      for row in 0..<output.count where !operand.isNull(row) {
        target[row] = source[row &* step]
        nulls?[row] = false
      }
    }
  }
}

/// `concat_ws(separator, a, b, …)`: texts joined by a separator, without those that are NULL.
struct SeparatedTextNode: ExpressionNode {
  /// The separator, then the texts.
  let children: [any ExpressionNode]

  var type: ExpressionType { .text }

  func evaluate(_ context: ExpressionContext, into output: ColumnBuffer) {
    let operands = children.map { $0.operand(context) }
    output.reset(.text, count: context.count)
    let texts = operands.map { ExpressionTexts($0, count: context.count) }
    var writer = ExpressionTextWriter(output.text)
    for row in 0..<context.count {
      if operands[0].isNull(row) {
        output.requireNulls()[row] = true
      } else {
        let start = writer.count
        var isFirst = true
        for index in 1..<operands.count where !operands[index].isNull(row) {
          if !isFirst { writer.append(texts[0][row]) }
          writer.append(texts[index][row])
          isFirst = false
        }
        if writer.count - start > ExpressionTextWriter.maximumLength { writer.bound(from: start, operands, row) }
      }
      output.integers[row] = Int64(writer.count)
    }
    writer.finish()
    for texts in texts { texts.release() }
    for operand in operands { context.release(operand) }
  }
}
