import DatagenColumns
import DatagenSchema

/// `multiply`: `v * factor`.
struct MultiplyModifier: NumericModifier, DeclaredModifier {
  static let form = KeyForm(
    "multiply",
    .object(ObjectForm("multiply", [KeyForm("factor", .number, required: true, "the factor")])),
    "multiplies by a factor"
  )

  private let factor: Double

  init?(_ arguments: DocumentNode, kind: ColumnBuffer.Kind, _ context: ColumnContext) {
    guard Self.accepts(kind, context), let factor = arguments["factor"]?.double else { return nil }
    self.factor = factor
  }

  var summary: String { "× \(factor.shortText)" }

  func apply(to values: UnsafeMutablePointer<Double>, _ batch: BatchEvaluation) {
    for row in 0..<batch.count { values[row] *= factor }
  }
}
