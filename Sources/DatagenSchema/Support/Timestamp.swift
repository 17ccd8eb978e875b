/// A moment in microseconds since 1970-01-01T00:00:00 UTC (proleptic Gregorian calendar, no leap seconds).
package struct Timestamp: Sendable, Hashable, Comparable {
  package var microseconds: Int64

  @inlinable
  package init(microseconds: Int64) {
    self.microseconds = microseconds
  }

  package static let microsecondsPerSecond: Int64 = 1_000_000
  package static let microsecondsPerHour: Int64 = 3_600_000_000
  package static let microsecondsPerDay: Int64 = 86_400_000_000

  /// The days of the years 1 to 9999, which databases hold and write alike.
  @inlinable
  package static var calendarDays: ClosedRange<Int64> { -719_162...2_932_896 }

  /// The microseconds of these days.
  @inlinable
  package static var calendarMoments: ClosedRange<Int64> { -62_135_596_800_000_000...253_402_300_799_999_999 }

  package static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.microseconds < right.microseconds
  }

  /// Midnight at the beginning of a day, days counted from 1970-01-01.
  package init(day: Int64) {
    self.init(microseconds: day * Self.microsecondsPerDay)
  }

  /// The day, counted from 1970-01-01.
  package var day: Int64 { microseconds.flooredQuotient(Self.microsecondsPerDay) }

  /// Reads an ISO 8601 date, or date and time, with an optional offset; UTC where none is given.
  package init?(iso8601 text: String) {
    var reader = ISO8601Reader(text)
    guard let microseconds = reader.read() else { return nil }
    self.init(microseconds: microseconds)
  }

  /// Whether a text that reads as a moment is a date without a time.
  package static func isDate(_ text: String) -> Bool { text.utf8.count <= 10 }

  /// `2024-01-31T23:59:59Z`, with a fraction only where there is one.
  package var iso8601: String {
    var bytes = [UInt8](repeating: 0, count: 32)
    let count = bytes.withUnsafeMutableBytes {
      CalendarText.writeTimestamp(microseconds, to: $0, separator: 0x54)
    }
    return String(decoding: bytes[..<count], as: UTF8.self) + "Z"
  }
}

extension Int64 {
  /// Division that rounds towards negative infinity.
  @inlinable @inline(__always)
  package func flooredQuotient(_ divisor: Int64) -> Int64 {
    let quotient = self / divisor
    return (self % divisor != 0 && (self < 0) != (divisor < 0)) ? quotient - 1 : quotient
  }
}

/// A date of the proleptic Gregorian calendar.
package struct CivilDate: Sendable, Hashable {
  package var year: Int
  package var month: Int
  package var day: Int

  package init(year: Int, month: Int, day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// The date of a day counted from 1970-01-01.
  ///
  /// Source: Howard Hinnant, "chrono-compatible low-level date algorithms", `civil_from_days`.
  @inlinable
  package init(day: Int64) {
    let shifted = day + 719_468
    let era = shifted.flooredQuotient(146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    self.init(
      year: Int(yearOfEra + era * 400 + (month <= 2 ? 1 : 0)),
      month: Int(month),
      day: Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    )
  }

  /// Days since 1970-01-01.
  ///
  /// Source: the same, `days_from_civil`.
  package var dayNumber: Int64 {
    let shiftedYear = Int64(month <= 2 ? year - 1 : year)
    let era = shiftedYear.flooredQuotient(400)
    let yearOfEra = shiftedYear - era * 400
    let shiftedMonth = Int64(month > 2 ? month - 3 : month + 9)
    let dayOfYear = (153 * shiftedMonth + 2) / 5 + Int64(day) - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  package static func daysInMonth(year: Int, month: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// The same day so many months later, or the last day of that month where it has fewer days.
  package func adding(months: Int) -> CivilDate {
    let total = Int64(year) * 12 + Int64(month - 1) + Int64(months)
    let year = Int(total.flooredQuotient(12))
    let month = Int(total - Int64(year) * 12) + 1
    return CivilDate(year: year, month: month, day: min(day, Self.daysInMonth(year: year, month: month)))
  }

  /// The day of the week of a day counted from 1970-01-01: 0 is Monday, 6 Sunday.
  @inlinable @inline(__always)
  package static func dayOfWeek(day: Int64) -> Int {
    let shifted = (day + 3) % 7
    return Int(shifted < 0 ? shifted + 7 : shifted)
  }
}

/// Dates and times as text, written digit by digit into bytes.
package enum CalendarText {
  @inlinable @inline(__always)
  static func writeTwo(_ value: Int, to bytes: UnsafeMutableRawBufferPointer, at offset: Int) {
    bytes[offset] = UInt8(truncatingIfNeeded: 48 &+ value / 10)
    bytes[offset &+ 1] = UInt8(truncatingIfNeeded: 48 &+ value % 10)
  }

  /// Writes `2024-01-31` (10 bytes) and returns its length.
  ///
  /// Years are limited to 0000…9999.
  @inlinable
  package static func writeDate(_ day: Int64, to bytes: UnsafeMutableRawBufferPointer) -> Int {
    let date = CivilDate(day: day)
    let year = min(max(date.year, 0), 9999)
    writeTwo(year / 100, to: bytes, at: 0)
    writeTwo(year % 100, to: bytes, at: 2)
    bytes[4] = 0x2D
    writeTwo(date.month, to: bytes, at: 5)
    bytes[7] = 0x2D
    writeTwo(date.day, to: bytes, at: 8)
    return 10
  }

  /// Writes `2024-01-31 23:59:59` with six digits of fraction only where there is one; needs 26 bytes.
  @inlinable
  package static func writeTimestamp(
    _ microseconds: Int64,
    to bytes: UnsafeMutableRawBufferPointer,
    separator: UInt8 = 0x20
  ) -> Int {
    let day = microseconds.flooredQuotient(86_400_000_000)
    let timeOfDay = Int(microseconds - day * 86_400_000_000)
    _ = writeDate(day, to: bytes)
    bytes[10] = separator
    let seconds = timeOfDay / 1_000_000
    writeTwo(seconds / 3600, to: bytes, at: 11)
    bytes[13] = 0x3A
    writeTwo(seconds / 60 % 60, to: bytes, at: 14)
    bytes[16] = 0x3A
    writeTwo(seconds % 60, to: bytes, at: 17)
    let fraction = timeOfDay % 1_000_000
    guard fraction != 0 else { return 19 }
    bytes[19] = 0x2E
    writeTwo(fraction / 10_000, to: bytes, at: 20)
    writeTwo(fraction / 100 % 100, to: bytes, at: 22)
    writeTwo(fraction % 100, to: bytes, at: 24)
    return 26
  }
}

/// Reads `YYYY-MM-DD[(T| )HH:MM[:SS[.f…]][Z|±HH[:]MM]]`, also in the basic form `YYYYMMDDTHHMMSS`; 24:00:00 is the
/// end of the day.
private struct ISO8601Reader {
  private let bytes: [UInt8]
  private var index = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  mutating func read() -> Int64? {
    guard let year = digits(4) else { return nil }
    let isBasic = !take(0x2D)
    guard let month = digits(2), isBasic || take(0x2D), let day = digits(2), year >= 1,
      (1...12).contains(month), (1...CivilDate.daysInMonth(year: year, month: month)).contains(day)
    else { return nil }
    var result = CivilDate(year: year, month: month, day: day).dayNumber * Timestamp.microsecondsPerDay
    if index == bytes.count { return result }
    guard take(0x54) || take(0x74) || take(0x20), let hour = digits(2), isBasic || take(0x3A),
      let minute = digits(2), minute < 60
    else { return nil }
    var second = 0
    if isBasic ? index < bytes.count && isDigit(bytes[index]) : take(0x3A) {
      guard let value = digits(2), value < 60 else { return nil }
      second = value
    }
    var timeOfDay = Int64(hour * 3600 + minute * 60 + second) * Timestamp.microsecondsPerSecond
    if take(0x2E) {
      guard let fraction = fraction() else { return nil }
      timeOfDay += fraction
    }
    guard hour < 24 || timeOfDay == Timestamp.microsecondsPerDay, let offset = offset(), index == bytes.count else {
      return nil
    }
    result += timeOfDay
    return result - offset
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard index < bytes.count, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private mutating func digits(_ count: Int) -> Int? {
    guard index + count <= bytes.count else { return nil }
    var value = 0
    for byte in bytes[index..<index + count] {
      guard isDigit(byte) else { return nil }
      value = value * 10 + Int(byte - 0x30)
    }
    index += count
    return value
  }

  private mutating func fraction() -> Int64? {
    var value: Int64 = 0
    var scale: Int64 = 100_000
    let start = index
    while index < bytes.count, isDigit(bytes[index]) {
      value += Int64(bytes[index] - 0x30) * scale
      scale /= 10
      index += 1
    }
    return index > start ? value : nil
  }

  private mutating func offset() -> Int64? {
    if index == bytes.count || take(0x5A) || take(0x7A) { return 0 }
    let sign: Int64
    if take(0x2B) { sign = 1 } else if take(0x2D) { sign = -1 } else { return nil }
    guard let hours = digits(2), hours < 24 else { return nil }
    var minutes = 0
    if index < bytes.count {
      _ = take(0x3A)
      guard let value = digits(2), value < 60 else { return nil }
      minutes = value
    }
    return sign * Int64(hours * 60 + minutes) * 60 * Timestamp.microsecondsPerSecond
  }
}
