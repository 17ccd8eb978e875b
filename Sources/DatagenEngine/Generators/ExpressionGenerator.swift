import DatagenColumns
import DatagenSchema

/// `expression`: a formula over the columns that stand before it.
struct ExpressionGenerator: DeclaredGenerator {
  static let form = KeyForm(
    "expression",
    .object(ObjectForm("expression", [KeyForm("code", .string, required: true, "the formula")])),
    "a formula over the columns that stand before it"
  )

  private let expression: Expression
  private let table: Int
  let summary: String

  init?(_ arguments: DocumentNode, _ context: ColumnContext) {
    guard let code = arguments["code"], let text = code.string else { return nil }
    // A modifier may give a value to what is NULL here.
    let isLast = !context.column.modifiers.contains { $0.name.value == ExpressionModifier.form.name }
    let visible = Array(0..<context.columnIndex)
    guard let expression = Expression(code, visible: visible, isLast: isLast, context) else { return nil }
    self.expression = expression
    table = context.tableIndex
    summary = "= \(text)"
  }

  var kind: ColumnBuffer.Kind { expression.type.bufferKind }

  var dependencies: [ColumnIndex] { expression.columnIndices.map { ColumnIndex(table: table, column: $0) } }

  /// Whether a formula's values repeat cannot be told from the formula; the database's unique index does.
  func distinctValues(_ counts: ExpectedCounts) -> Double? { .infinity }

  func generate(into output: ColumnBuffer, _ batch: BatchEvaluation) {
    expression.evaluate(count: batch.count, into: output) { batch.column($0) }
  }
}
