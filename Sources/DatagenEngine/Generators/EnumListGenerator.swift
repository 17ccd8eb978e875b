import DatagenColumns
import DatagenSchema

/// `enum_list`: a vocabulary's values, in order.
struct EnumListGenerator: DeclaredGenerator {
  static let form = KeyForm(
    "enum_list",
    .object(
      ObjectForm(
        "enum_list",
        [KeyForm("values", .array(.scalar), required: true, "the values of the vocabulary")]
      )
    ),
    "the values of a vocabulary, in order"
  )

  private let values: ConstantList

  init?(_ arguments: DocumentNode, _ context: ColumnContext) {
    guard let list = arguments["values"], let values = ConstantList(list, type: context.column.type, context)
    else { return nil }
    self.values = values
    if context.table.kind != .vocab {
      context.error(
        "\"enum_list\" belongs to a vocab, and table \"\(context.table.name.value)\" is of kind \"\(context.table.kind.rawValue)\"; use \"choice\""
      )
      return nil
    }
  }

  var kind: ColumnBuffer.Kind { values.kind }

  var summary: String { "vocabulary of \(values.summary)" }

  func distinctValues(_ counts: ExpectedCounts) -> Double? { Double(values.distinctCount) }

  func generate(into output: ColumnBuffer, _ batch: BatchEvaluation) {
    let rows = batch.rows, count = Int64(values.count)
    values.fill(output, count: batch.count) { Int(rows[$0] % count) }
  }
}
