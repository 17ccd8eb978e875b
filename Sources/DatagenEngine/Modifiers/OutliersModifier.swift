import DatagenColumns
import DatagenSchema

/// `outliers`: a share `rate` of the rows, each independently, is multiplied (`spike`) or divided (`drop`) by `1 + m`,
/// m drawn from `magnitude_dist`.
///
/// `burst` multiplies runs of neighbouring rows in time: the timeframe is cut into 4096 equal cells, each of which is
/// a burst with probability `rate`, by a hash of its number.
struct OutliersModifier: NumericModifier, DeclaredModifier {
  static let form = KeyForm(
    "outliers",
    .object(
      ObjectForm(
        "outliers",
        [
          KeyForm("rate", .share, required: true, "the share of rows"),
          KeyForm("mode", .word(["spike", "drop", "burst"]), "spike (the default), drop or burst"),
          KeyForm("magnitude_dist", magnitude, required: true, "the distribution of m"),
          KeyForm(
            "time_reference",
            .string,
            "for burst, the column of times; the first datetime column before this one by default"
          ),
        ]
      )
    ),
    "makes a share of the rows much larger or smaller"
  )

  /// A distribution, or its short form `{ kind: "uniform", min, max }`, which the same reader understands.
  private static let magnitude = DistributionReader.form

  private enum Mode: Sendable {
    case spike, drop
    case burst(BurstCells)
  }

  private let rate: Double
  private let mode: Mode
  private let magnitude: Distribution
  private let choiceKey: RandomKey
  private let magnitudeKey: RandomKey

  init?(_ arguments: DocumentNode, kind: ColumnBuffer.Kind, _ context: ColumnContext) {
    guard Self.accepts(kind, context), let rate = arguments["rate"]?.double,
      let node = arguments["magnitude_dist"],
      let magnitude = DistributionReader(context.diagnostics).read(node)
    else { return nil }
    let name = arguments["mode"]?.string ?? "spike"
    if name == "burst" {
      guard let time = context.timeColumn(arguments["time_reference"], for: "a \"burst\"") else { return nil }
      mode = .burst(BurstCells(time: time, timeframe: context.schema.timeframe))
    } else {
      if let time = arguments["time_reference"] {
        context.error(
          "\"time_reference\" belongs to the mode \"burst\", and this one is \"\(name)\"",
          at: time.position
        )
        return nil
      }
      mode = name == "drop" ? .drop : .spike
    }
    self.rate = rate
    self.magnitude = magnitude
    choiceKey = context.key.derived("choice")
    magnitudeKey = context.key.derived("magnitude")
  }

  var summary: String {
    let name =
      switch mode {
      case .spike: "spike"
      case .drop: "drop"
      case .burst: "burst"
      }
    return "\((rate * 100).shortText) % outliers (\(name))"
  }

  var dependencies: [ColumnIndex] {
    if case .burst(let cells) = mode { [cells.time] } else { [] }
  }

  /// Changes a share `rate` of values that stand for many rows.
  func applyToTypical(_ values: inout [Double]) {
    let shuffle = Permutation(count: UInt64(max(1, values.count)), key: choiceKey.derived("typical"))
    for place in 0..<Int((rate * Double(values.count)).rounded()) {
      var m = 0.0, row = Int64(place)
      magnitude.fill(&m, rows: &row, count: 1, key: magnitudeKey)
      let index = Int(shuffle(UInt64(place)))
      if case .drop = mode { values[index] /= 1 + m } else { values[index] *= 1 + m }
    }
  }

  func apply(to values: UnsafeMutablePointer<Double>, _ batch: BatchEvaluation) {
    let rows = batch.draws
    var m = 0.0
    func magnitude(_ row: Int) -> Double {
      self.magnitude.fill(&m, rows: rows + row, count: 1, key: magnitudeKey)
      return m
    }
    switch mode {
    case .spike:
      for row in 0..<batch.count where choiceKey.unit(rows[row]) < rate { values[row] *= 1 + magnitude(row) }
    case .drop:
      for row in 0..<batch.count where choiceKey.unit(rows[row]) < rate { values[row] /= 1 + magnitude(row) }
    case .burst(let cells):
      let times = batch.column(cells.time.column)
      for row in 0..<batch.count where !times.isNull(row) {
        if choiceKey.unit(cells.cell(of: row, times)) < rate { values[row] *= 1 + magnitude(row) }
      }
    }
  }
}

/// The timeframe cut into equal cells.
private struct BurstCells: Sendable {
  static let count = 4096.0

  let time: ColumnIndex
  private let start: Int64
  private let cellsPerMicrosecond: Double

  init(time: ColumnIndex, timeframe: Timeframe) {
    self.time = time
    start = timeframe.start.microseconds
    cellsPerMicrosecond =
      Self.count / Double(max(1, timeframe.end.microseconds - timeframe.start.microseconds))
  }

  /// The number of the cell that a row's time lies in; times outside of the timeframe have cells too.
  @inline(__always)
  func cell(of row: Int, _ times: ColumnBuffer) -> Int64 {
    let unit = times.kind == .date ? Timestamp.microsecondsPerDay : 1
    let elapsed = times.integers[row] &* unit &- start
    return Int64((Double(elapsed) * cellsPerMicrosecond).rounded(.down))
  }
}
