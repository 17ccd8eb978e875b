import DatagenSchema

/// The values that a column can have, as far as its declaration tells: an interval of ordinals (numbers, days of
/// dates, microseconds of datetimes), and the single values where they are listed.
struct ColumnDomain {
  var interval: ClosedRange<Double>
  /// The listed values, with their places in the file.
  var values: [(ordinal: Double, node: DocumentNode)]?

  private let type: ColumnType

  /// What the generator and the modifiers give, before the column's ranges clamp it; nil where that is not known.
  ///
  /// - Parameter rows: about how many rows the table has.
  init?(_ column: Column, _ plan: ColumnPlan, rows: Double) {
    guard column.hasType, let generator = column.generator, rows >= 1, !plan.isMultipliedByRow else {
      return nil
    }
    type = column.type
    switch plan.declaredGenerator {
    case let sequence as SequenceGenerator:
      let last = sequence.start + sequence.step * (rows.rounded() - 1)
      interval = min(sequence.start, last)...max(sequence.start, last)
    case let distribution as DistributionGenerator:
      guard let support = distribution.distribution.support else { return nil }
      interval = support
    case let series as DatetimeSeriesGenerator:
      guard series.sampler.count > 0 else { return nil }
      let unit = column.type == .date ? Timestamp.microsecondsPerDay : 1
      // The first and the last of the points that have a weight.
      let first = series.sampler.time(at: 0).flooredQuotient(unit)
      let last = series.sampler.time(at: 1 - 0x1p-53).flooredQuotient(unit)
      interval = Double(first)...Double(last)
    case is ChoiceGenerator, is EnumListGenerator, is ConstantGenerator:
      let arguments = generator.arguments
      let nodes = arguments[anyOf: ["choices", "values"]]?.elements ?? [arguments["value"]].compactMap(\.self)
      let listed = nodes.compactMap { node in node.ordinal(for: column.type).map { (ordinal: $0, node: node) }
      }
      guard listed.count == nodes.count, let low = listed.map(\.ordinal).min(),
        let high = listed.map(\.ordinal).max()
      else { return nil }
      interval = low...high
      values = listed
    default:
      return nil
    }
    guard apply(column.modifiers), interval.lowerBound.isFinite || interval.upperBound.isFinite else {
      return nil
    }
  }

  /// Follows the modifiers whose effect on an interval is plain; false where one is not.
  private mutating func apply(_ modifiers: [Declaration]) -> Bool {
    for modifier in modifiers {
      let arguments = modifier.arguments
      switch modifier.name.value {
      case SeasonalityModifier.form.name where type == .datetime: continue
      case ClampModifier.form.name:
        interval = interval.clamped(
          to: (arguments["min"]?.double ?? -.infinity)...(arguments["max"]?.double ?? .infinity)
        )
      case AddModifier.form.name:
        guard let value = arguments["value"]?.double else { return false }
        interval = interval.lowerBound + value...interval.upperBound + value
      case MultiplyModifier.form.name:
        guard let factor = arguments["factor"]?.double else { return false }
        let ends = [interval.lowerBound * factor, interval.upperBound * factor]
        guard !ends.contains(where: \.isNaN) else { return false }
        interval = min(ends[0], ends[1])...max(ends[0], ends[1])
      default:
        return false
      }
      values = nil
    }
    return true
  }

  /// The interval in words.
  var text: String { Self.text(of: interval, type) }

  /// An interval in words: `18 to 80`, `18 or more`.
  static func text(of interval: ClosedRange<Double>, _ type: ColumnType) -> String {
    let low = text(ofOrdinal: interval.lowerBound, type), high = text(ofOrdinal: interval.upperBound, type)
    if interval.lowerBound == -.infinity { return "\(high) or less" }
    if interval.upperBound == .infinity { return "\(low) or more" }
    return low == high ? "always \(low)" : "\(low) to \(high)"
  }

  /// An ordinal in words, rounded to what an error message needs.
  static func text(ofOrdinal value: Double, _ type: ColumnType) -> String {
    if type.isTemporal { return type.text(ofOrdinal: value) }
    return (abs(value) < 1e9 ? (value * 100).rounded() / 100 : value).shortText
  }
}

extension ColumnPlan {
  /// Whether a segment or the age of the parent multiplies the values.
  var isMultipliedByRow: Bool { modifiers.contains { $0 is ValueMultiplierModifier } }

  /// The generator as the schema declares it: bounds and rates decide which of its times are drawn.
  var declaredGenerator: any Generator { (generator as? EventTimesGenerator)?.base ?? generator }
}

extension Distribution {
  /// The interval of all values that can be drawn, clipped by the clamp.
  ///
  /// Where the distribution itself has no end, the ends are those of a 53-bit random number.
  var support: ClosedRange<Double>? {
    // The normal quantile of 2^-54, rounded up: no draw is further from the mean.
    let reach = 8.3
    let whole: ClosedRange<Double>
    switch family {
    case .normal(let mean, let deviation): whole = mean - reach * deviation...mean + reach * deviation
    case .lognormal(let mean, let deviation):
      whole = exponential(mean - reach * deviation)...exponential(mean + reach * deviation)
    case .uniform(let low, let high): whole = low...high
    case .beta(_, _, let low, let high): whole = low...high
    case .triangular(let low, _, let high): whole = low...high
    case .exponential, .gamma, .weibull: whole = 0...(.infinity)
    case .pareto(_, let scale): whole = scale...(.infinity)
    case .geometric: whole = 1...(.infinity)
    case .bernoulli: whole = 0...1
    case .poisson: whole = 0...(.infinity)
    case .binomial(_, let trials, _): whole = 0...Double(trials)
    }
    return clamp.map { whole.clamped(to: $0) } ?? whole
  }
}
