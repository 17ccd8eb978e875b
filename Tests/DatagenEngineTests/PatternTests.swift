import DatagenColumns
import Testing

@testable import DatagenEngine

@Suite struct PatternTests {
  static let patterns = [
    "[A-Z]{3}-\\d{4}", "(red|green|blue)?x+", "^a*b?$", "\\w{2,5}@[a-z]+\\.(com|org)", "[^a-z]{3}", ".{4}",
    "(?:ab|a|b)(?<rest>b|)", "a?a?a?", "[\\d\\-]{2}", "é|ß|日本", "\\+\\d{1,3} \\d{6,}", "[]a]b", "a{,2}",
    "x{0}y",
    "(a|b)*c", "\\x41\\u00e9", "[a-c-]\\s\\S\\D\\W", "^(a|^b)$", "(a+?b)*?",
  ]

  static func table(_ pattern: String, rows: Int, unique: Bool = false) throws -> GeneratedTable {
    let escaped = pattern.replacing("\\", with: "\\\\")
    return try GeneratedTable(
      "{ \"name\": \"c\", \"type\": \"string\", \"generator\": { \"pattern\": { \"regex\": \"\(escaped)\" } } }",
      rows: rows,
      constraints: unique ? "{ \"unique\": [\"t.c\"] }" : "{}"
    )
  }

  @Test(arguments: patterns)
  func `every text matches its pattern as a whole`(_ pattern: String) throws {
    // `]` at the beginning of a set and `{,2}` are spelled differently in Swift.
    let spelled = ["[]a]b": "[\\]a]b", "a{,2}": "a{0,2}", "^(a|^b)$": "a|b"][pattern] ?? pattern
    let expression = try Regex(spelled).matchingSemantics(.unicodeScalar)
    let table = try Self.table(pattern, rows: 300)
    for text in table.texts("c") { #expect(try expression.wholeMatch(in: text) != nil, "\(text)") }
    #expect(table.oneByOne("c", rows: 5..<20) == Array(table.texts("c")[5..<20]))
  }

  @Test(arguments: [
    ("[ab]{3}", 8), ("a?a?a?", 4), ("(a|ab)(c|bc|)", 5), ("(x|x|y)", 2), ("[a-c]{0,2}", 13), ("(a|b)*", 511),
    ("\\d{2}|1\\d", 100), ("(a?){3}b{1,2}", 8),
  ])
  func `a unique column has every text of a small pattern once`(_ pattern: String, count: Int) throws {
    let table = try Self.table(pattern, rows: count, unique: true)
    #expect(Set(table.texts("c")).count == count)
    let expression = try Regex(pattern).matchingSemantics(.unicodeScalar)
    for text in table.texts("c") { #expect(try expression.wholeMatch(in: text) != nil, "\(text)") }
    #expect(throws: (any Error).self) { try Self.table(pattern, rows: count + 2, unique: true) }
  }

  @Test(arguments: ["[0-9a-f]{64}", "[A-Z]{3}\\d{6}", ".{12}", "(a|[a-z]{14,20})", "\\w+@\\w+\\.com"])
  func `no text of a large pattern repeats, and all match`(_ pattern: String) throws {
    let texts = try Self.table(pattern, rows: 20_000, unique: true).texts("c")
    #expect(Set(texts).count == 20_000)
    let expression = try Regex(pattern).matchingSemantics(.unicodeScalar)
    for text in texts.prefix(200) { #expect(try expression.wholeMatch(in: text) != nil, "\(text)") }
    // The first characters are spread, not counted up.
    #expect(Set(texts.prefix(200).map { $0.prefix(1) }).count > 9 || pattern.hasPrefix("(a"))
  }

  @Test func `branches, repetitions and characters are as likely as each other`() throws {
    let texts = try Self.table("(a|b{1,2}|[cd])", rows: 40_000).texts("c")
    let shares = Dictionary(grouping: texts, by: { $0 }).mapValues { Double($0.count) / 40_000 }
    for (text, share) in ["a": 1.0 / 3, "b": 1.0 / 6, "bb": 1.0 / 6, "c": 1.0 / 6, "d": 1.0 / 6] {
      #expect(abs((shares[text] ?? 0) - share) < 0.01)
    }
  }

  @Test func `more rows leave the first texts as they were`() throws {
    let few = try Self.table("[a-z]{6}", rows: 50, unique: true).texts("c")
    #expect(Array(try Self.table("[a-z]{6}", rows: 500, unique: true).texts("c").prefix(50)) == few)
  }

  @Test(arguments: [
    ("(?=a)b", "character 1: a look ahead is not supported"),
    ("a(?<!b)", "character 2: a look behind is not"),
    ("(a)\\1", "character 4: a reference to a group"), ("\\bword", "character 1: \"\\b\" is not supported"),
    ("a++", "character 3: a possessive"), ("a**", "character 3: a repetition cannot be repeated"),
    ("*a", "character 1: there is nothing before"), ("a$b", "character 2: \"$\" stands at the end"),
    ("a^b", "character 2: \"^\" stands at the beginning"), ("[^ -~]", "character 1: no printable character"),
    ("[[:alpha:]]", "character 2: a set within a set"), ("(?i)a", "character 1: this kind of group"),
    ("\\p{L}", "character 1: \"\\p\" is not supported"),
    ("(ab){900}", "character 1: its texts can be longer"),
    ("a{5,2}", "swapped"), ("[z-a]", "swapped"), ("[a", "no end"), ("(a", "no end"),
    ("(^a)+", "\"^\" stands"),
  ])
  func `what is not supported is reported`(_ pattern: String, message: String) {
    let error = #expect(throws: PatternError.self) { try PatternParser.parse(pattern) }
    let found = "character \((error?.offset ?? 0) + 1): \(error?.message ?? "")"
    #expect(found.contains(message), "\(found)")
  }

  @Test func `errors have positions`() {
    let errors = GeneratedTable.errors(
      """
      { "name": "c", "type": "string", "generator": { "pattern": { "regex": "ab(?=c)" } } },
      { "name": "d", "type": "int", "generator": { "pattern": { "regex": "a" } } }
      """
    )
    #expect(errors.count == 2)
    #expect(
      errors.first?.hasPrefix("1:74: in the pattern \"ab(?=c)\", character 3: a look ahead") == true,
      "\(errors)"
    )
    #expect(errors.last?.hasPrefix("2:") == true)
  }
}
