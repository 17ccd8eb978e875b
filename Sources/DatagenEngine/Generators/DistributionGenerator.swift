import DatagenColumns
import DatagenSchema

/// `distribution`: random numbers of a named distribution, optionally clipped to an interval.
struct DistributionGenerator: Generator {
  static let form = KeyForm("distribution", DistributionReader.form, "random numbers")

  let distribution: Distribution
  private let isWhole: Bool
  private let distinct: Permutation?
  private let key: RandomKey
  let summary: String

  init?(_ arguments: DocumentNode, _ context: ColumnContext) {
    guard let distribution = DistributionReader(context.diagnostics).read(arguments) else { return nil }
    self.distribution = distribution
    key = context.key
    summary = distribution.summary
    isWhole = context.column.type == .int && distribution.wholeInterval != nil
    if isWhole, context.isUnique, let interval = distribution.unclampedInterval {
      distinct = Permutation(count: interval.span, key: key)
    } else {
      distinct = nil
    }
    if context.column.type == .int, case .uniform = distribution.family, distribution.wholeInterval == nil {
      context.error("there is no whole number in the interval of this distribution")
      return nil
    }
  }

  var kind: ColumnBuffer.Kind { isWhole ? .integer : .double }

  func distinctValues(_ counts: ExpectedCounts) -> Double? {
    distinct == nil ? nil : distribution.unclampedInterval.map { Double($0.span) }
  }

  func generate(into output: ColumnBuffer, _ batch: BatchEvaluation) {
    let rows = batch.rows
    if isWhole, let interval = distribution.wholeInterval {
      output.reset(.integer, count: batch.count)
      let values = output.integers
      if let distinct, let interval = distribution.unclampedInterval {
        for row in 0..<batch.count {
          values[row] = interval.low &+ Int64(distinct(UInt64(bitPattern: rows[row]) % interval.span))
        }
      } else {
        for row in 0..<batch.count {
          values[row] = interval.low &+ Int64(key.bits(rows[row]).scaled(below: interval.span))
        }
        if let clamp = distribution.clamp {
          let low = ColumnFinish.nearest(clamp.lowerBound.rounded(.up))
          let high = ColumnFinish.nearest(clamp.upperBound.rounded(.down))
          for row in 0..<batch.count { values[row] = min(max(values[row], low), high) }
        }
      }
    } else {
      output.reset(.double, count: batch.count)
      distribution.fill(output.doubles, rows: rows, count: batch.count, key: key)
    }
  }
}
