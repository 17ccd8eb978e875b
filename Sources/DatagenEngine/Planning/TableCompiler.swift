import DatagenColumns
import DatagenSchema

/// Compiles the tables of a schema: generators, modifiers, casts and row counts.
struct TableCompiler {
  let schema: Schema
  let options: PlanOptions
  let references: ReferenceMap
  let diagnostics: Diagnostics

  private var behavior: BehaviorCompiler {
    BehaviorCompiler(schema: schema, references: references, diagnostics: diagnostics)
  }

  /// The inequalities as the schema says them, without those that follow from them.
  let declaredInequalities: [Constraints.Inequality]

  private var bounds: BoundCompiler { BoundCompiler(schema: schema, references: references) }

  /// - Returns: the table, or nil where one of its columns could not be compiled.
  func compile(_ index: Int, key: RandomKey) -> TablePlan? {
    let table = schema.tables[index]
    behavior.check(index)
    let parts = table.columns.indices.map { compileParts(index, $0, tableKey: key) }
    let ownRows = rows(of: table)
    let drivingParent = table.drivingParent.flatMap { parent in
      schema.tables.firstIndex { $0.name.value == parent.value }
    }
    let eventColumn = bounds.eventColumn(of: index)
    let times = eventColumn.flatMap { parts[$0]?.generator as? DatetimeSeriesGenerator }
    guard let effects = compileEffects(of: index, parent: drivingParent) else { return nil }
    var (children, mean) = behavior.children(of: index, key: key, sampler: times?.sampler, effects: effects)
    let unlimited = children
    if let limit = references.limitOfSiblings(of: index) {
      children = LimitedChildModel(base: children, table: limit.table, relation: limit.relation)
    }
    var columns: [ColumnPlan] = []
    for (place, part) in parts.enumerated() {
      guard var part else { return nil }
      if let lifecycle = behavior.lifecycle(unlimited, of: index, column: place) {
        part.generator = lifecycle
        part.modifiers = []
        part.isInferred = false
      }
      columns.append(
        finishedColumn(part, index, place, isEventTime: place == eventColumn, children: children, parent: drivingParent)
      )
    }
    let columnEffects = columns.flatMap(\.modifiers).compactMap { ($0 as? EffectModifier)?.definition }
    return TablePlan(
      index: index,
      name: table.name.value,
      kind: table.kind,
      columns: columns,
      references: boundedReferences(of: index, key: key),
      drivingParent: drivingParent,
      children: children,
      expectedChildren: mean,
      eventColumn: eventColumn,
      effects: effects + columnEffects,
      key: key,
      ownRows: ownRows
    )
  }

  private static func nullKey(of column: Column, tableKey: RandomKey) -> RandomKey {
    tableKey.derived(column.name.value).derived("null")
  }

  /// The references of a table, with the bounds by which their rows are drawn.
  private func boundedReferences(of table: Int, key: RandomKey) -> [Reference] {
    references.references[table].enumerated().map { place, reference in
      var reference = reference
      reference.bounds = bounds.bounds(ofReference: place, of: table)
      if let owner = reference.ownerColumn.map({ schema.tables[table].columns[$0] }) {
        reference.isNullable = owner.isNullable
        if owner.nullRate > 0 { reference.nulls = (Self.nullKey(of: owner, tableKey: key), owner.nullRate) }
      }
      return reference
    }
  }

  /// The effects on how many children a parent has; nil where one is wrong.
  private func compileEffects(of table: Int, parent: Int?) -> [EffectDefinition]? {
    let declarations = schema.tables[table].effects
    guard let parent, !declarations.isEmpty else { return [] }
    let effects = declarations.enumerated().compactMap { place, declaration -> EffectDefinition? in
      guard declaration.isSound else { return nil }
      return EffectDefinition(
        declaration.arguments,
        key: .init(table: table, column: nil, place: place),
        owner: parent,
        schema,
        diagnostics
      )
    }
    return effects.count == declarations.count ? effects : nil
  }

  // MARK: Rows

  private func rows(of table: Table) -> Int64 {
    if table.kind == .vocab { return vocabularyRows(of: table) }
    if let rows = options.rows[table.name.value] { return rows }
    let declared = table.rows?.value ?? 1000
    let scaled = options.scale == 1 ? declared : ColumnFinish.nearest(Double(declared) * options.scale)
    let bounded = declared > 0 ? max(1, scaled) : scaled
    return min(bounded, options.maximumRows ?? .max)
  }

  private func vocabularyRows(of table: Table) -> Int64 {
    let lists = table.columns.compactMap { column -> Int64? in
      guard let generator = column.generator, generator.name.value == EnumListGenerator.form.name else { return nil }
      return generator.arguments["values"]?.elements.map { Int64($0.count) }
    }
    guard let longest = lists.max() else {
      let isRead =
        table.hasAllColumns && !table.columns.isEmpty && table.columns.allSatisfy { $0.generator?.isSound == true }
      guard isRead else { return 0 }
      diagnostics.error(
        "a vocab needs a column with the generator \"enum_list\", and \"\(table.name.value)\" has none",
        at: table.name.position
      )
      return 0
    }
    if lists.contains(where: { $0 != longest }) {
      diagnostics.error(
        "the lists of vocab \"\(table.name.value)\" differ in length: \(lists.map(String.init).joined(separator: ", "))",
        at: table.name.position
      )
    }
    return longest
  }

  // MARK: Columns

  /// What a column is made of before its table's behaviour is known.
  private struct Parts {
    var generator: any Generator
    var modifiers: [any Modifier]
    var nullKey: RandomKey
    /// Whether the generator follows from the column's name and type.
    var isInferred: Bool
  }

  private func compileParts(_ table: Int, _ index: Int, tableKey: RandomKey) -> Parts? {
    let column = schema.tables[table].columns[index]
    // Columns without a generator got one from `GeneratorInference`; what could not be read has been reported.
    guard let declaration = column.generator, column.hasType, declaration.isSound else { return nil }
    let columnKey = tableKey.derived(column.name.value)
    let context = ColumnContext(
      schema: schema,
      tableIndex: table,
      columnIndex: index,
      references: references,
      diagnostics: diagnostics,
      tableKey: tableKey,
      key: columnKey.derived(declaration.name.value),
      position: declaration.name.position
    )
    guard let type = Registry.generators[declaration.name.value],
      let generator = type.init(declaration.arguments, context)
    else { return nil }
    guard let modifiers = compileModifiers(of: column, generator, context, columnKey) else { return nil }
    let kind = modifiers.last?.kind ?? generator.kind
    if let source = references.lookups[ColumnIndex(table: table, column: index)]?.source,
      !schema.tables[source.table].columns[source.column].hasType
    {
      return nil
    }
    if !ColumnFinish.canCast(kind, to: column.type) {
      context.error(
        "\"\(declaration.name.value)\" gives \(kind.description), which cannot be stored in column "
          + "\"\(column.name.value)\" of type \(column.type.rawValue)"
      )
      return nil
    }
    return Parts(
      generator: generator,
      modifiers: modifiers,
      nullKey: Self.nullKey(of: column, tableKey: tableKey),
      isInferred: declaration.isInferred
    )
  }

  private func finishedColumn(
    _ parts: Parts,
    _ table: Int,
    _ index: Int,
    isEventTime: Bool,
    children: any ChildModel,
    parent: Int?
  ) -> ColumnPlan {
    let column = schema.tables[table].columns[index]
    let limits = bounds.bounds(of: table, column: index, isEventTime: isEventTime)
    let limitColumns = bounds.dependencies(of: limits, column: ColumnIndex(table: table, column: index))
    var generator = parts.generator
    let unlimited = (children as? LimitedChildModel)?.base ?? children
    let rate = isEventTime ? unlimited as? RateModel : nil
    if let times = generator as? DatetimeSeriesGenerator, rate != nil || !limits.isEmpty {
      let rateColumns = parent.map { parent in
        (rate?.parentColumns ?? []).map { ColumnIndex(table: parent, column: $0) }
      }
      generator = EventTimesGenerator(
        times,
        bounds: limits,
        drawn: isEventTime ? bounds.drawnBounds(of: ColumnIndex(table: table, column: index)) : [],
        rate: rate,
        reference: parent.flatMap { references.reference(from: table, to: $0) },
        dependencies: limitColumns + (rateColumns ?? [])
      )
    }
    let multipliers = behavior.multipliers(of: table, column: index)
    return ColumnPlan(
      name: column.name.value,
      type: column.type,
      isNullable: column.isNullable,
      generator: generator,
      modifiers: parts.modifiers + multipliers,
      finish: finish(of: column, ColumnIndex(table: table, column: index)),
      bounds: limits,
      isRedrawn: !(generator is ExpressionGenerator) && !(generator is LifecycleGenerator),
      nullRate: column.nullRate,
      nullKey: parts.nullKey,
      isInferred: parts.isInferred,
      note: bounds.note(of: ColumnIndex(table: table, column: index), declared: declaredInequalities),
      boundDependencies: limitColumns
    )
  }

  private func compileModifiers(
    of column: Column,
    _ generator: any Generator,
    _ context: ColumnContext,
    _ key: RandomKey
  ) -> [any Modifier]? {
    var kind = generator.kind
    var modifiers: [any Modifier] = []
    for (place, declaration) in column.modifiers.enumerated() {
      // A seasonality of times is a pattern, which the datetime generator has read already.
      guard declaration.isSound else { return nil }
      if generator is DatetimeSeriesGenerator, declaration.name.value == SeasonalityModifier.form.name { continue }
      let part = context.part("modifier \(place) \(declaration.name.value)", at: declaration.name.position)
      guard let type = Registry.modifiers[declaration.name.value],
        let modifier = type.init(declaration.arguments, kind: kind, part)
      else { return nil }
      kind = modifier.kind
      modifiers.append(modifier)
    }
    return modifiers
  }

  /// A range clamps values; it does not clamp references, which have to stay the keys they are, nor what is looked up from
  /// a row that is drawn to fit the range.
  private func finish(of column: Column, _ index: ColumnIndex) -> ColumnFinish {
    var finish = ColumnFinish(type: column.type, decimals: column.decimals)
    if let lookup = references.lookups[index] {
      let canBeRedrawn = references.references[index.table][lookup.reference].canBeRedrawn
      if lookup.isKey || canBeRedrawn { return finish }
    }
    let reference = ColumnReference(table: schema.tables[index.table].name.value, column: column.name.value)
    for range in schema.constraints.ranges where range.column == reference {
      if let bound = range.minimum?.ordinal(for: column.type, isMinimum: true) {
        finish.minimum = max(finish.minimum ?? bound, bound)
      }
      if let bound = range.maximum?.ordinal(for: column.type, isMinimum: false) {
        finish.maximum = min(finish.maximum ?? bound, bound)
      }
    }
    return finish
  }
}

extension ColumnBuffer.Kind {
  /// The kind in the words of an error message.
  var description: String {
    switch self {
    case .integer: "whole numbers"
    case .double: "numbers"
    case .boolean: "true and false"
    case .date: "dates"
    case .timestamp: "times"
    case .text, .dictionary: "texts"
    }
  }
}
