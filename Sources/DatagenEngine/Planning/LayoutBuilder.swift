import DatagenSchema

/// Derives what the database looks like from the schema and its references.
struct LayoutBuilder {
  private let schema: Schema
  private let references: ReferenceMap
  private let diagnostics: Diagnostics

  init(_ schema: Schema, _ references: ReferenceMap, _ diagnostics: Diagnostics) {
    self.schema = schema
    self.references = references
    self.diagnostics = diagnostics
  }

  func layout(order: [Int], tables: [TablePlan]) -> DatabaseLayout {
    DatabaseLayout(
      name: schema.name,
      schemaDigest: schema.digest,
      tables: order.map { tableLayout(schema.tables[$0], tables[$0]) }
    )
  }

  private func tableLayout(_ table: Table, _ plan: TablePlan) -> TableLayout {
    let key = table.primaryKey.map(\.value)
    let unique = schema.constraints.unique.filter { $0.table == table.name.value && key != [$0.column] }
    let foreignKeys = foreignKeys(of: table, plan)
    var layout = TableLayout(
      name: table.name.value,
      columns: table.columns.map { columnLayout($0, of: table) },
      primaryKey: key,
      keySequence: keySequence(table, plan),
      foreignKeys: foreignKeys,
      uniqueColumns: unique.map(\.column).unique,
      inequalities: inequalities(of: table, foreignKeys),
      comment: table.comment
    )
    layout.isVocabulary = plan.kind == .vocab
    return layout
  }

  /// The numbers of the rows of a table in its key; nil where the key does not number them.
  ///
  /// Ranges change nothing: keys that are cut would come twice, which is refused.
  private func keySequence(_ table: Table, _ plan: TablePlan) -> KeySequence? {
    guard table.primaryKey.count == 1,
      let column = plan.columns.first(where: { $0.name == table.primaryKey[0].value }),
      column.type == .int, column.modifiers.isEmpty
    else { return nil }
    return (column.generator as? SequenceGenerator)?.wholeNumbers
  }

  // MARK: Columns

  private func columnLayout(_ column: Column, of table: Table) -> ColumnLayout {
    let reference = ColumnReference(table: table.name.value, column: column.name.value)
    var layout = ColumnLayout(
      name: column.name.value,
      type: column.type,
      isNullable: column.isNullable,
      comment: column.comment
    )
    layout.decimals = column.decimals
    for range in schema.constraints.ranges where range.column == reference {
      layout.minimum = stricter(layout.minimum, range.minimum, column.type, max)
      layout.maximum = stricter(layout.maximum, range.maximum, column.type, min)
    }
    layout.pattern = schema.constraints.patterns.last { $0.column == reference }?.regularExpression
    for enumeration in schema.constraints.enums where enumeration.column == reference {
      guard enumeration.reference == nil else { continue }
      let values = enumeration.values.compactMap { allowedValue($0, column.type) }
      layout.allowedValues = layout.allowedValues.map { $0.filter(values.contains) } ?? values
    }
    return layout
  }

  private func stricter(
    _ left: Constraints.Bound?,
    _ right: Constraints.Bound?,
    _ type: ColumnType,
    _ choose: (Double, Double) -> Double
  ) -> Constraints.Bound? {
    guard let left, let right else { return left ?? right }
    return choose(left.ordinal(for: type), right.ordinal(for: type)) == left.ordinal(for: type) ? left : right
  }

  private func allowedValue(_ node: DocumentNode, _ type: ColumnType) -> AllowedValue? {
    switch type {
    case .int, .float: node.double.map(AllowedValue.number)
    case .bool: node.boolean.map(AllowedValue.boolean)
    case .string: node.scalarText.map(AllowedValue.text)
    case .date, .datetime:
      node.string.flatMap(Timestamp.init(iso8601:)).map { AllowedValue.moment($0, type) }
    }
  }

  // MARK: Keys

  /// The declared foreign keys, those that lookups of keys imply, and the columns that enums are drawn from.
  private func foreignKeys(of table: Table, _ plan: TablePlan) -> [ForeignKeyLayout] {
    var keys = compositeForeignKeys(of: table, plan)
    func isPart(_ column: String, _ to: ColumnReference) -> Bool {
      keys.contains { key in
        key.parentTable == to.table && zip(key.columns, key.parentColumns).contains { $0 == (column, to.column) }
      }
    }
    func add(_ column: String, _ to: ColumnReference) {
      if isPart(column, to) { return }
      let isEnforceable = ReferenceMap.isKey(to, in: schema)
      let key = ForeignKeyLayout(
        column: column,
        parentTable: to.table,
        parentColumn: to.column,
        isEnforceable: isEnforceable
      )
      keys.append(key)
      if !isEnforceable {
        diagnostics.warning(
          "\(to) is not unique, so that SQL cannot have a foreign key to it: \(table.name.value).\(column) is checked "
            + "as membership after the load",
          at: to.position
        )
      }
    }
    for key in schema.constraints.foreignKeys where key.from.table == table.name.value { add(key.from.column, key.to) }
    for (index, column) in table.columns.enumerated() {
      guard let lookup = references.lookups[ColumnIndex(table: plan.index, column: index)] else { continue }
      let parent = schema.tables[lookup.source.table]
      let source = ColumnReference(
        table: parent.name.value,
        column: parent.columns[lookup.source.column].name.value,
        position: column.name.position
      )
      if ReferenceMap.isKey(source, in: schema) { add(column.name.value, source) }
    }
    for enumeration in schema.constraints.enums where enumeration.column.table == table.name.value {
      guard let source = enumeration.reference else { continue }
      let key = ForeignKeyLayout(
        column: enumeration.column.column,
        parentTable: source.table,
        parentColumn: source.column,
        isEnforceable: false
      )
      if !keys.contains(where: { $0.columns == key.columns && $0.parentTable == key.parentTable }) { keys.append(key) }
    }
    return keys
  }

  /// The foreign keys of several columns: lookups of all parts of a parent's primary key from one row.
  private func compositeForeignKeys(of table: Table, _ plan: TablePlan) -> [ForeignKeyLayout] {
    var keys: [ForeignKeyLayout] = []
    for (number, reference) in references.references[plan.index].enumerated() {
      let parent = schema.tables[reference.parent]
      let parts = parent.primaryKey.map(\.value)
      guard parts.count > 1, reference.parent != plan.index else { continue }
      let columns = parts.compactMap { part in
        table.columns.indices.first { index in
          guard let lookup = references.lookups[ColumnIndex(table: plan.index, column: index)] else { return false }
          let source = parent.columns[lookup.source.column], column = table.columns[index]
          return lookup.reference == number && source.name.value == part && source.type == column.type
            && column.modifiers.isEmpty
        }
      }
      guard columns.count == parts.count else { continue }
      let key = ForeignKeyLayout(
        columns: columns.map { table.columns[$0].name.value },
        parentTable: parent.name.value,
        parentColumns: parts,
        isEnforceable: true
      )
      if !keys.contains(key) { keys.append(key) }
    }
    return keys
  }

  private func inequalities(of table: Table, _ foreignKeys: [ForeignKeyLayout]) -> [InequalityLayout] {
    // A column that only repeats values of the parent does not say which of its rows is meant.
    let keys = foreignKeys.filter(\.isEnforceable)
    return schema.constraints.inequalities.compactMap { inequality in
      let isLeft = inequality.left.table == table.name.value
      let isRight = inequality.right.table == table.name.value
      if isLeft, isRight {
        return InequalityLayout(
          left: inequality.left.column,
          comparison: inequality.comparison,
          right: inequality.right.column
        )
      }
      if isLeft, let key = keys.first(where: { $0.parentTable == inequality.right.table }) {
        return InequalityLayout(
          left: inequality.left.column,
          comparison: inequality.comparison,
          right: inequality.right.column,
          parent: key
        )
      }
      if isRight, let key = keys.first(where: { $0.parentTable == inequality.left.table }) {
        return InequalityLayout(
          left: inequality.right.column,
          comparison: inequality.comparison.reversed,
          right: inequality.left.column,
          parent: key
        )
      }
      return nil
    }
  }
}
