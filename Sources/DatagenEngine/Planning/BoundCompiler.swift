import DatagenColumns
import DatagenSchema

/// Finds which columns inequalities and parents' creation bound, so that they hold by construction.
struct BoundCompiler {
  let schema: Schema
  let references: ReferenceMap

  /// The bounds of a column by other columns of its row and of its parents' rows.
  ///
  /// - Parameter drawsChildrenAfter: whether the column is the fact's own time, which parents' creation bounds.
  func bounds(of table: Int, column index: Int, isEventTime: Bool) -> ColumnBounds {
    let model = schema.tables[table]
    let column = model.columns[index]
    let own = ColumnReference(table: model.name.value, column: column.name.value)
    var bounds: [ColumnBound] = []
    for inequality in schema.constraints.inequalities {
      let isLeft = inequality.left == own
      guard isLeft || inequality.right == own else { continue }
      let other = isLeft ? inequality.right : inequality.left
      guard let source = source(other, table: table, column: index) else { continue }
      bounds.append(bound(source, isLeft ? inequality.comparison : inequality.comparison.reversed))
    }
    if isEventTime { bounds += creationBounds(of: table) }
    bounds = Self.joined(bounds)
    let unit =
      switch column.type {
      case .datetime: Double(Timestamp.microsecondsPerSecond)
      case .float: column.decimals.map { power(10, -Double($0)) } ?? 0
      default: 1.0
      }
    return ColumnBounds(bounds: bounds, type: column.type, unit: unit)
  }

  /// What is bounded by a column, but has to differ from it, is strictly bounded: moved away from the column it would
  /// break the other bound.
  private static func joined(_ bounds: [ColumnBound]) -> [ColumnBound] {
    let different = bounds.filter { $0.side == .different }.map(\.source)
    return bounds.compactMap { bound in
      let isBounding = bound.side == .lower || bound.side == .upper
      var bound = bound
      if isBounding, different.contains(bound.source) { bound.isStrict = true }
      let isImplied =
        bound.side == .different
        && bounds.contains {
          $0.source == bound.source && ($0.side == .lower || $0.side == .upper)
        }
      return isImplied ? nil : bound
    }
  }

  private func bound(_ source: ColumnBound.Source, _ comparison: Constraints.Comparison) -> ColumnBound {
    switch comparison {
    case .less: ColumnBound(source: source, side: .upper, isStrict: true)
    case .lessOrEqual: ColumnBound(source: source, side: .upper, isStrict: false)
    case .greater: ColumnBound(source: source, side: .lower, isStrict: true)
    case .greaterOrEqual: ColumnBound(source: source, side: .lower, isStrict: false)
    case .equal: ColumnBound(source: source, side: .equal, isStrict: false)
    case .notEqual: ColumnBound(source: source, side: .different, isStrict: true)
    }
  }

  /// Where the other side of an inequality is found, if it is this column that gives way to it.
  private func source(_ other: ColumnReference, table: Int, column index: Int) -> ColumnBound.Source? {
    let model = schema.tables[table]
    if other.table == model.name.value {
      guard let place = model.columns.firstIndex(where: { $0.name.value == other.column }),
        givesWay(index, to: place, in: table)
      else { return nil }
      return .local(place)
    }
    guard let parent = schema.tables.firstIndex(where: { $0.name.value == other.table }),
      let reference = references.reference(from: table, to: parent),
      let place = schema.tables[parent].columns.firstIndex(where: { $0.name.value == other.column }),
      flexibility(of: index, in: table) > 0
    else { return nil }
    return .parent(reference: reference, column: place)
  }

  /// Of two columns the later one gives way, unless it cannot and the other one can.
  private func givesWay(_ column: Int, to other: Int, in table: Int) -> Bool {
    let own = flexibility(of: column, in: table), others = flexibility(of: other, in: table)
    if own == 0 || others == 0 { return own > others }
    if dependsOn(other, column, in: table) { return false }
    if dependsOn(column, other, in: table) { return true }
    return own == others ? column > other : own > others
  }

  /// 2 for values that can be drawn again, 1 for values that can be moved, 0 for keys and references.
  private func flexibility(of column: Int, in table: Int) -> Int {
    let model = schema.tables[table].columns[column]
    if references.lookups[ColumnIndex(table: table, column: column)] != nil { return 0 }
    switch model.generator?.name.value {
    case "sequence", "enum_list", "lookup", "uuid", "constant": return 0
    case "expression": return 1
    default: return 2
    }
  }

  /// Whether a column is computed from another one, so that it is the one to give way.
  private func dependsOn(_ column: Int, _ other: Int, in table: Int) -> Bool {
    let columns = schema.tables[table].columns
    guard columns[column].generator?.name.value == "expression",
      let code = columns[column].generator?.arguments["code"]?.string
    else { return false }
    return code.contains(columns[other].name.value)
  }

  /// The creation times of a fact's parents, before which none of its rows happens.
  private func creationBounds(of table: Int) -> [ColumnBound] {
    references.references[table].indices.compactMap { place in
      let parent = references.references[table][place].parent
      guard parent != table, let vintage = schema.tables[parent].vintage,
        references.reference(from: table, to: parent) == place,
        let column = schema.tables[parent].columns.firstIndex(where: { $0.name.value == vintage.createdAt.value })
      else { return nil }
      return ColumnBound(source: .parent(reference: place, column: column), side: .lower, isStrict: false)
    }
  }

  /// The columns that bounds read.
  func dependencies(of bounds: ColumnBounds, table: Int) -> [ColumnIndex] {
    bounds.bounds.map { bound in
      switch bound.source {
      case .local(let column): ColumnIndex(table: table, column: column)
      case .parent(let reference, let column):
        ColumnIndex(table: references.references[table][reference].parent, column: column)
      }
    }
  }
}
