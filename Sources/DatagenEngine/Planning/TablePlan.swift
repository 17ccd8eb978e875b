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
  var fanout: Fanout
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
  let nullRate: Double
  let nullKey: RandomKey

  /// What the column does, for people.
  package var summary: String {
    ([generator.summary] + modifiers.map(\.summary)).joined(separator: ", ")
  }

  /// Fills `output` with the column's final values for the rows of a batch.
  func evaluate(into output: ColumnBuffer, _ batch: BatchEvaluation) {
    generator.generate(into: output, batch)
    for modifier in modifiers { modifier.apply(to: output, batch) }
    finish.apply(to: output)
    if nullRate > 0 {
      let nulls = output.requireNulls()
      for row in 0..<batch.count where nullKey.unit(batch.rows[row]) < nullRate { nulls[row] = true }
    }
  }
}
