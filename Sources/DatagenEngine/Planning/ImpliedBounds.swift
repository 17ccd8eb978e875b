import DatagenSchema

/// What a column has to leave so that those that give way to it find a value: with `a < b` and `b` at most 10, no `a`
/// may be 10.
///
/// Follows inequalities from the columns that give way to those that they give way to, through chains of them.
struct ImpliedBounds {
  private let schema: Schema
  private let compiler: BoundCompiler
  /// The interval of each column, in numbers or microseconds.
  private var intervals: [ColumnIndex: ClosedRange<Double>]
  /// The inequalities as `kept comparison giving`.
  private let relations: [Relation]

  private struct Relation {
    var kept: ColumnIndex
    var giving: ColumnIndex
    var comparison: Constraints.Comparison
    /// What has to find room between the two, from the one that gives way on.
    var stops: [ColumnBound.Stop]
  }

  /// - Parameter intervals: what is known of the columns' values, ranges included, in numbers or microseconds.
  init(
    _ schema: Schema,
    _ references: ReferenceMap,
    intervals: [ColumnIndex: ClosedRange<Double>]
  ) {
    self.schema = schema
    let compiler = BoundCompiler(schema: schema, references: references)
    self.compiler = compiler
    self.intervals = intervals
    relations = schema.constraints.inequalities.compactMap(compiler.yielding).flatMap { yielding in
      let reversed = yielding.inequality.reversed
      let relation = Relation(
        kept: yielding.other,
        giving: yielding.column,
        comparison: reversed.comparison.reversed,
        stops: compiler.stops(of: reversed)
      )
      guard compiler.isDrawnToFit(yielding) else { return [relation] }
      // An event leaves room for a row that is drawn to fit it.
      let fitted = Relation(
        kept: yielding.column,
        giving: yielding.other,
        comparison: yielding.comparison,
        stops: compiler.stops(of: yielding.inequality)
      )
      return [relation, fitted]
    }
  }

  /// The tables, their columns bounded so that they leave room.
  mutating func applied(to tables: [TablePlan]) -> [TablePlan] {
    var bounds: [ColumnIndex: [ColumnBound]] = [:]
    // A chain of n inequalities is followed in n rounds.
    for _ in relations {
      for relation in relations { follow(relation, &bounds) }
    }
    for (column, room) in textRooms() { bounds[column, default: []] += room }
    var tables = tables
    for (column, bounds) in bounds where compiler.canKeep(column) {
      tables[column.table].add(Self.tightest(bounds), to: column.column, compiler)
    }
    return tables
  }

  private mutating func follow(_ relation: Relation, _ bounds: inout [ColumnIndex: [ColumnBound]]) {
    guard let other = intervals[relation.giving] else { return }
    let kept = schema.tables[relation.kept.table].columns[relation.kept.column]
    let unit = kept.type == .date ? Double(Timestamp.microsecondsPerDay) : 1
    var interval = intervals[relation.kept] ?? -.infinity...(.infinity)
    /// The last, or the first, value that leaves room; nil where it is no news.
    func limit(_ end: Double, _ comparison: Constraints.Comparison) -> Double? {
      var bound = ColumnBound(.number(end / unit), comparison)
      bound.stops = relation.stops
      let limit = kept.resolution.value(
        from: bound.passed(from: end),
        by: bound.side == .upper ? -1 : 1,
        isStrict: bound.isStrict
      )
      let isNarrower = bound.side == .upper ? limit < interval.upperBound : limit > interval.lowerBound
      guard isNarrower, interval.contains(limit) else { return nil }
      bounds[relation.kept, default: []].append(bound)
      return limit
    }
    let isStrict = relation.comparison.isStrict
    if [.less, .lessOrEqual, .equal].contains(relation.comparison),
      let last = limit(other.upperBound, isStrict ? .less : .lessOrEqual)
    {
      interval = interval.lowerBound...last
    }
    if [.greater, .greaterOrEqual, .equal].contains(relation.comparison),
      let first = limit(other.lowerBound, isStrict ? .greater : .greaterOrEqual)
    {
      interval = first...interval.upperBound
    }
    intervals[relation.kept] = interval
  }

  /// The least and the greatest of the listed texts of each column that leave a text for those that give way to it.
  private func textRooms() -> [ColumnIndex: [ColumnBound]] {
    var lists: [ColumnIndex: [String]] = [:]
    func list(_ index: ColumnIndex) -> [String]? {
      if let list = lists[index] { return list }
      let column = schema.tables[index.table].columns[index.column]
      guard column.type == .string, column.modifiers.isEmpty,
        let values = column.generator?.arguments["choices"]?.elements?.compactMap(\.scalarText), !values.isEmpty
      else { return nil }
      return values.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
    var rooms: [ColumnIndex: [ColumnBound]] = [:]
    for _ in relations {
      for relation in relations where relation.comparison.isOrder {
        guard let giving = list(relation.giving), let kept = list(relation.kept) else { continue }
        let room = kept.filter { text in giving.contains { Self.holds(text, relation.comparison, $0) } }
        guard let first = room.first, let last = room.last, room.count < kept.count else { continue }
        lists[relation.kept] = room
        rooms[relation.kept] = [ColumnBound(.text(first), .greaterOrEqual), ColumnBound(.text(last), .lessOrEqual)]
      }
    }
    return rooms
  }

  private static func holds(_ left: String, _ comparison: Constraints.Comparison, _ right: String) -> Bool {
    let isLess = left.utf8.lexicographicallyPrecedes(right.utf8)
    return switch comparison {
    case .less: isLess
    case .lessOrEqual: isLess || left == right
    case .greater: !isLess && left != right
    case .greaterOrEqual: !isLess
    case .equal: left == right
    case .notEqual: left != right
    }
  }

  /// Of the bounds on the same side the narrowest one, which is the last one found.
  private static func tightest(_ bounds: [ColumnBound]) -> [ColumnBound] {
    bounds.indices.filter { place in !bounds[(place + 1)...].contains { $0.side == bounds[place].side } }
      .map { bounds[$0] }
  }
}

extension TablePlan {
  /// Bounds a column, or the row that it is looked up from.
  fileprivate mutating func add(_ bounds: [ColumnBound], to column: Int, _ compiler: BoundCompiler) {
    let index = ColumnIndex(table: self.index, column: column)
    guard let lookup = compiler.references.lookups[index] else {
      columns[column] = columns[column].bounded(by: bounds)
      return
    }
    references[lookup.reference].bounds.append(
      ReferenceBounds(column: lookup.source.column, bounds: compiler.bounds(bounds, of: lookup.source))
    )
  }
}
