/// Constraints that cannot all hold, whatever the data.
extension SchemaRules {
  func checkContradictions() {
    checkRangesAgree()
    checkInequalitiesAgree()
    checkEnumsAgree()
  }

  // MARK: Ranges

  private func checkRangesAgree() {
    var bounds: [ColumnReference: (low: Double, high: Double)] = [:]
    for range in schema.constraints.ranges {
      guard let type = schema.column(range.column)?.type, !diagnostics.hasError(at: range.minimumPosition)
      else {
        continue
      }
      let own = (
        low: range.minimum?.ordinal(for: type) ?? -.infinity,
        high: range.maximum?.ordinal(for: type) ?? .infinity
      )
      let known = bounds[range.column] ?? (-.infinity, .infinity)
      let low = max(own.low, known.low), high = min(own.high, known.high)
      if low > high {
        diagnostics.error(
          "the ranges of \(range.column) contradict each other: nothing is both at least \(type.text(ofOrdinal: low)) "
            + "and at most \(type.text(ofOrdinal: high))",
          at: own.low == low ? range.minimumPosition : range.maximumPosition
        )
      } else {
        bounds[range.column] = (low, high)
      }
    }
  }

  // MARK: Inequalities

  /// `a < b` together with `b <= a`, directly or over other columns, cannot hold; nor `a != b` where `a <= b <= a`.
  private func checkInequalitiesAgree() {
    let inequalities = schema.constraints.inequalities.filter { $0.left != $0.right }
    // From each column to those that are at least as great.
    var greater: [ColumnReference: [ColumnReference]] = [:]
    for inequality in inequalities {
      let (left, right) = (inequality.left, inequality.right)
      switch inequality.comparison {
      case .less, .lessOrEqual: greater[left, default: []].append(right)
      case .greater, .greaterOrEqual: greater[right, default: []].append(left)
      case .equal:
        greater[left, default: []].append(right)
        greater[right, default: []].append(left)
      case .notEqual: continue
      }
    }
    for inequality in inequalities {
      let (left, right) = (inequality.left, inequality.right)
      let isContradicted =
        switch inequality.comparison {
        case .less: reaches(left, from: right, greater)
        case .greater: reaches(right, from: left, greater)
        case .notEqual: reaches(left, from: right, greater) && reaches(right, from: left, greater)
        case .lessOrEqual, .greaterOrEqual, .equal: false
        }
      if isContradicted {
        diagnostics.error(
          "the inequalities contradict each other: \(left) \(inequality.comparison.rawValue) \(right), but the others "
            + "say \(left) \(inequality.comparison.negation) \(right)",
          at: left.position
        )
        return
      }
    }
  }

  private func reaches(
    _ goal: ColumnReference,
    from start: ColumnReference,
    _ edges: [ColumnReference: [ColumnReference]]
  ) -> Bool {
    var visited: Set<ColumnReference> = [start]
    var waiting = [start]
    while let column = waiting.popLast() {
      for next in edges[column] ?? [] {
        if next == goal { return true }
        if visited.insert(next).inserted { waiting.append(next) }
      }
    }
    return false
  }

  // MARK: Enums

  private func checkEnumsAgree() {
    var allowed: [ColumnReference: Set<String>] = [:]
    for enumeration in schema.constraints.enums where enumeration.reference == nil {
      let column = enumeration.column
      let values = Set(enumeration.values.compactMap(\.scalarText))
      if let known = allowed[column] {
        if known.isDisjoint(with: values) {
          diagnostics.error(
            "the enums of \(column) contradict each other: they have no value in common",
            at: column.position
          )
          continue
        }
        allowed[column] = known.intersection(values)
      } else {
        allowed[column] = values
      }
      checkRanges(of: enumeration)
    }
  }

  /// An enum all of whose values lie outside the column's range leaves nothing.
  private func checkRanges(of enumeration: Constraints.Enumeration) {
    guard let column = schema.column(enumeration.column) else { return }
    let values = enumeration.values.compactMap { $0.ordinal(for: column.type) }
    guard !values.isEmpty, values.count == enumeration.values.count else { return }
    for range in schema.constraints.ranges where range.column == enumeration.column {
      let low = range.minimum?.ordinal(for: column.type) ?? -.infinity
      let high = range.maximum?.ordinal(for: column.type) ?? .infinity
      if !values.contains(where: { $0 >= low && $0 <= high }) {
        diagnostics.error(
          "the enum of \(enumeration.column) and its range contradict each other: no value of the enum is inside the "
            + "range",
          at: enumeration.column.position
        )
        return
      }
    }
  }
}

extension Constraints.Comparison {
  /// The opposite, as it is written.
  fileprivate var negation: String {
    switch self {
    case .less: ">="
    case .lessOrEqual: ">"
    case .greater: "<="
    case .greaterOrEqual: "<"
    case .equal: "!="
    case .notEqual: "=="
    }
  }
}
