internal import DatagenSchema

// Arithmetic and comparison. Whole numbers that leave 64 bits and divisions by zero give NULL.
extension ExpressionKernels {
  static func arithmetic(_ operation: ArithmeticOperator) -> ExpressionKernel {
    switch operation {
    case .add: doubles { $0 + $1 }
    case .subtract: doubles { $0 - $1 }
    case .multiply: doubles { $0 * $1 }
    case .divide: doubles { $0 / $1 }
    case .floorDivide: doubles { flooredQuotient($0, $1) }
    case .modulo: doubles { flooredRemainder($0, $1) }
    case .power: doubles { DatagenSchema.power($0, $1) }
    }
  }

  /// Arithmetic on whole numbers that stays whole; `/` and `**` give floating-point numbers.
  static func wholeArithmetic(_ operation: ArithmeticOperator) -> ExpressionKernel? {
    switch operation {
    case .add: integers { unlessOverflow($0.addingReportingOverflow($1)) }
    case .subtract: integers { unlessOverflow($0.subtractingReportingOverflow($1)) }
    case .multiply: integers { unlessOverflow($0.multipliedReportingOverflow(by: $1)) }
    case .floorDivide: integers { $1 == 0 || ($0 == .min && $1 == -1) ? nil : $0.flooredQuotient($1) }
    case .modulo: integers { flooredRemainder($0, $1) }
    case .divide: integersToDoubles { Double($0) / Double($1) }
    case .power: nil
    }
  }

  @inline(__always)
  static func unlessOverflow(_ result: (partialValue: Int64, overflow: Bool)) -> Int64? {
    result.overflow ? nil : result.partialValue
  }

  /// The remainder with the sign of the divisor, as Python has it.
  @inline(__always)
  static func flooredRemainder(_ dividend: Int64, _ divisor: Int64) -> Int64? {
    if divisor == 0 { return nil }
    if divisor == -1 { return 0 }
    let remainder = dividend % divisor
    return remainder != 0 && (remainder < 0) != (divisor < 0) ? remainder + divisor : remainder
  }

  @inline(__always)
  static func flooredRemainder(_ dividend: Double, _ divisor: Double) -> Double {
    let remainder = dividend.truncatingRemainder(dividingBy: divisor)
    return remainder != 0 && (remainder < 0) != (divisor < 0) ? remainder + divisor : remainder
  }

  /// Floored so that quotient and remainder agree, where `(a / b).rounded(.down)` may be off by one: 1 // 0.1 is 9.
  @inline(__always)
  static func flooredQuotient(_ dividend: Double, _ divisor: Double) -> Double {
    if divisor == 0 { return .nan }
    return ((dividend - flooredRemainder(dividend, divisor)) / divisor).rounded()
  }

  static func comparison(_ operation: ComparisonOperator) -> ExpressionKernel {
    switch operation {
    case .equal: doubleTest { $0 == $1 }
    case .notEqual: doubleTest { $0 != $1 }
    case .less: doubleTest { $0 < $1 }
    case .lessOrEqual: doubleTest { $0 <= $1 }
    case .greater: doubleTest { $0 > $1 }
    case .greaterOrEqual: doubleTest { $0 >= $1 }
    }
  }

  static func wholeComparison(_ operation: ComparisonOperator) -> ExpressionKernel {
    switch operation {
    case .equal: integerTest { $0 == $1 }
    case .notEqual: integerTest { $0 != $1 }
    case .less: integerTest { $0 < $1 }
    case .lessOrEqual: integerTest { $0 <= $1 }
    case .greater: integerTest { $0 > $1 }
    case .greaterOrEqual: integerTest { $0 >= $1 }
    }
  }

  /// A comparison of values of one type.
  static func comparison(_ operation: ComparisonOperator, _ type: ExpressionType) -> ExpressionKernel {
    switch type {
    case .double: comparison(operation)
    case .text: textComparison(operation)
    case .integer, .boolean, .date, .timestamp: wholeComparison(operation)
    }
  }

  // MARK: Rounding

  private static let powersOfTen: [Double] = (0...22).map { power(10, Double($0)) }

  /// A number rounded to decimal digits, halves away from zero.
  ///
  /// The half is that of the number as written: 1.005, which is a little less in binary, gives 1.01.
  static func rounded(_ number: Double, digits: Int) -> Double {
    if digits > 15 { return number }
    let factor = powersOfTen[min(abs(digits), 22)]
    let scaled = digits < 0 ? number / factor : number * factor
    // From here on a double has no decimal places left.
    guard abs(scaled) < 4_503_599_627_370_496 else { return number }
    let nudged = digits == 0 ? scaled : scaled + (scaled < 0 ? -scaled.ulp : scaled.ulp)
    let whole = nudged.rounded(.toNearestOrAwayFromZero)
    return digits < 0 ? whole * factor : whole / factor
  }

  /// A number with the digits behind a place cut off.
  ///
  /// What is a digit is told by the number as written: 0.29 at two digits stays 0.29.
  static func truncated(_ number: Double, digits: Int) -> Double {
    if digits > 15 { return number }
    let rounded = rounded(number, digits: digits)
    guard rounded.magnitude > number.magnitude else { return rounded }
    let unit = digits < 0 ? powersOfTen[min(-digits, 22)] : 1 / powersOfTen[digits]
    return self.rounded(rounded - (rounded < 0 ? -unit : unit), digits: digits)
  }

  /// A floating-point number as a whole one, if it fits.
  @inline(__always)
  static func whole(_ number: Double) -> Int64? {
    abs(number) < 9_223_372_036_854_775_808 ? Int64(number) : nil
  }
}
