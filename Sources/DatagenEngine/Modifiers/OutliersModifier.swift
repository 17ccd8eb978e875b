import DatagenColumns
import DatagenSchema

/// `outliers`: a share `rate` of the rows, each independently, is multiplied (`spike`) or divided (`drop`) by `1 + m`,
/// m drawn from `magnitude_dist`.
struct OutliersModifier: NumericModifier {
  static let form = KeyForm(
    "outliers",
    .object(
      ObjectForm(
        "outliers",
        [
          KeyForm("rate", .share, required: true, "the share of rows"),
          KeyForm("mode", .word(["spike", "drop", "burst"]), "spike (the default), drop or burst"),
          KeyForm("magnitude_dist", magnitude, required: true, "the distribution of m"),
        ])),
    "makes a share of the rows much larger or smaller")

  /// A distribution, or its short form `{ kind: "uniform", min, max }`, which the same reader understands.
  private static let magnitude = DistributionReader.form

  private let rate: Double
  private let drops: Bool
  private let magnitude: Distribution
  private let choiceKey: RandomKey
  private let magnitudeKey: RandomKey

  init?(_ arguments: DocumentNode, kind: ColumnBuffer.Kind, _ context: ColumnContext) {
    guard Self.accepts(kind, context), let rate = arguments["rate"]?.double,
      let node = arguments["magnitude_dist"],
      let magnitude = DistributionReader(context.diagnostics).read(node)
    else { return nil }
    if let mode = arguments["mode"], mode.string == "burst" {
      context.error(
        "\"burst\" is part of the language, but this version of datagen does not do it yet", at: mode.position)
      return nil
    }
    self.rate = rate
    self.magnitude = magnitude
    drops = arguments["mode"]?.string == "drop"
    choiceKey = context.key.derived("choice")
    magnitudeKey = context.key.derived("magnitude")
  }

  var summary: String { "\((rate * 100).shortText) % outliers (\(drops ? "drop" : "spike"))" }

  func apply(to values: UnsafeMutablePointer<Double>, _ batch: BatchEvaluation) {
    let rows = batch.rows
    var m = 0.0
    for row in 0..<batch.count where choiceKey.unit(rows[row]) < rate {
      magnitude.fill(&m, rows: rows + row, count: 1, key: magnitudeKey)
      if drops { values[row] /= 1 + m } else { values[row] *= 1 + m }
    }
  }
}
