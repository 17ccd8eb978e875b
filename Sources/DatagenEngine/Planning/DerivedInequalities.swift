import DatagenSchema

/// Inequalities that follow from the declared ones, and have to be kept first.
///
/// - Between values that a row takes from one other row: `line.price <= line.list_price`, both looked up from the same
///   product, is `product.price <= product.list_price`.
/// - Between what bounds a column from below and from above: `start <= at` and `at <= end` need `start <= end`.
struct DerivedInequalities {
  private let schema: Schema
  private let references: ReferenceMap

  init(_ schema: Schema, _ references: ReferenceMap) {
    self.schema = schema
    self.references = references
  }

  /// The schema with these inequalities in addition.
  func completed() -> Schema {
    var schema = schema
    var next = 0
    // Each round may derive more; among n columns there are at most n² pairs.
    let limit = schema.constraints.inequalities.count * 8 + 8
    while next < schema.constraints.inequalities.count, next < limit {
      let compiler = BoundCompiler(schema: schema, references: references)
      let inequality = schema.constraints.inequalities[next]
      let derived = [inherited(from: inequality, compiler)].compactMap(\.self) + between(inequality, compiler)
      for derived in derived where !schema.constraints.inequalities.contains(where: { $0.says(derived) }) {
        schema.constraints.inequalities.append(derived)
      }
      next += 1
    }
    return schema
  }

  private func inherited(
    from inequality: Constraints.Inequality,
    _ compiler: BoundCompiler
  ) -> Constraints.Inequality? {
    guard let left = compiler.index(of: inequality.left), let right = compiler.index(of: inequality.right) else {
      return nil
    }
    let (child, parent) = references.reference(from: left.table, to: right.table) != nil ? (left, right) : (right, left)
    let own = references.reference(from: child.table, to: parent.table)
    func source(of column: ColumnIndex) -> (reference: Int, column: ColumnIndex)? {
      if let lookup = references.lookups[column], column.table == child.table {
        return (lookup.reference, lookup.source)
      }
      return left.table == right.table ? nil : own.map { ($0, column) }
    }
    guard let first = source(of: left), let second = source(of: right), first.reference == second.reference,
      first.column.table == second.column.table, first.column != second.column
    else { return nil }
    var inherited = inequality
    inherited.left = compiler.name(of: first.column, at: inequality.left.position)
    inherited.right = compiler.name(of: second.column, at: inequality.right.position)
    return inherited
  }

  /// What follows from an inequality together with one that bounds the same column from the other side.
  private func between(
    _ inequality: Constraints.Inequality,
    _ compiler: BoundCompiler
  ) -> [Constraints.Inequality] {
    guard let bound = compiler.yielding(inequality), bound.comparison.isOrder else { return [] }
    return compiler.schema.constraints.inequalities.compactMap { other in
      guard let opposite = compiler.yielding(other), opposite.column == bound.column,
        opposite.comparison.isOrder, opposite.comparison.isUpper != bound.comparison.isUpper,
        opposite.other != bound.other, compiler.areRelated(bound.other, opposite.other)
      else { return nil }
      let steps = [bound, opposite].reduce(0) { $0 + ($1.comparison.isStrict ? 1 : 0) + $1.gap }
      let isStrict = steps > 0
      let types = [bound.column, bound.other, opposite.other].map { schema.tables[$0.table].columns[$0.column].type }
      // Only between whole numbers, or days, is it known how many values lie.
      let isCounted = Set(types) == [.int] || Set(types) == [.date]
      // What bounds from above is not below what bounds from below.
      let isBelow = opposite.comparison.isUpper
      var derived = inequality
      derived.left = compiler.name(of: bound.other, at: inequality.left.position)
      derived.right = compiler.name(of: opposite.other, at: inequality.right.position)
      derived.gap = isCounted ? max(0, steps - 1) : 0
      derived.comparison = isBelow ? (isStrict ? .less : .lessOrEqual) : (isStrict ? .greater : .greaterOrEqual)
      return derived
    }
  }
}

extension BoundCompiler {
  /// Whether an inequality can relate two columns: both are in one table, or one is in a parent of the other's.
  fileprivate func areRelated(_ first: ColumnIndex, _ second: ColumnIndex) -> Bool {
    first.table == second.table || references.reference(from: first.table, to: second.table) != nil
      || references.reference(from: second.table, to: first.table) != nil
  }
}

extension Constraints.Comparison {
  var isOrder: Bool { self != .equal && self != .notEqual }
  var isStrict: Bool { self == .less || self == .greater }
  /// Whether the right side bounds the left one from above.
  var isUpper: Bool { self == .less || self == .lessOrEqual }
}

extension Constraints.Inequality {
  /// Whether it says what another one says, or more.
  fileprivate func says(_ other: Constraints.Inequality) -> Bool {
    let comparison: Constraints.Comparison
    if left == other.left, right == other.right {
      comparison = other.comparison
    } else if left == other.right, right == other.left {
      comparison = other.comparison.reversed
    } else {
      return false
    }
    if self.comparison == comparison { return gap >= other.gap }
    return comparison.isOrder && !comparison.isStrict && self.comparison.isUpper == comparison.isUpper
      && (self.comparison.isStrict || self.comparison == .equal)
  }
}
