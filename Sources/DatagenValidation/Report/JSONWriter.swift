/// A value of JSON, to be written.
///
/// The keys of an object keep their order.
package enum JSONValue: Sendable {
  case null
  case bool(Bool)
  case integer(Int64)
  case double(Double)
  case string(String)
  case array([JSONValue])
  case object([(String, JSONValue)])

  /// The value on one line, without spaces.
  package var compact: String { JSONWriter(isPretty: false).text(of: self) }

  /// The value over many lines, indented by two spaces, with a newline at the end.
  package var pretty: String { JSONWriter(isPretty: true).text(of: self) + "\n" }

  /// A value that may be missing, as null.
  package static func optional<Value>(_ value: Value?, _ convert: (Value) -> JSONValue) -> JSONValue {
    value.map(convert) ?? .null
  }
}

private struct JSONWriter {
  let isPretty: Bool
  private var output: [UInt8] = []

  init(isPretty: Bool) { self.isPretty = isPretty }

  func text(of value: JSONValue) -> String {
    var writer = self
    writer.write(value, depth: 0)
    return String(decoding: writer.output, as: UTF8.self)
  }

  private mutating func write(_ value: JSONValue, depth: Int) {
    switch value {
    case .null: append("null")
    case .bool(let flag): append(flag ? "true" : "false")
    case .integer(let integer): append(integer.description)
    // The shortest text that reads back as the same number. JSON knows neither infinity nor "not a number".
    case .double(let double): append(double.isFinite ? double.description : "null")
    case .string(let string): write(string)
    case .array(let values):
      list("[", "]", count: values.count, depth: depth) { writer, index in
        writer.write(values[index], depth: depth + 1)
      }
    case .object(let members):
      list("{", "}", count: members.count, depth: depth) { writer, index in
        writer.write(members[index].0)
        writer.append(writer.isPretty ? ": " : ":")
        writer.write(members[index].1, depth: depth + 1)
      }
    }
  }

  private mutating func list(
    _ open: String,
    _ close: String,
    count: Int,
    depth: Int,
    _ element: (inout JSONWriter, Int) -> Void
  ) {
    append(open)
    for index in 0..<count {
      if index > 0 { append(",") }
      breakLine(depth + 1)
      element(&self, index)
    }
    if count > 0 { breakLine(depth) }
    append(close)
  }

  private mutating func breakLine(_ depth: Int) {
    guard isPretty else { return }
    output.append(0x0A)
    output.append(contentsOf: repeatElement(0x20, count: depth * 2))
  }

  private mutating func write(_ string: String) {
    output.append(0x22)
    for byte in string.utf8 {
      switch byte {
      case 0x22: append("\\\"")
      case 0x5C: append("\\\\")
      case 0x08: append("\\b")
      case 0x09: append("\\t")
      case 0x0A: append("\\n")
      case 0x0C: append("\\f")
      case 0x0D: append("\\r")
      case 0x00..<0x20:
        let digits = Array("0123456789abcdef".utf8)
        append("\\u00")
        output.append(digits[Int(byte >> 4)])
        output.append(digits[Int(byte & 15)])
      default: output.append(byte)
      }
    }
    output.append(0x22)
  }

  private mutating func append(_ text: String) { output.append(contentsOf: text.utf8) }
}
