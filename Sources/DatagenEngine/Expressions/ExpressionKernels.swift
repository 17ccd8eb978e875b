internal import DatagenColumns

/// Fills the output of a frame from its operands. The frame's output has its kind and the NULLs of the operands
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

  /// Writes a text for every row that is not NULL; the closure appends to the arena of the output.
  @inline(__always)
  func writeTexts(_ body: (Int, ByteArena) -> Void) {
    let arena = output.text
    for row in 0..<count {
      if !output.isNull(row) { body(row, arena) }
      output.endText(row)
    }
  }

  /// Computes a whole number for every row that is not NULL, where reading the operands of a NULL is not safe.
  @inline(__always)
  func computeIntegers(_ body: (Int) -> Int64?) {
    let target = output.integers
    for row in 0..<count {
      if !output.isNull(row), let value = body(row) { target[row] = value } else { setNull(row) }
    }
  }
}

/// ExpressionKernels from functions of single values; the functions are inlined into the loops.
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

  /// Runs a loop over two operands, with the constant held in a register where there is one.
  @inline(__always)
  private static func pairs<Value>(
    _ frame: ExpressionFrame,
    _ pointer: (ColumnBuffer) -> UnsafeMutablePointer<Value>,
    _ body: (Int, Value, Value) -> Void
  ) {
    let left = pointer(frame.operands[0].buffer), right = pointer(frame.operands[1].buffer)
    if frame.operands[1].step == 0 {
      let value = right[0], step = frame.operands[0].step
      for row in 0..<frame.count { body(row, left[row &* step], value) }
    } else if frame.operands[0].step == 0 {
      let value = left[0]
      for row in 0..<frame.count { body(row, value, right[row]) }
    } else {
      for row in 0..<frame.count { body(row, left[row], right[row]) }
    }
  }

  @inline(__always)
  static func doubles(_ body: @escaping @Sendable (Double, Double) -> Double) -> ExpressionKernel {
    { frame in
      let target = frame.output.doubles
      pairs(frame, { $0.doubles }) { row, left, right in target[row] = body(left, right) }
      frame.refuseNonFinite()
    }
  }

  @inline(__always)
  static func integers(_ body: @escaping @Sendable (Int64, Int64) -> Int64?) -> ExpressionKernel {
    { frame in
      let target = frame.output.integers
      pairs(frame, { $0.integers }) { row, left, right in
        if let value = body(left, right) { target[row] = value } else { frame.setNull(row) }
      }
    }
  }

  @inline(__always)
  static func integersToDoubles(_ body: @escaping @Sendable (Int64, Int64) -> Double) -> ExpressionKernel {
    { frame in
      let target = frame.output.doubles
      pairs(frame, { $0.integers }) { row, left, right in target[row] = body(left, right) }
      frame.refuseNonFinite()
    }
  }

  @inline(__always)
  static func doubleTest(_ body: @escaping @Sendable (Double, Double) -> Bool) -> ExpressionKernel {
    { frame in
      let target = frame.output.integers
      pairs(frame, { $0.doubles }) { row, left, right in target[row] = body(left, right) ? 1 : 0 }
    }
  }

  @inline(__always)
  static func integerTest(_ body: @escaping @Sendable (Int64, Int64) -> Bool) -> ExpressionKernel {
    { frame in
      let target = frame.output.integers
      pairs(frame, { $0.integers }) { row, left, right in target[row] = body(left, right) ? 1 : 0 }
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
