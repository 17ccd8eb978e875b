import DatagenColumns
import DatagenSchema

// Expressions as generators and modifiers declare them.
extension Expression {
  /// Compiles the code of a column's expression; reports what is wrong with it and returns nil.
  ///
  /// - Parameters:
  ///   - code: where the code stands.
  ///   - visible: the columns of the table that it may name, by their places.
  ///   - value: the type of `value`, the value so far, if there is one.
  ///   - isLast: whether nothing computes the value anew afterwards, so that a NULL stays.
  init?(
    _ code: DocumentNode,
    visible: [Int],
    value: ExpressionType? = nil,
    isLast: Bool,
    _ context: ColumnContext
  ) {
    guard let text = code.string else { return nil }
    let all = context.table.columns
    var columns = visible.map { (name: all[$0].name.value, type: ExpressionType(all[$0].type)) }
    if let value { columns.append((name: "value", type: value)) }
    let surroundings = ExpressionSurroundings(
      owner: context.column.name.value,
      laterColumns: all[(context.columnIndex + 1)...].map(\.name.value)
    )
    do {
      self = try Expression(text, columns: columns, surroundings: surroundings)
    } catch {
      // What rests on a name or a type that could not be read, which was reported, is not judged.
      let isCertain =
        error.isUnknownName
        ? context.table.hasAllColumns
        : error.columnIndices.allSatisfy { $0 >= visible.count || all[visible[$0]].hasType }
      guard isCertain else { return nil }
      let quoted = text.count > 60 ? text.prefix(60) + "…" : text
      for error in [error] + error.others {
        context.error(
          "in the expression \"\(quoted)\": \(error.message)",
          at: code.position(inText: error.offset)
        )
      }
      return nil
    }
    if isLast, !context.column.isNullable { reportNulls(code, visible: visible, context) }
  }

  /// Reports NULLs that are known beforehand in a column that takes none.
  private func reportNulls(_ code: DocumentNode, visible: [Int], _ context: ColumnContext) {
    let name = context.column.name.value
    if hasNullBranch {
      context.error(
        "the expression can give null, but column \"\(name)\" is not nullable; give every branch a value, also the "
          + "\"else\" of a \"case\", put coalesce(x, …) around it, or write nullable: true",
        at: code.position
      )
    }
    for place in decisiveColumns where place < visible.count {
      let index = ColumnIndex(table: context.tableIndex, column: visible[place])
      guard context.canBeNull(index) else { continue }
      let other = context.table.columns[index.column].name.value
      context.error(
        "\"\(other)\" can be NULL, which makes the expression NULL, but column \"\(name)\" is not nullable; write "
          + "coalesce(\(other), …) or nullable: true",
        at: code.position
      )
    }
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

  /// The type of values of a kind.
  init(_ kind: ColumnBuffer.Kind) {
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
