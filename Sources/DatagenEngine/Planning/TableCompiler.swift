import DatagenColumns
import DatagenSchema

/// Compiles the tables of a schema: generators, modifiers, casts and row counts.
struct TableCompiler {
  let schema: Schema
  let options: PlanOptions
  let references: ReferenceMap
  let diagnostics: Diagnostics

  /// - Returns: the table, or nil where one of its columns could not be compiled.
  func compile(_ index: Int, key: RandomKey) -> TablePlan? {
    let table = schema.tables[index]
    let columns = table.columns.indices.map { compileColumn(index, $0, tableKey: key) }
    let ownRows = rows(of: table)
    let compiled = columns.compactMap(\.self)
    guard compiled.count == columns.count else { return nil }
    return TablePlan(
      index: index, name: table.name.value, kind: table.kind, columns: compiled,
      references: references.references[index],
      drivingParent: table.drivingParent.flatMap { parent in
        schema.tables.firstIndex { $0.name.value == parent.value }
      },
      fanout: table.fanout, key: key, ownRows: ownRows)
  }

  // MARK: Rows

  private func rows(of table: Table) -> Int64 {
    if table.kind == .vocab { return vocabularyRows(of: table) }
    if let rows = options.rows[table.name.value] { return rows }
    let declared = table.rows?.value ?? 1000
    let scaled = options.scale == 1 ? declared : Int64((Double(declared) * options.scale).rounded())
    let bounded = declared > 0 ? max(1, scaled) : scaled
    return min(bounded, options.maximumRows ?? .max)
  }

  private func vocabularyRows(of table: Table) -> Int64 {
    let lists = table.columns.compactMap { column -> Int64? in
      guard let generator = column.generator, generator.name.value == EnumListGenerator.form.name else { return nil }
      return generator.arguments["values"]?.elements.map { Int64($0.count) }
    }
    guard let longest = lists.max() else {
      diagnostics.error(
        "a vocab needs a column with the generator \"enum_list\", and \"\(table.name.value)\" has none",
        at: table.name.position)
      return 0
    }
    if lists.contains(where: { $0 != longest }) {
      diagnostics.error(
        "the lists of vocab \"\(table.name.value)\" differ in length: \(lists.map(String.init).joined(separator: ", "))",
        at: table.name.position)
    }
    return longest
  }

  // MARK: Columns

  private func compileColumn(_ table: Int, _ index: Int, tableKey: RandomKey) -> ColumnPlan? {
    let column = schema.tables[table].columns[index]
    guard let declaration = column.generator else {
      diagnostics.error(
        "column \"\(column.name.value)\" has no generator; inferring one from its name is part of the language, but "
          + "this version of datagen does not do it yet", at: column.name.position)
      return nil
    }
    let columnKey = tableKey.derived(column.name.value)
    let context = ColumnContext(
      schema: schema, tableIndex: table, columnIndex: index, references: references, diagnostics: diagnostics,
      tableKey: tableKey, key: columnKey.derived(declaration.name.value), position: declaration.name.position)
    guard let type = Registry.generators[declaration.name.value],
      let generator = type.init(declaration.arguments, context)
    else { return nil }
    guard let modifiers = compileModifiers(of: column, generator, context, columnKey) else { return nil }
    let kind = modifiers.last?.kind ?? generator.kind
    if !ColumnFinish.canCast(kind, to: column.type) {
      context.error(
        "\"\(declaration.name.value)\" gives \(kind.description), which cannot be stored in column "
          + "\"\(column.name.value)\" of type \(column.type.rawValue)")
      return nil
    }
    return ColumnPlan(
      name: column.name.value, type: column.type, isNullable: column.isNullable, generator: generator,
      modifiers: modifiers, finish: finish(of: column, ColumnIndex(table: table, column: index)),
      nullRate: column.nullRate, nullKey: columnKey.derived("null"))
  }

  private func compileModifiers(
    of column: Column, _ generator: any Generator, _ context: ColumnContext, _ key: RandomKey
  ) -> [any Modifier]? {
    var kind = generator.kind
    var modifiers: [any Modifier] = []
    for (place, declaration) in column.modifiers.enumerated() {
      // A seasonality of times is a pattern, which the datetime generator has read already.
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

  /// A range clamps values; it does not clamp references, which have to stay the keys they are.
  private func finish(of column: Column, _ index: ColumnIndex) -> ColumnFinish {
    var finish = ColumnFinish(type: column.type, decimals: column.decimals)
    guard references.lookups[index] == nil else { return finish }
    let reference = ColumnReference(table: schema.tables[index.table].name.value, column: column.name.value)
    for range in schema.constraints.ranges where range.column == reference {
      if let bound = range.minimum?.ordinal(for: column.type) { finish.minimum = max(finish.minimum ?? bound, bound) }
      if let bound = range.maximum?.ordinal(for: column.type) { finish.maximum = min(finish.maximum ?? bound, bound) }
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
