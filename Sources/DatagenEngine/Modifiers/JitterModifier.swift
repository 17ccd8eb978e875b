import DatagenColumns
import DatagenSchema

/// `jitter`: `v + N(0, std)`, or with the mode `mul` `v * (1 + N(0, std))`.
struct JitterModifier: NumericModifier, DeclaredModifier {
  static let form = KeyForm(
    "jitter",
    .object(
      ObjectForm(
        "jitter",
        [
          KeyForm("std", .nonNegative, "the standard deviation of the noise"),
          KeyForm("scale", .nonNegative, "the same, in its other spelling"),
          KeyForm("mode", .word(["add", "mul"]), "add (the default) or mul"),
        ]
      )
    ),
    "adds normal noise"
  )

  private let deviation: Double
  private let multiplies: Bool
  private let key: RandomKey

  init?(_ arguments: DocumentNode, kind: ColumnBuffer.Kind, _ context: ColumnContext) {
    guard Self.accepts(kind, context) else { return nil }
    context.diagnostics.reportRepeated(["std", "scale"], in: arguments)
    guard let deviation = arguments[anyOf: ["std", "scale"]]?.double else {
      context.error("missing key \"std\" in \"jitter\": the standard deviation of the noise", at: arguments.position)
      return nil
    }
    self.deviation = deviation
    multiplies = arguments["mode"]?.string == "mul"
    key = context.key
  }

  var summary: String { "jitter \(multiplies ? "×" : "±") \(deviation.shortText)" }

  func apply(to values: UnsafeMutablePointer<Double>, _ batch: BatchEvaluation) {
    let rows = batch.draws
    if multiplies {
      for row in 0..<batch.count { values[row] *= 1 + deviation * normalQuantile(key.unit(rows[row])) }
    } else {
      for row in 0..<batch.count { values[row] += deviation * normalQuantile(key.unit(rows[row])) }
    }
  }
}
