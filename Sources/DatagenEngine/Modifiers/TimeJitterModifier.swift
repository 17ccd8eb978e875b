import DatagenColumns
import DatagenSchema

/// `time_jitter`: a normal shift in time, rounded to the second.
struct TimeJitterModifier: DeclaredModifier {
  static let form = KeyForm(
    "time_jitter",
    .object(
      ObjectForm(
        "time_jitter",
        [KeyForm("std_minutes", .nonNegative, required: true, "the standard deviation of the shift, in minutes")]
      )
    ),
    "shifts times by normal noise"
  )

  private let deviationSeconds: Double
  private let key: RandomKey

  init?(_ arguments: DocumentNode, kind: ColumnBuffer.Kind, _ context: ColumnContext) {
    guard let minutes = arguments["std_minutes"]?.double else { return nil }
    guard kind == .timestamp else {
      context.error(
        "\"time_jitter\" needs a datetime, and column \"\(context.column.name.value)\" holds \(kind.description)"
      )
      return nil
    }
    deviationSeconds = minutes * 60
    key = context.key
  }

  var kind: ColumnBuffer.Kind { .timestamp }

  var summary: String { "jitter of \((deviationSeconds / 60).shortText) min" }

  func apply(to column: ColumnBuffer, _ batch: BatchEvaluation) {
    let times = column.integers, rows = batch.draws
    for row in 0..<batch.count {
      let shift = ColumnFinish.nearest(deviationSeconds * normalQuantile(key.unit(rows[row])))
      times[row] &+= shift &* Timestamp.microsecondsPerSecond
    }
  }
}
