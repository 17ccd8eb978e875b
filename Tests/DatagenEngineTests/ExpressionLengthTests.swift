import Testing

@testable import DatagenEngine

/// Texts of expressions grow to 10,000 characters and no further.
@Suite struct ExpressionLengthTests {
  private static let letters = "('a' * 10000)"

  @Test(arguments: [
    ("length(\(letters) + \(letters))", "10000"), ("right(\(letters) + 'b', 1)", "a"),
    ("length(\(letters).replace('a', 'aaaaaaaaa').replace('a', 'aaaaaaaaa'))", "10000"),
    ("length(concat_ws(status, \(letters), \(letters)))", "10000"),
    ("length(f'{status}{\(letters)}')", "10000"), ("length(\"\(letters)\")", "13"),
    ("length(('Ł' * 10000) + status)", "10000"), ("right(('Ł' * 10000) + status, 1)", "Ł"),
    ("length(('ß' * 9000).upper())", "10000"), ("length(status.replace('o', \(letters)))", "10000"),
    ("length(('Ł' * 9000) + status) > 9000", "true"),
  ])
  func noTextGrowsBeyondTheGreatestLength(_ code: String, _ expected: String) throws {
    #expect(try expressionValues(code)[0] == expected)
  }

  @Test func aLongerTextOfTheAuthorStaysWhole() throws {
    let long = "'" + String(repeating: "Ab", count: 6000) + "'"
    #expect(try expressionValues("length(\(long))")[0] == "12000")
    #expect(try expressionValues("length(upper(\(long)))")[0] == "12000")
    #expect(try expressionValues("length(\(long) + status)")[0] == "12000")
    #expect(try expressionValues("length(concat(status, \(long)))")[0] == "12000")
  }

  @Test func doublingTextsTakeNoMemory() throws {
    let text = String(repeating: "x", count: 300)
    let columns = (1...40).map { place in
      let code = "s\(place - 1) + s\(place - 1)"
      return "{ name: s\(place), type: string, generator: { expression: { code: \(code) } } }"
    }
    let data = try TestData(
      """
      version: "1.0"
      metadata: { name: texts }
      nodes:
        - id: t
          kind: entity
          rows: 3
          pk: id
          columns:
            - { name: id, type: int, generator: { sequence: {} } }
            - { name: s0, type: string, generator: { constant: { value: \(text) } } }
            - \(columns.joined(separator: "\n      - "))
      """
    )
    #expect(try data.cells("t.s5") == Array(repeating: .text(String(repeating: "x", count: 9600)), count: 3))
    #expect(try data.cells("t.s40") == Array(repeating: .text(String(repeating: "x", count: 10_000)), count: 3))
  }
}
