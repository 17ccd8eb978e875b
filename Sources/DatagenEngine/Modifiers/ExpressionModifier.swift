import DatagenColumns
import DatagenSchema

/// `expression`: a formula over the columns that stand before this one and `value`, the value so far.
struct ExpressionModifier: Modifier {
  static let form = KeyForm(
    "expression",
    .object(
      ObjectForm(
        "expression",
        [KeyForm("code", .string, required: true, "the formula; `value` is the value so far")]
      )
    ),
    "a formula over the value so far and the columns that stand before it"
  )

  private let expression: Expression
  private let table: Int
  /// The columns that the formula may name, in the order of its names; `value` follows them.
  ///
  /// A column of that name is hidden by the value.
  private let visible: [Int]
  let summary: String

  init?(_ arguments: DocumentNode, kind: ColumnBuffer.Kind, _ context: ColumnContext) {
    guard let code = arguments["code"], let text = code.string else { return nil }
    let all = context.table.columns
    visible = (0..<context.columnIndex).filter { all[$0].name.value != "value" }
    var columns = visible.map { (name: all[$0].name.value, type: ExpressionType(all[$0].type)) }
    columns.append((name: "value", type: ExpressionType(kind)))
    do {
      expression = try Expression(text, columns: columns)
    } catch {
      context.error(
        "in the expression \"\(text)\": \(error.message)",
        at: code.position(inText: error.offset)
      )
      return nil
    }
    table = context.tableIndex
    summary = "= \(text)"
  }

  var kind: ColumnBuffer.Kind { expression.type.bufferKind }

  var dependencies: [ColumnIndex] {
    expression.columnIndices.filter { $0 < visible.count }.map {
      ColumnIndex(table: table, column: visible[$0])
    }
  }

  func apply(to column: ColumnBuffer, _ batch: BatchEvaluation) {
    expression.evaluate(count: batch.count, into: column) { place in
      place == visible.count ? column : batch.column(visible[place])
    }
  }
}

extension ExpressionType {
  /// The type of values of a kind.
  fileprivate init(_ kind: ColumnBuffer.Kind) {
    self =
      switch kind {
      case .integer: .integer
      case .double: .double
      case .boolean: .boolean
      case .date: .date
      case .timestamp: .timestamp
      case .text, .dictionary: .text
      }
  }
}

extension DocumentNode {
  /// The place in the file of a character of a text: exact where the text is written as it is, otherwise the place
  /// of the text as a whole.
  func position(inText offset: Int) -> SourcePosition {
    let text = string ?? ""
    let isPlain = !text.contains("\n") && !text.contains("\\") && !text.contains("\"")
    // The text begins after its quote.
    return isPlain ? SourcePosition(line: position.line, column: position.column + 1 + offset) : position
  }
}
