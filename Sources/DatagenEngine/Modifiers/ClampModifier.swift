import DatagenColumns
import DatagenSchema

/// `clamp`: values below `min` become `min`, values above `max` become `max`.
struct ClampModifier: NumericModifier, DeclaredModifier {
  static let form = KeyForm(
    "clamp",
    .object(
      ObjectForm(
        "clamp",
        [KeyForm("min", .number, "the least value"), KeyForm("max", .number, "the greatest value")]
      )
    ),
    "confines values to an interval"
  )

  private let minimum: Double
  private let maximum: Double

  init?(_ arguments: DocumentNode, kind: ColumnBuffer.Kind, _ context: ColumnContext) {
    guard Self.accepts(kind, context) else { return nil }
    guard arguments["min"] != nil || arguments["max"] != nil else {
      context.error("\"clamp\" needs \"min\", \"max\" or both", at: arguments.position)
      return nil
    }
    minimum = arguments["min"]?.double ?? -.infinity
    maximum = arguments["max"]?.double ?? .infinity
    if minimum > maximum {
      context.error(
        "the ends of \"clamp\" are swapped: min \(minimum.shortText) is above max \(maximum.shortText)",
        at: arguments["min"]?.position
      )
      return nil
    }
  }

  var summary: String { "clamped to \(minimum.shortText)…\(maximum.shortText)" }

  func apply(to values: UnsafeMutablePointer<Double>, _ batch: BatchEvaluation) {
    for row in 0..<batch.count { values[row] = min(max(values[row], minimum), maximum) }
  }
}
