import Testing

@testable import DatagenSchema

/// The readers of JSON and YAML, through their values and places.
@Suite struct DocumentReaderTests {
  private func json(_ text: String) throws -> DocumentNode {
    var reader = JSONReader(text)
    return try reader.read()
  }

  /// The value of `key` of the mapping that a YAML text is.
  private func yaml(_ text: String, _ key: String = "a") throws -> DocumentNode {
    try #require(try YAMLReader.read(text)[key])
  }

  @Test(
    arguments: [
      ("0", 0), ("-0", 0), ("12", 12), ("-7", -7), ("9223372036854775807", .max),
      ("-9223372036854775808", .min),
    ] as [(String, Int64)]
  )
  func wholeNumbersOfJSON(_ text: String, _ value: Int64) throws {
    guard case .integer(let read) = try json(text).value else {
      return #expect(Bool(false), "\(text) is no integer")
    }
    #expect(read == value)
  }

  @Test(arguments: [
    ("1.5", 1.5), ("-2.5e3", -2500), ("1E-2", 0.01), ("9223372036854775808", 0x1p63), ("1e300", 1e300),
  ])
  func decimalNumbersOfJSON(_ text: String, _ value: Double) throws {
    guard case .number(let read) = try json(text).value else {
      return #expect(Bool(false), "\(text) is no number")
    }
    #expect(read == value)
  }

  @Test(arguments: [
    (#""""#, ""), (#""a\nb\t\"\\\/""#, "a\nb\t\"\\/"), (#""\u00e9""#, "é"), (#""\ud83d\ude00""#, "😀"),
    ("\"日本\"", "日本"),
    (#""\b\f\r""#, "\u{8}\u{C}\r"),
  ])
  func textsOfJSON(_ text: String, _ value: String) throws {
    #expect(try json(text).string == value)
  }

  @Test func placesOfJSON() throws {
    let node = try json("{ \"a\": [1,\n  {\"é😀\": null}],\r\n\t\"b\" : true }")
    #expect(node.position == SourcePosition(line: 1, column: 1))
    let list = try #require(node["a"])
    #expect(list.position == SourcePosition(line: 1, column: 8))
    let inner = try #require(list.elements?.last)
    #expect(inner.position == SourcePosition(line: 2, column: 3))
    #expect(inner.members.first?.keyPosition == SourcePosition(line: 2, column: 4))
    #expect(inner.members.first?.value.position == SourcePosition(line: 2, column: 10))
    #expect(node.members.last?.keyPosition == SourcePosition(line: 3, column: 2))
    #expect(node["b"]?.position == SourcePosition(line: 3, column: 8))
  }

  @Test func theFirstOfTwoKeysStays() throws {
    var reader = JSONReader(#"{ "a": 1, "a": 2 }"#)
    let node = try reader.read()
    #expect(node["a"]?.integer == 1)
    #expect(node.members.count == 1)
    #expect(reader.problems.map(\.position) == [SourcePosition(line: 1, column: 11)])
  }

  @Test(arguments: [
    "NO", "no", "on", "yes", "y", "12:30:45", "2024-01-02", "1_000", "0x", "0xG1", "0o8", "0X1F", "-0x5", ".inf", "+-1",
    "+", ".", "+x", "1.0.0", "!!str 5", "!!str null", "! 'x'",
  ])
  func plainScalarsOfYAMLThatStayTexts(_ text: String) throws {
    let plain = text.split(separator: " ").last.map { $0.filter { $0 != "'" } }
    #expect(try yaml("a: \(text)").string == plain)
  }

  @Test(arguments: [
    (".5", 0.5), ("+.5", 0.5), ("-.5", -0.5), ("+1.5e2", 150), ("!!float 1.5", 1.5), ("!!float '.5'", 0.5),
  ])
  func plainScalarsOfYAMLThatAreNumbers(_ text: String, _ value: Double) throws {
    #expect(try yaml("a: \(text)").double == value)
  }

  @Test(arguments: ["!foo 5", "!!binary aGk=", "!!int x", "!!int 1.5", "!!bool 1", "!!set { x, y }", "!point [1, 2]"])
  func tagsThatSayNothingHereAreErrors(_ text: String) throws {
    let thrown = #expect(throws: DocumentError.self) { try YAMLReader.read("a: \(text)") }
    #expect(thrown?.position == SourcePosition(line: 1, column: 4))
  }

  @Test(
    arguments: [
      ("012", 12), ("-3", -3), ("0", 0), ("+5", 5), ("0x1F", 31), ("0o17", 15), ("!!int '5'", 5), ("!!int 0x5", 5),
    ] as [(String, Int64)]
  )
  func plainScalarsOfYAMLThatAreWholeNumbers(_ text: String, _ value: Int64) throws {
    #expect(try yaml("a: \(text)").integer == value)
  }

  @Test(arguments: ["1.5", "1e3", "-0.25"])
  func plainScalarsOfYAMLThatAreNumbers(_ text: String) throws {
    #expect(try yaml("a: \(text)").double == Double(text))
  }

  @Test(arguments: ["", "~", "null", "NULL", "Null"])
  func plainScalarsOfYAMLThatAreNull(_ text: String) throws {
    #expect(try yaml("a: \(text)").isNull)
  }

  @Test(arguments: ["true", "True", "TRUE"])
  func plainScalarsOfYAMLThatAreTrue(_ text: String) throws {
    #expect(try yaml("a: \(text)").boolean == true)
  }

  @Test(arguments: ["'12'", "\"12\"", "|-\n  12", ">-\n  12"])
  func quotedScalarsOfYAMLAreTexts(_ text: String) throws {
    #expect(try yaml("a: \(text)").string == "12")
  }

  @Test func mergedKeysDoNotReplaceOwnOnes() throws {
    let node = try yaml("base: &base { x: 1, y: 2 }\na: { <<: *base, y: 3 }")
    #expect(node["x"]?.integer == 1)
    #expect(node["y"]?.integer == 3)
    #expect(node.members.count == 2)
  }

  @Test func placesOfYAML() throws {
    let node = try YAMLReader.read("a: 1\nb:\n  - x: é\n    y: [1, 2]\n")
    #expect(node.members.map(\.keyPosition) == [.init(line: 1, column: 1), .init(line: 2, column: 1)])
    let inner = try #require(node["b"]?.elements?.first)
    #expect(inner["y"]?.elements?.last?.position == SourcePosition(line: 4, column: 12))
  }

  @Test func placeOfWhatIsNotUTF8() {
    #expect(SourcePosition(firstInvalidIn: Array("a\né".utf8) + [0xFF]) == SourcePosition(line: 2, column: 2))
    #expect(SourcePosition(firstInvalidIn: [0xC3]) == .start)
    #expect(SourcePosition(firstInvalidIn: Array("ab".utf8)) == SourcePosition(line: 1, column: 3))
  }

  // MARK: Content hash

  private static let content = #"{ "a": [1, 2.5, true, null, "x"], "b": { "c": -3, "d": "" } }"#

  @Test(arguments: [
    #"{"b":{"d":"","c":-3},"a":[1,2.5,true,null,"x"]}"#,
    #"{ "comment": "anything", "a": [1, 2.5, true, null, "x"], "b": { "c": -3, "d": "", "description": "d" } }"#,
    #"{ "$schema": "s", "a": [1.0, 2.5, true, null, "x"], "b": { "c": -3e0, "d": "" } }"#,
  ])
  func contentHashIsBlindToWritingInJSON(_ text: String) throws {
    #expect(try json(text).contentHash == json(Self.content).contentHash)
  }

  @Test func contentHashIsTheSameInYAML() throws {
    let text = """
      # a comment
      b:
        d: ""
        c: -3
      a:
        - 1
        - 2.5
        - true
        -
        - x
      """
    #expect(try YAMLReader.read(text).contentHash == json(Self.content).contentHash)
  }

  @Test(arguments: [
    #"{ "a": [1, 2.5, true, null, "y"], "b": { "c": -3, "d": "" } }"#,
    #"{ "a": [2.5, 1, true, null, "x"], "b": { "c": -3, "d": "" } }"#,
    #"{ "a": ["1", 2.5, true, null, "x"], "b": { "c": -3, "d": "" } }"#,
    #"{ "a": [1, 2.5, true, null, "x"], "b": { "d": -3, "c": "" } }"#,
    #"{ "a": [1, 2.5, true, null, "x"], "b": { "c": -3 } }"#,
    #"{ "a": [1, 2.5, true, null, "x"], "b": { "c": -3, "d": null } }"#,
  ])
  func contentHashSeesEveryChange(_ text: String) throws {
    #expect(try json(text).contentHash != json(Self.content).contentHash)
  }
}
