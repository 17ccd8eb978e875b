import DatagenColumns
import DatagenSchema

/// `distribution`: random numbers of a named distribution, optionally clipped to an interval, and optionally
/// correlated with those of another column.
struct DistributionGenerator: DeclaredGenerator {
  static let form = KeyForm(
    "distribution",
    DistributionReader.form(with: [Correlation.form]),
    "random numbers"
  )

  let distribution: Distribution
  private let isWhole: Bool
  private let distinct: Permutation?
  let correlation: Correlation?
  private let key: RandomKey
  let summary: String

  init?(_ arguments: DocumentNode, _ context: ColumnContext) {
    guard let distribution = DistributionReader(context.diagnostics).read(arguments) else { return nil }
    self.distribution = distribution
    key = context.key
    isWhole = context.column.type == .int && distribution.wholeInterval != nil
    if isWhole, context.isUnique, let interval = distribution.unclampedInterval {
      distinct = Permutation(count: interval.span, key: key)
    } else {
      distinct = nil
    }
    if context.column.type == .int, case .uniform = distribution.family, distribution.wholeInterval == nil {
      context.error("there is no whole number of 64 bits in the interval of this distribution")
      return nil
    }
    if let node = arguments["correlate"] {
      guard distribution.inversion != nil else {
        context.error(
          "\"correlate\" needs a distribution that is drawn from one random number, not \(distribution.summary)",
          at: node.position
        )
        return nil
      }
      if context.isUnique {
        context.error("a column whose values must not repeat cannot be correlated", at: node.position)
        return nil
      }
      guard let correlation = Correlation(node, context) else { return nil }
      self.correlation = correlation
      summary = "\(distribution.summary), \(correlation.summary)"
    } else {
      correlation = nil
      summary = distribution.summary
    }
  }

  var kind: ColumnBuffer.Kind { isWhole ? .integer : .double }

  func distinctValues(_ counts: ExpectedCounts) -> Double? {
    distinct == nil ? nil : distribution.unclampedInterval.map { Double($0.span) }
  }

  /// A row's value between two limits, by what they leave of the distribution; nil where that is nothing.
  func value(of row: Int64, from low: Double, to high: Double) -> Double? {
    distribution.value(at: key.derived("between").unit(row), from: low, to: high)
  }

  func generate(into output: ColumnBuffer, _ batch: BatchEvaluation) {
    let rows = batch.draws
    if let correlation {
      output.reset(.double, count: batch.count)
      correlation.fill(output.doubles, batch)
      if isWhole, let interval = distribution.wholeInterval {
        let values = output.integers, units = output.doubles
        for row in 0..<batch.count {
          let place = min(units[row] * Double(interval.span), 0x1p64.nextDown)
          values[row] = interval.low &+ Int64(bitPattern: min(UInt64(place), interval.span &- 1))
        }
        output.relabel(as: .integer)
        clamp(values, batch.count)
      } else {
        distribution.applyQuantile(to: output.doubles, count: batch.count)
      }
    } else if isWhole, let interval = distribution.wholeInterval {
      output.reset(.integer, count: batch.count)
      let values = output.integers
      if let distinct, let interval = distribution.unclampedInterval {
        for row in 0..<batch.count {
          values[row] = interval.low &+ Int64(bitPattern: distinct(UInt64(bitPattern: rows[row]) % interval.span))
        }
      } else {
        for row in 0..<batch.count {
          values[row] = interval.low &+ Int64(bitPattern: key.bits(rows[row]).scaled(below: interval.span))
        }
        clamp(values, batch.count)
      }
    } else {
      output.reset(.double, count: batch.count)
      distribution.fill(output.doubles, rows: rows, count: batch.count, key: key)
    }
  }

  /// Clips whole numbers to the distribution's clamp.
  private func clamp(_ values: UnsafeMutablePointer<Int64>, _ count: Int) {
    guard let clamp = distribution.clamp else { return }
    let low = ColumnFinish.nearest(clamp.lowerBound.rounded(.up))
    let high = ColumnFinish.nearest(clamp.upperBound.rounded(.down))
    for row in 0..<count { values[row] = min(max(values[row], low), high) }
  }
}
