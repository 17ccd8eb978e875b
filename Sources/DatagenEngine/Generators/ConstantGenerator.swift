import DatagenColumns
import DatagenSchema

/// `constant`: the same value in every row; `null` in a nullable column.
struct ConstantGenerator: DeclaredGenerator {
  static let form = KeyForm(
    "constant",
    .object(
      ObjectForm("constant", [KeyForm("value", .optional(.scalar), required: true, "the value of every row")])
    ),
    "the same value in every row"
  )

  /// Nil stands for NULL.
  private let values: ConstantList?
  let kind: ColumnBuffer.Kind
  let summary: String

  init?(_ arguments: DocumentNode, _ context: ColumnContext) {
    guard let value = arguments["value"] else { return nil }
    if value.isNull {
      guard context.column.isNullable else {
        context.error(
          "the constant is null, and column \"\(context.column.name.value)\" is not nullable",
          at: value.position
        )
        return nil
      }
      values = nil
      kind = context.column.type.kind
      summary = "always NULL"
      return
    }
    let list = DocumentNode(.array([value]), at: value.position)
    guard let values = ConstantList(list, type: context.column.type, context) else { return nil }
    self.values = values
    kind = values.kind
    summary = "always \(value.scalarText ?? "")"
  }

  func distinctValues(_ counts: ExpectedCounts) -> Double? { 1 }

  func generate(into output: ColumnBuffer, _ batch: BatchEvaluation) {
    if let values {
      values.fill(output, count: batch.count) { _ in 0 }
      return
    }
    output.reset(kind, count: batch.count)
    output.integers.update(repeating: 0, count: batch.count)
    output.requireNulls().update(repeating: true, count: batch.count)
  }
}
