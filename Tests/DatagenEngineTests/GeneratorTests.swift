import DatagenSchema
import Testing

@testable import DatagenEngine

@Suite struct GeneratorTests {
  // MARK: sequence

  @Test(arguments: [
    ("", [1.0, 2, 3, 4]), ("start: 10", [10, 11, 12, 13]),
    ("start: 1000, step: 2", [1000, 1002, 1004, 1006]),
    ("start: 5, step: -3", [5, 2, -1, -4]), ("step: 0", [1, 1, 1, 1]),
    ("start: 0.5, step: 0.25", [0.5, 0.75, 1, 1.25]),
  ])
  func sequenceIsStartPlusStepTimesRow(_ arguments: String, _ expected: [Double]) throws {
    let type = arguments.contains(".") ? "float" : "int"
    #expect(try TestData(single(type, "sequence: { \(arguments) }", rows: 4)).numbers("t.x") == expected)
  }

  // MARK: choice

  private func choice(_ arguments: String, type: String = "string") throws -> TestData {
    try TestData(single(type, "choice: { \(arguments) }"))
  }

  @Test(arguments: [
    ("choices: [a, b, c]", [1.0, 1, 1]), ("choices: [a, b, c], weights: [6, 3, 1]", [6, 3, 1]),
    ("choices: [a, b, c], weights: [0.5, 0, 0.5]", [1, 0, 1]),
    ("choices: [a, b, c], weights_kind: uniform", [1, 1, 1]),
    ("choices: [a, b, c], weights_kind: zipf@1", [6, 3, 2]),
    ("choices: [a, b, c], weights_kind: zipf@2", [36, 9, 4]),
    ("choices: [a, b, c], weights_kind: \"head_tail@{0.7,1}\"", [0.7, 0.2, 0.1]),
    ("choices: [a, b, c], weights: [1, 0, 0]", [1, 0, 0]),
  ])
  func choicesAreDrawnByWeight(_ arguments: String, _ weights: [Double]) throws {
    let texts = try choice(arguments).texts("t.x")
    #expect(texts.count == 10_000)
    #expect(Set(texts).isSubset(of: ["a", "b", "c"]))
    #expect(chiSquareExcess(texts.counts(of: ["a", "b", "c"]), weights) <= 1)
  }

  @Test(arguments: [
    ("int", "[5, -7]", [Cell.integer(5), .integer(-7)]),
    ("float", "[0.5, 2]", [.real(0.5.bitPattern), .real(2.0.bitPattern)]),
    ("bool", "[true, false]", [.boolean(true), .boolean(false)]),
    ("string", "[7, \"\"]", [.text("7"), .text("")]),
    ("date", "[\"2024-02-29\", \"1969-12-31\"]", [.date(19_782), .date(-1)]),
    ("datetime", "[\"2024-02-29T01:00:00Z\"]", [.time(moment("2024-02-29T01:00:00Z"))]),
  ])
  func choicesHaveTheTypeOfTheirColumn(_ type: String, _ list: String, _ expected: [Cell]) throws {
    #expect(Set(try choice("choices: \(list)", type: type).cells("t.x")) == Set(expected))
  }

  @Test func choicesOfAUniqueColumnAreTakenOnce() throws {
    let words = (0..<60).map { "w\($0)" }
    let list = words.joined(separator: ", ")
    let text = schemaText(
      [entity("t", rows: 60, [column("x", "string", "choice: { choices: [\(list)] }")])],
      constraints: "{ unique: [t.x] }"
    )
    let texts = try TestData(text).texts("t.x")
    #expect(Set(texts) == Set(words))
    #expect(texts != words)
  }

  @Test(arguments: [
    ("choices: []", "no values"), ("choices: [a, b], weights: [1]", "1 weights for 2 choices"),
    ("choices: [a, b], weights: [0, 0]", "at least one weight"),
    ("choices: [a, b], weights: [1, -1]", "at least 0"),
    ("choices: [a], weights: [1], weights_kind: uniform", "exclude"),
    ("choices: [a], weights_kind: zopf@1", "no kind of weights"),
    ("weights: [1]", "needs \"choices\""), ("choices: [a], choices_ref: t.id", "exclude"),
    ("choices_ref: u.id", "does not exist"), ("choices_ref: t.idd", "did you mean \"id\""),
  ])
  func wrongChoicesAreErrors(_ arguments: String, _ message: String) {
    let errors = TestData.errors(single("string", "choice: { \(arguments) }"))
    #expect(errors.contains { $0.contains(message) }, "\(errors)")
  }

  @Test func choicesHaveToFitTheType() {
    let errors = TestData.errors(single("int", "choice: { choices: [1, two, 3.5] }"))
    #expect(errors.count { $0.contains("expected a whole number for column \"x\"") } == 2)
  }

  // MARK: choices_ref

  private static let colours = """
    { id: v, kind: vocab, pk: code, columns: [
      { name: code, type: string, generator: { enum_list: { values: [r, g, b, y, z] } } },
      { name: place, type: int, generator: { sequence: { start: 0 } } }] }
    """.oneLine

  @Test(arguments: [
    ("", [1.0, 1, 1, 1, 1]), (", weights: [5, 0, 3, 1, 1]", [5, 0, 3, 1, 1]),
    (", weights_kind: zipf@1", [60, 30, 20, 15, 12]),
    (", weights_kind: \"head_tail@{0.5,0}\"", [4, 1, 1, 1, 1]),
  ])
  func choicesOfAnotherTableAreDrawnByWeight(_ weights: String, _ expected: [Double]) throws {
    let columns = [
      column("x", "string", "choice: { choices_ref: v.code\(weights) }"),
      column("y", "int", "choice: { choices_ref: v.place\(weights) }"),
    ]
    let data = try TestData(schemaText([entity("t", rows: 10_000, columns), Self.colours]))
    #expect(chiSquareExcess(try data.texts("t.x").counts(of: ["r", "g", "b", "y", "z"]), expected) <= 1)
    #expect(chiSquareExcess(try data.integers("t.y").counts(of: [0, 1, 2, 3, 4]), expected) <= 1)
    #expect(try data.cells("t.x").count == 10_000)
  }

  @Test func choicesOfALargeTableAreItsValues() throws {
    let names = entity(
      "u",
      rows: 500,
      [column("name", "string", "faker: { method: bothify, text: \"??????\" }")]
    )
    let data = try TestData(
      schemaText([entity("t", rows: 5000, [column("x", "string", "choice: { choices_ref: u.name }")]), names])
    )
    let drawn = Set(try data.texts("t.x")), all = Set(try data.texts("u.name"))
    #expect(drawn.isSubset(of: all))
    #expect(drawn.count > 490)
  }

  /// A column that may not be NULL cannot take its values from one that is.
  @Test func choicesThatMayBeNullNeedANullableColumn() throws {
    let source = entity(
      "u",
      rows: 100,
      [column("v", "int", "sequence: {}", "nullable: true, null_rate: 0.5")]
    )
    func text(_ rest: String) -> String {
      schemaText([
        source, entity("t", rows: 2000, [column("x", "int", "choice: { choices_ref: u.v }", rest)]),
      ])
    }
    #expect(TestData.errors(text("")).contains { $0.contains("can be NULL") })
    let nulls = try TestData(text("nullable: true")).cells("t.x").count { $0 == .null }
    #expect((600...1400).contains(nulls))
  }

  // MARK: enum_list

  @Test func aVocabularyHasItsValuesInOrder() throws {
    let data = try TestData(schemaText([Self.colours]))
    #expect(try data.texts("v.code") == ["r", "g", "b", "y", "z"])
    #expect(try data.integers("v.place") == [0, 1, 2, 3, 4])
    #expect(try data.rowRange("v") == 0..<5)
  }

  @Test func vocabulariesThatCannotBeAreErrors() {
    let two = """
      { id: v, kind: vocab, pk: a, columns: [
        { name: a, type: string, generator: { enum_list: { values: [r, g] } } },
        { name: b, type: string, generator: { enum_list: { values: [x] } } }] }
      """.oneLine
    #expect(TestData.errors(schemaText([two])).contains { $0.contains("differ in length: 2, 1") })
    let none = "{ id: v, kind: vocab, pk: a, columns: [\(column("a", "int", "sequence: {}"))] }"
    #expect(
      TestData.errors(schemaText([none])).contains {
        $0.contains("needs a column with the generator \"enum_list\"")
      }
    )
    let entity = single("string", "enum_list: { values: [a] }")
    #expect(TestData.errors(entity).contains { $0.contains("belongs to a vocab") })
    let repeated =
      "{ id: v, kind: vocab, pk: a, columns: [\(column("a", "string", "enum_list: { values: [r, r] }"))] }"
    #expect(
      TestData.errors(schemaText([repeated])).contains { $0.contains("only 1 values for about 2 rows") }
    )
  }

  // MARK: datetime_series

  @Test func aUniqueSeriesTakesEveryPointOnce() throws {
    let series = "datetime_series: { within: { start: 2024-01-01, end: \"2024-01-10T23:00:00Z\" }, freq: H }"
    let text = schemaText(
      [entity("t", rows: 240, [column("x", "datetime", series)])],
      constraints: "{ unique: [t.x] }"
    )
    let times = try TestData(text).integers("t.x")
    #expect(times.sorted() == (0..<240).map { moment("2024-01-01") + $0 * 3_600_000_000 })
  }

  @Test func seriesWithinTheTimeframeUseItsGrid() throws {
    let text = schemaText(
      [
        entity(
          "t",
          rows: 3000,
          [
            column("a", "datetime", "datetime_series: { within: timeframe }"),
            column("b", "datetime", "datetime_series: { freq: D }"),
            column(
              "c",
              "date",
              "datetime_series: { within: { start: 2020-01-30, end: 2020-02-02, freq: D } }"
            ),
          ]
        )
      ],
      timeframe: "{ start: 2024-02-01, end: \"2024-02-03T12:00:00Z\", freq: 6H }"
    )
    let data = try TestData(text)
    #expect(Set(try data.integers("t.a")) == Set((0..<11).map { moment("2024-02-01") + $0 * 21_600_000_000 }))
    #expect(
      Set(try data.integers("t.b")) == [moment("2024-02-01"), moment("2024-02-02"), moment("2024-02-03")]
    )
    #expect(Set(try data.integers("t.c")) == Set(18_291...18_294))
  }

  @Test func patternsAndSeasonalitiesMultiply() throws {
    let week = "dimension: dow, weights: [1, 2, 1, 2, 1, 0, 4]"
    let series = column(
      "x",
      "datetime",
      "datetime_series: { freq: D, pattern: { \(week) }, patterns: [{ \(week) }] }",
      modifiers: [modifier("seasonality", week)]
    )
    let days = try TestData(schemaText([entity("t", rows: 10_000, [series])])).integers("t.x")
      .map { CivilDate.dayOfWeek(day: $0 / 86_400_000_000) }
    // 2024 has 53 Mondays and Tuesdays and 52 of the others.
    #expect(chiSquareExcess(days.counts(of: Array(0..<7)), [53, 53 * 8, 52, 52 * 8, 52, 0, 52 * 64]) <= 1)
  }
}
