import DatagenSchema
import Testing

@testable import DatagenDatabase

/// The conditions of columns: the text, and which values they let through.
@Suite struct CheckDefinitionTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var column: ColumnLayout
    var condition: String
    /// SQL of values that are right and wrong.
    var good: [String]
    var bad: [String]

    var testDescription: String { condition }
  }

  private static let letters = (0..<41).map { AllowedValue.text("v\($0)") }

  static let cases = [
    Case(
      column: ColumnLayout("x", .int, minimum: .number(-5), maximum: .number(5)),
      condition: #""x" BETWEEN -5 AND 5"#,
      good: ["-5", "5", "0"],
      bad: ["-6", "6"]
    ),
    Case(
      column: ColumnLayout("x", .float, minimum: .number(0.1)),
      condition: #""x" >= 0.1"#,
      good: ["0.1", "1e9"],
      bad: ["0.0999"]
    ),
    Case(
      column: ColumnLayout("x", .float, maximum: .number(2)),
      condition: #""x" <= 2"#,
      good: ["2.0", "-1"],
      bad: ["2.0000001"]
    ),
    Case(
      column: ColumnLayout("x", .bool),
      condition: #""x" IN (0, 1)"#,
      good: ["0", "1"],
      bad: ["2", "-1"]
    ),
    Case(
      column: ColumnLayout("x", .int, values: [.number(7)]),
      condition: #""x" = 7"#,
      good: ["7"],
      bad: ["8"]
    ),
    Case(
      column: ColumnLayout("x", .float, values: [.number(0.5), .number(2)]),
      condition: #""x" = 0.5 OR "x" = 2"#,
      good: ["0.5", "2.0"],
      bad: ["1"]
    ),
    Case(
      column: ColumnLayout("x", .string, values: Array(letters[..<20])),
      condition: (0..<20).map { "\"x\" = 'v\($0)'" }.joined(separator: " OR "),
      good: ["'v0'", "'v19'"],
      bad: ["'v20'", "'V0'", "''"]
    ),
    Case(
      column: ColumnLayout("x", .string, values: letters),
      condition: "\"x\" IN (" + (0..<41).map { "'v\($0)'" }.joined(separator: ", ") + ")",
      good: ["'v40'"],
      bad: ["'v41'"]
    ),
    Case(
      column: ColumnLayout("x", .date, minimum: Timestamp(iso8601: "2024-02-29").map { .time($0) }),
      condition: #""x" >= '2024-02-29'"#,
      good: ["'2024-02-29'", "'2025-01-01'"],
      bad: ["'2024-02-28'"]
    ),
    Case(
      column: ColumnLayout("x", .datetime, maximum: Timestamp(iso8601: "2024-02-29T12:00").map { .time($0) }),
      condition: #""x" <= '2024-02-29 12:00:00'"#,
      good: ["'2024-02-29 12:00:00'", "'2024-02-29 11:59:59.999999'"],
      bad: ["'2024-02-29 12:00:00.000001'"]
    ),
  ]

  @Test(arguments: cases)
  func theConditionIsWhatTheDatabaseIsTold(example: Case) {
    #expect(CheckDefinition.checks(of: example.column, .sqlite).map(\.condition) == [example.condition])
  }

  /// The condition and the query that looks for violations are written differently and have to agree.
  @Test(arguments: cases)
  func theConditionAndItsViolationAgreeOnEveryValue(example: Case) throws {
    let check = try #require(CheckDefinition.checks(of: example.column, .sqlite).first)
    let connection = try SQLiteConnection("", mode: .memory)
    let type = Dialect.sqlite.typeName(of: example.column.type)
    try connection.execute("CREATE TABLE t (x \(type) CHECK (\(check.condition)))")
    for value in example.good + ["NULL"] { try connection.execute("INSERT INTO t VALUES (\(value))") }
    #expect(try rows(connection, "SELECT count(*) FROM t WHERE \(check.violation)") == ["0"])
    for value in example.bad {
      let error = try refusal { try connection.execute("INSERT INTO t VALUES (\(value))") }
      #expect(error.message.contains("CHECK constraint failed"))
    }
    try connection.execute("PRAGMA ignore_check_constraints=ON; DELETE FROM t")
    for value in example.bad { try connection.execute("INSERT INTO t VALUES (\(value))") }
    #expect(
      try rows(connection, "SELECT count(*) FROM t WHERE \(check.violation)") == ["\(example.bad.count)"]
    )
  }

  @Test func aColumnWithSeveralConditionsHasThemAll() {
    let column = ColumnLayout("x", .bool, minimum: .number(1), values: [.boolean(true), .boolean(false)])
    #expect(
      CheckDefinition.checks(of: column, .sqlite).map(\.condition) == [
        #""x" IN (0, 1)"#, #""x" >= 1"#, #""x" = 1 OR "x" = 0"#,
      ]
    )
    #expect(
      CheckDefinition.checks(of: column, .postgres).map(\.condition) == [
        #""x" >= 1"#, #""x" IN (TRUE, FALSE)"#,
      ]
    )
  }

  @Test func anEmptyListOfValuesIsNoCondition() {
    #expect(CheckDefinition.checks(of: ColumnLayout("x", .string, values: []), .sqlite).isEmpty)
  }

  /// A date and the midnight that begins it are the same moment, though SQLite keeps them as different texts.
  @Test(arguments: [
    (Constraints.Comparison.lessOrEqual, true), (.greaterOrEqual, true), (.equal, true), (.less, false),
    (.greater, false), (.notEqual, false),
  ])
  func aDateComparesWithATimeAsItsMidnight(comparison: Constraints.Comparison, holds: Bool) throws {
    let columns = [ColumnLayout("day", .date), ColumnLayout("at", .datetime)]
    for (left, right) in [("day", "at"), ("at", "day")] {
      let table = TableLayout(
        "t",
        columns,
        inequalities: [InequalityLayout(left: left, comparison: comparison, right: right)]
      )
      let connection = try SQLiteConnection("", mode: .memory)
      try connection.execute(DataDefinition.createTable(table, .sqlite))
      let insert = "INSERT INTO t VALUES ('2024-05-01', '2024-05-01 00:00:00')"
      if holds {
        try connection.execute(insert)
      } else {
        #expect(throws: DatabaseError.self) { try connection.execute(insert) }
      }
    }
  }

  @Test func textsAreOrderedByteByByte() {
    let table = TableLayout(
      "t",
      [ColumnLayout("a", .string), ColumnLayout("b", .string)],
      inequalities: [
        InequalityLayout(left: "a", comparison: .lessOrEqual, right: "b"),
        InequalityLayout(left: "a", comparison: .notEqual, right: "b"),
      ]
    )
    #expect(
      CheckDefinition.checks(of: table, .postgres).map(\.condition)
        == [#""a" COLLATE "C" <= "b" COLLATE "C""#, #""a" <> "b""#]
    )
    #expect(CheckDefinition.checks(of: table, .sqlite).map(\.condition) == [#""a" <= "b""#, #""a" <> "b""#])
  }

  @Test(arguments: Dialect.allCases) func wholeNumbersOfABoundAreExact(dialect: Dialect) {
    var column = ColumnLayout("a", .int)
    column.minimum = .integer(9_007_199_254_740_993)
    column.maximum = .integer(.max)
    #expect(
      CheckDefinition.checks(of: TableLayout("t", [column]), dialect).first?.condition
        == #""a" BETWEEN 9007199254740993 AND 9223372036854775807"#
    )
  }
}
