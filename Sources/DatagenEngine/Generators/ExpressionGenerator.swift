import DatagenColumns
import DatagenSchema

/// `expression`: a formula over the columns that stand before it.
struct ExpressionGenerator: Generator {
  static let form = KeyForm(
    "expression",
    .object(ObjectForm("expression", [KeyForm("code", .string, required: true, "the formula")])),
    "a formula over the columns that stand before it"
  )

  private let expression: Expression
  private let table: Int
  let summary: String

  init?(_ arguments: DocumentNode, _ context: ColumnContext) {
    guard let code = arguments["code"], let text = code.string else { return nil }
    let columns = context.table.columns[..<context.columnIndex].map { column in
      (name: column.name.value, type: ExpressionType(column.type))
    }
    do {
      expression = try Expression(text, columns: columns)
    } catch {
      // The text of a one-line code begins after its quote, so that the error's place in it is a place in the file.
      if !context.table.isComplete { return nil }
      let column = code.position.column + 1 + error.offset
      let isPlain = !text.contains("\n") && !text.contains("\\") && !text.contains("\"")
      context.error(
        "in the expression \"\(text.count > 60 ? text.prefix(60) + "…" : text)\": \(error.message)",
        at: isPlain ? SourcePosition(line: code.position.line, column: column) : code.position
      )
      return nil
    }
    table = context.tableIndex
    summary = "= \(text)"
  }

  var kind: ColumnBuffer.Kind { expression.type.bufferKind }

  var dependencies: [ColumnIndex] { expression.columnIndices.map { ColumnIndex(table: table, column: $0) } }

  /// Whether a formula's values repeat cannot be told from the formula; the database's unique index does.
  func distinctValues(_ counts: ExpectedCounts) -> Double? { .infinity }

  func generate(into output: ColumnBuffer, _ batch: BatchEvaluation) {
    expression.evaluate(count: batch.count, into: output) { batch.column($0) }
  }
}

extension ExpressionType {
  init(_ type: ColumnType) {
    self =
      switch type {
      case .int: .integer
      case .float: .double
      case .bool: .boolean
      case .string: .text
      case .date: .date
      case .datetime: .timestamp
      }
  }
}
