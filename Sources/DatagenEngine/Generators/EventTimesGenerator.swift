import DatagenColumns
import DatagenSchema

/// The times of `datetime_series` where more than patterns decide: the rate of the parent's children over time, or
/// bounds that other columns set.
///
/// Drawn by inversion of the density that they leave.
struct EventTimesGenerator: Generator {
  let base: DatetimeSeriesGenerator
  /// The bounds that are there before other rows are drawn.
  private var bounds: ColumnBounds
  /// The bounds by rows that are drawn to fit the time; they seldom do not.
  private let drawnBounds: ColumnBounds
  private let rate: RateModel?
  /// The reference to the driving parent, whose rate it is.
  private let reference: Int?
  let dependencies: [ColumnIndex]

  /// - Parameter drawn: those of the bounds that are by rows which are drawn to fit the time.
  init(
    _ base: DatetimeSeriesGenerator,
    bounds: ColumnBounds,
    drawn: [ColumnBound],
    rate: RateModel?,
    reference: Int?,
    dependencies: [ColumnIndex]
  ) {
    self.base = base
    var drawnBounds = bounds
    drawnBounds.bounds = drawn
    self.drawnBounds = drawnBounds
    self.bounds = bounds
    self.bounds.bounds.removeAll { bound in drawn.contains { $0.source == bound.source && $0.side == bound.side } }
    self.rate = rate
    self.reference = reference
    self.dependencies = dependencies
  }

  /// The same times with more bounds, the same for all rows.
  func bounded(by additional: [ColumnBound]) -> EventTimesGenerator {
    var times = self
    times.bounds.bounds += additional
    return times
  }

  var kind: ColumnBuffer.Kind { .timestamp }

  var summary: String {
    base.summary + (rate == nil ? "" : ", at the parent's rate")
      + (bounds.isEmpty && drawnBounds.isEmpty ? "" : ", bounded")
  }

  func generate(into output: ColumnBuffer, _ batch: BatchEvaluation) {
    generateProvisionally(into: output, batch)
    guard !drawnBounds.isEmpty else { return }
    let violated = drawnBounds.violations(of: output, batch)
    let rows = violated.indices.filter { violated[$0] }
    // Another random number: that of a time that is too early is a small one.
    if !rows.isEmpty { draw(rows, into: output, bounds.bounds + drawnBounds.bounds, base.key.derived("again"), batch) }
  }

  /// Fills in the times as they are before other rows are drawn to fit them.
  func generateProvisionally(into output: ColumnBuffer, _ batch: BatchEvaluation) {
    output.reset(.timestamp, count: batch.count)
    draw(0..<batch.count, into: output, bounds.bounds, base.key, batch)
    guard !drawnBounds.isEmpty, let floor = batch.plan.eventFloor(of: batch.table.index) else { return }
    let early = (0..<batch.count).filter { output.integers[$0] < floor }
    guard !early.isEmpty else { return }
    let unit = bounds.type == .date ? Double(Timestamp.microsecondsPerDay) : 1
    let limit = ColumnBound(source: .number((Double(floor) / unit).rounded(.up)), side: .lower, isStrict: false)
    draw(early, into: output, bounds.bounds + [limit], base.key.derived("later"), batch)
  }

  /// Fills in the first and the last time that a row may have, whatever rows are drawn to fit it.
  func fillLimits(first: ColumnBuffer, last: ColumnBuffer, _ batch: BatchEvaluation) {
    first.reset(.timestamp, count: batch.count)
    last.reset(.timestamp, count: batch.count)
    let values = bounds.bounds.map { $0.values(batch) }, window = base.sampler.bounds
    for row in 0..<batch.count {
      let (low, high) = bounds.span(row, values)
      first.integers[row] = max(low, window.lowerBound)
      last.integers[row] = min(high, window.upperBound) - 1
    }
  }

  private func draw(
    _ rows: some Sequence<Int>,
    into output: ColumnBuffer,
    _ bounds: [ColumnBound],
    _ key: RandomKey,
    _ batch: BatchEvaluation
  ) {
    let times = output.integers, draws = batch.draws, sampler = base.sampler
    var limits = self.bounds
    limits.bounds = bounds
    let values = bounds.map { $0.values(batch) }
    var timeline: ParentTimeline?
    if let rate, let reference { timeline = ParentTimeline(rate, batch.reference(reference).evaluation) }
    for row in rows {
      let unit = key.unit(draws[row])
      let (low, high) = limits.span(row, values)
      if let time = timeline?.time(row, at: unit, from: low, to: high), time < high {
        times[row] = time
      } else if low == .min, high == .max {
        times[row] = sampler.time(at: unit)
      } else {
        let span = sampler.bounds
        times[row] = sampler.time(
          at: unit,
          from: max(low, span.lowerBound),
          to: max(min(high, span.upperBound), max(low, span.lowerBound))
        )
      }
    }
  }
}
