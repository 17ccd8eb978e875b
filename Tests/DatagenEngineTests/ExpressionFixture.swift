import DatagenColumns
import DatagenSchema
import Testing

@testable import DatagenEngine

/// A table of three rows that the expressions look at.
enum ExpressionFixture {
  static let columns: [(name: String, type: ExpressionType)] = [
    ("price", .double), ("quantity", .integer), ("city", .text), ("active", .boolean), ("born", .date),
    ("created_at", .timestamp), ("days", .integer), ("status", .text), ("odd name", .integer),
  ]

  static func moment(_ text: String) -> Int64 { Timestamp(iso8601: text)?.microseconds ?? 0 }

  /// Row 1 has no value in `price`, `city`, `active`, `days`; `status` comes as codes.
  static func buffers(rows: Range<Int> = 0..<3) -> [ColumnBuffer] {
    let count = rows.count
    func integers(_ kind: ColumnBuffer.Kind, _ values: [Int64?]) -> ColumnBuffer {
      let buffer = ColumnBuffer()
      buffer.reset(kind, count: count)
      for (row, value) in values[rows].enumerated() {
        // What lies under a NULL may be anything.
        buffer.integers[row] = value ?? (kind == .boolean ? 0 : .min)
        if value == nil { buffer.requireNulls()[row] = true }
      }
      return buffer
    }
    let price = ColumnBuffer()
    price.reset(.double, count: count)
    for (row, value) in [19.99, nil, -2.5][rows].enumerated() {
      price.doubles[row] = value ?? .nan
      if value == nil { price.requireNulls()[row] = true }
    }
    let city = ColumnBuffer()
    city.reset(.text, count: count)
    for (row, value) in ["Łódź", nil, " New York "][rows].enumerated() {
      if let value { city.text.append(value) } else { city.requireNulls()[row] = true }
      city.endText(row)
    }
    let status = integers(.integer, [0, 1, 0])
    status.relabel(as: .dictionary)
    status.replaceDictionary(TextDictionary(["open", "closed", "void"]))
    return [
      price, integers(.integer, [3, 7, -7]), city, integers(.boolean, [1, nil, 0]),
      integers(
        .date,
        [moment("2024-01-31"), moment("1969-12-31"), moment("2024-02-29")].map { $0 / 86_400_000_000 }
      ),
      integers(
        .timestamp,
        [moment("2024-01-31T10:15:30Z"), moment("1969-12-31T23:00:00Z"), moment("2024-12-30T00:00:00Z")]
      ),
      integers(.integer, [10, nil, 0]), status, integers(.integer, [1, 2, 3]),
    ]
  }
}

extension ColumnBuffer {
  /// A value as the tables of these tests write it.
  func describe(_ row: Int) -> String {
    if isNull(row) { return "NULL" }
    switch kind {
    case .integer: return "\(integers[row])"
    case .double: return "\(doubles[row])"
    case .boolean: return integers[row] == 1 ? "true" : integers[row] == 0 ? "false" : "?\(integers[row])"
    case .date: return String(Timestamp(day: integers[row]).iso8601.prefix(10))
    case .timestamp: return Timestamp(microseconds: integers[row]).iso8601
    case .text, .dictionary: return string(row)
    }
  }
}

/// The values of an expression over the table, as text.
func expressionValues(_ code: String, rows: Range<Int> = 0..<3) throws -> [String] {
  let expression = try Expression(code, columns: ExpressionFixture.columns)
  let buffers = ExpressionFixture.buffers(rows: rows)
  let output = ColumnBuffer()
  expression.evaluate(count: rows.count, into: output) { buffers[$0] }
  #expect(output.count == rows.count)
  #expect(
    output.kind == expression.type.bufferKind || (expression.type == .text && output.kind == .dictionary)
  )
  return (0..<rows.count).map { output.describe($0) }
}
