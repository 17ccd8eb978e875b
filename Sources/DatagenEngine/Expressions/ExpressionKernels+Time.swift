internal import DatagenColumns
internal import DatagenSchema

/// A step of time that functions are asked about by name.
enum CalendarUnit: String, CaseIterable, Sendable {
  case second, minute, hour, day, week, month, quarter, year

  /// Reads `day` and `days`, in any case.
  init?(word: String) {
    let word = word.lowercased()
    guard let unit = Self.allCases.first(where: { $0.rawValue == word || $0.rawValue + "s" == word }) else {
      return nil
    }
    self = unit
  }

  /// The length in microseconds of a unit that always has the same one.
  var microseconds: Int64? {
    switch self {
    case .second: 1_000_000
    case .minute: 60_000_000
    case .hour: 3_600_000_000
    case .day: 86_400_000_000
    case .week: 604_800_000_000
    case .month, .quarter, .year: nil
    }
  }

  /// The length in days of `day` and `week`.
  var days: Int64? { self == .day ? 1 : self == .week ? 7 : nil }

  /// The length in months of the others.
  var months: Int64 { self == .quarter ? 3 : self == .year ? 12 : 1 }
}

// Calendar arithmetic. Moments outside of the years 1 to 9999 give NULL, and so does what lies under a NULL.
extension ExpressionKernels {
  static let microsecondsPerDay = Timestamp.microsecondsPerDay

  @inline(__always)
  static func validDay(_ day: Int64) -> Int64? { Timestamp.calendarDays.contains(day) ? day : nil }

  @inline(__always)
  static func validMoment(_ microseconds: Int64) -> Int64? {
    Timestamp.calendarMoments.contains(microseconds) ? microseconds : nil
  }

  /// A whole number taken from a date.
  @inline(__always)
  static func fromDay(_ type: ExpressionType, _ body: @escaping @Sendable (Int64) -> Int64?)
    -> ExpressionKernel
  {
    if type == .date { return integers { validDay($0).flatMap(body) } }
    return integers { validMoment($0).flatMap { body($0.flooredQuotient(86_400_000_000)) } }
  }

  /// A whole number taken from the microseconds since midnight.
  @inline(__always)
  static func fromTimeOfDay(_ body: @escaping @Sendable (Int64) -> Int64) -> ExpressionKernel {
    integers { moment in
      guard let moment = validMoment(moment) else { return nil }
      return body(moment - moment.flooredQuotient(86_400_000_000) * 86_400_000_000)
    }
  }

  /// The week of the ISO calendar: the first one of a year is that of its first Thursday.
  static func isoWeek(_ day: Int64) -> Int64 {
    let thursday = day - Int64(CivilDate.dayOfWeek(day: day)) + 3
    return (thursday - CivilDate(year: CivilDate(day: thursday).year, month: 1, day: 1).dayNumber) / 7 + 1
  }

  static func dayOfYear(_ day: Int64) -> Int64 {
    day - CivilDate(year: CivilDate(day: day).year, month: 1, day: 1).dayNumber + 1
  }

  // MARK: Adding

  /// Adds a number of units to a moment; a day that the month does not have becomes its last.
  static func addition(_ unit: CalendarUnit, to type: ExpressionType, amount: ExpressionType)
    -> ExpressionKernel
  {
    let months = unit.months
    if type == .date {
      if let days = unit.days {
        if amount == .double {
          return shifts { day, amount in
            whole((amount * Double(days)).rounded(.down)).flatMap { sum(day, $0) }.flatMap { validDay($0) }
          }
        }
        return integers { day, amount in
          product(amount, days).flatMap { sum(day, $0) }.flatMap { validDay($0) }
        }
      }
      return integers { day, amount in addMonths(amount, months, toDay: day) }
    }
    if let length = unit.microseconds {
      if amount == .double {
        return shifts { moment, amount in
          whole((amount * Double(length)).rounded()).flatMap { sum(moment, $0) }.flatMap { validMoment($0) }
        }
      }
      return integers { moment, amount in
        product(amount, length).flatMap { sum(moment, $0) }.flatMap { validMoment($0) }
      }
    }
    return integers { moment, amount in
      guard let moment = validMoment(moment) else { return nil }
      let day = moment.flooredQuotient(86_400_000_000)
      guard let moved = addMonths(amount, months, toDay: day) else { return nil }
      return moved * 86_400_000_000 + (moment - day * 86_400_000_000)
    }
  }

  @inline(__always)
  static func sum(_ left: Int64, _ right: Int64) -> Int64? {
    unlessOverflow(left.addingReportingOverflow(right))
  }

  @inline(__always)
  static func product(_ left: Int64, _ right: Int64) -> Int64? {
    unlessOverflow(left.multipliedReportingOverflow(by: right))
  }

  private static func addMonths(_ amount: Int64, _ months: Int64, toDay day: Int64) -> Int64? {
    guard let day = validDay(day), amount.magnitude < 200_000 else { return nil }
    return validDay(CivilDate(day: day).adding(months: Int(amount * months)).dayNumber)
  }

  // MARK: Differences

  /// The whole units from one moment to another, towards zero; both dates or both datetimes.
  static func difference(_ unit: CalendarUnit, _ type: ExpressionType) -> ExpressionKernel {
    if let length = type == .date ? unit.days : unit.microseconds {
      return integers { first, second in
        unlessOverflow(second.subtractingReportingOverflow(first)).map { $0 / length }
      }
    }
    let months = unit.months
    if type == .date {
      return integers { first, second in
        guard let first = validDay(first), let second = validDay(second) else { return nil }
        return completeMonths(first, 0, second, 0) / months
      }
    }
    return integers { first, second in
      guard let first = validMoment(first), let second = validMoment(second) else { return nil }
      let firstDay = first.flooredQuotient(86_400_000_000), secondDay = second.flooredQuotient(86_400_000_000)
      let firstTime = first - firstDay * 86_400_000_000, secondTime = second - secondDay * 86_400_000_000
      return completeMonths(firstDay, firstTime, secondDay, secondTime) / months
    }
  }

  private static func completeMonths(
    _ firstDay: Int64,
    _ firstTime: Int64,
    _ secondDay: Int64,
    _ secondTime: Int64
  ) -> Int64 {
    let first = CivilDate(day: firstDay), second = CivilDate(day: secondDay)
    let months = (second.year - first.year) * 12 + second.month - first.month
    let begins = (first.day, firstTime), ends = (second.day, secondTime)
    if months > 0 && ends < begins { return Int64(months - 1) }
    if months < 0 && ends > begins { return Int64(months + 1) }
    return Int64(months)
  }

  /// The time between two moments in a unit, with its fraction; both datetimes.
  static func distance(_ length: Int64) -> ExpressionKernel {
    integersToDoubles { Double($1 &- $0) / Double(length) }
  }

  // MARK: Truncating

  /// The beginning of the unit that a moment lies in.
  static func truncation(_ unit: CalendarUnit, _ type: ExpressionType) -> ExpressionKernel {
    if type == .date { return integers { validDay($0).map { startOfPeriod(unit, $0) } } }
    if unit.days != 1, unit == .week || unit.microseconds == nil {
      return integers {
        validMoment($0).map { startOfPeriod(unit, $0.flooredQuotient(86_400_000_000)) * 86_400_000_000 }
      }
    }
    let length = unit.microseconds ?? microsecondsPerDay
    return integers { validMoment($0).map { $0.flooredQuotient(length) * length } }
  }

  private static func startOfPeriod(_ unit: CalendarUnit, _ day: Int64) -> Int64 {
    var date = CivilDate(day: day)
    switch unit {
    case .week: return day - Int64(CivilDate.dayOfWeek(day: day))
    case .month: break
    case .quarter: date.month = (date.month - 1) / 3 * 3 + 1
    case .year: date.month = 1
    default: return day
    }
    date.day = 1
    return date.dayNumber
  }
}
