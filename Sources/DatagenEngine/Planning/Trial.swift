import DatagenColumns
import DatagenSchema

/// A small part of a dataset, generated while it is planned, to see what its declarations alone do not tell: how many
/// children segments, ages, effects and chains leave a parent, and what becomes of targets.
///
/// Its rows are the first ones of the dataset's entities, and all their children.
package struct Trial: Sendable {
  private let plan: Plan
  /// Whether it is the whole dataset.
  private let isComplete: Bool

  /// The most rows of an entity, and what is tried where parents would be too many.
  private static let sizes: [Int64] = [8000, 2000, 400, 80, 16]
  /// The most parents whose children are counted.
  private static let maximumParents = 100_000.0
  /// The most rows of a table that are measured.
  private static let maximumRows: Int64 = 32_000

  /// - Returns: nil where the dataset is too large even in part.
  init?(_ full: Plan) {
    for size in Self.sizes {
      var options = full.options
      options.maximumRows = min(size, options.maximumRows ?? .max)
      options.rows = options.rows.mapValues { min($0, size) }
      // What is wrong with the schema has been reported.
      let planner = Planner(Diagnostics(file: full.schema.file))
      guard let plan = planner.plan(full.schema, options: options, isTrial: true) else { return nil }
      let parents = plan.tables.compactMap(\.drivingParent).map { plan.expectedRows(of: $0) }.reduce(0, +)
      guard parents <= Self.maximumParents else { continue }
      self.plan = plan.counted()
      isComplete = zip(full.tables, plan.tables).allSatisfy { $0.ownRows == $1.ownRows }
      return
    }
    return nil
  }

  /// Whether all rows of a table are measured, so that nothing is left to chance.
  private func isWhole(_ table: String) -> Bool {
    guard isComplete, let index = plan.tables.firstIndex(where: { $0.name == table }) else { return false }
    return plan.rowRange(of: index).count <= Int(Self.maximumRows)
  }

  /// How many children a row of the driving parent has, on average; nil where there is none.
  func children(of table: Int) -> Double? {
    guard let parent = plan.tables[table].drivingParent else { return nil }
    let parents = plan.rowRange(of: parent).count
    return parents > 0 ? Double(plan.rowRange(of: table).count) / Double(parents) : nil
  }

  // MARK: Patterns

  /// The patterns that some texts of a column do not match; reports those that none matches.
  func unmatched(_ patterns: [Constraints.Pattern], _ diagnostics: Diagnostics) -> [Constraints.Pattern] {
    patterns.filter { pattern in
      guard let expression = try? TextPattern(pattern.regularExpression) else { return false }
      var matched = 0, count = 0
      var example: String?
      _ = forEachBatch(of: pattern.column, most: 2000) { column, rows in
        for row in 0..<rows where !column.isNull(row) {
          let text = column.string(row)
          count += 1
          if (try? expression.matches(text)) != false { matched += 1 } else { example = example ?? text }
        }
      }
      guard let example else { return false }
      if matched == 0 {
        diagnostics.error(
          "\(pattern.column) has to match \"\(pattern.regularExpression)\", but its generator gives texts like \"\(example)\"",
          at: pattern.column.position
        )
      } else if ReferenceMap.isKey(pattern.column, in: plan.schema) {
        // Texts that are drawn again could repeat.
        diagnostics.error(
          "\(pattern.column) has to be unique and to match \"\(pattern.regularExpression)\", which texts like \"\(example)\" do "
            + "not; use the generator \"pattern\" with this expression",
          at: pattern.column.position
        )
      }
      return true
    }
  }

  // MARK: Targets

  /// Warns of the targets that the trial misses by more than chance.
  ///
  /// - Parameter undecided: the places of the targets that only rows decide.
  func check(_ targets: inout [ForeseenTarget], _ undecided: [Int], _ diagnostics: Diagnostics) {
    for place in undecided {
      switch targets[place].target {
      case .weekendShare(let column, let minimum, let maximum):
        let share = mean(of: column) { column, row in
          CivilDate.dayOfWeek(day: column.moment(row).flooredQuotient(Timestamp.microsecondsPerDay)) >= 5 ? 1 : 0
        }
        guard let share, let side = share.side(of: minimum...maximum) else { continue }
        targets[place].warn(
          "about \(TargetFeasibility.percent(share.value)) of the rows will be weekends, \(side) the target's "
            + "\(TargetFeasibility.percent(minimum)) to \(TargetFeasibility.percent(maximum))",
          diagnostics
        )
      case .meanInRange(let column, let minimum, let maximum):
        let mean = mean(of: column) { column, row in
          column.kind == .double ? column.doubles[row] : Double(column.integers[row])
        }
        guard let mean, let side = mean.side(of: minimum...maximum) else { continue }
        targets[place].warn(
          TargetFeasibility.text(ofMean: mean.value, of: column, side: side, minimum...maximum),
          diagnostics
        )
      case .compositeEffect(let effect):
        for warning in warnings(of: effect) { targets[place].warn(warning, diagnostics) }
      }
    }
  }

  private func warnings(of effect: Target.CompositeEffect) -> [String] {
    let column = ColumnReference(table: effect.table.value, column: effect.timeColumn)
    let cells = EffectCells(effect.influences)
    var observed = [Int64](repeating: 0, count: cells.count)
    let isThere = forEachBatch(of: column) { column, rows in
      for row in 0..<rows where !column.isNull(row) {
        let moment = column.moment(row)
        let day = moment.flooredQuotient(Timestamp.microsecondsPerDay)
        let cell = cells.index { dimension in
          switch dimension {
          case .hour: (moment - day * Timestamp.microsecondsPerDay) / Timestamp.microsecondsPerHour
          case .dow: Int64(CivilDate.dayOfWeek(day: day))
          case .month: Int64(CivilDate(day: day).month - 1)
          }
        }
        if let cell { observed[cell] += 1 }
      }
    }
    guard isThere, let measure = EffectMeasure(observed: observed, cells: cells) else { return [] }
    let isWhole = isWhole(effect.table.value)
    return [
      ("mae", measure.meanAbsoluteError, measure.absoluteChance, effect.maximumAbsoluteError),
      ("mape", measure.meanRelativeError, measure.relativeChance, effect.relativeTolerance),
    ].compactMap { (name: String, error: Double, chance: Double, limit: Double?) -> String? in
      // What chance adds to a large part, it adds to the whole as well where that is no larger.
      guard let limit, error - (isWhole ? 0 : 1.5 * chance) > limit else { return nil }
      return "the rows of \"\(effect.table.value)\" will differ from its composite_effect by a \(name) of about "
        + "\(TargetFeasibility.rounded(isWhole ? error : max(0, error - chance))), more than the target's \(limit.shortText)"
    }
  }

  /// A mean with its standard error.
  private struct Estimate {
    var value: Double
    var error: Double

    /// On which side of an interval it lies beyond doubt: four standard errors away, since the children of a parent are alike.
    func side(of interval: ClosedRange<Double>) -> String? {
      if value + 4 * error < interval.lowerBound { return "below" }
      return value - 4 * error > interval.upperBound ? "above" : nil
    }
  }

  private func mean(of column: ColumnReference, _ value: (ColumnBuffer, Int) -> Double) -> Estimate? {
    var sum = 0.0, squares = 0.0, count = 0.0
    let isThere = forEachBatch(of: column) { column, rows in
      for row in 0..<rows where !column.isNull(row) {
        let value = value(column, row)
        sum += value
        squares += value * value
        count += 1
      }
    }
    guard isThere, count > 0, (sum / count).isFinite else { return nil }
    let mean = sum / count
    let variance = max(0, squares / count - mean * mean)
    return Estimate(value: mean, error: isWhole(column.table) ? 0 : (variance / count).squareRoot())
  }

  /// Evaluates a column at rows that are spread over the table, batch by batch; false where the column is not there.
  private func forEachBatch(
    of column: ColumnReference,
    most: Int64 = Trial.maximumRows,
    _ body: (ColumnBuffer, Int) -> Void
  ) -> Bool {
    guard let table = plan.tables.firstIndex(where: { $0.name == column.table }),
      let index = plan.tables[table].columns.firstIndex(where: { $0.name == column.column })
    else { return false }
    let rows = plan.rowRange(of: table), batch: Int64 = 1000
    let batches = max(1, (Int64(rows.count) + batch - 1) / batch)
    let stride = max(1, batches / (most / batch))
    let pool = BufferPool()
    for place in Swift.stride(from: Int64(0), to: batches, by: Int(stride)) {
      let first = rows.lowerBound + place * batch
      let range = first..<min(first + batch, rows.upperBound)
      guard !range.isEmpty else { continue }
      let evaluation = plan.evaluation(of: BatchRange(table: table, rows: range), pool)
      body(evaluation.column(index), range.count)
      evaluation.recycle()
    }
    return true
  }
}
