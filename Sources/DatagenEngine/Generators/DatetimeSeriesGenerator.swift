import DatagenColumns
import DatagenSchema

/// `datetime_series`: a point of the grid that `freq` lays from start to end, drawn with the product of the
/// patterns' weights.
///
/// Seasonality modifiers of the column are patterns too.
struct DatetimeSeriesGenerator: DeclaredGenerator {
  private static let pattern = ValueForm.object(ObjectForm("a pattern", TimePattern.keys, cases: TimePattern.cases))

  static let form = KeyForm(
    "datetime_series",
    .object(
      ObjectForm(
        "datetime_series",
        [
          KeyForm(
            "within",
            .either([
              .word(["timeframe"]),
              .object(
                ObjectForm(
                  "within",
                  [
                    KeyForm("start", .time, "the first moment"), KeyForm("end", .time, "the last moment"),
                    KeyForm("freq", .text(pattern: Frequency.pattern), "the step of the grid"),
                  ]
                )
              ),
            ]),
            "\"timeframe\" (the default) or { start, end }"
          ),
          KeyForm("freq", .text(pattern: Frequency.pattern), "the step of the grid, the timeframe's by default"),
          KeyForm(
            "pattern",
            .optional(.listOrSingle(pattern)),
            "weights over the hour, the day of the week or the month"
          ),
          KeyForm("patterns", .optional(.listOrSingle(pattern)), "several of them, whose product counts"),
        ]
      )
    ),
    "a moment of a grid of times, drawn with the weights of patterns"
  )

  let sampler: TimeSampler
  let timeframe: Timeframe
  let patterns: [TimePattern]
  private let distinct: Permutation?
  let key: RandomKey
  let summary: String

  init?(_ arguments: DocumentNode, _ context: ColumnContext) {
    var timeframe = context.schema.timeframe
    let within = arguments["within"]
    if let start = within?["start"]?.string.flatMap(Timestamp.init(iso8601:)) { timeframe.start = start }
    if let end = within?["end"]?.string.flatMap(Timestamp.init(iso8601:)) { timeframe.end = end }
    if let node = arguments["freq"] ?? within?["freq"] {
      guard let frequency = frequency(node, context.diagnostics) else { return nil }
      timeframe.frequency = frequency
    }
    guard timeframe.start <= timeframe.end else {
      // The order of the schema's own timeframe has been checked.
      if let within, within.string == nil { checkOrder(of: timeframe, within, context.diagnostics) }
      return nil
    }
    guard let patterns = Self.patterns(arguments, context) else { return nil }
    let days = timeframe.end.day - timeframe.start.day
    guard patterns.isEmpty || days < 730_500 else {
      context.error("patterns are laid over 2,000 years at most, and these are \(days / 365)")
      return nil
    }
    guard let sampler = TimeSampler(timeframe, patterns: patterns) else {
      let span = "from \(timeframe.start.iso8601) to \(timeframe.end.iso8601)"
      context.error(
        patterns.isEmpty
          ? "the frequency puts no point of time into the span \(span)"
          : "the patterns give every point of time \(span) the weight 0"
      )
      return nil
    }
    self.sampler = sampler
    self.timeframe = timeframe
    self.patterns = patterns
    key = context.key
    distinct =
      context.isUnique && sampler.isUniform ? Permutation(count: UInt64(sampler.count), key: context.key) : nil
    let shape = patterns.isEmpty ? "" : " by " + patterns.map(\.dimension.rawValue).joined(separator: " × ")
    summary = "times from \(timeframe.start.iso8601) to \(timeframe.end.iso8601)" + shape
  }

  /// The patterns of the generator and of the column's seasonality modifiers; nil where one is wrong.
  private static func patterns(_ arguments: DocumentNode, _ context: ColumnContext) -> [TimePattern]? {
    let seasonalities = context.column.modifiers.filter { $0.name.value == SeasonalityModifier.form.name }
    let nodes =
      (arguments["pattern"]?.listOrSingle ?? []) + (arguments["patterns"]?.listOrSingle ?? [])
      + seasonalities.map(\.arguments)
    let patterns = nodes.compactMap { TimePattern($0, context.diagnostics) }
    return patterns.count == nodes.count ? patterns : nil
  }

  var kind: ColumnBuffer.Kind { .timestamp }

  func distinctValues(_ counts: ExpectedCounts) -> Double? { distinct == nil ? nil : Double(sampler.count) }

  func generate(into output: ColumnBuffer, _ batch: BatchEvaluation) {
    output.reset(.timestamp, count: batch.count)
    let rows = batch.draws, times = output.integers
    if let distinct {
      let count = UInt64(sampler.count)
      for row in 0..<batch.count { times[row] = sampler.time(Int64(distinct(UInt64(rows[row]) % count))) }
    } else {
      for row in 0..<batch.count { times[row] = sampler.time(at: key.unit(rows[row])) }
    }
  }
}
