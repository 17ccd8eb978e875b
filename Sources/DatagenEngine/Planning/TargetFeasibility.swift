import DatagenSchema

/// Warns of targets that the schema's own weights and distributions make unreachable, with the figures.
struct TargetFeasibility {
  private let schema: Schema
  private let diagnostics: Diagnostics

  init(_ schema: Schema, _ diagnostics: Diagnostics) {
    self.schema = schema
    self.diagnostics = diagnostics
  }

  /// - Returns: the places of the targets that more than a column's own declaration decides.
  func check(_ targets: inout [ForeseenTarget], _ tables: [TablePlan?]) -> [Int] {
    targets.indices.filter { !isDecided(&targets[$0], tables) }
  }

  /// Warns of a target that cannot be reached; false where the declarations do not tell.
  private func isDecided(_ foreseen: inout ForeseenTarget, _ tables: [TablePlan?]) -> Bool {
    switch foreseen.target {
    case .weekendShare(let column, let minimum, let maximum):
      guard let plan = plan(of: column, tables), let share = Self.weekendShare(plan) else { return false }
      // A jitter carries some times over midnight.
      let tolerance = plan.modifiers.isEmpty ? 0 : 0.01
      guard share < minimum - tolerance || share > maximum + tolerance else { return true }
      let side = share < minimum ? "below" : "above"
      foreseen.warn(
        "the weights give \(Self.percent(share)) of weekends, \(side) the target's \(Self.percent(minimum)) to "
          + Self.percent(maximum),
        diagnostics
      )
    case .meanInRange(let column, let minimum, let maximum):
      guard let plan = plan(of: column, tables), let declared = schema.column(column),
        let mean = ExpectedMean(declared, plan, ranges(of: column, declared.type))
      else { return false }
      guard mean.value + mean.uncertainty < minimum || mean.value - mean.uncertainty > maximum else {
        return true
      }
      let side = mean.value < minimum ? "below" : "above"
      foreseen.warn(Self.text(ofMean: mean.value, of: column, side: side, minimum...maximum), diagnostics)
    case .compositeEffect: return false
    }
    return true
  }

  /// What is said of a mean that misses its target.
  static func text(ofMean mean: Double, of column: ColumnReference, side: String, _ target: ClosedRange<Double>)
    -> String
  {
    "the mean of \(column) will be about \(rounded(mean)), \(side) the target's \(target.lowerBound.shortText) to "
      + target.upperBound.shortText
  }

  private func plan(of column: ColumnReference, _ tables: [TablePlan?]) -> ColumnPlan? {
    tables.lazy.compactMap(\.self).first { $0.name == column.table }?.columns.first {
      $0.name == column.column
    }
  }

  private func ranges(of column: ColumnReference, _ type: ColumnType) -> ClosedRange<Double> {
    var low = -Double.infinity, high = Double.infinity
    for range in schema.constraints.ranges where range.column == column {
      if let bound = range.minimum?.ordinal(for: type) { low = max(low, bound) }
      if let bound = range.maximum?.ordinal(for: type) { high = min(high, bound) }
    }
    return low <= high ? low...high : -.infinity...(.infinity)
  }

  static func percent(_ share: Double) -> String {
    let tenths = (share * 1000).rounded() / 10
    return (tenths == tenths.rounded() && share != 0 && share != 1 ? tenths.shortText : tenths.description)
      + " %"
  }

  /// A number with three significant digits after the point at most.
  static func rounded(_ value: Double) -> String { ((value * 1000).rounded() / 1000).shortText }

  // MARK: Weekends

  /// The expected share of a column's times on Saturdays and Sundays: the weights of the grid's points there over
  /// the weights of all; nil where other things than the grid decide.
  static func weekendShare(_ plan: ColumnPlan) -> Double? {
    guard let series = plan.generator as? DatetimeSeriesGenerator, plan.bounds.isEmpty,
      plan.modifiers.allSatisfy({ $0 is TimeJitterModifier })
    else { return nil }
    return weekendShare(series.timeframe, series.patterns, series.sampler)
  }

  static func weekendShare(_ timeframe: Timeframe, _ patterns: [TimePattern], _ sampler: TimeSampler)
    -> Double?
  {
    let weight = PatternWeights(patterns)
    let run = weight.usesHours ? Timestamp.microsecondsPerHour : Timestamp.microsecondsPerDay
    let step = timeframe.frequency.fixedStep
    // A hundred million points of time take a second; whoever has more of them is not kept waiting.
    guard step.map({ $0 >= run || sampler.count / (run / $0) < 100_000_000 }) ?? true else { return nil }
    var weekend = 0.0, all = 0.0
    var point: Int64 = 0
    while point < sampler.count {
      let time = sampler.time(point)
      var next = point + 1
      if let step, step < run {
        let end = (time.flooredQuotient(run) + 1) * run
        next = min(sampler.count, point + (end - time + step - 1) / step)
      }
      let total = weight(time) * Double(next - point)
      all += total
      if CivilDate.dayOfWeek(day: time.flooredQuotient(Timestamp.microsecondsPerDay)) >= 5 {
        weekend += total
      }
      point = next
    }
    return all > 0 ? weekend / all : nil
  }
}

/// The mean that a column of numbers will have, as far as its declaration tells.
struct ExpectedMean {
  private(set) var value: Double
  /// How far the value may be off: five standard errors of the draws it was found with.
  private(set) var uncertainty: Double

  /// Draws from the column's own distribution, with its modifiers and ranges; nil where other columns matter.
  init?(_ column: Column, _ plan: ColumnPlan, _ range: ClosedRange<Double>) {
    guard !plan.isMultipliedByRow, plan.bounds.isEmpty, column.modifiers.count == plan.modifiers.count else {
      return nil
    }
    let count = 1 << 16
    var draws = [Double](repeating: 0, count: count)
    switch plan.generator {
    case let generator as DistributionGenerator:
      // The mean of so heavy a tail is not to be found by drawing.
      if case .pareto(let shape, _) = generator.distribution.family, shape <= 2,
        generator.distribution.clamp == nil
      {
        return nil
      }
      let rows = (0..<Int64(count)).map { $0 }
      let key = RandomKey(seed: 0).derived("expected mean")
      draws.withUnsafeMutableBufferPointer { values in
        rows.withUnsafeBufferPointer { rows in
          guard let values = values.baseAddress, let rows = rows.baseAddress else { return }
          generator.distribution.fill(values, rows: rows, count: count, key: key)
        }
      }
    case let generator as ChoiceGenerator:
      guard let numbers = generator.typicalNumbers(count: count) else { return nil }
      draws = numbers
    default:
      return nil
    }
    for (modifier, compiled) in zip(column.modifiers, plan.modifiers) {
      let arguments = modifier.arguments
      switch modifier.name.value {
      case MultiplyModifier.form.name:
        let factor = arguments["factor"]?.double ?? 1
        for index in draws.indices { draws[index] *= factor }
      case AddModifier.form.name:
        let value = arguments["value"]?.double ?? 0
        for index in draws.indices { draws[index] += value }
      case ClampModifier.form.name:
        let low = arguments["min"]?.double ?? -.infinity, high = arguments["max"]?.double ?? .infinity
        for index in draws.indices { draws[index] = min(max(draws[index], low), high) }
      default:
        // How many rows lie in bursts is a question of their times.
        guard let outliers = compiled as? OutliersModifier, outliers.dependencies.isEmpty else { return nil }
        outliers.applyToTypical(&draws)
      }
    }
    let isWhole = column.type == .int
    var sum = 0.0, squares = 0.0
    for draw in draws {
      let rounded = isWhole ? draw.rounded() : draw
      let value = min(max(rounded, range.lowerBound), range.upperBound)
      sum += value
      squares += value * value
    }
    let mean = sum / Double(count)
    let variance = max(0, squares / Double(count) - mean * mean)
    guard mean.isFinite, variance.isFinite else { return nil }
    value = mean
    uncertainty = 5 * (variance / Double(count)).squareRoot()
  }
}
