internal import DatagenColumns

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

// Comparison of texts, byte by byte, which is the order of their Unicode scalars.
extension ExpressionKernels {
  /// Less than, equal to or more than 0 as the left text comes before, equals or follows the right one.
  static func order(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
    if let first = left.baseAddress, let second = right.baseAddress {
      let order = memcmp(first, second, min(left.count, right.count))
      if order != 0 { return Int(order) }
    }
    return left.count - right.count
  }

  @inline(__always)
  static func equal(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
    guard left.count == right.count else { return false }
    guard left.count > 0, let first = left.baseAddress, let second = right.baseAddress else { return true }
    return memcmp(first, second, left.count) == 0
  }

  static func textComparison(_ operation: ComparisonOperator) -> ExpressionKernel {
    switch operation {
    case .equal: textTest { equal($0, $1) }
    case .notEqual: textTest { !equal($0, $1) }
    case .less: textTest { order($0, $1) < 0 }
    case .lessOrEqual: textTest { order($0, $1) <= 0 }
    case .greater: textTest { order($0, $1) > 0 }
    case .greaterOrEqual: textTest { order($0, $1) >= 0 }
    }
  }

  static func textTest(
    _ body: @escaping @Sendable (UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> Bool
  ) -> ExpressionKernel {
    { frame in
      let left = frame.operands[0], right = frame.operands[1]
      if right.step == 0, left.buffer.kind == .dictionary {
        let constant = right.bytes(0)
        perCode(frame, left) { body($0, constant) ? 1 : 0 }
      } else if left.step == 0, right.buffer.kind == .dictionary {
        let constant = left.bytes(0)
        perCode(frame, right) { body(constant, $0) ? 1 : 0 }
      } else {
        let first = frame.texts(0), second = frame.texts(1)
        frame.computeIntegers { body(first[$0], second[$0]) ? 1 : 0 }
        first.release()
        second.release()
      }
    }
  }

  /// A whole number computed from a text: once for each text of a list where the rows are more than the texts.
  @inline(__always)
  static func perCode(
    _ frame: ExpressionFrame,
    _ operand: ExpressionOperand,
    _ body: (UnsafeRawBufferPointer) -> Int64?
  ) {
    let dictionary = operand.buffer.dictionary
    guard operand.buffer.kind == .dictionary, dictionary.count <= frame.count, operand.step == 1 else {
      let texts = ExpressionTexts(operand, count: frame.count)
      frame.computeIntegers { body(texts[$0]) }
      return texts.release()
    }
    let results = (0..<dictionary.count).map { body(dictionary.bytes($0)) }
    let codes = operand.buffer.integers
    results.withUnsafeBufferPointer { results in frame.computeIntegers { results[Int(codes[$0])] } }
  }

  /// Compares two operands that have been evaluated already.
  static func compare(
    _ left: ExpressionOperand,
    _ right: ExpressionOperand,
    _ kernel: ExpressionKernel,
    into output: ColumnBuffer,
    count: Int
  ) {
    output.reset(.boolean, count: count)
    for operand in [left, right] {
      if operand.step == 1 {
        output.addNulls(of: operand.buffer)
      } else if operand.isNull(0) {
        output.requireNulls().update(repeating: true, count: count)
      }
    }
    kernel(ExpressionFrame(operands: [left, right], output: output, count: count))
  }

  /// The first or the last of two texts in their order.
  static func textExtreme(isMaximum: Bool) -> ExpressionKernel {
    { frame in
      let left = frame.texts(0), right = frame.texts(1)
      frame.writeTexts { row, writer in
        let first = left[row], second = right[row]
        writer.append((order(first, second) > 0) == isMaximum ? first : second)
      }
      left.release()
      right.release()
    }
  }

  // MARK: Lists of constants

  /// Whether a value is among constants of its type.
  static func membership(of constants: [ExpressionConstant], _ type: ExpressionType) -> ExpressionKernel {
    var integers: [Int64] = [], doubles: [Double] = [], texts: [String] = []
    for constant in constants {
      switch constant {
      case .null: break
      case .integer(let value): integers.append(value)
      case .double(let value): doubles.append(value)
      case .text(let value): texts.append(value)
      }
    }
    let hasNull = constants.contains(.null)
    switch type {
    case .double: return membership(of: doubles, hasNull: hasNull)
    case .text: return membership(of: texts, hasNull: hasNull)
    default: return membership(of: integers, hasNull: hasNull)
    }
  }

  /// Whether whole numbers, moments or booleans are in a list; a NULL in it makes every miss NULL, as in SQL.
  private static func membership(of candidates: [Int64], hasNull: Bool) -> ExpressionKernel {
    let candidates = Array(Set(candidates)).sorted()
    let miss: Int64? = hasNull ? nil : 0
    return integers { contains($0, candidates) ? 1 : miss }
  }

  private static func membership(of candidates: [Double], hasNull: Bool) -> ExpressionKernel {
    let candidates = Array(Set(candidates)).sorted()
    let miss: Int64? = hasNull ? nil : 0
    return doublesToIntegers { contains($0, candidates) ? 1 : miss }
  }

  private static func membership(of candidates: [String], hasNull: Bool) -> ExpressionKernel {
    let list = TextDictionary(candidates)
    let miss: Int64? = hasNull ? nil : 0
    return { frame in
      perCode(frame, frame.operands[0]) { bytes in
        for code in 0..<list.count where equal(bytes, list.bytes(code)) { return 1 }
        return miss
      }
    }
  }

  @inline(__always)
  private static func contains<Value: Comparable>(_ value: Value, _ sorted: [Value]) -> Bool {
    var low = 0, high = sorted.count
    while low < high {
      let middle = (low &+ high) / 2
      if sorted[middle] < value { low = middle &+ 1 } else { high = middle }
    }
    return low < sorted.count && sorted[low] == value
  }
}
