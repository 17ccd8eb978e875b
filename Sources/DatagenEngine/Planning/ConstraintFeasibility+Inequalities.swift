import DatagenSchema

/// Which inequalities cannot hold, and which are not kept by construction.
extension ConstraintFeasibility {
  func check(_ inequality: Constraints.Inequality) {
    let (left, right) = (inequality.left, inequality.right)
    guard left != right, !diagnostics.hasError(at: left.position), let leftColumn = schema.column(left),
      let rightColumn = schema.column(right)
    else { return }
    if left.table != right.table, !refers(left.table, right.table), !refers(right.table, left.table) {
      diagnostics.error(
        "\(left) and \(right) cannot be compared: neither table refers to the other",
        at: left.position
      )
      return
    }
    warnOfOtherRows(inequality)
    guard leftColumn.type.isTemporal == rightColumn.type.isTemporal else { return }
    let a = interval(left, leftColumn.type).map { passed($0, inequality) }, b = interval(right, rightColumn.type)
    if let a, let b, isImpossible(inequality.comparison, a, b) {
      // Dates and datetimes are both shown as the moments that they were compared as.
      let type: ColumnType = leftColumn.type.isTemporal ? .datetime : .float
      diagnostics.error(
        "\(inequality.text) cannot hold: \(inequality.between.last?.column ?? left) is \(ColumnDomain.text(of: a, type)), and \(right) is "
          + ColumnDomain.text(of: b, type),
        at: left.position
      )
      return
    }
    checkPromise(of: inequality, holds: a.flatMap { a in b.map { isCertain(inequality.comparison, a, $0) } } ?? false)
  }

  /// Where a value has to lie that finds room beyond those of an interval and before the right side of an inequality.
  private func passed(_ interval: ClosedRange<Double>, _ inequality: Constraints.Inequality) -> ClosedRange<Double> {
    guard !inequality.between.isEmpty else { return interval }
    var bound = ColumnBound(.number(0), inequality.comparison.reversed)
    bound.stops = compiler.stops(of: inequality)
    return bound.passed(from: interval.lowerBound)...bound.passed(from: interval.upperBound)
  }

  /// Warns of a child that refers to several rows of the parent, of which one is compared.
  private func warnOfOtherRows(_ inequality: Constraints.Inequality) {
    let isLeft = refers(inequality.left.table, inequality.right.table)
    let (child, parent) =
      isLeft ? (inequality.left.table, inequality.right.table) : (inequality.right.table, inequality.left.table)
    guard child != parent, let own = schema.tables.firstIndex(where: { $0.name.value == child }),
      let other = schema.tables.firstIndex(where: { $0.name.value == parent }),
      let compared = references.reference(from: own, to: other)
    else { return }
    let keys = schema.tables[own].columns.indices.filter { column in
      guard let lookup = references.lookups[ColumnIndex(table: own, column: column)] else { return false }
      return lookup.isKey && lookup.source.table == other && lookup.reference != compared
    }
    guard !keys.isEmpty else { return }
    let names = keys.map { "\"\(schema.tables[own].columns[$0].name.value)\"" }.joined(separator: " and ")
    diagnostics.warning(
      "\(inequality.left) \(inequality.comparison.rawValue) \(inequality.right) compares one row of \"\(parent)\", the first "
        + "that \"\(child)\" refers to; not that of \(names)",
      at: inequality.left.position
    )
  }

  private func isImpossible(
    _ comparison: Constraints.Comparison,
    _ a: ClosedRange<Double>,
    _ b: ClosedRange<Double>
  ) -> Bool {
    switch comparison {
    case .less: a.lowerBound >= b.upperBound
    case .lessOrEqual: a.lowerBound > b.upperBound
    case .greater: a.upperBound <= b.lowerBound
    case .greaterOrEqual: a.upperBound < b.lowerBound
    case .equal: a.lowerBound > b.upperBound || a.upperBound < b.lowerBound
    case .notEqual: a.lowerBound == a.upperBound && a == b
    }
  }

  /// Whether all values of one interval compare with all of another one.
  private func isCertain(
    _ comparison: Constraints.Comparison,
    _ a: ClosedRange<Double>,
    _ b: ClosedRange<Double>
  ) -> Bool {
    switch comparison {
    case .less: a.upperBound < b.lowerBound
    case .lessOrEqual: a.upperBound <= b.lowerBound
    case .greater: a.lowerBound > b.upperBound
    case .greaterOrEqual: a.lowerBound >= b.upperBound
    case .equal: a.lowerBound == a.upperBound && a == b
    case .notEqual: a.upperBound < b.lowerBound || a.lowerBound > b.upperBound
    }
  }

  /// Reports an inequality that need not hold, and that neither column can give way to.
  private func checkPromise(of inequality: Constraints.Inequality, holds isCertain: Bool) {
    let (left, right) = (inequality.left, inequality.right)
    let text = inequality.text
    guard !isCertain, let first = compiler.index(of: left), let second = compiler.index(of: right),
      schema.tables[first.table].columns[first.column].generator?.isSound == true,
      schema.tables[second.table].columns[second.column].generator?.isSound == true
    else { return }
    switch compiler.giving(inequality) {
    case .neither:
      if areOrderedSequences(inequality, first, second) || isInherited(first, second)
        || (inequality.between.isEmpty && references.isKeptByKey(first, second))
      {
        return
      }
      var isKnown = LifecycleOrder(schema).holds(inequality, first, second)
      // That the order is known does not say that there is room.
      if isKnown == true, !inequality.between.isEmpty { isKnown = nil }
      if isKnown == true { return }
      if isKnown == false || areExact(first, second) {
        diagnostics.error(
          "\(text) cannot be kept: the values of both columns are fixed by what they count, must not repeat, or follow from the "
            + "parent; leave the inequality out",
          at: left.position
        )
        return
      }
      // Where there are errors, they may be what hides that it holds.
      guard !diagnostics.hasErrors else { return }
      diagnostics.warning(
        "\(text) is not kept by construction: both columns are keys, constants or values that follow from the parent, so that "
          + "neither can give way; the load is refused where it does not hold",
        at: left.position
      )
    case .left, .right:
      let giving = compiler.giving(inequality) == .left ? first : second
      let column = schema.tables[giving.table].columns[giving.column]
      let isOrder = inequality.comparison != .equal && inequality.comparison != .notEqual
      if column.type == .string, isOrder, column.generator?.arguments["choices"] == nil {
        diagnostics.error(
          "\(text) cannot be promised: \(schema.tables[giving.table].name.value).\(column.name.value) would have to be drawn "
            + "from texts in order, which needs a list of choices",
          at: left.position
        )
      }
    }
  }

  /// Reports columns between those of two parents, where not every row of the one has a row of the other that leaves room.
  func checkRooms() {
    let yieldings = schema.constraints.inequalities.compactMap(compiler.yielding)
    for lower in yieldings where lower.comparison.isOrder && !lower.comparison.isUpper {
      for upper in yieldings where upper.column == lower.column && upper.comparison.isUpper {
        let table = lower.column.table
        guard !compiler.areRelated(lower.other, upper.other),
          let first = references.reference(from: table, to: lower.other.table),
          let second = references.reference(from: table, to: upper.other.table)
        else { continue }
        let inequality = lower.joined(with: upper)
        guard !diagnostics.hasError(at: inequality.left.position), let left = schema.column(inequality.left),
          let right = schema.column(inequality.right), let a = interval(inequality.left, left.type),
          let b = interval(inequality.right, right.type)
        else { continue }
        let passed = passed(a, inequality)
        // The later reference is drawn to fit the earlier one.
        let isUpperDrawn = compiler.isEarlier(first, than: second, in: table)
        if isUpperDrawn ? passed.upperBound < b.upperBound : passed.lowerBound < b.lowerBound { continue }
        let (drawn, kept) = isUpperDrawn ? (upper.other, lower.other) : (lower.other, upper.other)
        diagnostics.warning(
          "\(compiler.name(of: lower.column)) lies between \(inequality.left) and \(inequality.right): a row whose "
            + "\(compiler.name(of: kept)) lies beyond all \(compiler.name(of: drawn)) has no room for it, and breaks one of the "
            + "inequalities; confine \(compiler.name(of: kept)) by a range",
          at: inequality.left.position
        )
      }
    }
  }

  /// Whether no row's values can change: two sequences of a table, or two columns that are drawn so that none repeats.
  private func areExact(_ left: ColumnIndex, _ right: ColumnIndex) -> Bool {
    guard left.table == right.table else { return false }
    if sequences[left] != nil, sequences[right] != nil { return true }
    let drawn = [DistributionGenerator.form.name, ChoiceGenerator.form.name, DatetimeSeriesGenerator.form.name]
    return [left, right].allSatisfy { index in
      let column = schema.tables[index.table].columns[index.column]
      return sequences[index] != nil
        || drawn.contains(column.generator?.name.value ?? "")
          && LifecycleRole(of: column, in: schema.tables[index.table]) == nil
    }
  }

  /// Whether two sequences of a table compare from the first row to the last.
  private func areOrderedSequences(
    _ inequality: Constraints.Inequality,
    _ left: ColumnIndex,
    _ right: ColumnIndex
  ) -> Bool {
    guard left.table == right.table, let a = sequences[left], let b = sequences[right] else { return false }
    let comparison = inequality.comparison
    func isCertain(_ left: Double, _ right: Double) -> Bool {
      self.isCertain(comparison, passed(left...left, inequality), right...right)
    }
    return isCertain(a.first, b.first) && isCertain(a.last, b.last)
      && (comparison != .notEqual || (a.first < b.first) == (a.last < b.last))
  }

  /// Whether the values come from one other row, whose own inequality is judged in its place.
  private func isInherited(_ left: ColumnIndex, _ right: ColumnIndex) -> Bool {
    let lookups = [left, right].map { references.lookups[$0]?.reference }
    if left.table == right.table { return lookups[0] != nil && lookups[0] == lookups[1] }
    let reference = references.reference(from: left.table, to: right.table)
    return reference != nil
      ? lookups[0] == reference : lookups[1] == references.reference(from: right.table, to: left.table)
  }

  /// A column's interval, in microseconds where it holds dates or datetimes.
  func interval(_ column: ColumnReference, _ type: ColumnType) -> ClosedRange<Double>? {
    if type == .bool { return 0...1 }
    guard let interval = clampedDomains[source(of: column)] else { return nil }
    guard type == .date else { return interval }
    let unit = Double(Timestamp.microsecondsPerDay)
    return interval.lowerBound * unit...interval.upperBound * unit
  }

  /// The column that a looked-up or chosen value comes from in the end; the column itself where it is neither.
  func source(of column: ColumnReference) -> ColumnReference {
    guard var index = compiler.index(of: column) else { return column }
    var visited: Set<ColumnIndex> = []
    while visited.insert(index).inserted {
      let column = schema.tables[index.table].columns[index.column]
      let chosen = column.generator?.arguments["choices_ref"]?.located.flatMap {
        ColumnReference($0.value, at: $0.position)
      }
      guard column.modifiers.isEmpty,
        let source = references.lookups[index]?.source ?? chosen.flatMap(compiler.index)
      else { break }
      index = source
    }
    return compiler.name(of: index)
  }

  func refers(_ child: String, _ parent: String) -> Bool {
    guard let index = schema.tables.firstIndex(where: { $0.name.value == child }) else { return false }
    // A lookup that was not understood may have been the reference.
    if schema.tables[index].columns.contains(where: { $0.generator?.isSound == false }) { return true }
    if references.references[index].contains(where: { schema.tables[$0.parent].name.value == parent }) {
      return true
    }
    return schema.constraints.foreignKeys.contains { $0.from.table == child && $0.to.table == parent }
  }
}

extension Constraints.Inequality {
  /// The inequality in words: `a < b, with room for c between them`.
  fileprivate var text: String {
    let names = between.map(\.column.description)
    return "\(left) \(comparison.rawValue) \(right)"
      + (names.isEmpty ? "" : ", with room for \(names.joined(separator: " and ")) between them,")
  }
}
