internal import DatagenSchema

// Dates and times.
extension ExpressionFunctionTable {
  static let moments: [ExpressionFunction] = [
    part("year") { Int64(CivilDate(day: $0).year) },
    part("quarter") { Int64((CivilDate(day: $0).month + 2) / 3) },
    part("month") { Int64(CivilDate(day: $0).month) },
    part("week") { ExpressionKernels.isoWeek($0) },
    part("day") { Int64(CivilDate(day: $0).day) },
    part("day_of_year") { ExpressionKernels.dayOfYear($0) },
    part("dow", "day_of_week") { Int64(CivilDate.dayOfWeek(day: $0)) },
    timePart("hour") { $0 / 3_600_000_000 },
    timePart("minute") { $0 / 60_000_000 % 60 },
    timePart("second") { $0 / 1_000_000 % 60 },
    ExpressionFunction("days_between", usage: "days_between(first, second)", 2...2) {
      call throws(ExpressionError) in
      NodeBuilder.daysBetween(try call.moment(0), try call.moment(1))
    },
    distance("hours_between", .hour),
    distance("minutes_between", .minute),
    ExpressionFunction("date_add", usage: "date_add(moment, amount, 'day')", 3...3) {
      call throws(ExpressionError) in
      let unit = try call.unit(2)
      let moment = try call.moment(0)
      let amount = unit.microseconds == nil ? try call.integer(1) : try call.number(1)
      return NodeBuilder.add(amount, unit, to: moment)
    },
    ExpressionFunction("date_diff", usage: "date_diff('day', first, second)", 3...3) {
      call throws(ExpressionError) in
      let unit = try call.unit(0)
      var nodes = [try call.moment(1), try call.moment(2)]
      let isDates = nodes.allSatisfy { $0.type == .date } && (unit.days != nil || unit.microseconds == nil)
      let type: ExpressionType = isDates ? .date : .timestamp
      nodes = nodes.map { NodeBuilder.coerce($0, to: type) ?? $0 }
      return call.node(.integer, nodes, ExpressionKernels.difference(unit, type))
    },
    ExpressionFunction("date_trunc", usage: "date_trunc('month', moment)", 2...2) {
      call throws(ExpressionError) in
      let unit = try call.unit(0)
      let moment = try call.moment(1)
      return call.node(moment.type, [moment], ExpressionKernels.truncation(unit, moment.type))
    },
    conversion("to_date", "date", .date, usage: "to_date('2024-01-31')"),
    conversion("to_datetime", "datetime", .timestamp, usage: "to_datetime('2024-01-31T10:00:00Z')"),
  ]

  private static func part(
    _ name: String,
    _ alias: String? = nil,
    _ body: @escaping @Sendable (Int64) -> Int64
  ) -> ExpressionFunction {
    ExpressionFunction(name, alias ?? name, usage: "\(name)(moment)", 1...1) { call throws(ExpressionError) in
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
    _ name: String,
    _ alias: String,
    _ type: ExpressionType,
    usage: String
  ) -> ExpressionFunction {
    ExpressionFunction(name, alias, usage: usage, 1...1) { call throws(ExpressionError) in
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
