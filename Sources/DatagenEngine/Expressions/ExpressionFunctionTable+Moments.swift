internal import DatagenSchema

// Dates and times.
extension ExpressionFunctionTable {
  static let moments: [ExpressionFunction] = [
    part("year") { Int64(CivilDate(day: $0).year) },
    part("quarter") { Int64((CivilDate(day: $0).month + 2) / 3) },
    part("month") { Int64(CivilDate(day: $0).month) },
    part("week", "isoweek", "weekofyear", "week_of_year") { ExpressionKernels.isoWeek($0) },
    part("day", "dayofmonth", "day_of_month") { Int64(CivilDate(day: $0).day) },
    part("day_of_year", "dayofyear", "doy") { ExpressionKernels.dayOfYear($0) },
    part("dow", "day_of_week", "dayofweek", "weekday") { Int64(CivilDate.dayOfWeek(day: $0)) },
    part("isoweekday", "isodow") { Int64(CivilDate.dayOfWeek(day: $0)) + 1 },
    timePart("hour") { $0 / 3_600_000_000 },
    timePart("minute") { $0 / 60_000_000 % 60 },
    timePart("second") { $0 / 1_000_000 % 60 },
    ExpressionFunction("days_between", usage: "days_between(first, second)", 2...2) {
      call throws(ExpressionError) in
      NodeBuilder.daysBetween(try call.moment(0), try call.moment(1))
    },
    distance("hours_between", .hour),
    distance("minutes_between", .minute),
    distance("seconds_between", .second),
    wholeUnits("months_between", .month),
    wholeUnits("years_between", .year),
    ExpressionFunction("age", usage: "age(birth, at), in whole years", 2...2) { call throws(ExpressionError) in
      try difference(.year, call, 0, 1)
    },
    shift("date_add", "dateadd", isBackward: false),
    shift("date_sub", "datesub", isBackward: true),
    ExpressionFunction(
      "date_diff",
      "datediff",
      usage: "date_diff('day', first, second), or datediff(second, first) in days",
      2...3,
      takesUnit: true
    ) { call throws(ExpressionError) in
      if call.count == 2 { return try difference(.day, call, 1, 0) }
      let place = call.isUnit(2) ? 2 : 0
      let unit = try call.unit(place)
      // With the unit behind them the later moment comes first, as in BigQuery.
      return place == 2 ? try difference(unit, call, 1, 0) : try difference(unit, call, 1, 2)
    },
    ExpressionFunction("date_trunc", "datetrunc", usage: "date_trunc('month', moment)", 2...2, takesUnit: true) {
      call throws(ExpressionError) in
      let place = call.isUnit(1) ? 1 : 0
      let unit = try call.unit(place)
      let moment = try call.moment(1 - place)
      return call.node(moment.type, [moment], ExpressionKernels.truncation(unit, moment.type))
    },
    conversion("to_date", "date", "make_date", type: .date, usage: "to_date('2024-01-31'), date(2024, 1, 31)"),
    conversion(
      "to_datetime",
      "datetime",
      "timestamp",
      type: .timestamp,
      usage: "to_datetime('2024-01-31T10:00:00Z'), datetime(2024, 1, 31)"
    ),
  ]

  /// The whole units from one argument to another.
  private static func difference(
    _ unit: CalendarUnit,
    _ call: ExpressionCall,
    _ first: Int,
    _ second: Int
  ) throws(ExpressionError) -> any ExpressionNode {
    var nodes = [try call.moment(first), try call.moment(second)]
    let isDates = nodes.allSatisfy { $0.type == .date } && (unit.days != nil || unit.microseconds == nil)
    let type: ExpressionType = isDates ? .date : .timestamp
    nodes = nodes.map { NodeBuilder.coerce($0, to: type) ?? $0 }
    return call.node(.integer, nodes, ExpressionKernels.difference(unit, type))
  }

  private static func wholeUnits(_ name: String, _ unit: CalendarUnit) -> ExpressionFunction {
    ExpressionFunction(name, usage: "\(name)(first, second)", 2...2) { call throws(ExpressionError) in
      try difference(unit, call, 0, 1)
    }
  }

  /// A moment moved: `date_add(moment, amount, 'month')`, days without a unit, or the unit first.
  private static func shift(_ name: String, _ alias: String, isBackward: Bool) -> ExpressionFunction {
    let usage = "\(name)(moment, amount, 'day'), or \(alias)('day', amount, moment)"
    return ExpressionFunction(name, alias, usage: usage, 2...3, takesUnit: true) { call throws(ExpressionError) in
      let isUnitFirst = call.count == 3 && call.isUnit(0)
      let unit = call.count == 2 ? .day : try call.unit(isUnitFirst ? 0 : 2)
      let moment = try call.moment(isUnitFirst ? 2 : 0)
      return try move(moment, unit, call, isBackward: isBackward)
    }
  }

  /// A moment moved by the number that is the second argument.
  static func move(
    _ moment: any ExpressionNode,
    _ unit: CalendarUnit,
    _ call: ExpressionCall,
    isBackward: Bool = false
  ) throws(ExpressionError) -> any ExpressionNode {
    var amount = unit.microseconds == nil ? try call.integer(1) : try call.number(1)
    if isBackward {
      let zero = ConstantNode(type: .integer, value: .integer(0))
      amount = NodeBuilder.arithmetic(.subtract, zero, amount) ?? amount
    }
    return NodeBuilder.add(amount, unit, to: moment)
  }

  static func part(
    _ names: String...,
    body: @escaping @Sendable (Int64) -> Int64
  ) -> ExpressionFunction {
    ExpressionFunction(names: names, usage: "\(names[0])(moment)", 1...1) { call throws(ExpressionError) in
      let moment = try call.moment(0)
      return call.node(.integer, [moment], ExpressionKernels.fromDay(moment.type, body))
    }
  }

  private static func timePart(
    _ name: String,
    _ body: @escaping @Sendable (Int64) -> Int64
  ) -> ExpressionFunction {
    ExpressionFunction(name, usage: "\(name)(datetime)", 1...1) { call throws(ExpressionError) in
      call.node(.integer, [try call.timestamp(0)], ExpressionKernels.fromTimeOfDay(body))
    }
  }

  private static func distance(_ name: String, _ unit: CalendarUnit) -> ExpressionFunction {
    ExpressionFunction(name, usage: "\(name)(first, second)", 2...2) { call throws(ExpressionError) in
      NodeBuilder.distance(try call.moment(0), try call.moment(1), unit)
    }
  }

  private static func conversion(
    _ names: String...,
    type: ExpressionType,
    usage: String
  ) -> ExpressionFunction {
    ExpressionFunction(names: names, usage: usage, 1...3) { call throws(ExpressionError) in
      if call.count == 3 {
        let parts = [try call.integer(0), try call.integer(1), try call.integer(2)]
        let date = call.node(.date, parts, ExpressionKernels.dateOfParts)
        return NodeBuilder.coerce(date, to: type) ?? date
      }
      if call.count == 2 {
        throw call.fail("\(call.name) takes one argument, or year, month and day: \(call.usage)", at: 1)
      }
      if call.nodes[0].type == .text {
        return try NodeBuilder.moment(call.nodes[0], call.offsets[0], as: type)
      }
      if let node = NodeBuilder.cast(call.nodes[0], to: type) { return node }
      throw call.fail(
        "\(call.name) takes a text, a date or a datetime, found \(call.nodes[0].type.name): \(usage)",
        at: 0
      )
    }
  }
}
