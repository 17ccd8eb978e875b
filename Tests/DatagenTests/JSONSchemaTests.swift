import Datagen
import Foundation
import Testing

@Suite struct JSONSchemaTests {
  private let validator: JSONSchemaValidator

  init() throws { validator = JSONSchemaValidator(root: try JSON(JSONSchema.text)) }

  @Test(arguments: Project.examples)
  func `an example fits the JSON Schema and names it`(name: String) throws {
    let example = try JSON(String(contentsOfFile: Project.example("\(name).json"), encoding: .utf8))
    let deviation = try validator.deviation(of: example)
    #expect(deviation == nil)
    #expect(example.members["$schema"] == .string("../Documentation/datagen.schema.json"))
  }

  @Test func `the file beside the examples is what the command prints`() throws {
    let committed = try String(
      contentsOfFile: Project.root.appendingPathComponent("Documentation/datagen.schema.json").path,
      encoding: .utf8
    )
    #expect(
      committed == JSONSchema.text,
      "the language has changed: datagen schema > Documentation/datagen.schema.json"
    )
    #expect(try Command.run(["schema"]).output == JSONSchema.text)
  }

  @Test func `every definition is used and every key says what it means`() throws {
    let text = JSONSchema.text
    for name in validator.root.members["$defs"]?.members.keys.sorted() ?? [] {
      #expect(text.contains("\"#/$defs/\(name)\""), "\(name) is not used")
    }
    func check(_ schema: JSON, _ path: String) {
      for (name, key) in schema.members["properties"]?.members ?? [:] where schema.members["oneOf"] == nil {
        #expect(
          key.members["description"] != nil || key.members["const"] != nil,
          "\(path).\(name) says nothing"
        )
      }
    }
    check(validator.root, "the schema")
    for (name, definition) in validator.root.members["$defs"]?.members ?? [:] { check(definition, name) }
  }

  @Test func `the schema that the broken ones are made from is right`() throws {
    let deviation = try validator.deviation(of: JSON(Self.schema))
    #expect(deviation == nil)
    _ = try Dataset(schema: Self.schema, named: "s.json")
  }

  @Test(arguments: [
    ("\"version\": \"1.0\",", ""), ("\"metadata\": { \"name\": \"S\" }", "\"metadata\": {}"),
    ("\"nodes\": [", "\"tables\": ["), ("\"rows\": 5", "\"rows\": \"5\""), ("\"rows\": 5", "\"rows\": -1"),
    ("\"rows\": 5", "\"rows\": 5.5"), ("\"rows\": 5", "\"row\": 5"),
    ("\"kind\": \"entity\"", "\"kind\": \"thing\""),
    ("\"pk\": \"a\",", ""), ("\"type\": \"float\"", "\"type\": \"double\""),
    ("\"nullable\": true", "\"nullable\": 1"),
    ("\"null_rate\": 0.5", "\"null_rate\": 1.5"), ("\"decimals\": 2", "\"decimals\": 16"),
    ("\"decimals\": 2", "\"decimals\": 0.5"), ("{ \"sequence\": {} }", "{}"), ("{ \"sequence\": {} }", "[]"),
    ("{ \"sequence\": {} }", "{ \"sequence\": {}, \"uuid4\": {} }"),
    ("{ \"sequence\": {} }", "{ \"sequenze\": {} }"),
    ("{ \"sequence\": {} }", "{ \"faker\": { \"method\": \"nmae\" } }"),
    ("{ \"sequence\": {} }", "{ \"faker\": { \"method\": \"random_int\", \"locale\": \"de_DD\" } }"),
    ("{ \"sequence\": {} }", "{ \"sequence\": { \"begin\": 1 } }"),
    ("\"clamp\": [0, 9]", "\"clamp\": [0, 9, 10]"),
    ("\"clamp\": [0, 9]", "\"clamp\": 9"), ("\"std\": 1", "\"std\": \"one\""),
    ("\"factor\": 2", "\"factor\": null"),
    ("\"args\": { \"factor\": 2 }", "\"args\": {}"), (", \"args\": { \"factor\": 2 }", ""),
    ("\"multiply\"", "\"multiplicate\""), ("\"mode\": \"mul\"", "\"mode\": \"divide\""),
    ("\"transform\": \"jitter\", ", ""), ("\"start\": \"2024-01-01\"", "\"start\": \"January\""),
    ("\"start\": \"2024-01-01\"", "\"start\": 2024"), ("\"unique\": [\"t.a\"]", "\"unique\": [\"a\"]"),
    ("\"std\": 1", "\"lambda\": 1"), (", \"std\": 1", ""), ("\"type\": \"uniform\", ", ""),
    ("\"low\": 10", "\"params\": { \"shape\": 2 }, \"low\": 10"),
    ("{ \"within\": \"timeframe\" }", "{ \"pattern\": { \"dimension\": \"dow\", \"weights\": [1, 1, 1, 1, 1, 1] } }"),
    ("{ \"sequence\": {} }", "{ \"faker\": { \"method\": \"random_int\", \"nb_words\": 4 } }"),
    ("\"min\": -1", "\"min\": true"), ("\"op\": \"<=\"", "\"op\": \"=<\""), ("\"max\": 1 }", "\"max\": 2 }"),
  ])
  func `what the JSON Schema refuses, the reader refuses too`(part: String, replacement: String) throws {
    let broken = Self.schema.replacingOccurrences(of: part, with: replacement)
    #expect(broken != Self.schema)
    let deviation = try validator.deviation(of: JSON(broken))
    #expect(deviation != nil)
    #expect(throws: SchemaError.self) { try Dataset(schema: broken, named: "s.json") }
  }

  private static let schema = """
    {
      "version": "1.0", "$schema": "./datagen.schema.json", "comment": ["anything"],
      "metadata": { "name": "S" },
      "timeframe": { "start": "2024-01-01", "comment": "c" },
      "nodes": [{ "id": "t", "kind": "entity", "rows": 5, "pk": "a", "description": "d", "columns": [
        { "name": "a", "type": "int", "generator": { "sequence": {} } },
        { "name": "b", "type": "float", "nullable": true, "null_rate": 0.5, "decimals": 2, "generator": {
          "comment": "c", "distribution": { "type": "normal", "params": { "mean": 0, "std": 1 }, "clamp": [0, 9] } },
          "modifiers": [
            { "transform": "multiply", "args": { "factor": 2 } },
            { "transform": "jitter", "args": { "std": 1, "mode": "mul" } }] },
        { "name": "c", "type": "float", "generator": { "distribution": { "type": "uniform", "low": 10, "high": 20 } } },
        { "name": "at", "type": "datetime", "generator": { "datetime_series": { "within": "timeframe" } } } ] }],
      "constraints": {
        "unique": ["t.a"], "ranges": [{ "attr": "t.b", "min": -1, "max": null }],
        "inequalities": [{ "left": "t.b", "op": "<=", "right": "t.c" }] },
      "targets": { "weekend_share": { "table": "t", "timestamp": "at", "min": 0, "max": 1 } }
    }
    """
}
