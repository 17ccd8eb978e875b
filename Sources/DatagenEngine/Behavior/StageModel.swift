import DatagenColumns
import DatagenSchema

/// A funnel: each parent reaches the first stage, and each next one with probability `min(1, rate * multiplier)`; one
/// child for each stage reached.
struct StageModel: ChildModel {
  let stages: [String]
  let rates: [Double]
  let names: TextDictionary
  let segment: (column: Int, multipliers: TextMultipliers)?
  /// The parent's datetime at which the first stage is reached; nil where it has none, then the beginning of the
  /// timeframe.
  let startColumn: Int?
  let start: Int64
  let meanGapHours: Double
  let key: RandomKey

  init(
    _ config: StageConfig,
    segment: (column: Int, multipliers: TextMultipliers)?,
    startColumn: Int?,
    start: Int64,
    key: RandomKey
  ) {
    stages = config.stages.map(\.name)
    rates = config.stages.map(\.rate)
    names = TextDictionary(stages)
    meanGapHours = config.hoursBetweenStages
    self.segment = segment
    self.startColumn = startColumn
    self.start = start
    self.key = key
  }

  var parentColumns: [Int] { [segment?.column, startColumn].compactMap(\.self) }

  func fillCounts(_ counts: UnsafeMutablePointer<Int64>, parents: BatchEvaluation) {
    let segments = segment.map { parents.column($0.column) }
    for row in 0..<parents.count {
      var multiplier = 1.0
      if let segment, let segments { multiplier = segment.multipliers.multiplier(segments, row) }
      var stream = key.derived("transitions").stream(parents.rows[row])
      var reached = 1
      while reached < rates.count, stream.unit() < min(1, rates[reached] * multiplier) { reached += 1 }
      counts[row] = Int64(reached)
    }
  }

  /// When a parent reached a stage: the gaps between stages are exponential, rounded to the second.
  func time(_ row: Int, stage: Int64, parents: BatchEvaluation) -> Int64 {
    var time = start
    if let startColumn {
      let starts = parents.column(startColumn)
      if !starts.isNull(row) { time = starts.moment(row) }
    }
    var stream = key.derived("gaps").stream(parents.rows[row])
    for _ in 0..<max(0, stage) {
      let seconds = (-naturalLogarithm(stream.unit()) * meanGapHours * 3600).rounded()
      time &+= Int64(seconds) &* Timestamp.microsecondsPerSecond
    }
    return time
  }
}
