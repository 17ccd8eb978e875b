import DatagenColumns
import DatagenSchema

/// What a generator or modifier knows about its place while it is compiled.
struct ColumnContext {
  let schema: Schema
  let tableIndex: Int
  let columnIndex: Int
  let references: ReferenceMap
  let diagnostics: Diagnostics
  /// The key of the table, from which those of columns and of shared subjects derive.
  let tableKey: RandomKey
  /// The key of the column and, within it, of the generator or modifier.
  let key: RandomKey
  /// Where the declaration stands, for messages about it as a whole.
  let position: SourcePosition

  var table: Table { schema.tables[tableIndex] }
  var column: Column { table.columns[columnIndex] }

  /// Whether the column's values must never repeat.
  var isUnique: Bool {
    let reference = ColumnReference(table: table.name.value, column: column.name.value)
    return schema.constraints.unique.contains(reference) || table.primaryKey.map(\.value) == [column.name.value]
  }

  func error(_ message: String, at position: SourcePosition? = nil) {
    diagnostics.error(message, at: position ?? self.position)
  }

  /// The context of a part with a key of its own: a modifier, a purpose.
  func part(_ name: String, at position: SourcePosition) -> ColumnContext {
    ColumnContext(
      schema: schema,
      tableIndex: tableIndex,
      columnIndex: columnIndex,
      references: references,
      diagnostics: diagnostics,
      tableKey: tableKey,
      key: key.derived(name),
      position: position
    )
  }

  /// The place of another column of the same table that is listed before this one; reports it where there is none.
  func earlierColumn(named name: String, at position: SourcePosition, for purpose: String) -> ColumnIndex? {
    guard let index = table.columns.firstIndex(where: { $0.name.value == name }) else {
      guard table.hasAllColumns else { return nil }
      let others = table.columns.map(\.name.value).filter { $0 != column.name.value }
      error(
        "\(purpose) names column \"\(name)\", which table \"\(table.name.value)\" does not have"
          + Suggestion.text(for: name, among: others),
        at: position
      )
      return nil
    }
    guard index < columnIndex else {
      error(
        "\(purpose) needs column \"\(name)\" to stand before \"\(column.name.value)\" in table "
          + "\"\(table.name.value)\"",
        at: position
      )
      return nil
    }
    return ColumnIndex(table: tableIndex, column: index)
  }

  /// The place of another column of the same table, wherever it stands; reports it where there is none.
  func otherColumn(named name: String, at position: SourcePosition, for purpose: String) -> ColumnIndex? {
    guard let index = table.columns.firstIndex(where: { $0.name.value == name }), index != columnIndex else {
      return earlierColumn(named: name, at: position, for: purpose)
    }
    return ColumnIndex(table: tableIndex, column: index)
  }

  /// The place of any column by its reference; reports it where there is none.
  func resolve(_ reference: ColumnReference, for purpose: String) -> ColumnIndex? {
    guard let table = schema.tables.firstIndex(where: { $0.name.value == reference.table }) else {
      guard schema.hasAllTables else { return nil }
      error(
        "\(purpose) names table \"\(reference.table)\", which does not exist"
          + Suggestion.text(for: reference.table, among: schema.tables.map(\.name.value)),
        at: reference.position
      )
      return nil
    }
    let columns = schema.tables[table].columns
    guard let column = columns.firstIndex(where: { $0.name.value == reference.column }) else {
      guard schema.tables[table].hasAllColumns else { return nil }
      error(
        "\(purpose) names column \"\(reference.column)\", which table \"\(reference.table)\" does not have"
          + Suggestion.text(for: reference.column, among: columns.map(\.name.value)),
        at: reference.position
      )
      return nil
    }
    return ColumnIndex(table: table, column: column)
  }
}

extension ColumnType {
  /// The kind of values that a finished column of this type holds.
  var kind: ColumnBuffer.Kind {
    switch self {
    case .int: .integer
    case .float: .double
    case .bool: .boolean
    case .string: .text
    case .date: .date
    case .datetime: .timestamp
    }
  }
}
