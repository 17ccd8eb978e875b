internal import DatagenColumns
internal import DatagenSchema

// Names, ends and steps of the calendar.
extension ExpressionFunctionTable {
  static let calendar: [ExpressionFunction] = [
    names("month_name", "monthname", CalendarNames.months) { Int64(CivilDate(day: $0).month) - 1 },
    names("day_name", "dayname", CalendarNames.days) { Int64(CivilDate.dayOfWeek(day: $0)) },
    ExpressionFunction("is_weekend", usage: "is_weekend(moment)", 1...1) { call throws(ExpressionError) in
      let moment = try call.moment(0)
      let kernel = ExpressionKernels.fromDay(moment.type) { CivilDate.dayOfWeek(day: $0) >= 5 ? 1 : 0 }
      return call.node(.boolean, [moment], kernel)
    },
    part("days_in_month", "daysinmonth") {
      let date = CivilDate(day: $0)
      return Int64(CivilDate.daysInMonth(year: date.year, month: date.month))
    },
    ExpressionFunction("last_day", usage: "last_day(moment), the end of its month", 1...1) {
      call throws(ExpressionError) in
      let moment = try call.moment(0)
      let kernel = ExpressionKernels.fromDay(moment.type) { day in
        var date = CivilDate(day: day)
        date.day = CivilDate.daysInMonth(year: date.year, month: date.month)
        return date.dayNumber
      }
      return call.node(.date, [moment], kernel)
    },
    ExpressionFunction(
      "epoch",
      "unix_timestamp",
      usage: "epoch(moment), in seconds since 1970-01-01",
      1...1
    ) { call throws(ExpressionError) in
      let moment = try call.moment(0)
      let instant = NodeBuilder.coerce(moment, to: .timestamp) ?? moment
      let kernel = ExpressionKernels.integers { microseconds in
        ExpressionKernels.validMoment(microseconds).map { $0.flooredQuotient(1_000_000) }
      }
      return call.node(.integer, [instant], kernel)
    },
    step("add_seconds", .second), step("add_minutes", .minute), step("add_hours", .hour), step("add_days", .day),
    step("add_weeks", .week), step("add_months", .month), step("add_years", .year),
  ]

  /// A choice among names, by a place from 0.
  private static func names(
    _ name: String,
    _ alias: String,
    _ texts: [String],
    _ place: @escaping @Sendable (Int64) -> Int64
  ) -> ExpressionFunction {
    ExpressionFunction(name, alias, usage: "\(name)(moment)", 1...1) { call throws(ExpressionError) in
      let moment = try call.moment(0)
      let codes = call.node(.integer, [moment], ExpressionKernels.fromDay(moment.type, place))
      return CodedTextNode(codes: codes, texts: texts)
    }
  }

  private static func step(_ name: String, _ unit: CalendarUnit) -> ExpressionFunction {
    ExpressionFunction(name, usage: "\(name)(moment, amount)", 2...2) { call throws(ExpressionError) in
      try move(try call.moment(0), unit, call)
    }
  }
}

extension ExpressionKernels {
  /// The date of a year, a month and a day; NULL where the calendar has none.
  static let dateOfParts: ExpressionKernel = { frame in
    let years = frame.operands[0], months = frame.operands[1], days = frame.operands[2]
    frame.computeIntegers { row in
      let year = years.integer(row), month = months.integer(row), day = days.integer(row)
      guard year >= 1, year <= 9999, month >= 1, month <= 12, day >= 1,
        day <= CivilDate.daysInMonth(year: Int(year), month: Int(month))
      else { return nil }
      return CivilDate(year: Int(year), month: Int(month), day: Int(day)).dayNumber
    }
  }
}
