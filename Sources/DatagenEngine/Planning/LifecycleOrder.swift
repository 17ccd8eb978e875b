import DatagenSchema

/// What is known of the order of the times that a funnel or a chain fills in: none is before the parent's beginning, and a
/// state does not end before it begins.
struct LifecycleOrder {
  private let schema: Schema

  init(_ schema: Schema) { self.schema = schema }

  /// Whether an inequality holds for all rows, or for none but equal times; nil where nothing is known of it.
  func holds(_ inequality: Constraints.Inequality, _ left: ColumnIndex, _ right: ColumnIndex) -> Bool? {
    let isAfter: Bool
    if isNotBefore(left, right) {
      isAfter = true
    } else if isNotBefore(right, left) {
      isAfter = false
    } else {
      return nil
    }
    switch (inequality.comparison, isAfter) {
    case (.greaterOrEqual, true), (.lessOrEqual, false): return true
    case (.less, true), (.greater, false): return false
    case (.less, false): return isAlwaysAfter(right, left) ? true : nil
    case (.greater, true): return isAlwaysAfter(left, right) ? true : nil
    default: return nil
    }
  }

  /// Whether the first time is always after the second one: a state lasts a period at least, or has no end yet.
  private func isAlwaysAfter(_ later: ColumnIndex, _ earlier: ColumnIndex) -> Bool {
    let table = schema.tables[later.table], end = table.columns[later.column]
    return later.table == earlier.table && LifecycleRole(of: end, in: table) == .stateEnd && end.isNullable
      && end.type == .datetime && table.columns[earlier.column].type == .datetime
  }

  /// Whether the first time is never before the second one.
  private func isNotBefore(_ later: ColumnIndex, _ earlier: ColumnIndex) -> Bool {
    let table = schema.tables[later.table]
    guard let role = LifecycleRole(of: table.columns[later.column], in: table) else { return false }
    if later.table == earlier.table {
      let other = LifecycleRole(of: table.columns[earlier.column], in: table)
      return role == .stateEnd && other == .stateBegin
    }
    guard [.stageTime, .stateBegin, .stateEnd].contains(role), table.drivingParent?.value == parent(earlier).name.value
    else { return false }
    return parent(earlier).beginning(ofChain: role != .stageTime) == earlier.column
  }

  private func parent(_ column: ColumnIndex) -> Table { schema.tables[column.table] }
}

extension Table {
  /// The first datetime column, or the first date column where there is none.
  var firstTimeColumn: Int? {
    columns.firstIndex { $0.type == .datetime } ?? columns.firstIndex { $0.type == .date }
  }

  /// The column at which the funnel, or the chain of states, of a parent's children begins.
  func beginning(ofChain isChain: Bool) -> Int? {
    let created =
      isChain ? vintage.flatMap { vintage in columns.firstIndex { $0.name.value == vintage.createdAt.value } } : nil
    return created ?? firstTimeColumn
  }
}
