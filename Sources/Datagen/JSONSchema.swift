import DatagenEngine
import DatagenSchema
import DatagenValidation

/// The schema language as a JSON Schema (draft 2020-12), for editors and other programs.
///
/// It is made from the declarations by which schemas are read, so that the two cannot drift apart. What depends on more
/// than one value (a column that has to exist, a sum of weights) is for the reader alone to say.
public enum JSONSchema {
  /// The JSON Schema, indented, with a newline at its end.
  public static var text: String {
    var writer = JSONSchemaWriter()
    return writer.document(SchemaForms(Registry.catalog).schema).pretty
  }
}

/// Walks declared forms and writes each as the JSON Schema that accepts the same values.
struct JSONSchemaWriter {
  private typealias Members = [(String, JSONValue)]

  /// The definitions of objects so far, in the order in which they were met.
  private var definitions: [(name: String, text: String, value: JSONValue)] = []

  /// The whole document, of which `root` is the form.
  mutating func document(_ root: ObjectForm) -> JSONValue {
    let members = object(root)
    let shared = definitions.sorted { $0.name < $1.name }.map { ($0.name, $0.value) }
    return .object(
      [
        ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
        ("$id", .string("https://example.com/datagen/schema-1.0.json")),
        ("title", .string("datagen schema 1.0")),
        ("description", .string("Tables, where their values come from, and what must hold in them.")),
      ] + members + [("$defs", .object(shared))]
    )
  }

  // MARK: Values

  private mutating func value(_ form: ValueForm) -> Members {
    switch form {
    case .any: return []
    case .string: return [type("string")]
    case .text(let pattern): return [type("string"), ("pattern", .string(pattern))]
    case .boolean: return [type("boolean")]
    case .number(let limits): return number(limits)
    case .scalar: return [("type", .array([.string("string"), .string("number"), .string("boolean")]))]
    case .time: return [type("string"), ("pattern", .string(Self.timePattern))]
    case .word(let words), .name(let words): return [("enum", .array(words.map(JSONValue.string)))]
    case .columnReference: return [type("string"), ("pattern", .string("^[^.]+[.][^.]+$"))]
    case .array(let element): return [type("array"), ("items", .object(value(element)))]
    case .listOrSingle(let element):
      let single = value(element)
      return [any([[type("array"), ("items", .object(single))], single])]
    case .interval:
      return [
        type("array"), ("items", .object([type("number")])), ("minItems", .integer(2)),
        ("maxItems", .integer(2)),
      ]
    case .map(let element):
      return [type("object"), annotations, ("additionalProperties", .object(value(element)))]
    case .object(let form): return [("$ref", .string("#/$defs/" + define(form)))]
    case .variant(let keys): return variant(keys)
    case .tagged(let tag, let content, let keys): return tagged(tag, content, keys)
    case .either(let forms): return [any(forms.map { value($0) })]
    case .optional(let form): return [any([value(form), [type("null")]])]
    }
  }

  private static let timePattern =
    "^([0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2})?\(timeEnd))?|[0-9]{8}([Tt ][0-9]{4}([0-9]{2})?\(timeEnd))?)$"

  private static let timeEnd = "([.][0-9]+)?([Zz]|[+-][0-9]{2}(:?[0-9]{2})?)?"

  private func number(_ limits: NumberLimits) -> Members {
    let bounds: [(String, Double?)] = [
      ("minimum", limits.minimum), ("exclusiveMinimum", limits.exclusiveMinimum), ("maximum", limits.maximum),
    ]
    return [type(limits.isInteger ? "integer" : "number")]
      + bounds.compactMap { name, bound in
        bound.map { (name, Int64(exactly: $0).map(JSONValue.integer) ?? .double($0)) }
      }
  }

  // MARK: Objects

  private mutating func object(_ form: ObjectForm) -> Members {
    var members: Members = [type("object")]
    let required = form.keys.filter(\.isRequired).map { JSONValue.string($0.name) }
    if !required.isEmpty { members.append(("required", .array(required))) }
    members.append(("properties", .object(form.keys.map { ($0.name, .object(described($0))) })))
    if !form.cases.isEmpty { members.append(("allOf", .array(form.cases.map { .object(self.case($0, of: form)) }))) }
    guard !form.isOpen else { return members }
    return members + [annotations, ("additionalProperties", .bool(false))]
  }

  /// What an object has to look like, where a tag says so.
  private func `case`(_ form: FormCase, of object: ObjectForm) -> Members {
    func places(_ schema: Members) -> [Members] {
      [schema] + (form.inside.map { [[("properties", .object([($0, .object(schema))]))]] } ?? [])
    }
    let needs = form.needs.map { keys in
      let alternatives = keys.flatMap { key -> [Members] in
        let required: Members = [("required", .array([.string(key)]))]
        guard let inside = form.inside else { return [required] }
        return [
          required,
          [("required", .array([.string(inside)])), ("properties", .object([(inside, .object(required))]))],
        ]
      }
      return alternatives.count == 1 ? alternatives[0] : [any(alternatives)]
    }
    let allowed = object.keys.map(\.name).filter { !form.lacks.contains($0) } + ObjectForm.annotationKeys.sorted()
    let names: Members = [("propertyNames", .object([("enum", .array(allowed.map(JSONValue.string)))]))]
    let lacks = form.lacks.isEmpty ? [] : places(names)
    let counts = form.counts.sorted { $0.key < $1.key }.map { key, count -> Members in
      let length: Members = [("minItems", .integer(Int64(count))), ("maxItems", .integer(Int64(count)))]
      return [("properties", .object([(key, .object(length))]))]
    }
    let all = needs + lacks + counts
    let then: Members = all.count == 1 ? all[0] : [("allOf", .array(all.map(JSONValue.object)))]
    guard !form.tags.isEmpty else { return then }
    let words = JSONValue.array(form.words.map(JSONValue.string))
    let conditions = form.tags.map { tag -> Members in
      [("required", .array([.string(tag)])), ("properties", .object([(tag, .object([("enum", words)]))]))]
    }
    return [
      ("if", .object(conditions.count == 1 ? conditions[0] : [any(conditions)])), ("then", .object(then)),
    ]
  }

  /// An object with exactly one of some keys.
  private mutating func variant(_ keys: [KeyForm]) -> Members {
    guard !keys.isEmpty else { return [nothing] }
    let choices = keys.map { JSONValue.object([("required", .array([.string($0.name)]))]) }
    return [
      type("object"), ("properties", .object(keys.map { ($0.name, .object(described($0))) })), annotations,
      ("additionalProperties", .bool(false)), ("oneOf", .array(choices)),
    ]
  }

  /// An object whose tag decides the form of its content.
  private mutating func tagged(_ tag: String, _ content: String, _ keys: [KeyForm]) -> Members {
    guard !keys.isEmpty else { return [nothing] }
    let choices = keys.map { key -> JSONValue in
      let tagged: Members = [("description", .string(key.summary)), ("const", .string(key.name))]
      let needsContent =
        if case .object(let form) = key.form { form.keys.contains(where: \.isRequired) } else { false }
      return .object([
        ("required", .array(([tag] + (needsContent ? [content] : [])).map(JSONValue.string))),
        ("properties", .object([(tag, .object(tagged)), (content, .object(value(key.form)))])),
      ])
    }
    let names = keys.map { JSONValue.string($0.name) }
    return [
      type("object"),
      ("properties", .object([(tag, .object([("enum", .array(names))])), (content, .object([]))])),
      annotations,
      ("additionalProperties", .bool(false)), ("oneOf", .array(choices)),
    ]
  }

  private mutating func described(_ key: KeyForm) -> Members {
    (key.summary.isEmpty ? [] : [("description", .string(key.summary))]) + value(key.form)
  }

  /// The name of an object's definition: the same for the same object, wherever it stands.
  private mutating func define(_ form: ObjectForm) -> String {
    let value = JSONValue.object(object(form))
    let text = value.compact
    let articles: Set<Substring> = ["a", "an", "the", "of"]
    let base = form.name.split(separator: " ").filter { !articles.contains($0) }.joined(separator: "_")
    var name = base
    var number = 2
    while let other = definitions.first(where: { $0.name == name }) {
      if other.text == text { return name }
      name = "\(base)_\(number)"
      number += 1
    }
    definitions.append((name, text, value))
    return name
  }

  // MARK: Parts

  private func type(_ name: String) -> (String, JSONValue) { ("type", .string(name)) }

  private func any(_ forms: [Members]) -> (String, JSONValue) {
    ("anyOf", .array(forms.map(JSONValue.object)))
  }

  /// Accepts no value at all.
  private var nothing: (String, JSONValue) { ("not", .object([])) }

  /// Keys that any object may carry.
  private var annotations: (String, JSONValue) {
    let names = ObjectForm.annotationKeys.sorted().map { $0.hasPrefix("$") ? "[$]" + $0.dropFirst() : $0 }
    return ("patternProperties", .object([("^(\(names.joined(separator: "|")))$", .bool(true))]))
  }
}
