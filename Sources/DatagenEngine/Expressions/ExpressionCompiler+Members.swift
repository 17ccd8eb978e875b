internal import DatagenSchema

// x.name, x.name(…), x[i], x[start:end]: other spellings of functions.
extension ExpressionCompiler {
  /// What Python calls modules, whose functions are those of the language.
  private static let modules: Set<String> = [
    "np", "numpy", "math", "pd", "pandas", "datetime", "date", "dt", "random", "str", "uuid",
  ]

  /// Methods and attributes that have another name as functions.
  private static let methods = ["date": "to_date", "timestamp": "epoch", "isna": "isnull", "notna": "notnull"]

  private static let attributes: Set<String> = [
    "year", "quarter", "month", "week", "weekofyear", "day", "dayofyear", "day_of_year", "dayofweek", "day_of_week",
    "weekday", "hour", "minute", "second", "date", "is_weekend", "days_in_month", "daysinmonth",
  ]

  private static let aggregates: Set<String> = [
    "sum", "mean", "avg", "median", "min", "max", "std", "var", "count", "cumsum", "shift", "rolling", "rank", "mode",
    "nunique", "unique", "quantile", "diff",
  ]

  func isModule(_ syntax: ExpressionSyntax) -> Bool {
    switch syntax.form {
    case .column(let name): Self.modules.contains(name) && !isColumn(name)
    case .attribute(let outer, let name): Self.modules.contains(name) && isModule(outer)
    default: false
    }
  }

  mutating func method(
    _ receiver: ExpressionSyntax,
    _ name: String,
    _ arguments: [ExpressionSyntax],
    _ offset: Int
  ) throws(ExpressionError) -> any ExpressionNode {
    if isModule(receiver) { return try call(name, arguments, offset) }
    let lowered = name.lowercased()
    if lowered == "count", arguments.count == 1 {
      throw fail(
        "there is no function for the occurrences of a part; those of one character are "
          + "length(t) - length(replace(t, 'a', ''))",
        offset
      )
    }
    if Self.aggregates.contains(lowered) {
      throw fail("an expression sees one row: .\(name)() over the rows of a table is not part of it", offset)
    }
    if lowered == "total_seconds", arguments.isEmpty, let days = try daysOfDifference(receiver) {
      let seconds = ConstantNode(type: .double, value: .double(86_400))
      if let node = NodeBuilder.arithmetic(.multiply, days, seconds) { return node }
    }
    if lowered == "astype", arguments.count == 1 { return try cast(receiver, arguments[0], offset) }
    if lowered == "format", case .text = receiver.form {
      throw fail("write the values where they stand: f'{a}-{b}'", offset)
    }
    if lowered == "split" {
      throw fail("a list of parts is no value; take one of them: .split('-')[0]", offset)
    }
    return try call(Self.methods[lowered] ?? name, [receiver] + arguments, offset)
  }

  private mutating func cast(
    _ receiver: ExpressionSyntax,
    _ type: ExpressionSyntax,
    _ offset: Int
  ) throws(ExpressionError) -> any ExpressionNode {
    switch type.form {
    case .column(let name), .text(let name):
      if let function = ExpressionParser.casts[name.lowercased()] {
        return try call(function, [receiver], offset)
      }
    default: break
    }
    throw fail("astype knows the types int, float, str and bool", type.offset)
  }

  mutating func attribute(
    _ receiver: ExpressionSyntax,
    _ name: String,
    _ offset: Int
  ) throws(ExpressionError) -> any ExpressionNode {
    let lowered = name.lowercased()
    if isModule(receiver) {
      if let constant = Self.constants[name] { return ConstantNode(type: .double, value: .double(constant)) }
      throw fail("\".\(name)\" is no value; a function is called: .\(name)(…)", offset)
    }
    if case .column(let table) = receiver.form, !isColumn(table) {
      unknownNames.append(
        fail(
          surroundings.laterColumns.contains(table)
            ? unknownColumn(table)
            : "unknown column \"\(table)\"; an expression reads the columns of its own row, and a lookup of "
              + "\"\(table).\(name)\" in a column before this one brings a value from another table",
          receiver.offset
        )
      )
      return ConstantNode(type: .integer, value: .null, isUntyped: true)
    }
    // The accessors of pandas, behind which methods stand.
    if name == "dt" || name == "str" {
      let node = try compile(receiver)
      if name == "dt" ? node.type.isTemporal : node.type == .text { return node }
      throw fail(".\(name) stands behind \(name == "dt" ? "dates" : "texts"), found \(node.type.name)", offset)
    }
    if lowered == "days", let days = try daysOfDifference(receiver) {
      if days.type == .integer { return days }
      let kernel = ExpressionKernels.doublesToIntegers { ExpressionKernels.whole($0.rounded(.down)) }
      return NodeBuilder.fold(KernelNode(type: .integer, children: [days], kernel: kernel))
    }
    if Self.attributes.contains(lowered) {
      return try call(Self.methods[lowered] ?? lowered, [receiver], offset)
    }
    if ExpressionFunctionTable.find(name) != nil {
      throw fail("\".\(name)\" is a function; call it: .\(name)()", offset)
    }
    let hint = Suggestion.nearest(to: lowered, among: Self.attributes.sorted() + ExpressionFunctionTable.names)
    throw fail("unknown attribute \"\(name)\"\(hint.map { " (did you mean \"\($0)\"?)" } ?? "")", offset)
  }

  /// A moment minus another one, which is a number of days; nil for any other form.
  private mutating func daysOfDifference(_ syntax: ExpressionSyntax) throws(ExpressionError)
    -> (any ExpressionNode)?
  {
    if case .attribute(let inner, "dt") = syntax.form { return try daysOfDifference(inner) }
    guard case .arithmetic(.subtract, let left, let right) = syntax.form else { return nil }
    let first = try compile(left), second = try compile(right)
    guard first.type.isTemporal, second.type.isTemporal else { return nil }
    return NodeBuilder.daysBetween(second, first)
  }

  // MARK: Parts of texts

  mutating func element(
    _ syntax: ExpressionSyntax,
    _ index: ExpressionSyntax,
    _ offset: Int
  ) throws(ExpressionError) -> any ExpressionNode {
    if case .text(let name) = index.form {
      throw fail("[ ] takes a place in a text; write a column by its name alone: \(Self.quoted(name))", index.offset)
    }
    let place = try compile(index)
    guard let place = NodeBuilder.coerce(place, to: .integer) else {
      throw fail("a place in a text is a whole number, found \(place.type.name)", index.offset)
    }
    if case .method(let text, "split", let separators) = syntax.form, separators.count <= 1 {
      let text = try self.text(text, offset)
      guard let separator = separators.first else {
        return NodeBuilder.fold(
          KernelNode(type: .text, children: [text, place], kernel: ExpressionTextKernels.word)
        )
      }
      let children = [text, try self.text(separator, separator.offset), place]
      let kernel = ExpressionTextKernels.splitPart(countsFromZero: true)
      return NodeBuilder.fold(KernelNode(type: .text, children: children, kernel: kernel))
    }
    let children = [try text(syntax, offset), place]
    return NodeBuilder.fold(KernelNode(type: .text, children: children, kernel: ExpressionTextKernels.element))
  }

  mutating func slice(
    _ syntax: ExpressionSyntax,
    _ start: ExpressionSyntax?,
    _ end: ExpressionSyntax?,
    _ offset: Int
  ) throws(ExpressionError) -> any ExpressionNode {
    var children = [try text(syntax, offset)]
    for (bound, standard) in [(start, 0), (end, Int64.max)] {
      guard let bound else {
        children.append(ConstantNode(type: .integer, value: .integer(standard)))
        continue
      }
      let node = try compile(bound)
      guard let node = NodeBuilder.coerce(node, to: .integer) else {
        throw fail("a place in a text is a whole number, found \(node.type.name)", bound.offset)
      }
      // Python's None stands for a bound that is left out.
      let isOpen = (node as? ConstantNode)?.value == .null
      children.append(isOpen ? ConstantNode(type: .integer, value: .integer(standard)) : node)
    }
    return NodeBuilder.fold(KernelNode(type: .text, children: children, kernel: ExpressionTextKernels.slice))
  }

  private mutating func text(_ syntax: ExpressionSyntax, _ offset: Int) throws(ExpressionError)
    -> any ExpressionNode
  {
    let node = try compile(syntax)
    if let node = NodeBuilder.coerce(node, to: .text) { return node }
    throw fail("[ ] takes parts of a text, found \(node.type.name) (use str())", offset)
  }
}
