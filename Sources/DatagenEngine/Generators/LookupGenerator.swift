import DatagenColumns
import DatagenSchema

/// `lookup`: a value of another table's row, computed again where it is needed.
///
/// From the driving parent it is the parent row's value; with `on`, the value of the row that a local column points
/// to; from a table that this row already refers to, that same row's; otherwise a random row's, uniform unless
/// `weights_kind` says how popular rows are. From the table itself it makes a forest: a row refers to an earlier one.
struct LookupGenerator: DeclaredGenerator {
  static let form = KeyForm(
    "lookup",
    .object(
      ObjectForm(
        "lookup",
        [
          KeyForm("from", .columnReference, required: true, "the column whose value is taken"),
          KeyForm(
            "on",
            .optional(.map(.string)),
            "the key of the other table and the column of this one that holds it"
          ),
          KeyForm("weights_kind", .text(pattern: WeightsKind.pattern), "how popular the rows of the other table are"),
        ]
      )
    ),
    "a value of another table's row"
  )

  private let reference: Int
  private let source: ColumnIndex
  private let definition: Reference
  private let table: Int
  /// Whether the value identifies the row that is referred to.
  private let isKey: Bool
  private let greatestFanout: Int64
  /// The column whose NULLs this one shares: the key that the reference belongs to.
  private let owner: ColumnIndex?
  let kind: ColumnBuffer.Kind
  let summary: String

  init?(_ arguments: DocumentNode, _ context: ColumnContext) {
    let index = ColumnIndex(table: context.tableIndex, column: context.columnIndex)
    guard let lookup = context.references.lookups[index] else { return nil }
    reference = lookup.reference
    source = lookup.source
    table = context.tableIndex
    isKey = lookup.isKey
    greatestFanout = context.table.greatestFanout(in: context.schema)
    definition = context.references.references[context.tableIndex][lookup.reference]
    let owner = definition.ownerColumn.map { ColumnIndex(table: context.tableIndex, column: $0) }
    self.owner = owner != index && context.column.isNullable ? owner : nil
    let parent = context.schema.tables[lookup.source.table]
    let column = parent.columns[lookup.source.column]
    kind = column.type.kind
    let name = "\(parent.name.value).\(column.name.value)"
    switch definition.kind {
    case .driving: summary = "\(name) of the parent"
    case .distinct: summary = "\(name), each row once"
    case .forest: summary = "\(name) of an earlier row"
    case .drawn, .weighted, .distinctSiblings, .pair, .chosen, .through:
      let local = owner.map { context.table.columns[$0.column].name.value }
      summary = owner == index ? "\(name) of a random row" : "\(name) of the row in \"\(local ?? "")\""
    }
    if !context.column.isNullable, context.canBeNull(lookup.source) {
      context.error(
        "\(name) can be NULL, but column \"\(context.column.name.value)\", which takes its values, is not nullable"
      )
      return nil
    }
    if !context.column.isNullable, let owner, owner != index, context.canBeNull(owner) {
      let local = context.table.columns[owner.column].name.value
      context.error(
        "\(name) is that of the row in \"\(local)\", which can be NULL, but column \"\(context.column.name.value)\" is not "
          + "nullable"
      )
      return nil
    }
  }

  var dependencies: [ColumnIndex] {
    // The key itself may point to its own column: an earlier row's key needs no other value.
    [source].filter { $0.table != table || $0 != owner } + (owner.map { [$0] } ?? [])
  }

  func distinctValues(_ counts: ExpectedCounts) -> Double? {
    guard isKey else { return nil }
    switch definition.kind {
    case .distinct: return counts.rows[definition.parent]
    // A second child would repeat its parent's key.
    case .driving:
      let isOneToOne = greatestFanout <= 1 || counts.rows[table] > counts.rows[definition.parent]
      return isOneToOne ? counts.rows[definition.parent] : nil
    case .drawn, .weighted, .distinctSiblings, .pair, .chosen, .through, .forest: return nil
    }
  }

  func generate(into output: ColumnBuffer, _ batch: BatchEvaluation) {
    let referenced = batch.reference(reference)
    output.copy(referenced.evaluation.column(source.column))
    output.addNulls(of: referenced.rows)
    if let owner { output.addNulls(of: batch.column(owner.column)) }
  }
}

extension ColumnContext {
  /// Whether a nullable column of any table can hold a NULL, as far as its declaration tells.
  func canBeNull(_ index: ColumnIndex) -> Bool { canBeNull(index, visited: []) }

  private func canBeNull(_ index: ColumnIndex, visited: Set<ColumnIndex>) -> Bool {
    let column = schema.tables[index.table].columns[index.column]
    guard column.isNullable, !visited.contains(index) else { return false }
    if column.nullRate > 0 || references.isForest(index) { return true }
    guard let lookup = references.lookups[index] else { return false }
    let owner = references.references[index.table][lookup.reference].ownerColumn
    let sources = [lookup.source] + (owner.map { [ColumnIndex(table: index.table, column: $0)] } ?? [])
    return sources.contains { canBeNull($0, visited: visited.union([index])) }
  }
}

extension ReferenceMap {
  /// Whether a column refers to earlier rows of its own table, with NULL for the roots.
  func isForest(_ index: ColumnIndex) -> Bool {
    guard let lookup = lookups[index] else { return false }
    if case .forest(_, _, let rootsAreNull) = references[index.table][lookup.reference].kind { return rootsAreNull }
    return false
  }
}
