import DatagenColumns
import DatagenSchema

/// Values written in the schema, stored as the column's type wants them, picked by their place in the list.
struct ConstantList: Sendable {
  private enum Storage {
    case texts(TextDictionary)
    case integers([Int64])
    case doubles([Double])
  }

  private let storage: Storage
  let kind: ColumnBuffer.Kind
  let count: Int
  let distinctCount: Int

  /// Reads a list of scalars; reports values that do not fit the type.
  init?(_ list: DocumentNode, type: ColumnType, _ context: ColumnContext) {
    let nodes = list.elements ?? []
    guard !nodes.isEmpty else {
      context.error("the list of column \"\(context.column.name.value)\" has no values", at: list.position)
      return nil
    }
    var fits = true
    func convert<Value>(_ read: (DocumentNode) -> Value?, _ expected: String) -> [Value] {
      nodes.compactMap { node in
        if let value = read(node) { return value }
        context.error(
          "expected \(expected) for column \"\(context.column.name.value)\", found \(node.kindName)",
          at: node.position
        )
        fits = false
        return nil
      }
    }
    let time = { (node: DocumentNode) in node.string.flatMap(Timestamp.init(iso8601:)) }
    switch type {
    case .string: storage = .texts(TextDictionary(convert(\.scalarText, "a text")))
    case .int: storage = .integers(convert(\.integer, "a whole number"))
    case .float: storage = .doubles(convert(\.double, "a number"))
    case .bool: storage = .integers(convert({ $0.boolean.map { $0 ? 1 : 0 } }, "true or false"))
    case .date: storage = .integers(convert({ time($0)?.day }, "a date like \"2024-01-31\""))
    case .datetime: storage = .integers(convert({ time($0)?.microseconds }, "a time like \"2024-01-31T23:59:59Z\""))
    }
    guard fits else { return nil }
    kind = type.kind
    count = nodes.count
    distinctCount = Set(nodes.compactMap(\.scalarText)).count
  }

  /// The number at a place; nil where the values are none.
  func number(_ place: Int) -> Double? {
    switch storage {
    case .texts: nil
    case .integers(let values): Double(values[place])
    case .doubles(let values): values[place]
    }
  }

  /// The first values, for `plan`.
  var summary: String { "\(count) value\(count == 1 ? "" : "s")" }

  /// Fills a column with the values at the places that `place` gives for each row.
  @inline(__always)
  func fill(_ output: ColumnBuffer, count: Int, _ place: (Int) -> Int) {
    switch storage {
    case .texts(let dictionary):
      output.reset(dictionary, count: count)
      let codes = output.integers
      for row in 0..<count { codes[row] = Int64(place(row)) }
    case .integers(let values):
      output.reset(kind, count: count)
      let integers = output.integers
      for row in 0..<count { integers[row] = values[place(row)] }
    case .doubles(let values):
      output.reset(.double, count: count)
      let doubles = output.doubles
      for row in 0..<count { doubles[row] = values[place(row)] }
    }
  }
}
