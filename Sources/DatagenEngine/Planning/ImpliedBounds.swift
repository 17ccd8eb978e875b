import DatagenSchema

/// What a column has to leave so that those that give way to it find a value: with `a < b` and `b` at most 10, no `a`
/// may be 10.
///
/// Follows inequalities from the columns that give way to those that they give way to, through chains of them.
struct ImpliedBounds {
  private let schema: Schema
  private let compiler: BoundCompiler
  private let diagnostics: Diagnostics
  /// The interval of each column, in numbers or microseconds.
  private var intervals: [ColumnIndex: ClosedRange<Double>]
  /// The inequalities as `kept comparison giving`.
  private let relations: [Relation]

  private struct Relation {
    var kept: ColumnIndex
    var giving: ColumnIndex
    var comparison: Constraints.Comparison
    var position: SourcePosition
  }

  /// - Parameter intervals: what is known of the columns' values, ranges included, in numbers or microseconds.
  init(
    _ schema: Schema,
    _ references: ReferenceMap,
    intervals: [ColumnIndex: ClosedRange<Double>],
    _ diagnostics: Diagnostics
  ) {
    self.schema = schema
    self.diagnostics = diagnostics
    let compiler = BoundCompiler(schema: schema, references: references)
    self.compiler = compiler
    self.intervals = intervals
    relations = schema.constraints.inequalities.compactMap { inequality in
      guard let left = compiler.index(of: inequality.left), let right = compiler.index(of: inequality.right) else {
        return nil
      }
      let position = inequality.left.position
      switch compiler.giving(inequality) {
      case .right:
        return Relation(kept: left, giving: right, comparison: inequality.comparison, position: position)
      case .left:
        return Relation(kept: right, giving: left, comparison: inequality.comparison.reversed, position: position)
      case .neither: return nil
      }
    }
  }

  /// The tables, their columns bounded so that they leave room.
  mutating func applied(to tables: [TablePlan]) -> [TablePlan] {
    var bounds: [ColumnIndex: [ColumnBound]] = [:]
    // A chain of n inequalities is followed in n rounds.
    for _ in relations {
      for relation in relations { follow(relation, &bounds) }
    }
    for relation in relations {
      guard let text = textBound(relation) else { continue }
      bounds[relation.kept, default: []].append(text)
    }
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
    let difference = kept.leastDifference * unit
    var interval = intervals[relation.kept] ?? -.infinity...(.infinity)
    func bound(_ limit: Double, _ comparison: Constraints.Comparison) {
      bounds[relation.kept, default: []].append(ColumnBound(.number(limit / unit), comparison))
    }
    let isStrict = relation.comparison == .less || relation.comparison == .greater
    if [.less, .lessOrEqual, .equal].contains(relation.comparison) {
      let limit = isStrict ? other.upperBound - difference : other.upperBound
      if limit < interval.upperBound, limit >= interval.lowerBound {
        bound(other.upperBound, isStrict ? .less : .lessOrEqual)
        interval = interval.lowerBound...limit
      }
    }
    if [.greater, .greaterOrEqual, .equal].contains(relation.comparison) {
      let limit = isStrict ? other.lowerBound + difference : other.lowerBound
      if limit > interval.lowerBound, limit <= interval.upperBound {
        bound(other.lowerBound, isStrict ? .greater : .greaterOrEqual)
        interval = limit...interval.upperBound
      }
    }
    intervals[relation.kept] = interval
  }

  /// The bound of a text by the greatest, or least, of the texts that another column is chosen from.
  private func textBound(_ relation: Relation) -> ColumnBound? {
    let giving = schema.tables[relation.giving.table].columns[relation.giving.column]
    guard giving.type == .string, giving.modifiers.isEmpty, relation.comparison != .equal,
      relation.comparison != .notEqual,
      let values = giving.generator?.arguments["choices"]?.elements?.compactMap(\.scalarText)
    else { return nil }
    let isUpper = relation.comparison == .less || relation.comparison == .lessOrEqual
    let order = { (left: String, right: String) in left.utf8.lexicographicallyPrecedes(right.utf8) }
    guard let limit = isUpper ? values.max(by: order) : values.min(by: order) else { return nil }
    return ColumnBound(.text(limit), relation.comparison)
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
