internal import DatagenSchema

// timedelta(days=1, hours=2): a number of days, or what a sum moves a moment by.
extension ExpressionCompiler {
  /// The arguments of a duration, if an expression is one.
  func duration(_ syntax: ExpressionSyntax) -> [ExpressionSyntax]? {
    switch syntax.form {
    case .call(let name, let arguments):
      return ["timedelta", "relativedelta", "dateoffset"].contains(name.lowercased()) ? arguments : nil
    case .method(let receiver, let name, let arguments):
      return isModule(receiver) ? duration(ExpressionSyntax(form: .call(name, arguments), offset: 0, depth: 1)) : nil
    default: return nil
    }
  }

  /// A moment, or a number of days, moved by a duration.
  mutating func move(
    _ syntax: ExpressionSyntax,
    by arguments: [ExpressionSyntax],
    isBackward: Bool,
    _ offset: Int
  ) throws(ExpressionError) -> any ExpressionNode {
    var moment = try compile(syntax)
    if let constant = moment as? ConstantNode, constant.isUntyped {
      moment = ConstantNode(type: .timestamp, value: .null)
    }
    if moment.type.isNumeric {
      let days = try days(ofDuration: arguments, offset)
      if let node = NodeBuilder.arithmetic(isBackward ? .subtract : .add, moment, days) { return node }
    }
    guard moment.type.isTemporal else {
      let hint = moment.type == .text ? " (use to_date() or to_datetime())" : ""
      throw fail("a duration is added to a date or a datetime, found \(moment.type.name)\(hint)", syntax.offset)
    }
    // The greatest first: the end of a month is found before the days behind it are counted.
    for (unit, amount) in try units(of: arguments, offset).sorted(by: { $0.unit.rank > $1.unit.rank }) {
      let zero = ConstantNode(type: .integer, value: .integer(0))
      let signed = isBackward ? NodeBuilder.arithmetic(.subtract, zero, amount) ?? amount : amount
      moment = NodeBuilder.add(signed, unit, to: moment)
    }
    return moment
  }

  /// A duration that stands alone, as a number of days.
  mutating func days(
    ofDuration arguments: [ExpressionSyntax],
    _ offset: Int
  ) throws(ExpressionError) -> any ExpressionNode {
    var sum: any ExpressionNode = ConstantNode(type: .integer, value: .integer(0))
    for (unit, amount) in try units(of: arguments, offset) {
      guard let length = unit.microseconds else {
        throw fail("months and years have no fixed length: add them to a date", offset)
      }
      let factor: ConstantNode =
        unit.days.map { ConstantNode(type: .integer, value: .integer($0)) }
        ?? ConstantNode(type: .double, value: .double(Double(Timestamp.microsecondsPerDay / length)))
      let days = NodeBuilder.arithmetic(unit.days == nil ? .divide : .multiply, amount, factor) ?? amount
      sum = NodeBuilder.arithmetic(.add, sum, days) ?? sum
    }
    return sum
  }

  private mutating func units(
    of arguments: [ExpressionSyntax],
    _ offset: Int
  ) throws(ExpressionError) -> [(unit: CalendarUnit, amount: any ExpressionNode)] {
    guard !arguments.isEmpty else { throw fail("a duration names its units: timedelta(days=1, hours=2)", offset) }
    var result: [(unit: CalendarUnit, amount: any ExpressionNode)] = []
    for (index, argument) in arguments.enumerated() {
      var unit = CalendarUnit.day
      var value = argument
      if case .named(let name, let inner) = argument.form {
        guard let named = CalendarUnit(word: name), name.lowercased().hasSuffix("s") else {
          throw fail(
            "unknown unit \"\(name)\" (one of: seconds, minutes, hours, days, weeks, months, quarters, years)",
            argument.offset
          )
        }
        unit = named
        value = inner
      } else if index > 0 {
        throw fail("a duration names its units: timedelta(days=1, hours=2)", argument.offset)
      }
      let amount = try compile(value)
      let type: ExpressionType = unit.microseconds == nil || amount.type != .double ? .integer : .double
      guard let amount = NodeBuilder.coerce(amount, to: type) else {
        throw fail("\(unit.rawValue)s take \(type.name), found \(amount.type.name)", value.offset)
      }
      result.append((unit, amount))
    }
    return result
  }
}

extension CalendarUnit {
  /// Its place from the shortest to the longest.
  fileprivate var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
