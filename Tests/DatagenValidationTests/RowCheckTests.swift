import DatagenDatabase
import DatagenSchema
import Testing

@testable import DatagenValidation

/// Each check of rows over a database with a known number of violations: the number, the message, and NULL.
@Suite struct RowCheckTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var kind: CheckKind
    var column: ColumnLayout
    /// SQL of the values of the column, one a row.
    var values: String
    var violations: Int64
    var fault: String
    var isUnique = false

    var testDescription: String { "\(kind.rawValue) \(column.type.rawValue): \(fault)" }
  }

  private static func time(_ text: String) -> Constraints.Bound? {
    Timestamp(iso8601: text).map { .time($0) }
  }

  static let cases = [
    Case(
      kind: .notNull,
      column: ColumnLayout("x", .int, nullable: false),
      values: "(1), (NULL), (3), (NULL)",
      violations: 2,
      fault: "without a value"
    ),
    Case(
      kind: .unique,
      column: ColumnLayout("x", .string),
      values: "('a'), ('a'), ('a'), ('b'), ('b'), ('A'), (NULL), (NULL), ('')",
      violations: 3,
      fault: "with a repeated value",
      isUnique: true
    ),
    Case(
      kind: .range,
      column: ColumnLayout("x", .int, minimum: .number(-1), maximum: .number(5)),
      values: "(-2), (-1), (5), (6), (NULL), (100)",
      violations: 3,
      fault: "outside -1 to 5"
    ),
    Case(
      kind: .range,
      column: ColumnLayout("x", .float, minimum: .number(0.5)),
      values: "(0.5), (0.4999), (NULL)",
      violations: 1,
      fault: "below 0.5"
    ),
    Case(
      kind: .range,
      column: ColumnLayout("x", .float, maximum: .number(0.5)),
      values: "(0.5), (0.5001), (9.0), (NULL)",
      violations: 2,
      fault: "above 0.5"
    ),
    Case(
      kind: .range,
      column: ColumnLayout("x", .date, minimum: time("2024-01-01"), maximum: time("2024-12-31")),
      values: "('2023-12-31'), ('2024-01-01'), ('2024-12-31'), ('2025-01-01'), (NULL)",
      violations: 2,
      fault: "outside 2024-01-01 to 2024-12-31"
    ),
    Case(
      kind: .range,
      column: ColumnLayout("x", .datetime, maximum: time("2024-06-30T12:00:00Z")),
      values: "('2024-06-30 12:00:00'), ('2024-06-30 12:00:00.000001'), ('2024-06-29 23:00:00')",
      violations: 1,
      fault: "above 2024-06-30 12:00:00"
    ),
    Case(
      kind: .enumeration,
      column: ColumnLayout("x", .string, values: [.text("it's"), .text("b")]),
      values: "('it''s'), ('b'), ('B'), (''), (NULL)",
      violations: 2,
      fault: "outside the 2 allowed values"
    ),
    Case(
      kind: .enumeration,
      column: ColumnLayout("x", .int, values: [.number(7)]),
      values: "(7), (8), (NULL)",
      violations: 1,
      fault: "outside the only allowed value"
    ),
    Case(
      kind: .enumeration,
      column: ColumnLayout("x", .bool, values: [.boolean(true)]),
      values: "(1), (0), (NULL)",
      violations: 1,
      fault: "outside the only allowed value"
    ),
    Case(
      kind: .pattern,
      column: ColumnLayout("x", .string, pattern: "[A-Z]{2}-\\d+"),
      values: "('AB-1'), ('AB-1x'), ('xAB-1'), ('ab-1'), (''), (NULL)",
      violations: 4,
      fault: "that do not match [A-Z]{2}-\\d+"
    ),
    Case(
      kind: .pattern,
      column: ColumnLayout("x", .string, pattern: "it's|a"),
      values: "('it''s'), ('a'), ('b')",
      violations: 1,
      fault: "that do not match it's|a"
    ),
  ]

  private func check(_ example: Case, _ values: String) throws -> CheckResult {
    let type = Dialect.sqlite.typeName(of: example.column.type)
    let connection = try database("CREATE TABLE t (x \(type)); INSERT INTO t VALUES \(values)")
    let table = TableLayout("t", [example.column], unique: example.isUnique ? ["x"] : [])
    return try report(connection, [table]).result(example.kind)
  }

  @Test(arguments: cases)
  func theViolationsAreCounted(example: Case) throws {
    let rows = Int64(example.values.split(separator: "),").count)
    let result = try check(example, example.values)
    #expect(!result.passed)
    #expect(result.isHard)
    #expect(result.violations == example.violations)
    #expect(result.rows == rows)
    #expect(result.message == "\(example.violations) of \(rows) rows \(example.fault)")
    #expect(result.score == 0)
    #expect(result.table == "t")
    #expect(result.column == "x")
  }

  /// The first row without those at fault: right, and NULL beside it where NULL is allowed.
  @Test(arguments: cases)
  func rightRowsAndNULLPass(example: Case) throws {
    let good: String =
      switch (example.kind, example.column.type) {
      case (.notNull, _): "(1)"
      case (.range, .int): "(-1), (NULL)"
      case (.range, .float): "(0.5), (NULL)"
      case (.range, .date): "('2024-02-29'), (NULL)"
      case (.range, _): "('2024-02-29 00:00:00'), (NULL)"
      case (.enumeration, .int): "(7), (NULL)"
      case (.enumeration, .bool): "(1), (NULL)"
      case (.enumeration, _): "('b'), (NULL)"
      case (.pattern, _): example.column.pattern == "it's|a" ? "('a'), (NULL)" : "('XY-09'), (NULL)"
      default: "('a'), (NULL), (NULL)"
      }
    let rows = good.split(separator: "),").count
    let result = try check(example, good)
    #expect(result.passed)
    #expect(result.violations == 0)
    #expect(result.score == 1)
    #expect(result.message == "none of \(rows) \(rows == 1 ? "row" : "rows") \(example.fault)")
  }

  /// The statement of a report is one that a person can run, and it gives the same figure.
  @Test(arguments: cases)
  func theStatementOfTheReportFindsTheSameNumber(example: Case) throws {
    let type = Dialect.sqlite.typeName(of: example.column.type)
    let connection = try database("CREATE TABLE t (x \(type)); INSERT INTO t VALUES \(example.values)")
    let table = TableLayout("t", [example.column], unique: example.isUnique ? ["x"] : [])
    let sql = try report(connection, [table]).result(example.kind).sql
    #expect(try connection.query(sql) == [[.integer(example.violations)]])
  }

  // MARK: Types

  static let types: [(type: ColumnType, noun: String, right: [String], wrong: [String])] = [
    (.int, "integer", ["1", "-9223372036854775808"], ["1.5", "'x'", "x'00'"]),
    (.float, "floating-point number", ["1.5", "2.0"], ["3", "'x'"]),
    (.string, "text", ["'a'", "''", "'1'"], ["1", "1.5", "x'61'"]),
    (.bool, "boolean", ["0", "1"], ["2", "-1", "'true'", "1.5"]),
    (
      .date, "date", ["'2024-02-29'", "'0001-01-01'"],
      [
        "'2023-02-29'", "'2024-02-30'", "'2024-13-01'", "'2024-1-1'", "'2024-01-01 00:00:00'", "'now'", "''",
        "'20240101'", "19782",
      ]
    ),
    (
      .datetime, "time",
      ["'2024-02-29 23:59:59'", "'2024-02-29 00:00:00.000001'", "'2024-12-31 23:59:59.999999'"],
      [
        "'2023-02-29 00:00:00'", "'2024-02-29'", "'2024-02-29T00:00:00'", "'2024-02-29 24:00:00'",
        "'2024-02-29 00:00:00.5'", "'2024-02-29 00:00:00Z'", "'2024-02-29 00:00'", "'now'", "1709164800",
        "'2024-02-30 00:00:00.000001'", "'2024-02-29 00:00:00.00000x'",
      ]
    ),
  ]

  @Test(arguments: types.indices)
  func valuesOfAnotherTypeAreCounted(index: Int) throws {
    let (type, noun, right, wrong) = Self.types[index]
    // A column without a type keeps every value as it is.
    let values = (right + wrong + ["NULL"]).map { "(\($0))" }.joined(separator: ", ")
    let connection = try database("CREATE TABLE t (x); INSERT INTO t VALUES \(values)")
    let result = try report(connection, [TableLayout("t", [ColumnLayout("x", type)])]).result(.type)
    #expect(result.violations == Int64(wrong.count))
    #expect(
      result.message == "\(wrong.count) of \(right.count + wrong.count + 1) rows that hold no \(noun)"
    )
    for value in wrong {
      try connection.execute("DELETE FROM t; INSERT INTO t VALUES (\(value))")
      let alone = try report(connection, [TableLayout("t", [ColumnLayout("x", type)])]).result(.type)
      #expect(alone.violations == 1, "\(value)")
    }
  }
}
