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
  /// All effects on the table's rows and columns.
  var effects: [EffectDefinition]
  var key: RandomKey
  /// Rows of a table whose number does not follow from a parent.
  var ownRows: Int64
}

/// A column compiled for generation: generator, modifiers, clamp, cast and NULLs, in this order.
package struct ColumnPlan: Sendable {
  package var name: String
  package var type: ColumnType
  package var isNullable: Bool
  let generator: any Generator
  let modifiers: [any Modifier]
  let finish: ColumnFinish
  /// The inequalities with other columns, kept where the values are final.
  let bounds: ColumnBounds
  /// The same column with other random keys, for rows whose values break a bound.
  let retries: [(generator: any Generator, modifiers: [any Modifier])]
  let nullRate: Double
  let nullKey: RandomKey
  /// Whether the generator follows from the column's name and type.
  let isInferred: Bool

  /// The columns that its values depend on.
  var dependencies: [ColumnIndex] {
    generator.dependencies + modifiers.flatMap(\.dependencies) + boundDependencies
  }

  /// The columns that its bounds read.
  let boundDependencies: [ColumnIndex]

  /// What the column does, for people.
  package var summary: String {
    ([generator.summary] + modifiers.map(\.summary)).joined(separator: ", ") + (isInferred ? " (inferred)" : "")
  }

  /// Fills `output` with the column's final values for the rows of a batch.
  func evaluate(into output: ColumnBuffer, _ batch: BatchEvaluation) {
    draw(generator, modifiers, into: output, batch)
    if !bounds.bounds.isEmpty { keepBounds(output, batch) }
    if nullRate > 0 {
      let nulls = output.requireNulls()
      for row in 0..<batch.count where nullKey.unit(batch.rows[row]) < nullRate { nulls[row] = true }
    }
  }

  private func draw(
    _ generator: any Generator,
    _ modifiers: [any Modifier],
    into output: ColumnBuffer,
    _ batch: BatchEvaluation
  ) {
    generator.generate(into: output, batch)
    for modifier in modifiers { modifier.apply(to: output, batch) }
    finish.apply(to: output)
  }

  /// Draws rows that break a bound again, a few times, which gives the distribution that the bound leaves; what
  /// still breaks it is moved to the bound.
  ///
  /// A row's fate depends on the row alone.
  private func keepBounds(_ output: ColumnBuffer, _ batch: BatchEvaluation) {
    let attempt = batch.pool.take()
    defer { batch.pool.give(attempt) }
    for retry in retries {
      let violated = bounds.violations(of: output, batch)
      guard violated.contains(true) else { return }
      draw(retry.generator, retry.modifiers, into: attempt, batch)
      guard attempt.kind == output.kind else { break }
      for row in 0..<batch.count where violated[row] && !attempt.isNull(row) {
        output.integers[row] = attempt.integers[row]
      }
    }
    bounds.mend(output, batch)
  }
}
