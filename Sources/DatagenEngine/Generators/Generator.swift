import DatagenColumns
import DatagenSchema

/// Where a column's values come from.
///
/// A generator keeps no state from row to row: what it fills in depends on its arguments, its keys and the
/// row numbers of the batch.
protocol Generator: Sendable {
  /// The kind of values it fills in, before modifiers and cast; `text` stands for both kinds of text.
  var kind: ColumnBuffer.Kind { get }

  /// The columns whose values it reads, as (table, column).
  var dependencies: [ColumnIndex] { get }

  /// How many different values it gives by construction in a column that must be unique: infinity where there is no
  /// bound, nil where it cannot promise anything.
  func distinctValues(_ counts: ExpectedCounts) -> Double?

  /// What it does, for `plan`.
  var summary: String { get }

  /// Fills `output` with values for the rows of a batch.
  func generate(into output: ColumnBuffer, _ batch: BatchEvaluation)

  /// How many values it draws from, where they are listed; else 0.
  var listedCount: Int { get }

  /// Fills `output` with one of the listed values for all rows.
  func list(_ place: Int, into output: ColumnBuffer, _ batch: BatchEvaluation)
}

/// A generator that a schema names.
///
/// One file per generator holds its keys, its meaning and its maths; the list in `Registry.swift` makes it known.
protocol DeclaredGenerator: Generator {
  /// The name of the generator in a schema, with the form of its arguments and one sentence about it.
  static var form: KeyForm { get }

  /// Compiles the arguments of a declaration; reports what is wrong with them and returns nil.
  init?(_ arguments: DocumentNode, _ context: ColumnContext)
}

extension Generator {
  var dependencies: [ColumnIndex] { [] }
  func distinctValues(_ counts: ExpectedCounts) -> Double? { nil }
  var listedCount: Int { 0 }
  func list(_ place: Int, into output: ColumnBuffer, _ batch: BatchEvaluation) { generate(into: output, batch) }
}

/// About how many rows each table will have.
struct ExpectedCounts {
  /// By the table's index.
  var rows: [Double]
}

/// A column of the plan: the place of its table and its place in the table.
package struct ColumnIndex: Sendable, Hashable {
  package var table: Int
  package var column: Int
}
