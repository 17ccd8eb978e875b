import DatagenColumns
import DatagenSchema

/// What happens to a column's values after they are generated.
protocol Modifier: Sendable {
  /// The kind of values afterwards.
  var kind: ColumnBuffer.Kind { get }

  /// The columns whose values it reads.
  var dependencies: [ColumnIndex] { get }

  /// What it does, for `plan`.
  var summary: String { get }

  /// Changes the values in place.
  func apply(to column: ColumnBuffer, _ batch: BatchEvaluation)
}

/// A modifier that a schema names; one file per modifier, as for generators.
protocol DeclaredModifier: Modifier {
  /// The name of the modifier in a schema, with the form of its arguments and one sentence about it.
  static var form: KeyForm { get }

  /// Compiles the arguments; reports what is wrong with them, or with the column it is asked to change, and
  /// returns nil.
  ///
  /// - Parameter kind: the kind of values that it will get.
  init?(_ arguments: DocumentNode, kind: ColumnBuffer.Kind, _ context: ColumnContext)
}

extension Modifier {
  var dependencies: [ColumnIndex] { [] }
}

/// A modifier of numbers: the values become doubles first.
protocol NumericModifier: Modifier {
  /// Changes numbers in place; `rows` are their row numbers.
  func apply(to values: UnsafeMutablePointer<Double>, _ batch: BatchEvaluation)
}

extension NumericModifier {
  var kind: ColumnBuffer.Kind { .double }

  func apply(to column: ColumnBuffer, _ batch: BatchEvaluation) {
    column.makeDouble()
    apply(to: column.doubles, batch)
  }
}

extension DeclaredModifier where Self: NumericModifier {
  /// Reports a column that holds no numbers.
  static func accepts(_ kind: ColumnBuffer.Kind, _ context: ColumnContext) -> Bool {
    if kind == .integer || kind == .double { return true }
    context.error("\"\(form.name)\" needs numbers, and column \"\(context.column.name.value)\" holds none")
    return false
  }
}

extension ColumnBuffer {
  /// Turns whole numbers into doubles, in place.
  func makeDouble() {
    guard kind == .integer || kind == .boolean else { return }
    for row in 0..<count { doubles[row] = Double(integers[row]) }
    relabel(as: .double)
  }
}
