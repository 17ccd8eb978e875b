import DatagenColumns
import DatagenSchema

/// `expression`: a formula over the columns that stand before this one and `value`, the value so far.
struct ExpressionModifier: DeclaredModifier {
  static let form = KeyForm(
    "expression",
    .object(
      ObjectForm(
        "expression",
        [KeyForm("code", .string, required: true, "the formula; `value` is the value so far")]
      )
    ),
    "a formula over the value so far and the columns that stand before it"
  )

  private let expression: Expression
  private let table: Int
  /// The columns that the formula may name, in the order of its names; `value` follows them.
  ///
  /// A column of that name is hidden by the value.
  private let visible: [Int]
  let summary: String

  init?(_ arguments: DocumentNode, kind: ColumnBuffer.Kind, _ context: ColumnContext) {
    guard let code = arguments["code"], let text = code.string else { return nil }
    let all = context.table.columns
    visible = (0..<context.columnIndex).filter { all[$0].name.value != "value" }
    let last = context.column.modifiers.last { $0.name.value == Self.form.name }
    let isLast = last?.arguments.position == arguments.position
    guard
      let expression = Expression(
        code,
        visible: visible,
        value: ExpressionType(kind),
        isLast: isLast,
        context
      )
    else { return nil }
    self.expression = expression
    table = context.tableIndex
    summary = "= \(text)"
  }

  var kind: ColumnBuffer.Kind { expression.type.bufferKind }

  var dependencies: [ColumnIndex] {
    expression.columnIndices.filter { $0 < visible.count }.map {
      ColumnIndex(table: table, column: visible[$0])
    }
  }

  func apply(to column: ColumnBuffer, _ batch: BatchEvaluation) {
    expression.evaluate(count: batch.count, into: column) { place in
      place == visible.count ? column : batch.column(visible[place])
    }
  }
}
