import DatagenSchema

/// Inequalities that follow from the declared ones, and have to be kept first.
///
/// - Between values that a row takes from one other row: `line.price <= line.list_price`, both looked up from the same
///   product, is `product.price <= product.list_price`.
/// - Between what bounds a column from below and from above: `start <= at` and `at <= end` need `start <= end`, with room
///   for a value of `at` between them. Where that is a date, and the other two are not, a midnight has to lie there.
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
      for derived in derived.map({ simplified($0) })
      where !schema.constraints.inequalities.contains(where: { says($0, derived) }) {
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
        opposite.other != bound.other, compiler.areRelated(bound.other, opposite.other),
        !compiler.isFitted(bound, to: opposite.other), !compiler.isFitted(opposite, to: bound.other)
      else { return nil }
      var derived = bound.joined(with: opposite)
      derived.left.position = inequality.left.position
      return derived
    }
  }

  /// The same inequality without the stops that ask for nothing: what may equal a neighbour that is one of its own values
  /// finds room.
  private func simplified(_ inequality: Constraints.Inequality) -> Constraints.Inequality {
    var inequality = inequality
    if inequality.between.isEmpty { return inequality }
    guard let right = resolution(of: inequality.right), var previous = resolution(of: inequality.left) else {
      // Texts have no distance.
      let isStrict = inequality.links.contains(true)
      inequality.between = []
      inequality.comparison = inequality.comparison.with(isStrict: isStrict)
      return inequality
    }
    var place = 0
    while place < inequality.between.count {
      let stop = inequality.between[place]
      let isLast = place + 1 == inequality.between.count
      let next = isLast ? right : resolution(of: inequality.between[place + 1].column)
      guard let own = resolution(of: stop.column), let next else { return inequality }
      if !stop.isStrict, own.contains(previous) {
        inequality.between.remove(at: place)
      } else if !inequality.links[place + 1], own.contains(next) {
        inequality.between.remove(at: place)
        if isLast {
          inequality.comparison = inequality.comparison.with(isStrict: stop.isStrict)
        } else {
          inequality.between[place].isStrict = stop.isStrict
        }
      } else {
        previous = own
        place += 1
      }
    }
    return inequality
  }

  /// How finely the values of a column lie; nil for texts.
  private func resolution(of column: ColumnReference) -> Resolution? {
    schema.column(column).flatMap { $0.type == .string ? nil : $0.resolution }
  }

  /// Whether an inequality says what another one says, or more.
  private func says(_ inequality: Constraints.Inequality, _ other: Constraints.Inequality) -> Bool {
    guard Set([inequality.left, inequality.right]) == Set([other.left, other.right]) else { return false }
    let other = inequality.left == other.left ? other : other.reversed
    guard other.comparison.isOrder else { return inequality.comparison == other.comparison }
    if inequality.comparison == .equal { return !other.links.contains(true) }
    guard inequality.comparison.isUpper == other.comparison.isUpper, inequality.comparison.isOrder else { return false }
    if other.between.isEmpty { return inequality.links.contains(true) || !other.comparison.isStrict }
    return inequality.between.count == other.between.count
      && zip(inequality.links, other.links).allSatisfy { $0 || !$1 }
      && zip(inequality.between, other.between).allSatisfy {
        resolution(of: $0.column) == resolution(of: $1.column)
      }
  }
}

extension BoundCompiler.Yielding {
  /// What follows for the two columns that bound the same one from opposite sides, this one's on the left.
  func joined(with opposite: BoundCompiler.Yielding) -> Constraints.Inequality {
    var joined = inequality
    let rest = opposite.inequality.reversed
    joined.between += [Constraints.Stop(rest.left, isStrict: inequality.comparison.isStrict)] + rest.between
    joined.right = rest.right
    joined.comparison = rest.comparison
    return joined
  }
}

extension BoundCompiler {
  /// Whether it is the row of the other column that is drawn to fit an event, which a third column of the event's row
  /// bounds: that one leaves room in any case.
  fileprivate func isFitted(_ yielding: Yielding, to third: ColumnIndex) -> Bool {
    third.table == yielding.column.table && references.lookups[third] == nil && isDrawnToFit(yielding)
  }

  /// Whether an inequality can relate two columns: both are in one table, or one is in a parent of the other's.
  func areRelated(_ first: ColumnIndex, _ second: ColumnIndex) -> Bool {
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

extension Constraints.Comparison {
  /// The same direction of an order, with or without equal values.
  fileprivate func with(isStrict: Bool) -> Self {
    isUpper ? (isStrict ? .less : .lessOrEqual) : (isStrict ? .greater : .greaterOrEqual)
  }
}

extension Constraints.Inequality {
  /// Whether neighbours differ, from the left side through what lies between to the right side.
  fileprivate var links: [Bool] { between.map(\.isStrict) + [comparison.isStrict] }

  /// The inequality with its sides exchanged.
  var reversed: Constraints.Inequality {
    var inequality = self
    (inequality.left, inequality.right) = (right, left)
    inequality.comparison = comparison.reversed
    guard let first = between.first else { return inequality }
    inequality.between = zip(between.reversed(), links.reversed()).map { Constraints.Stop($0.column, isStrict: $1) }
    inequality.comparison = inequality.comparison.with(isStrict: first.isStrict)
    return inequality
  }
}
