internal import DatagenColumns

/// Fills the output of a frame from its operands.
///
/// The frame's output has its kind and the NULLs of the operands
/// already; a row that is NULL holds anything, so kernels have to get by with every bit pattern.
typealias ExpressionKernel = @Sendable (ExpressionFrame) -> Void

/// What a kernel works on.
struct ExpressionFrame {
  let operands: [ExpressionOperand]
  let output: ColumnBuffer
  let count: Int

  @inline(__always)
  func setNull(_ row: Int) {
    output.requireNulls()[row] = true
    output.integers[row] = 0
  }

  /// Makes NULLs of infinities and of what is not a number.
  func refuseNonFinite() {
    let bits = output.integers
    let exponent: Int64 = 0x7FF0_0000_0000_0000
    var found = false
    for row in 0..<count { found = found || bits[row] & exponent == exponent }
    guard found else { return }
    for row in 0..<count where bits[row] & exponent == exponent { setNull(row) }
  }

  /// Writes a text for every row that is not NULL; none grows beyond `ExpressionTextWriter.maximumLength`.
  @inline(__always)
  func writeTexts(_ body: (Int, inout ExpressionTextWriter) -> Void) {
    var writer = ExpressionTextWriter(output.text)
    let ends = output.integers, nulls = output.nulls, hasNulls = output.hasNulls
    for row in 0..<count {
      let start = writer.count
      if !hasNulls || !nulls[row] { body(row, &writer) }
      if writer.count &- start > ExpressionTextWriter.maximumLength { writer.bound(from: start, operands, row) }
      ends[row] = Int64(writer.count)
    }
    writer.finish()
  }

  /// The texts of an operand; the caller releases them.
  func texts(_ index: Int) -> ExpressionTexts { ExpressionTexts(operands[index], count: count) }

  /// Computes a whole number for every row that is not NULL, where reading the operands of a NULL is not safe.
  @inline(__always)
  func computeIntegers(_ body: (Int) -> Int64?) {
    let target = output.integers
    let nulls = output.hasNulls ? output.nulls : nil
    for row in 0..<count {
      if nulls?[row] != true, let value = body(row) { target[row] = value } else { setNull(row) }
    }
  }
}

/// Kernels from functions of single values; the functions are inlined into the loops.
enum ExpressionKernels {
  // MARK: One argument

  @inline(__always)
  static func doubles(_ body: @escaping @Sendable (Double) -> Double) -> ExpressionKernel {
    { frame in
      let source = frame.operands[0].buffer.doubles
      let target = frame.output.doubles
      for row in 0..<frame.count { target[row] = body(source[row]) }
      frame.refuseNonFinite()
    }
  }

  @inline(__always)
  static func integers(_ body: @escaping @Sendable (Int64) -> Int64?) -> ExpressionKernel {
    { frame in
      let source = frame.operands[0].buffer.integers
      let target = frame.output.integers
      for row in 0..<frame.count {
        if let value = body(source[row]) { target[row] = value } else { frame.setNull(row) }
      }
    }
  }

  @inline(__always)
  static func doublesToIntegers(_ body: @escaping @Sendable (Double) -> Int64?) -> ExpressionKernel {
    { frame in
      let source = frame.operands[0].buffer.doubles
      let target = frame.output.integers
      for row in 0..<frame.count {
        if let value = body(source[row]) { target[row] = value } else { frame.setNull(row) }
      }
    }
  }

  @inline(__always)
  static func integersToDoubles(_ body: @escaping @Sendable (Int64) -> Double) -> ExpressionKernel {
    { frame in
      let source = frame.operands[0].buffer.integers
      let target = frame.output.doubles
      for row in 0..<frame.count { target[row] = body(source[row]) }
      frame.refuseNonFinite()
    }
  }

  // MARK: Two arguments

  // The loops are written out, once for each place of a constant: behind one more closure they are not inlined.

  @inline(__always)
  static func doubles(_ body: @escaping @Sendable (Double, Double) -> Double) -> ExpressionKernel {
    { frame in
      let left = frame.operands[0].buffer.doubles, right = frame.operands[1].buffer.doubles
      let leftStep = frame.operands[0].step, rightStep = frame.operands[1].step
      let target = frame.output.doubles
      if leftStep == 1 && rightStep == 1 {
        for row in 0..<frame.count { target[row] = body(left[row], right[row]) }
      } else if leftStep == 1 {
        let value = right[0]
        for row in 0..<frame.count { target[row] = body(left[row], value) }
      } else {
        let value = left[0]
        for row in 0..<frame.count { target[row] = body(value, right[row &* rightStep]) }
      }
      frame.refuseNonFinite()
    }
  }

  @inline(__always)
  static func integers(_ body: @escaping @Sendable (Int64, Int64) -> Int64?) -> ExpressionKernel {
    { frame in
      let left = frame.operands[0].buffer.integers, right = frame.operands[1].buffer.integers
      let leftStep = frame.operands[0].step, rightStep = frame.operands[1].step
      let target = frame.output.integers
      if leftStep == 1 && rightStep == 1 {
        for row in 0..<frame.count {
          if let result = body(left[row], right[row]) { target[row] = result } else { frame.setNull(row) }
        }
      } else if leftStep == 1 {
        let value = right[0]
        for row in 0..<frame.count {
          if let result = body(left[row], value) { target[row] = result } else { frame.setNull(row) }
        }
      } else {
        let value = left[0]
        for row in 0..<frame.count {
          if let result = body(value, right[row &* rightStep]) {
            target[row] = result
          } else {
            frame.setNull(row)
          }
        }
      }
    }
  }

  @inline(__always)
  static func integersToDoubles(_ body: @escaping @Sendable (Int64, Int64) -> Double) -> ExpressionKernel {
    { frame in
      let left = frame.operands[0].buffer.integers, right = frame.operands[1].buffer.integers
      let leftStep = frame.operands[0].step, rightStep = frame.operands[1].step
      let target = frame.output.doubles
      if leftStep == 1 && rightStep == 1 {
        for row in 0..<frame.count { target[row] = body(left[row], right[row]) }
      } else if leftStep == 1 {
        let value = right[0]
        for row in 0..<frame.count { target[row] = body(left[row], value) }
      } else {
        let value = left[0]
        for row in 0..<frame.count { target[row] = body(value, right[row &* rightStep]) }
      }
      frame.refuseNonFinite()
    }
  }

  @inline(__always)
  static func doubleTest(_ body: @escaping @Sendable (Double, Double) -> Bool) -> ExpressionKernel {
    { frame in
      let left = frame.operands[0].buffer.doubles, right = frame.operands[1].buffer.doubles
      let leftStep = frame.operands[0].step, rightStep = frame.operands[1].step
      let target = frame.output.integers
      if leftStep == 1 && rightStep == 1 {
        for row in 0..<frame.count { target[row] = body(left[row], right[row]) ? 1 : 0 }
      } else if leftStep == 1 {
        let value = right[0]
        for row in 0..<frame.count { target[row] = body(left[row], value) ? 1 : 0 }
      } else {
        let value = left[0]
        for row in 0..<frame.count { target[row] = body(value, right[row &* rightStep]) ? 1 : 0 }
      }
    }
  }

  @inline(__always)
  static func integerTest(_ body: @escaping @Sendable (Int64, Int64) -> Bool) -> ExpressionKernel {
    { frame in
      let left = frame.operands[0].buffer.integers, right = frame.operands[1].buffer.integers
      let leftStep = frame.operands[0].step, rightStep = frame.operands[1].step
      let target = frame.output.integers
      if leftStep == 1 && rightStep == 1 {
        for row in 0..<frame.count { target[row] = body(left[row], right[row]) ? 1 : 0 }
      } else if leftStep == 1 {
        let value = right[0]
        for row in 0..<frame.count { target[row] = body(left[row], value) ? 1 : 0 }
      } else {
        let value = left[0]
        for row in 0..<frame.count { target[row] = body(value, right[row &* rightStep]) ? 1 : 0 }
      }
    }
  }

  /// A whole number or moment moved by a floating-point number.
  @inline(__always)
  static func shifts(_ body: @escaping @Sendable (Int64, Double) -> Int64?) -> ExpressionKernel {
    { frame in
      let moments = frame.operands[0], amounts = frame.operands[1]
      let source = moments.buffer.integers, amount = amounts.buffer.doubles, target = frame.output.integers
      for row in 0..<frame.count {
        if let value = body(source[row &* moments.step], amount[row &* amounts.step]) {
          target[row] = value
        } else {
          frame.setNull(row)
        }
      }
    }
  }
}
