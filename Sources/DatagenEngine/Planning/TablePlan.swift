import DatagenColumns
package import DatagenSchema

/// A table compiled for generation.
package struct TablePlan: Sendable {
  /// The place in `Plan.tables`.
  package var index: Int
  package var name: String
  package var kind: TableKind
  package var columns: [ColumnPlan]
  var references: [Reference]
  package var drivingParent: Int?
  /// How many children a row of the driving parent has.
  var children: any ChildModel
  /// About how many of them there are on average.
  var expectedChildren: Double
  /// The column that says when the rows happen.
  var eventColumn: Int?
  /// All effects on the table's rows and columns.
  var effects: [EffectDefinition]
  var key: RandomKey
  /// Rows of a table whose number does not follow from a parent.
  var ownRows: Int64
}

extension TablePlan {
  /// Whether the times of the rows' events have bounds.
  var hasEventLimits: Bool { eventColumn.map { columns[$0].generator is EventTimesGenerator } ?? false }

  /// Fills in when the rows happen, before other rows are drawn for them.
  func fillEventTimes(_ output: ColumnBuffer, _ batch: BatchEvaluation) {
    guard let eventColumn else { preconditionFailure("the table has no event column") }
    let column = columns[eventColumn]
    if let times = column.generator as? EventTimesGenerator {
      times.generateProvisionally(into: output, batch)
    } else {
      column.generator.generate(into: output, batch)
    }
    wholeDays(output, column, batch)
  }

  /// Fills in the first and the last time that the rows' events may have, before other rows are drawn for them.
  func fillEventLimits(first: ColumnBuffer, last: ColumnBuffer, _ batch: BatchEvaluation) {
    guard let eventColumn, let times = columns[eventColumn].generator as? EventTimesGenerator else {
      preconditionFailure("the table has no event column with bounds")
    }
    times.fillLimits(first: first, last: last, batch)
    wholeDays(first, columns[eventColumn], batch)
    wholeDays(last, columns[eventColumn], batch)
  }

  /// The moments of a column of dates are midnights.
  private func wholeDays(_ output: ColumnBuffer, _ column: ColumnPlan, _ batch: BatchEvaluation) {
    guard column.type == .date else { return }
    let times = output.integers
    for row in 0..<batch.count {
      times[row] = times[row].flooredQuotient(Timestamp.microsecondsPerDay) * Timestamp.microsecondsPerDay
    }
  }
}

/// A column compiled for generation: generator, modifiers, clamp, cast and NULLs, in this order.
package struct ColumnPlan: Sendable {
  package var name: String
  package var type: ColumnType
  package var isNullable: Bool
  private(set) var generator: any Generator
  let modifiers: [any Modifier]
  let finish: ColumnFinish
  /// The inequalities with other columns, kept where the values are final.
  private(set) var bounds: ColumnBounds
  /// Whether rows whose values break a bound are drawn again, and not moved at once.
  let isRedrawn: Bool
  let nullRate: Double
  let nullKey: RandomKey
  /// Whether the generator follows from the column's name and type.
  let isInferred: Bool

  /// The columns that its values depend on.
  var dependencies: [ColumnIndex] {
    generator.dependencies + modifiers.flatMap(\.dependencies) + boundDependencies
  }

  /// The inequalities to which it gives way, for people.
  let note: String?

  /// The columns that its bounds read.
  let boundDependencies: [ColumnIndex]

  /// The column with more bounds, the same for all rows.
  func bounded(by additional: [ColumnBound]) -> ColumnPlan {
    var column = self
    // What is moved is moved to the bounds by other columns last.
    column.bounds.bounds = additional + column.bounds.bounds
    if let times = generator as? DatetimeSeriesGenerator {
      column.generator = EventTimesGenerator(
        times,
        bounds: column.bounds,
        drawn: [],
        rate: nil,
        reference: nil,
        dependencies: []
      )
    } else if let times = generator as? EventTimesGenerator {
      column.generator = times.bounded(by: additional)
    }
    return column
  }

  /// The column, its texts drawn until they match a regular expression.
  func matching(_ pattern: String) -> ColumnPlan {
    var column = self
    column.bounds.pattern = pattern
    return column
  }

  /// What the column does, for people.
  package var summary: String {
    ([generator.summary] + modifiers.map(\.summary) + [note].compactMap(\.self)).joined(separator: ", ")
      + (isInferred ? " (inferred)" : "")
  }

  /// Fills `output` with the column's final values for the rows of a batch.
  func evaluate(into output: ColumnBuffer, _ batch: BatchEvaluation) {
    draw(generator, modifiers, into: output, batch)
    if !bounds.isEmpty { keepBounds(output, batch) }
    if nullRate > 0 {
      let nulls = output.requireNulls()
      for row in 0..<batch.count where nullKey.unit(batch.rows[row]) < nullRate { nulls[row] = true }
    }
  }

  func draw(
    _ generator: any Generator,
    _ modifiers: [any Modifier],
    into output: ColumnBuffer,
    _ batch: BatchEvaluation
  ) {
    generator.generate(into: output, batch)
    for modifier in modifiers { modifier.apply(to: output, batch) }
    finish.apply(to: output)
  }
}
