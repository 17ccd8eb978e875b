import Foundation

/// A value of JSON, read by Foundation.
enum JSON: Decodable, Equatable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSON])
  case object([String: JSON])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([JSON].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSON].self))
    }
  }

  init(_ text: String) throws { self = try JSONDecoder().decode(JSON.self, from: Data(text.utf8)) }

  var members: [String: JSON] { if case .object(let members) = self { members } else { [:] } }
  var elements: [JSON] { if case .array(let elements) = self { elements } else { [] } }
  var number: Double? { if case .number(let number) = self { number } else { nil } }
  var string: String? { if case .string(let string) = self { string } else { nil } }

  var typeNames: Set<String> {
    switch self {
    case .null: ["null"]
    case .bool: ["boolean"]
    case .number(let number): number == number.rounded() ? ["number", "integer"] : ["number"]
    case .string: ["string"]
    case .array: ["array"]
    case .object: ["object"]
    }
  }
}

/// The keywords of JSON Schema that `datagen schema` uses; it stops at any other.
struct JSONSchemaValidator {
  struct UnknownKeyword: Error { var name: String }

  let root: JSON

  /// The first deviation of a value from a schema, or nil where it fits.
  func deviation(of value: JSON, from schema: JSON? = nil, at path: String = "$") throws -> String? {
    let schema = schema ?? root
    if case .bool(let accepts) = schema { return accepts ? nil : "\(path): nothing is accepted here" }
    for (keyword, argument) in schema.members.sorted(by: { $0.key < $1.key }) {
      if let found = try deviation(of: value, keyword, argument, schema.members, path) { return found }
    }
    return nil
  }

  private func deviation(
    of value: JSON,
    _ keyword: String,
    _ argument: JSON,
    _ schema: [String: JSON],
    _ path: String
  ) throws -> String? {
    func unless(_ holds: Bool) -> String? { holds ? nil : "\(path): \(keyword)" }
    switch keyword {
    case "$schema", "$id", "$defs", "title", "description": return nil
    case "$ref":
      let name = String((argument.string ?? "").dropFirst("#/$defs/".count))
      guard let definition = root.members["$defs"]?.members[name] else { throw UnknownKeyword(name: name) }
      return try deviation(of: value, from: definition, at: path)
    case "type":
      let names = argument.string.map { [$0] } ?? argument.elements.compactMap(\.string)
      return unless(!value.typeNames.isDisjoint(with: names))
    case "enum": return unless(argument.elements.contains(value))
    case "const": return unless(argument == value)
    case "minimum": return unless(value.number.map { $0 >= argument.number ?? 0 } ?? true)
    case "exclusiveMinimum": return unless(value.number.map { $0 > argument.number ?? 0 } ?? true)
    case "maximum": return unless(value.number.map { $0 <= argument.number ?? 0 } ?? true)
    case "minItems":
      return unless(value.typeNames != ["array"] || Double(value.elements.count) >= argument.number ?? 0)
    case "maxItems":
      return unless(value.typeNames != ["array"] || Double(value.elements.count) <= argument.number ?? 0)
    case "pattern": return unless(try value.string.map { try matches($0, argument) } ?? true)
    case "required":
      return unless(
        value.typeNames != ["object"]
          || argument.elements.allSatisfy { value.members[$0.string ?? ""] != nil }
      )
    case "items":
      for (index, element) in value.elements.enumerated() {
        if let found = try deviation(of: element, from: argument, at: "\(path)[\(index)]") { return found }
      }
      return nil
    case "properties":
      for (name, form) in argument.members {
        guard let member = value.members[name] else { continue }
        if let found = try deviation(of: member, from: form, at: "\(path).\(name)") { return found }
      }
      return nil
    // The only ones that are used accept any value; "additionalProperties" looks at their names.
    case "patternProperties": return nil
    case "additionalProperties":
      for (name, member) in value.members where schema["properties"]?.members[name] == nil {
        let patterns = schema["patternProperties"]?.members.keys.map { JSON.string($0) } ?? []
        if try patterns.contains(where: { try matches(name, $0) }) { continue }
        if let found = try deviation(of: member, from: argument, at: "\(path).\(name)") { return found }
      }
      return nil
    case "anyOf", "oneOf":
      let fitting = try argument.elements.count { try deviation(of: value, from: $0, at: path) == nil }
      return unless(keyword == "anyOf" ? fitting > 0 : fitting == 1)
    case "propertyNames":
      for name in value.members.keys {
        if let found = try deviation(of: .string(name), from: argument, at: "\(path).\(name)") { return found }
      }
      return nil
    case "allOf":
      for form in argument.elements {
        if let found = try deviation(of: value, from: form, at: path) { return found }
      }
      return nil
    case "if":
      guard let then = schema["then"], try deviation(of: value, from: argument, at: path) == nil else { return nil }
      return try deviation(of: value, from: then, at: path)
    case "then": return nil
    case "not": return unless(try deviation(of: value, from: argument, at: path) != nil)
    default: throw UnknownKeyword(name: keyword)
    }
  }

  private func matches(_ text: String, _ pattern: JSON) throws -> Bool {
    try text.contains(Regex(pattern.string ?? ""))
  }
}
