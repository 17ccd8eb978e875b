import Testing

/// Files that are no JSON or YAML, or barely.
@Suite struct BrokenDocuments {
  struct Document: Sendable, CustomTestStringConvertible {
    var name: String
    var file: String
    var text: String

    var testDescription: String { name }

    static func json(_ name: String, _ text: String) -> Document {
      Document(name: name, file: "schema.json", text: text)
    }

    static func yaml(_ name: String, _ text: String) -> Document {
      Document(name: name, file: "schema.yaml", text: text)
    }
  }

  /// All that a schema needs after its version.
  private static let rest = #"""
    "metadata": { "name": "x" }, "nodes": [{ "id": "a", "kind": "entity", "pk": "id", "columns": [
        { "name": "id", "type": "int", "generator": { "sequence": {} } }
      ] }] }
    """#

  @Test(arguments: unreadable + recoverable + kinds + yaml)
  func isReportedInPlace(_ document: Document) {
    let schema = MarkedSchema(document.text)
    #expect(schema.comparable(schema.findings(file: document.file)) == schema.expected)
  }

  /// Where reading has to stop.
  private static let unreadable: [Document] = [
    .json("empty", "⟦the file is empty⟧"),
    .json("blank", "⟦the file is empty⟧ \n\n"),
    .json("only a byte order mark", "⟦the file is empty⟧\u{FEFF}"),
    .json("binary", "⟦expected a value, found the control character U+0000⟧\0\u{1}\u{2}"),
    .json(
      "deep lists",
      String(repeating: "[", count: 200) + "⟦nested more than 200 levels deep⟧" + deep("[")
    ),
    .json(
      "deep objects",
      String(repeating: "{\"a\":", count: 200) + "⟦nested more than 200 levels deep⟧" + deep("{\"a\":")
    ),
    .json("a plus sign", #"{ "version": ⟦expected a value, found "+"⟧+1 }"#),
    .json(
      "a missing comma",
      "{ \"version\": \"1.0\"\n  ⟦expected \",\" or \"}\" in the object that begins on line 1⟧\"nodes\": [] }"
    ),
    .json("a missing colon", #"{ "version" ⟦expected ":" after the key "version"⟧"1.0" }"#),
    .json(
      "a comment",
      #"{ ⟦JSON has no comments; use a "comment" key, or write the schema in YAML⟧// hello"#
        + "\n\"version\": \"1.0\" }"
    ),
    .json(
      "a comment for a value",
      #"{ "version": ⟦JSON has no comments; use a "comment" key, or write the schema in YAML⟧# "1.0" }"#
    ),
    .json("a key in single quotes", "{ ⟦expected a key in double quotes⟧'version': '1.0' }"),
    .json("a value in single quotes", "{ \"version\": ⟦texts stand in double quotes⟧'1.0' }"),
    .json("a key without quotes", "{ ⟦expected a key in double quotes⟧version: \"1.0\" }"),
    .json(
      "a text across lines",
      "{ \"version\": ⟦a text ends on its own line; this one, which begins here, does not⟧\"1.0\n\" }"
    ),
    .json("a text without an end", "{ \"version\": ⟦the text that begins here has no closing quote⟧\"1.0 }"),
    .json("a list without an end", "{ \"nodes\": [\n{},⟦the list that begins on line 1 is never closed⟧"),
    .json(
      "an object without an end",
      "\n{ \"version\": \"1.0\"⟦the object that begins on line 2 is never closed⟧"
    ),
    .json("half a surrogate pair", #"{ "version": "⟦half of a surrogate pair⟧\ud800" }"#),
    .json("the second half of a pair", #"{ "version": "⟦half of a surrogate pair⟧\udc00" }"#),
    .json("a broken pair", #"{ "version": "⟦a broken surrogate pair⟧\ud800\u0041" }"#),
    .json("a short escape", #"{ "version": "⟦\u takes four hexadecimal digits⟧\u12" }"#),
    .json("an unknown escape", #"{ "version": "⟦"\x" is no escape of JSON⟧\x" }"#),
    .json("a NUL", #"{ "version": "⟦no database stores U+0000 in a text⟧\u0000" }"#),
    .json("something after the end", #"{} ⟦unexpected "{" after the end of the value⟧{}"#),
  ]

  private static func deep(_ piece: String) -> String { String(repeating: piece, count: 100_000) }

  /// Mistakes beyond which reading goes on, so that the others are found too.
  private static let recoverable: [Document] = [
    .json("too large a number", #"{ "version": ⟦1e400 is too large a number⟧1e400, "# + rest),
    .json("no number", #"{ "version": ⟦"NaN" is no JSON value; texts stand in double quotes⟧NaN, "# + rest),
    .json("infinity", #"{ "version": ⟦JSON has no infinite numbers⟧-Infinity, "# + rest),
    .json(
      "a leading zero",
      #"{ "version": ⟦a number does not begin with a needless 0; write 12⟧012, "# + rest
    ),
    .json("two points", #"{ "version": ⟦"1.2.3" is no number⟧1.2.3, "# + rest),
    .json("a value of Python", #"{ "version": ⟦"None" is no JSON value; write null⟧None, "# + rest),
    .json("true of Python", #"{ "version": ⟦"True" is no JSON value; write true⟧True, "# + rest),
    .json(
      "a key twice",
      "{ \"version\": \"1.0\",\n⟦the key \"version\" is already given on line 1⟧\"version\": \"2\", " + rest
    ),
    .json(
      "a comma too many",
      #"{ "version": "1.0", "dag": [["a"]⟦a comma before "]" is one too many⟧, ], "# + rest
    ),
    .json(
      "several at once",
      #"{ "version": ⟦"None" is no JSON value; write null⟧None, "#
        + #"⟦unknown key "targts" in the schema (did you mean "targets"?)⟧"targts": {}, "# + rest
    ),
    .json(
      "a byte order mark",
      "\u{FEFF}{ \"version\": ⟦version 2.0 of the language is not known; write \"1.0\"⟧\"2.0\", " + rest
    ),
    .json(
      "lines of Windows",
      "{\r\n  \"version\": \"1.0\",\r\n  ⟦unknown key \"dagg\" in the schema (did you mean \"dag\"?)⟧\"dagg\": [],\r\n"
        + rest
    ),
    .json(
      "columns count characters, not bytes",
      "{ \"comment\": \"😀é\", ⟦unknown key \"dagg\" in the schema (did you mean \"dag\"?)⟧\"dagg\": [], \"version\": \"1.0\", "
        + rest
    ),
  ]

  private static let kinds: [Document] = [
    .json("a list", "⟦expected an object for the schema, found a list⟧[]"),
    .json("a text", "⟦expected an object for the schema, found a text⟧\"hello\""),
    .json(
      "an empty object",
      "⟦missing key \"version\" in the schema: the language's version, \"1.0\"⟧"
        + "⟦missing key \"metadata\" in the schema: what the dataset is called⟧"
        + "⟦missing key \"nodes\" in the schema: the tables⟧{}"
    ),
    .json(
      "tables as an object",
      #"{ "version": "1.0", "metadata": { "name": "x" }, "nodes": ⟦expected a list for nodes, found an object⟧{} }"#
    ),
    .json(
      "no tables",
      #"{ "version": "1.0", "metadata": { "name": "x" }, "nodes": ⟦"nodes" needs at least one table⟧[] }"#
    ),
    .json(
      "a table without anything",
      #"{ "version": "1.0", "metadata": { "name": "x" }, "nodes": [⟦missing key "id" in nodes: the table's name⟧"#
        + #"⟦missing key "kind" in nodes: entity, fact or vocab⟧⟦missing key "pk" in nodes: the primary key's column⟧"#
        + #"⟦missing key "columns" in nodes: the columns⟧{}] }"#
    ),
  ]

  private static let yaml: [Document] = [
    .yaml("empty", "⟦the file is empty⟧"),
    .yaml("nothing but a comment", "⟦the file is empty⟧# nothing\n"),
    .yaml("binary", "⟦the file is not YAML: control characters are not allowed⟧\u{1}\u{2}"),
    .yaml("deep", "⟦nested too deeply⟧" + deep("[")),
    .yaml(
      "a tab",
      "version: \"1.0\"\nmetadata:\n⟦found character that cannot start any token (while scanning for the next token, line 3)⟧\tname: x\n"
    ),
    .yaml(
      "two documents",
      "version: \"1.0\"\n⟦but found another document (expected a single document in the stream, line 1)⟧---\n{}\n"
    ),
    .yaml("an alias of nothing", "version: ⟦found undefined alias⟧*nope\n"),
    .yaml(
      "bad indentation",
      "version: \"1.0\"\n ⟦did not find expected key (while parsing a block mapping, line 1)⟧metadata:\n"
    ),
    .yaml("a list as a key", "version: \"1.0\"\n? ⟦a key has to be a text⟧[a]\n: b\n"),
    .yaml(
      "a merge of a number",
      "version: \"1.0\"\nmetadata: { name: x, <<: ⟦\"<<\" merges mappings, and this is a whole number⟧3 }\n"
    ),
    .yaml(
      "a key twice",
      "version: \"1.0\"\nmetadata: { name: x }\n⟦the key \"version\" is already given on line 1⟧version: \"2\"\n"
    ),
    .yaml(
      "an explosion of aliases",
      "a: &a [1,1,1,1,⟦the document unfolds to too many values⟧1,1,1,1,1]\n"
        + zip("bcdefghi", "abcdefgh").map { new, old in
          "\(new): &\(new) [\(Array(repeating: "*\(old)", count: 9).joined(separator: ","))]\n"
        }.joined()
    ),
    .yaml(
      "texts that look like something else",
      """
      version: 1.0
      metadata: { name: ⟦expected a text for name of metadata, found a whole number (write it in quotes: "2024")⟧2024 }
      timeframe: { start: 2024-01-01, end: ⟦"2024-13-01" is no ISO 8601 time (end of timeframe is written like 2024-01-31 or 2024-01-31T23:59:59Z)⟧2024-13-01, freq: ⟦"12:30:45" is no frequency (examples: S, min, 15min, H, D, W, M, MS, Q, Y)⟧12:30:45 }
      nodes:
        - id: a
          kind: entity
          pk: id
          rows: 012
          columns:
            - { name: id, type: int, nullable: ⟦expected true or false for nullable of column "id" of table "a", found a text⟧NO, generator: { sequence: {} } }
      """
    ),
    .yaml(
      "one mistake behind an anchor, one error",
      """
      version: "1.0"
      metadata: { name: x }
      nodes:
        - id: a
          kind: entity
          pk: id
          columns: &columns
            - name: id
              type: int
              generator: { sequence: { ⟦unknown key "stat" in sequence of generator of column "id" of table "a" (did you mean "start"?)⟧stat: 1 } }
        - id: b
          kind: entity
          pk: id
          columns: *columns
      """
    ),
    .yaml(
      "a merged table",
      """
      version: "1.0"
      metadata: { name: x }
      nodes:
        - &a
          id: a
          kind: entity
          pk: id
          ⟦unknown key "rowz" in table "a" (did you mean "rows"?)⟧rowz: 3
          columns:
            - { name: id, type: int, generator: { sequence: {} } }
        - <<: *a
          id: b
          rows: ⟦rows of table "b" has to be at least 0, not -1⟧-1
      """
    ),
  ]
}
