import DatagenColumns
import DatagenSchema

/// The end of a column's work: values are cast to its type and clamped to its range; times to the years that
/// databases write alike, too.
struct ColumnFinish: Sendable {
  var type: ColumnType
  var decimals: Int?
  var minimum: Double?
  var maximum: Double?

  func apply(to column: ColumnBuffer) {
    switch type {
    case .int:
      castToInteger(column)
      if minimum != nil || maximum != nil { clampIntegers(column, to: .min ... .max) }
    case .float:
      castToDouble(column)
      clampDoubles(column)
    case .bool: castToBoolean(column)
    case .string: castToText(column)
    case .date:
      castToDate(column)
      clampIntegers(column, to: Timestamp.calendarDays)
    case .datetime:
      castToTimestamp(column)
      clampIntegers(column, to: Timestamp.calendarMoments)
    }
  }

  /// Whether values of a kind can become values of the type.
  static func canCast(_ kind: ColumnBuffer.Kind, to type: ColumnType) -> Bool {
    switch type {
    case .string: true
    case .int, .float, .bool: kind == .integer || kind == .double || kind == .boolean
    case .date, .datetime: kind == .date || kind == .timestamp
    }
  }

  // MARK: Casts

  private func castToInteger(_ column: ColumnBuffer) {
    if column.kind == .double {
      let integers = column.integers, doubles = column.doubles
      for row in 0..<column.count { integers[row] = Self.nearest(doubles[row]) }
    }
    column.relabel(as: .integer)
  }

  /// The nearest whole number, halves away from zero; the ends of the type where there is none.
  @inline(__always)
  static func nearest(_ value: Double) -> Int64 {
    let rounded = value.rounded()
    if rounded >= -0x1p63, rounded < 0x1p63 { return Int64(rounded) }
    return rounded.isNaN ? 0 : rounded < 0 ? .min : .max
  }

  private func castToDouble(_ column: ColumnBuffer) {
    let integers = column.integers, doubles = column.doubles
    if column.kind != .double {
      for row in 0..<column.count { doubles[row] = Double(integers[row]) }
      column.relabel(as: .double)
    }
    // A database holds no infinity in a number that means something; the greatest number stands for it.
    for row in 0..<column.count where !doubles[row].isFinite {
      doubles[row] = doubles[row].isNaN ? 0 : doubles[row] < 0 ? -.greatestFiniteMagnitude : .greatestFiniteMagnitude
    }
    if let decimals {
      let scale = power(10, Double(decimals))
      for row in 0..<column.count { doubles[row] = (doubles[row] * scale).rounded() / scale }
    }
    // SQLite does not keep the sign of a negative zero, PostgreSQL does; adding zero removes it.
    for row in 0..<column.count { doubles[row] += 0 }
  }

  private func castToBoolean(_ column: ColumnBuffer) {
    let integers = column.integers, doubles = column.doubles
    if column.kind == .double {
      for row in 0..<column.count { integers[row] = doubles[row] != 0 ? 1 : 0 }
    } else if column.kind == .integer {
      for row in 0..<column.count { integers[row] = integers[row] != 0 ? 1 : 0 }
    }
    column.relabel(as: .boolean)
  }

  private func castToDate(_ column: ColumnBuffer) {
    if column.kind == .timestamp {
      let integers = column.integers
      for row in 0..<column.count {
        integers[row] = integers[row].flooredQuotient(Timestamp.microsecondsPerDay)
      }
    }
    column.relabel(as: .date)
  }

  private func castToTimestamp(_ column: ColumnBuffer) {
    if column.kind == .date {
      let integers = column.integers
      for row in 0..<column.count { integers[row] &*= Timestamp.microsecondsPerDay }
    }
    column.relabel(as: .timestamp)
  }

  private func castToText(_ column: ColumnBuffer) {
    let kind = column.kind
    guard kind != .text, kind != .dictionary else { return }
    if kind == .date { clampIntegers(column, to: Timestamp.calendarDays) }
    if kind == .timestamp { clampIntegers(column, to: Timestamp.calendarMoments) }
    column.beginTextInPlace()
    let integers = column.integers, doubles = column.doubles, text = column.text
    for row in 0..<column.count {
      switch kind {
      case .double: text.append(doubles[row].shortText)
      case .boolean: text.append(integers[row] != 0 ? "true" : "false")
      case .date:
        text.commit(CalendarText.writeDate(integers[row], to: .init(start: text.reserve(10), count: 10)))
      case .timestamp:
        text.commit(CalendarText.writeTimestamp(integers[row], to: .init(start: text.reserve(26), count: 26)))
      default: text.appendDecimal(integers[row])
      }
      column.endText(row)
    }
  }

  // MARK: Ranges

  private func clampIntegers(_ column: ColumnBuffer, to whole: ClosedRange<Int64>) {
    let low = max(minimum.map { Self.nearest($0.rounded(.up)) } ?? .min, whole.lowerBound)
    let high = min(maximum.map { Self.nearest($0.rounded(.down)) } ?? .max, whole.upperBound)
    let integers = column.integers
    for row in 0..<column.count { integers[row] = min(max(integers[row], low), high) }
  }

  private func clampDoubles(_ column: ColumnBuffer) {
    guard minimum != nil || maximum != nil else { return }
    let scale = decimals.map { power(10, Double($0)) }
    let low = minimum.map { bound in scale.map { (bound * $0).rounded(.up) / $0 } ?? bound } ?? -.infinity
    let high = maximum.map { bound in scale.map { (bound * $0).rounded(.down) / $0 } ?? bound } ?? .infinity
    let doubles = column.doubles
    for row in 0..<column.count { doubles[row] = min(max(doubles[row], low), high) }
  }
}
