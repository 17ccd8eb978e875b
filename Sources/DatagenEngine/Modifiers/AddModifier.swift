import DatagenColumns
import DatagenSchema

/// `add`: `v + value`.
struct AddModifier: NumericModifier, DeclaredModifier {
  static let form = KeyForm(
    "add",
    .object(ObjectForm("add", [KeyForm("value", .number, required: true, "what is added")])),
    "adds a value"
  )

  private let value: Double

  init?(_ arguments: DocumentNode, kind: ColumnBuffer.Kind, _ context: ColumnContext) {
    guard Self.accepts(kind, context), let value = arguments["value"]?.double else { return nil }
    self.value = value
  }

  var summary: String { value < 0 ? "- \((-value).shortText)" : "+ \(value.shortText)" }

  func apply(to values: UnsafeMutablePointer<Double>, _ batch: BatchEvaluation) {
    for row in 0..<batch.count { values[row] += value }
  }
}
