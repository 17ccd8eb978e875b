import DatagenColumns
import DatagenSchema

/// The times of `datetime_series` where more than patterns decide: the rate of the parent's children over time, or
/// bounds that other columns set.
///
/// Drawn by inversion of the density that they leave.
struct EventTimesGenerator: Generator {
  static let form = DatetimeSeriesGenerator.form

  let base: DatetimeSeriesGenerator
  private let bounds: ColumnBounds
  private let rate: RateModel?
  /// The reference to the driving parent, whose rate it is.
  private let reference: Int?
  let dependencies: [ColumnIndex]

  init(
    _ base: DatetimeSeriesGenerator,
    bounds: ColumnBounds,
    rate: RateModel?,
    reference: Int?,
    dependencies: [ColumnIndex]
  ) {
    self.base = base
    self.bounds = bounds
    self.rate = rate
    self.reference = reference
    self.dependencies = dependencies
  }

  /// Made from a compiled `datetime_series` only.
  init?(_ arguments: DocumentNode, _ context: ColumnContext) { return nil }

  var kind: ColumnBuffer.Kind { .timestamp }

  var summary: String {
    base.summary + (rate == nil ? "" : ", at the parent's rate") + (bounds.bounds.isEmpty ? "" : ", bounded")
  }

  func generate(into output: ColumnBuffer, _ batch: BatchEvaluation) {
    output.reset(.timestamp, count: batch.count)
    let times = output.integers, rows = batch.rows, sampler = base.sampler
    let values = bounds.bounds.map { $0.values(batch) }
    var timeline: ParentTimeline?
    if let rate, let reference { timeline = ParentTimeline(rate, batch.reference(reference).evaluation) }
    for row in 0..<batch.count {
      let unit = base.key.unit(rows[row])
      let (low, high) = bounds.span(row, values)
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
