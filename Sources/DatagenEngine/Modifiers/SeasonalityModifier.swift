import DatagenColumns
import DatagenSchema

/// `seasonality`: multiplies a number by the weight at the row's time. (On a column of times it is a pattern, which
/// `datetime_series` reads.)
struct SeasonalityModifier: NumericModifier, DeclaredModifier {
  static let form = KeyForm(
    "seasonality",
    .object(
      ObjectForm(
        "seasonality",
        TimePattern.keys + [
          KeyForm(
            "time_reference",
            .string,
            "the column of times; the first datetime column before this one by default"
          )
        ],
        cases: TimePattern.cases
      )
    ),
    "multiplies by a weight for the hour, the day of the week or the month"
  )

  private let weights: PatternWeights
  private let time: ColumnIndex
  let summary: String

  init?(_ arguments: DocumentNode, kind: ColumnBuffer.Kind, _ context: ColumnContext) {
    if kind == .timestamp || kind == .date {
      context.error("\"seasonality\" of times needs the generator \"datetime_series\"")
      return nil
    }
    guard Self.accepts(kind, context), let pattern = TimePattern(arguments, context.diagnostics),
      let time = context.timeColumn(arguments["time_reference"], for: "\"seasonality\"")
    else { return nil }
    weights = PatternWeights([pattern])
    self.time = time
    summary = "× season of \(pattern.dimension.rawValue)"
  }

  var dependencies: [ColumnIndex] { [time] }

  func apply(to values: UnsafeMutablePointer<Double>, _ batch: BatchEvaluation) {
    let column = batch.column(time.column)
    let times = column.integers
    let unit = column.kind == .date ? Timestamp.microsecondsPerDay : 1
    for row in 0..<batch.count where !column.isNull(row) { values[row] *= weights(times[row] &* unit) }
  }
}

extension ColumnContext {
  /// The column that says when a row happens: the one named, or the first datetime column before this one.
  func timeColumn(_ name: DocumentNode?, for purpose: String) -> ColumnIndex? {
    if let name = name?.located {
      guard let index = earlierColumn(named: name.value, at: name.position, for: purpose) else { return nil }
      if table.columns[index.column].type.isTemporal { return index }
      error("\(purpose) needs a column of times, and \"\(name.value)\" is none", at: name.position)
      return nil
    }
    let earlier = table.columns[..<columnIndex]
    if let column = earlier.firstIndex(where: { $0.type == .datetime })
      ?? earlier.firstIndex(where: { $0.type == .date })
    {
      return ColumnIndex(table: tableIndex, column: column)
    }
    guard table.isComplete else { return nil }
    error("\(purpose) needs a datetime column before \"\(column.name.value)\" in table \"\(table.name.value)\"")
    return nil
  }
}
