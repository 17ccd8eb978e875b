import DatagenColumns
import DatagenSchema

/// `sequence`: `start + step * row`.
struct SequenceGenerator: DeclaredGenerator {
  static let form = KeyForm(
    "sequence",
    .object(
      ObjectForm(
        "sequence",
        [
          KeyForm("start", .number, "the first value, 1 by default"),
          KeyForm("step", .number, "the difference of neighbours, 1 by default"),
        ]
      )
    ),
    "numbers at equal distances, in the order of the rows"
  )

  let start: Double
  let step: Double
  /// The sequence, where it is one of whole numbers.
  let wholeNumbers: KeySequence?

  init?(_ arguments: DocumentNode, _ context: ColumnContext) {
    start = arguments["start"]?.double ?? 1
    step = arguments["step"]?.double ?? 1
    let wholeStart = arguments["start"].map(\.integer) ?? 1
    let wholeStep = arguments["step"].map(\.integer) ?? 1
    wholeNumbers = if let wholeStart, let wholeStep { KeySequence(first: wholeStart, step: wholeStep) } else { nil }
  }

  var kind: ColumnBuffer.Kind { wholeNumbers != nil ? .integer : .double }

  var summary: String { "\(start.shortText), \((start + step).shortText), …" }

  func distinctValues(_ counts: ExpectedCounts) -> Double? { step == 0 ? 1 : .infinity }

  func generate(into output: ColumnBuffer, _ batch: BatchEvaluation) {
    let rows = batch.rows
    if let wholeNumbers {
      output.reset(.integer, count: batch.count)
      let values = output.integers
      let (first, step) = (wholeNumbers.first, wholeNumbers.step)
      for row in 0..<batch.count { values[row] = first &+ step &* rows[row] }
    } else {
      output.reset(.double, count: batch.count)
      let values = output.doubles
      for row in 0..<batch.count { values[row] = start + step * Double(rows[row]) }
    }
  }
}
