import DatagenColumns
import DatagenSchema

/// Finds which columns give way to which, by inequalities and parents' creation, so that they hold by construction.
struct BoundCompiler {
  let schema: Schema
  let references: ReferenceMap

  /// How a column can keep an inequality.
  private enum Flexibility: Int, Comparable {
    /// Keys, and what follows from the driving parent.
    case fixed
    /// Computed values, which are moved.
    case moved
    /// References to another row, which is drawn again.
    case referred
    /// Values that are drawn again.
    case drawn

    static func < (left: Flexibility, right: Flexibility) -> Bool { left.rawValue < right.rawValue }
  }

  // MARK: Who gives way

  /// Which of two columns gives way to the other one.
  enum Giving: Sendable {
    case left, right
    /// Neither can.
    case neither
  }

  /// Which side of an inequality gives way.
  ///
  /// Of a child and its parent the child does. Of two columns of a row, or of two rows that a row refers to, the later
  /// one does, unless the other one can do it better.
  func giving(_ inequality: Constraints.Inequality) -> Giving {
    guard let left = index(of: inequality.left), let right = index(of: inequality.right) else { return .neither }
    if left.table == right.table {
      if inequality.comparison == .equal, let finer = finer(left, right) { return finer }
      if givesWay(left, to: right) { return .left }
      return givesWay(right, to: left) ? .right : .neither
    }
    if references.reference(from: left.table, to: right.table) != nil {
      return isFree(left, beside: right) ? .left : .neither
    }
    guard references.reference(from: right.table, to: left.table) != nil else { return .neither }
    return isFree(right, beside: left) ? .right : .neither
  }

  /// A column that gives way to another one.
  struct Yielding {
    var column: ColumnIndex
    var other: ColumnIndex
    /// The inequality, the column that gives way on its right.
    var inequality: Constraints.Inequality

    /// How the column that gives way, on the left, compares with the other one.
    var comparison: Constraints.Comparison { inequality.comparison.reversed }
  }

  /// The column that gives way in an inequality; nil where neither does.
  func yielding(_ inequality: Constraints.Inequality) -> Yielding? {
    guard let left = index(of: inequality.left), let right = index(of: inequality.right) else { return nil }
    switch giving(inequality) {
    case .left: return Yielding(column: left, other: right, inequality: inequality.reversed)
    case .right: return Yielding(column: right, other: left, inequality: inequality)
    case .neither: return nil
    }
  }

  /// Of two columns that have to be equal the one whose type has all values of the other's.
  private func finer(_ left: ColumnIndex, _ right: ColumnIndex) -> Giving? {
    let types = [left, right].map { schema.tables[$0.table].columns[$0.column].type }
    guard [left, right].allSatisfy({ flexibility(of: $0) > .referred }) else { return nil }
    switch (types[0], types[1]) {
    case (.datetime, .date), (.float, .int), (.float, .bool), (.int, .bool): return .left
    case (.date, .datetime), (.int, .float), (.bool, .float), (.bool, .int): return .right
    default: return nil
    }
  }

  private func isFree(_ child: ColumnIndex, beside parent: ColumnIndex) -> Bool {
    if flexibility(of: child) == .referred, let own = references.lookups[child]?.reference {
      // A value of the same parent row is what it is.
      return references.reference(from: child.table, to: parent.table) != own
    }
    return flexibility(of: child) > .fixed
  }

  /// Of two columns of a table the later one gives way, unless it cannot and the other one can.
  private func givesWay(_ column: ColumnIndex, to other: ColumnIndex) -> Bool {
    let own = flexibility(of: column), others = flexibility(of: other)
    if own == .fixed || others == .fixed { return own > others }
    if let row = references.lookups[column]?.reference, row == references.lookups[other]?.reference { return false }
    // A looked-up value of an earlier row of the same table comes before the row's own.
    if isLookup(other, of: column) { return false }
    if isLookup(column, of: other) { return true }
    if dependsOn(other, column) { return false }
    if dependsOn(column, other) { return true }
    return own == others ? place(of: column) > place(of: other) : own > others
  }

  /// Where a column stands in its table; a looked-up one where the key does that it is looked up by.
  private func place(of column: ColumnIndex) -> Int {
    guard let lookup = references.lookups[column] else { return column.column }
    return references.references[column.table][lookup.reference].ownerColumn ?? column.column
  }

  private func flexibility(of index: ColumnIndex) -> Flexibility {
    let table = schema.tables[index.table]
    let column = table.columns[index.column]
    if LifecycleRole(of: column, in: table) != nil { return .fixed }
    if ReferenceMap.isKey(ColumnReference(table: table.name.value, column: column.name.value), in: schema) {
      return .fixed
    }
    if let lookup = references.lookups[index] {
      let isRedrawn = references.references[index.table][lookup.reference].canBeRedrawn
      return isRedrawn && column.modifiers.isEmpty ? .referred : .fixed
    }
    return switch column.generator?.name.value {
    case SequenceGenerator.form.name, EnumListGenerator.form.name, LookupGenerator.form.name,
      UUIDGenerator.form.name, ConstantGenerator.form.name:
      .fixed
    // A text has no neighbour that it could be moved to.
    case ExpressionGenerator.form.name: column.type == .string ? .fixed : .moved
    default: .drawn
    }
  }

  /// Whether a column can keep a bound without giving up what it stands for: a computed value cannot.
  func canKeep(_ column: ColumnIndex) -> Bool { flexibility(of: column) > .moved }

  private func isLookup(_ column: ColumnIndex, of other: ColumnIndex) -> Bool {
    references.lookups[column]?.source == other
  }

  /// Whether a column is computed from another one, so that it is the one to give way.
  private func dependsOn(_ column: ColumnIndex, _ other: ColumnIndex) -> Bool {
    let columns = schema.tables[column.table].columns
    guard columns[column.column].generator?.name.value == ExpressionGenerator.form.name,
      let code = columns[column.column].generator?.arguments["code"]?.string
    else { return false }
    return code.contains(columns[other.column].name.value)
  }

  /// The place of a column by its reference.
  func index(of reference: ColumnReference) -> ColumnIndex? {
    guard let table = schema.tables.firstIndex(where: { $0.name.value == reference.table }),
      let column = schema.tables[table].columns.firstIndex(where: { $0.name.value == reference.column })
    else { return nil }
    return ColumnIndex(table: table, column: column)
  }

  /// The reference of a column by its place.
  func name(of index: ColumnIndex, at position: SourcePosition = .start) -> ColumnReference {
    let table = schema.tables[index.table]
    return ColumnReference(table: table.name.value, column: table.columns[index.column].name.value, position: position)
  }

  // MARK: Bounds of columns

  /// The bounds of a column by other columns of its row and of its parents' rows.
  ///
  /// - Parameter isEventTime: whether the column is the fact's own time, which parents' creation bounds.
  func bounds(of table: Int, column: Int, isEventTime: Bool) -> ColumnBounds {
    let index = ColumnIndex(table: table, column: column)
    var bounds: [ColumnBound] = []
    if references.lookups[index] == nil { bounds = declaredBounds(of: index) }
    // What is moved is moved to the declared bounds last.
    if isEventTime { bounds = creationBounds(of: table) + bounds }
    var all = self.bounds(Self.joined(bounds), of: index)
    if references.lookups[index] == nil, !drawsFromEnum(index) { all.allowed = allowedValues(of: index) }
    return all
  }

  /// The bounds of the rows that a table refers to, by the columns that it looks up from them.
  func bounds(ofReference reference: Int, of table: Int) -> [ReferenceBounds] {
    guard references.references[table][reference].canBeRedrawn else { return [] }
    let columns = schema.tables[table].columns.indices.map { ColumnIndex(table: table, column: $0) }
    let declared = columns.compactMap { column -> ReferenceBounds? in
      guard let lookup = references.lookups[column], lookup.reference == reference else { return nil }
      var bounds = self.bounds(Self.joined(declaredBounds(of: column)) + rangeBounds(of: column), of: lookup.source)
      bounds.allowed = allowedValues(of: column)
      return bounds.isEmpty ? nil : ReferenceBounds(column: lookup.source.column, bounds: bounds)
    }
    return declared + eventBounds(ofReference: reference, of: table)
      + columns.flatMap { roomBounds(ofReference: reference, around: $0) }
  }

  /// The bounds by which a row is drawn that fits the time of an event: a product that is sold then already.
  ///
  /// Times have the density that patterns and rates give them, whatever rows are drawn for them.
  private func eventBounds(ofReference reference: Int, of table: Int) -> [ReferenceBounds] {
    guard let event = eventColumn(of: table) else { return [] }
    let index = ColumnIndex(table: table, column: event)
    return drawnBounds(of: index).compactMap { bound -> ReferenceBounds? in
      guard drawnReference(bound.source, of: table) == reference else { return nil }
      let column: Int
      switch bound.source {
      case .parent(_, let parentColumn): column = parentColumn
      case .local(let local):
        guard let source = references.lookups[ColumnIndex(table: table, column: local)]?.source else { return nil }
        column = source.column
      case .eventTime, .eventLimit, .number, .text: return nil
      }
      let source = ColumnIndex(table: references.references[table][reference].parent, column: column)
      var opposite = bound.reversed(by: .eventTime)
      opposite.isCreation = false
      return ReferenceBounds(column: column, bounds: bounds([opposite], of: source))
    }
  }

  /// The bounds of an event's time by rows that are drawn to fit it.
  func drawnBounds(of index: ColumnIndex) -> [ColumnBound] {
    guard isEvent(index) else { return [] }
    return (declaredBounds(of: index) + creationBounds(of: index.table)).filter { bound in
      (bound.side == .lower || bound.side == .upper) && drawnReference(bound.source, of: index.table) != nil
    }
  }

  /// Whether a column says when a fact's rows happen.
  ///
  /// Only a fact's rows are events; an entity looks another table up and then begins.
  private func isEvent(_ index: ColumnIndex) -> Bool {
    schema.tables[index.table].drivingParent != nil && index.column == eventColumn(of: index.table)
  }

  /// Whether the row of the other column is drawn to fit the column that gives way.
  func isDrawnToFit(_ yielding: Yielding) -> Bool {
    guard isEvent(yielding.column), let source = source(of: yielding.other, for: yielding.column.table) else {
      return false
    }
    return drawnReference(source, of: yielding.column.table) != nil
  }

  /// The reference whose row can be drawn to fit what is bounded by a source.
  private func drawnReference(_ source: ColumnBound.Source, of table: Int) -> Int? {
    let reference: Int?
    switch source {
    case .parent(let parent, _): reference = parent
    case .local(let column): reference = references.lookups[ColumnIndex(table: table, column: column)]?.reference
    case .eventTime, .eventLimit, .number, .text: reference = nil
    }
    return reference.flatMap { references.references[table][$0].canBeRedrawn ? $0 : nil }
  }

  /// The bounds by which two parents leave room for a column that the one bounds from below and the other from above: of
  /// the two the later reference gives way.
  private func roomBounds(ofReference reference: Int, around index: ColumnIndex) -> [ReferenceBounds] {
    guard references.lookups[index] == nil else { return [] }
    var bounds = declaredBounds(of: index)
    if index.column == eventColumn(of: index.table) { bounds += creationBounds(of: index.table) }
    return bounds.flatMap { own -> [ReferenceBounds] in
      guard case .parent(reference, let column) = own.source, own.side == .lower || own.side == .upper else {
        return []
      }
      let opposite = own.side == .lower ? ColumnBound.Side.upper : .lower
      let parent = references.references[index.table][reference].parent
      let room = bounds.compactMap { other -> ColumnBound? in
        guard other.side == opposite, case .parent(let earlier, _) = other.source, earlier != reference,
          isEarlier(earlier, than: reference, in: index.table)
        else { return nil }
        let resolution = schema.tables[index.table].columns[index.column].resolution
        return own.reversed(leavingRoomAfter: other, resolution)
      }
      guard !room.isEmpty else { return [] }
      let source = ColumnIndex(table: parent, column: column)
      return [ReferenceBounds(column: column, bounds: self.bounds(room, of: source))]
    }
  }

  /// Whether a reference is found before another one, which gives way to it.
  func isEarlier(_ first: Int, than second: Int, in table: Int) -> Bool {
    let definitions = references.references[table]
    guard definitions[first].canBeRedrawn else { return true }
    return (definitions[first].ownerColumn ?? -1) < (definitions[second].ownerColumn ?? -1)
  }

  /// The first datetime column whose times are drawn, or the first such date: when the rows of the table happen.
  func eventColumn(of table: Int) -> Int? {
    let columns = schema.tables[table].columns
    return ([ColumnType.datetime, .date]).lazy.compactMap { type in
      columns.firstIndex { column in
        column.type == type && column.generator?.name.value == DatetimeSeriesGenerator.form.name
          && LifecycleRole(of: column, in: schema.tables[table]) == nil
      }
    }.first
  }

  /// Bounds in the terms of the column that has to keep them.
  func bounds(_ bounds: [ColumnBound], of index: ColumnIndex) -> ColumnBounds {
    let column = schema.tables[index.table].columns[index.column]
    return ColumnBounds(bounds: bounds, type: column.type, resolution: Resolution(unit: column.leastDifference))
  }

  private func declaredBounds(of index: ColumnIndex) -> [ColumnBound] {
    schema.constraints.inequalities.compactMap { inequality in
      guard let yielding = yielding(inequality), yielding.column == index else { return nil }
      guard let source = source(of: yielding.other, for: index.table) else { return nil }
      var bound = ColumnBound(source, yielding.comparison)
      bound.stops = stops(of: yielding.inequality)
      return bound
    }
  }

  /// Where a row of a table finds the value of a column; nil where it does not refer to it.
  private func source(of column: ColumnIndex, for table: Int) -> ColumnBound.Source? {
    if column.table == table { return .local(column.column) }
    return references.reference(from: table, to: column.table).map { .parent(reference: $0, column: column.column) }
  }

  /// What has to find room between the sides of an inequality, from the left to the right.
  func stops(of inequality: Constraints.Inequality) -> [ColumnBound.Stop] {
    inequality.between.compactMap { stop in
      schema.column(stop.column).map { ColumnBound.Stop(resolution: $0.resolution, isStrict: stop.isStrict) }
    }
  }

  /// The ranges of a column as bounds of the row that it is looked up from.
  private func rangeBounds(of index: ColumnIndex) -> [ColumnBound] {
    let reference = name(of: index), type = schema.tables[index.table].columns[index.column].type
    return schema.constraints.ranges.filter { $0.column == reference }.flatMap { range in
      [
        range.minimum.map { ColumnBound(.number($0.ordinal(for: type)), .greaterOrEqual) },
        range.maximum.map { ColumnBound(.number($0.ordinal(for: type)), .lessOrEqual) },
      ].compactMap(\.self)
    }
  }

  /// The values that the enums of a column allow; nil where there is none.
  private func allowedValues(of index: ColumnIndex) -> AllowedValues? {
    let reference = name(of: index), type = schema.tables[index.table].columns[index.column].type
    var values: [DocumentNode]?
    for enumeration in schema.constraints.enums where enumeration.column == reference {
      let own = enumeration.reference.flatMap { schema.column($0)?.generator?.arguments["values"]?.elements }
      guard let allowed = enumeration.reference == nil ? enumeration.values : own else { continue }
      values = values.map { $0.filter { value in allowed.contains { $0.isEqual(to: value, as: type) } } } ?? allowed
    }
    return values.flatMap { AllowedValues($0, type: type) }
  }

  /// Whether a column's generator draws inside the enum itself: a list does, unless its values are changed afterwards.
  private func drawsFromEnum(_ index: ColumnIndex) -> Bool {
    let column = schema.tables[index.table].columns[index.column]
    guard column.modifiers.isEmpty else { return false }
    switch column.generator?.name.value {
    case EnumListGenerator.form.name: return true
    case ChoiceGenerator.form.name: return column.generator?.arguments["choices"] != nil
    default: return false
    }
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

  /// The creation times of a fact's parents, before which none of its rows happens.
  private func creationBounds(of table: Int) -> [ColumnBound] {
    guard schema.tables[table].drivingParent != nil else { return [] }
    return references.references[table].indices.compactMap { place in
      let parent = references.references[table][place].parent
      guard parent != table, let vintage = schema.tables[parent].vintage,
        references.reference(from: table, to: parent) == place,
        let column = schema.tables[parent].columns.firstIndex(where: { $0.name.value == vintage.createdAt.value })
      else { return nil }
      return ColumnBound(
        source: .parent(reference: place, column: column),
        side: .lower,
        isStrict: false,
        isCreation: true
      )
    }
  }

  /// What a column keeps by giving way, for people: `kept > start`; a computed value is moved.
  func note(of index: ColumnIndex, declared: [Constraints.Inequality]) -> String? {
    let comparisons = declared.compactMap { inequality -> String? in
      guard let yielding = yielding(inequality), yielding.column == index else { return nil }
      let other = name(of: yielding.other)
      let isOwn = yielding.other.table == index.table
      return "\(yielding.comparison.rawValue) \(isOwn ? other.column : other.description)"
    }
    guard !comparisons.isEmpty else { return nil }
    return (flexibility(of: index) == .moved ? "moved to keep " : "kept ") + comparisons.joined(separator: " and ")
  }

  // MARK: Dependencies

  /// The columns that the bounds of a column, or of the row that it is looked up from, read.
  func dependencies(of bounds: ColumnBounds, column: ColumnIndex) -> [ColumnIndex] {
    var sources = bounds.bounds.map(\.source)
    if let lookup = references.lookups[column] {
      sources += self.bounds(ofReference: lookup.reference, of: column.table).flatMap(\.bounds.bounds).map(\.source)
    }
    if sources.contains(.eventTime), let event = eventColumn(of: column.table) {
      let index = ColumnIndex(table: column.table, column: event)
      let drawn = drawnBounds(of: index).map(\.source)
      sources += self.bounds(of: column.table, column: event, isEventTime: true).bounds.map(\.source).filter {
        !drawn.contains($0)
      }
    }
    return sources.compactMap { source in
      switch source {
      case .local(let other): ColumnIndex(table: column.table, column: other)
      case .parent(let reference, let other):
        ColumnIndex(table: references.references[column.table][reference].parent, column: other)
      case .eventTime, .eventLimit, .number, .text: nil
      }
    }
  }
}

extension ColumnBound {
  /// The bound of a column that stands on the left side of a comparison.
  init(_ source: Source, _ comparison: Constraints.Comparison) {
    switch comparison {
    case .less: self.init(source: source, side: .upper, isStrict: true)
    case .lessOrEqual: self.init(source: source, side: .upper, isStrict: false)
    case .greater: self.init(source: source, side: .lower, isStrict: true)
    case .greaterOrEqual: self.init(source: source, side: .lower, isStrict: false)
    case .equal: self.init(source: source, side: .equal, isStrict: false)
    case .notEqual: self.init(source: source, side: .different, isStrict: true)
    }
  }
}
