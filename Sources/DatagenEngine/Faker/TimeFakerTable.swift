import DatagenColumns
import DatagenSchema

extension FakerTable {
  /// Dates and times.
  ///
  /// "Today" and "now" are the end of the timeframe, never the clock's: the same schema gives the same rows next year.
  static let times: [FakerEntry] = [
    FakerEntry(
      "date_of_birth",
      arguments: [
        KeyForm("minimum_age", .count, "the least age of date_of_birth, 0 by default"),
        KeyForm("maximum_age", .count, "the greatest age of date_of_birth, 115 by default"),
      ]
    ) { births($0).map(FakerWork.number) },
    days("date", "date_object", from: "1970-01-01", to: "today"),
    days("date_between", from: "-30y", to: "today", start: "start_date", end: "end_date"),
    days("date_between_dates", from: "-30y", to: "today", start: "date_start", end: "date_end"),
    days("past_date", from: "-30d", to: "-1d", start: "start_date"),
    days("future_date", from: "+1d", to: "+30d", end: "end_date"),
    this("date_this_month", .month, isDay: true), this("date_this_year", .year, isDay: true),
    this("date_this_decade", .decade, isDay: true), this("date_this_century", .century, isDay: true),
    moments("date_time", from: "1970-01-01", to: "now"),
    moments("date_time_between", from: "-30y", to: "now", start: "start_date", end: "end_date"),
    moments("date_time_between_dates", from: "-30y", to: "now", start: "datetime_start", end: "datetime_end"),
    moments("past_datetime", from: "-30d", to: "-1s", start: "start_date"),
    moments("future_datetime", from: "+1s", to: "+30d", end: "end_date"),
    this("date_time_this_month", .month, isDay: false), this("date_time_this_year", .year, isDay: false),
    this("date_time_this_decade", .decade, isDay: false), this("date_time_this_century", .century, isDay: false),
    FakerEntry("unix_time", arguments: [first("start_datetime"), last("end_datetime")]) { context in
      guard
        let span = FakerSpan(
          context,
          from: ("start_datetime", "1970-01-01"),
          to: ("end_datetime", "now")
        )
      else { return nil }
      let second = Timestamp.microsecondsPerSecond
      return .number(
        RangeFakerMethod(
          low: span.start.flooredQuotient(second),
          high: span.end.flooredQuotient(second),
          context
        )
      )
    },
    part("year") { context in
      1970...Int64(CivilDate(day: context.column.schema.timeframe.end.day).year)
    },
    part("month") { _ in 1...12 },
    part("day_of_month") { _ in 1...31 },
    .form("month_name", isLocal: true),
    .form("day_of_week", isLocal: true),
    .form("am_pm"),
    .text("time") { context in
      CodeFakerMethod(
        [
          .number(0...23, width: 2), .literal([0x3A]), .number(0...59, width: 2), .literal([0x3A]),
          .number(0...59, width: 2),
        ],
        context
      )
    },
  ]

  private static func first(_ name: String) -> KeyForm {
    KeyForm(name, .string, "the first day or moment: a date, or a distance from the timeframe's end like -30d")
  }

  private static func last(_ name: String) -> KeyForm {
    KeyForm(name, .string, "the last day or moment: a date, today, now, or a distance like +1y")
  }

  /// A method of days: whole days for texts too.
  private static func days(
    _ names: String...,
    from: String,
    to: String,
    start: String? = nil,
    end: String? = nil
  ) -> FakerEntry {
    span(names, from, to, start, end, isDay: true)
  }

  /// A method of moments to the second.
  private static func moments(
    _ name: String,
    from: String,
    to: String,
    start: String? = nil,
    end: String? = nil
  ) -> FakerEntry {
    span([name], from, to, start, end, isDay: false)
  }

  private static func span(
    _ names: [String],
    _ from: String,
    _ to: String,
    _ start: String?,
    _ end: String?,
    isDay: Bool
  ) -> FakerEntry {
    FakerEntry(names: names, arguments: [start.map(first), end.map(last)].compactMap(\.self), isLocal: false) {
      FakerSpan($0, from: (start, from), to: (end, to))?.method(isDay: isDay, $0)
    }
  }

  /// A method of the calendar unit in which the timeframe ends.
  private static func this(_ name: String, _ unit: FakerSpan.Unit, isDay: Bool) -> FakerEntry {
    let before = "before_" + (isDay ? "today" : "now"), after = "after_" + (isDay ? "today" : "now")
    return FakerEntry(
      name,
      arguments: [
        KeyForm(before, .boolean, "whether the time before the timeframe's end is meant, true by default"),
        KeyForm(after, .boolean, "whether the time after the timeframe's end is meant, false by default"),
      ]
    ) { FakerSpan($0, unit, before: before, after: after, isDay: isDay)?.method(isDay: isDay, $0) }
  }

  /// A part of a date: a number in a column of numbers, else its digits.
  private static func part(
    _ name: String,
    _ range: @escaping @Sendable (FakerContext) -> ClosedRange<Int64>
  ) -> FakerEntry {
    FakerEntry(name) { context in
      let range = range(context)
      if context.wantsNumber {
        return .number(RangeFakerMethod(low: range.lowerBound, high: range.upperBound, context))
      }
      let slot = CodeForm.Slot.number(UInt64(range.lowerBound)...UInt64(range.upperBound), width: 2)
      return .text(CodeFakerMethod([slot], context))
    }
  }

  /// Days from the first to the last birthday that give an age at the end of the timeframe.
  private static func births(_ context: FakerContext) -> RangeFakerMethod? {
    let youngest = context.integer("minimum_age", default: 0), oldest = context.integer("maximum_age", default: 115)
    guard youngest <= oldest, oldest <= 1000 else {
      context.column.error(
        "\"minimum_age\" \(youngest) is above \"maximum_age\" \(oldest)",
        at: context.arguments.position
      )
      return nil
    }
    let end = CivilDate(day: context.column.schema.timeframe.end.day)
    let first = end.adding(months: -12 * (Int(oldest) + 1)).dayNumber + 1
    let last = end.adding(months: -12 * Int(youngest)).dayNumber
    return RangeFakerMethod(kind: .date, low: first, high: last, context)
  }
}

/// The time from which a method of dates draws, in microseconds, both ends included.
struct FakerSpan {
  enum Unit { case month, year, decade, century }

  let start: Int64
  let end: Int64

  /// - Parameters:
  ///   - from: the argument that says the first moment, if there is one, and what stands for it otherwise.
  ///   - to: the same for the last.
  init?(_ context: FakerContext, from: (String?, String), to: (String?, String)) {
    let ends = [from, to].map { argument, standard -> Int64? in
      let node = argument.flatMap { context.arguments[$0] }
      let text = node?.string ?? standard
      let moment = Self.moment(text, now: context.column.schema.timeframe.end)
      if moment == nil {
        context.column.error(
          "\"\(text)\" is no ISO 8601 date, and no distance from the timeframe's end like -30d, +1y, today or now",
          at: node?.position
        )
      }
      return moment
    }
    guard let start = ends[0], let end = ends[1] else { return nil }
    guard start <= end else {
      let node = [to.0, from.0].compactMap { $0.flatMap { context.arguments[$0] } }.first
      context.column.error(
        "the first moment (\(Timestamp(microseconds: start).iso8601)) is after the last "
          + "(\(Timestamp(microseconds: end).iso8601)); \"now\" is the timeframe's end",
        at: node?.position
      )
      return nil
    }
    self.start = start
    self.end = end
  }

  /// What of the calendar unit of the timeframe's end is meant.
  init?(_ context: FakerContext, _ unit: Unit, before: String, after: String, isDay: Bool) {
    let now = context.column.schema.timeframe.end
    let today = CivilDate(day: now.day)
    let length: Int
    var first = CivilDate(year: today.year, month: 1, day: 1)
    switch unit {
    case .month:
      first.month = today.month
      length = 1
    case .year: length = 12
    case .decade:
      first.year -= today.year % 10
      length = 120
    case .century:
      first.year -= today.year % 100
      length = 1200
    }
    let begin = Timestamp(day: first.dayNumber).microseconds
    let end = Timestamp(day: first.adding(months: length).dayNumber).microseconds - 1
    let wantsBefore = context.arguments[before]?.boolean ?? true
    let wantsAfter = context.arguments[after]?.boolean ?? false
    guard wantsBefore || wantsAfter else {
      context.column.error(
        "\"\(before)\" and \"\(after)\" are both false, which leaves no time",
        at: context.arguments[before]?.position
      )
      return nil
    }
    let next = isDay ? Timestamp(day: now.day + 1).microseconds : now.microseconds
    self.start = wantsBefore ? begin : min(next, end)
    self.end = wantsAfter ? end : now.microseconds
  }

  /// Days, or moments to the second where the column takes them.
  func method(isDay: Bool, _ context: FakerContext) -> FakerWork {
    if isDay || context.column.column.type == .date {
      let day = Timestamp.microsecondsPerDay
      return .number(
        RangeFakerMethod(kind: .date, low: start.flooredQuotient(day), high: end.flooredQuotient(day), context)
      )
    }
    let second = Timestamp.microsecondsPerSecond
    return .number(
      RangeFakerMethod(
        kind: .timestamp,
        low: start.flooredQuotient(second) * second,
        high: end,
        step: second,
        context
      )
    )
  }

  /// A moment: an ISO 8601 text, `today`, `now`, or distances like `-30d`, `+1y`, `-1y6M` from now.
  ///
  /// The letters are those of Python's Faker: y, M, w, d, h, m, s.
  static func moment(_ text: String, now: Timestamp) -> Int64? {
    if text == "today" || text == "now" { return now.microseconds }
    if let moment = Timestamp(iso8601: text) { return moment.microseconds }
    var moment = now.microseconds
    var rest = Substring(text)
    var sign: Int64 = 1
    guard !rest.isEmpty else { return nil }
    while let character = rest.first {
      if character == "-" || character == "+" {
        sign = character == "-" ? -1 : 1
        rest = rest.dropFirst()
      }
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      guard let amount = Int64(digits), amount <= 100_000 else { return nil }
      rest = rest.dropFirst(digits.count)
      let unit = rest.first
      rest = rest.dropFirst()
      switch unit {
      case "y", "M":
        let months = Int(sign * amount) * (unit == "y" ? 12 : 1)
        guard abs(months) <= 24_000 else { return nil }
        let day = moment.flooredQuotient(Timestamp.microsecondsPerDay)
        let moved = CivilDate(day: day).adding(months: months).dayNumber
        moment += (moved - day) * Timestamp.microsecondsPerDay
      case "w": moment += sign * amount * 7 * Timestamp.microsecondsPerDay
      case "d": moment += sign * amount * Timestamp.microsecondsPerDay
      case "h": moment += sign * amount * Timestamp.microsecondsPerHour
      case "m": moment += sign * amount * 60 * Timestamp.microsecondsPerSecond
      case "s": moment += sign * amount * Timestamp.microsecondsPerSecond
      default: return nil
      }
    }
    return moment
  }
}
