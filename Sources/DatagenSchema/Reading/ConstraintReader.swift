/// Reads constraints and targets into the model.
struct ConstraintReader {
  private let diagnostics: Diagnostics

  init(_ diagnostics: Diagnostics) {
    self.diagnostics = diagnostics
  }

  func constraints(_ node: DocumentNode?) -> Constraints {
    var constraints = Constraints()
    guard let node else { return constraints }
    let list = { (key: String) in node[key]?.elements ?? [] }
    constraints.unique = list("unique").compactMap(reference)
    constraints.foreignKeys = list("foreign_keys").compactMap { key in
      guard let from = reference(key["from"]), let to = reference(key["to"]) else { return nil }
      return .init(from: from, to: to)
    }
    constraints.ranges = list("ranges").compactMap(range)
    constraints.inequalities = list("inequalities").compactMap { node in
      guard let left = reference(node["left"]), let right = reference(node["right"]),
        let word = node["op"]?.string,
        let comparison = Constraints.Comparison(rawValue: word == "=" ? "==" : word)
      else { return nil }
      return .init(left: left, comparison: comparison, right: right)
    }
    constraints.patterns = list("pattern").compactMap { node in
      guard let column = reference(node["attr"]) else { return nil }
      diagnostics.reportRepeated(["regex", "pattern"], in: node)
      guard let expression = node[anyOf: ["regex", "pattern"]] else {
        if diagnostics.hasError(within: node) { return nil }
        diagnostics.error("missing key \"regex\" in a pattern: the regular expression", at: node.position)
        return nil
      }
      return pattern(expression, for: column)
    }
    constraints.enums = list("enum").compactMap { node in
      guard let column = reference(node["attr"]) else { return nil }
      return enumeration(node["values"], node["enum_ref"], of: column, at: node.position)
    }
    return constraints
  }

  func addColumnConstraints(of table: Table, from node: DocumentNode, to constraints: inout Constraints) {
    for column in node["columns"]?.elements ?? [] {
      guard let name = column["name"]?.located, let own = column["constraints"] else { continue }
      let reference = ColumnReference(table: table.name.value, column: name.value, position: name.position)
      if let expression = own["pattern"], let pattern = pattern(expression, for: reference) {
        constraints.patterns.append(pattern)
      }
      if own["enum"] != nil || own["enum_ref"] != nil,
        let enumeration = enumeration(own["enum"], own["enum_ref"], of: reference, at: own.position)
      {
        constraints.enums.append(enumeration)
      }
    }
  }

  /// - Parameter tables: the tables that a target may name; nil where they are not all known.
  func targets(_ node: DocumentNode?, tables: [Table]?) -> [Target] {
    guard let node else { return [] }
    if let first = node.elements?.first {
      diagnostics.error(
        "\"targets\" is an object with the keys weekend_share, mean_in_range and composite_effect, each with one target or a "
          + "list of them",
        at: first.position
      )
    }
    let list = { (key: String) in node[key]?.listOrSingle ?? [] }
    let shares = list("weekend_share").compactMap { node in
      bounded(node, column: "timestamp", "weekend_share", tables).map(Target.weekendShare)
    }
    let means = list("mean_in_range").compactMap { node in
      bounded(node, column: "column", "mean_in_range", tables).map(Target.meanInRange)
    }
    let effects = list("composite_effect").compactMap { compositeEffect($0, tables: tables) }
    return shares + means + effects
  }

  private func reference(_ node: DocumentNode?) -> ColumnReference? {
    guard let node, let text = node.string else { return nil }
    return ColumnReference(text, at: node.position)
  }

  private func range(_ node: DocumentNode) -> Constraints.Range? {
    guard let column = reference(node["attr"]), !diagnostics.hasError(within: node) else { return nil }
    let minimum = bound(node["min"]), maximum = bound(node["max"])
    let place = node[anyOf: ["min", "max"]]?.position ?? node.position
    if minimum == nil, maximum == nil {
      diagnostics.error("the range of \(column) needs \"min\", \"max\" or both", at: node.position)
      return nil
    }
    if let minimum, let maximum {
      if minimum.isTime != maximum.isTime {
        diagnostics.error("one end of the range of \(column) is a number, the other a time", at: place)
        return nil
      }
      if minimum.ordinal(for: .datetime) > maximum.ordinal(for: .datetime) {
        let order = minimum.isTime ? "after" : "above"
        diagnostics.error("the range of \(column) has a \"min\" \(order) its \"max\"", at: place)
        return nil
      }
    }
    return .init(
      column: column,
      minimum: minimum,
      maximum: maximum,
      minimumPosition: node["min"]?.position ?? place,
      maximumPosition: node["max"]?.position ?? place
    )
  }

  private func bound(_ node: DocumentNode?) -> Constraints.Bound? {
    if case .integer(let integer)? = node?.value, integer.magnitude > 1 << 53 { return .integer(integer) }
    if let number = node?.double { return .number(number) }
    return node?.string.flatMap(Timestamp.init(iso8601:)).map(Constraints.Bound.time)
  }

  private func pattern(_ node: DocumentNode, for column: ColumnReference) -> Constraints.Pattern? {
    guard let expression = node.string else { return nil }
    do {
      _ = try Regex(expression)
      return .init(column: column, regularExpression: expression)
    } catch {
      diagnostics.error("\"\(expression)\" is no regular expression: \(error)", at: node.position)
      return nil
    }
  }

  private func enumeration(
    _ values: DocumentNode?,
    _ source: DocumentNode?,
    of column: ColumnReference,
    at position: SourcePosition
  ) -> Constraints.Enumeration? {
    if values == nil, source == nil {
      diagnostics.error("the enum of \(column) needs \"values\" or \"enum_ref\"", at: position)
      return nil
    }
    if values != nil, let source {
      diagnostics.error(
        "the enum of \(column) has both a list of values and an \"enum_ref\"",
        at: source.position
      )
      return nil
    }
    if let values, values.elements?.isEmpty == true {
      diagnostics.error("the enum of \(column) has no values", at: values.position)
      return nil
    }
    if let values, diagnostics.hasError(within: values) { return nil }
    let reference = reference(source)
    if source != nil, reference == nil { return nil }
    return .init(column: column, values: values?.elements ?? [], reference: reference)
  }

  private func bounded(
    _ node: DocumentNode,
    column key: String,
    _ target: String,
    _ tables: [Table]?
  ) -> (column: ColumnReference, minimum: Double, maximum: Double)? {
    guard let table = node["table"]?.located, let column = node[key]?.located,
      self.table(table, of: target, tables) != nil, let minimum = node["min"]?.double,
      let maximum = node["max"]?.double
    else { return nil }
    if minimum > maximum, let place = node["min"]?.position {
      diagnostics.error(
        "\(target) has a \"min\" of \(minimum.shortText) above its \"max\" of \(maximum.shortText)",
        at: place
      )
      return nil
    }
    let reference = ColumnReference(table: table.value, column: column.value, position: column.position)
    return (reference, minimum, maximum)
  }

  /// The table that a target names; reports one that does not exist.
  private func table(_ name: Located<String>, of target: String, _ tables: [Table]?) -> Table? {
    guard let tables else { return nil }
    if let table = tables.first(where: { $0.name.value == name.value }) { return table }
    diagnostics.error(
      "\(target) names a table that does not exist: \"\(name.value)\""
        + Suggestion.text(for: name.value, among: tables.map(\.name.value)),
      at: name.position
    )
    return nil
  }

  private func compositeEffect(_ node: DocumentNode, tables: [Table]?) -> Target? {
    guard let table = node["table"]?.located, let metric = node["metric"]?.string else { return nil }
    let influences = (node["influences"]?.elements ?? []).compactMap { influence -> TimePattern? in
      guard influence["kind"]?.string == "seasonality" else {
        diagnostics.warning(
          "composite_effect measures seasonality only; this influence is left out",
          at: influence.position
        )
        return nil
      }
      FormChecker(diagnostics).check(
        influence,
        against: .object(SchemaForms.seasonality),
        "an influence of composite_effect"
      )
      return diagnostics.hasError(within: influence) ? nil : TimePattern(influence, diagnostics)
    }
    guard !influences.isEmpty || node["influences"]?.elements?.isEmpty == true else { return nil }
    guard let model = self.table(table, of: "composite_effect", tables) else { return nil }
    guard let time = model.columns.first(where: { $0.type == .datetime }) else {
      if model.isComplete {
        diagnostics.error(
          "composite_effect needs a datetime column in table \"\(table.value)\"",
          at: table.position
        )
      }
      return nil
    }
    if let list = node["influences"], list.elements?.isEmpty == true {
      diagnostics.error("composite_effect needs at least one influence", at: list.position)
    }
    let tolerance = node["tolerance"]
    if let tolerance, tolerance["mae"] == nil, tolerance["mape"] == nil, !diagnostics.hasError(within: tolerance) {
      diagnostics.error("the tolerance of composite_effect needs \"mae\", \"mape\" or both", at: tolerance.position)
    }
    return .compositeEffect(
      .init(
        table: table,
        metric: metric,
        timeColumn: time.name.value,
        influences: influences,
        maximumAbsoluteError: tolerance?["mae"]?.double,
        maximumRelativeError: tolerance?["mape"]?.double
      )
    )
  }
}
