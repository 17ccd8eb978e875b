package import DatagenValidation

extension Preview {
  /// The rows as text for a terminal, a drawn table for each table.
  ///
  /// - Parameters:
  ///   - width: the places of a line, to which long texts are cut; nil for no limit.
  ///   - styles: whether NULL and what frames the values is dimmed.
  public func text(width: Int? = nil, styles: Bool = false) -> String {
    tables.map { PreviewDrawing($0, isRandom: isRandom, width: width, styles: styles).text }.joined(
      separator: "\n"
    )
  }

  /// The rows as a JSON object.
  package var json: JSONValue {
    .object([
      ("dataset", .string(dataset)), ("schema_digest", .string(schemaDigest)),
      ("seed", .string(String(seed))),
      ("tables", .array(tables.map(\.json))),
    ])
  }

  /// The rows as JSON on one line.
  public var jsonText: String { json.compact + "\n" }
}

extension Preview.Table {
  fileprivate var json: JSONValue {
    .object([
      ("name", .string(name)), ("row_count", .integer(rowCount)), ("row_count_is_exact", .bool(isCounted)),
      (
        "columns",
        .array(columns.map { .object([("name", .string($0.name)), ("type", .string($0.type))]) })
      ),
      ("row_numbers", .array(rowNumbers.map(JSONValue.integer))),
      (
        "rows",
        .array(rows.map { row in .object(zip(columns, row).map { ($0.name, $0.json($1)) }) })
      ),
    ])
  }
}

extension Preview.Column {
  fileprivate var isNumeric: Bool { type == "int" || type == "float" }

  fileprivate func json(_ value: String?) -> JSONValue {
    guard let value else { return .null }
    switch type {
    case "int": return Int64(value).map(JSONValue.integer) ?? .string(value)
    case "float": return Double(value).map(JSONValue.double) ?? .string(value)
    case "bool": return .bool(value == "true")
    default: return .string(value)
    }
  }
}

/// Draws the rows of one table: columns side by side, and below each other in blocks where a line is too short.
private struct PreviewDrawing {
  /// Texts are cut to this width before columns are moved to a line of their own.
  private static let leastWidth = 12

  private let table: Preview.Table
  private let isRandom: Bool
  private let styles: Bool
  private let cells: [[String?]]
  private let widths: [Int]
  private let blocks: [Range<Int>]

  init(_ table: Preview.Table, isRandom: Bool, width: Int?, styles: Bool) {
    self.table = table
    self.isRandom = isRandom
    self.styles = styles
    let cells = table.rows.map { row in row.map { $0?.withoutControlCharacters } }
    self.cells = cells
    var widths = table.columns.indices.map { column in
      cells.reduce(table.columns[column].name.displayWidth) { max($0, ($1[column] ?? "NULL").displayWidth) }
    }
    if let width { widths = Self.fitted(widths, table.columns, to: width) }
    self.widths = widths
    blocks = Self.blocks(widths, width ?? .max)
  }

  /// Takes places from the widest texts until a line fits; where that is not enough, more lines have to do, and texts
  /// keep more of their places.
  private static func fitted(_ natural: [Int], _ columns: [Preview.Column], to width: Int) -> [Int] {
    var widths = natural
    var excess = widths.reduce(3 * widths.count - 1, +) - width
    let texts = columns.indices.filter { !columns[$0].isNumeric }
    while excess > 0, let widest = texts.max(by: { widths[$0] < widths[$1] }), widths[widest] > leastWidth {
      widths[widest] -= 1
      excess -= 1
    }
    guard excess > 0 else { return widths }
    widths = natural
    for column in texts { widths[column] = min(natural[column], 2 * leastWidth, max(leastWidth, width - 2)) }
    return widths
  }

  private static func blocks(_ widths: [Int], _ width: Int) -> [Range<Int>] {
    var blocks: [Range<Int>] = []
    var start = 0
    var used = -1
    for (column, columnWidth) in widths.enumerated() {
      if column > start, used + columnWidth + 3 > width {
        blocks.append(start..<column)
        start = column
        used = -1
      }
      used += columnWidth + 3
    }
    return blocks + [start..<widths.count]
  }

  var text: String {
    guard !table.rows.isEmpty else { return title + "\n" }
    return ([title] + blocks.map(draw)).joined(separator: "\n")
  }

  private var title: String {
    let numbers = table.rowNumbers
    let count = (table.isCounted ? "" : "about ") + table.rowCount.grouped
    guard let first = numbers.first, let last = numbers.last else {
      return "\(table.name): none of \(count) rows"
    }
    if isRandom {
      let list = numbers.count <= 10 ? ": " + numbers.map(\.grouped).joined(separator: "  ") : ""
      return "\(table.name): \(numbers.count) random row\(numbers.count == 1 ? "" : "s") of \(count)\(list)"
    }
    return
      "\(table.name): row\(first == last ? " \(first.grouped)" : "s \(first.grouped) to \(last.grouped)") of \(count)"
  }

  private func draw(_ block: Range<Int>) -> String {
    let separator = dimmed("│")
    func line(_ cell: (Int) -> String) -> String {
      block.map { " " + cell($0) + " " }.joined(separator: separator)
    }
    let rule = block.map { String(repeating: "─", count: widths[$0] + 2) }.joined(separator: "┼")
    let header = line { aligned(table.columns[$0].name, $0) }
    let rows = cells.map { row in line { aligned(row[$0], $0) } }
    return ([header, dimmed(rule)] + rows).map { $0.trimmingSpaces + "\n" }.joined()
  }

  private func aligned(_ value: String?, _ column: Int) -> String {
    let shown = (value ?? "NULL").cut(toDisplayWidth: widths[column])
    let padding = String(repeating: " ", count: max(0, widths[column] - shown.displayWidth))
    let styled = value == nil ? dimmed(shown) : shown
    return table.columns[column].isNumeric ? padding + styled : styled + padding
  }

  private func dimmed(_ text: String) -> String { styles ? "\u{1B}[2m\(text)\u{1B}[0m" : text }
}

extension String {
  fileprivate var trimmingSpaces: String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
