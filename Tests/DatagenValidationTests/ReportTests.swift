import DatagenDatabase
import DatagenSchema
import Foundation
import Testing

@testable import DatagenValidation

/// The report as JSON and as text.
@Suite struct ReportTests {
  private static let table = TableLayout(
    "t",
    [ColumnLayout("x", .int, minimum: .number(0)), ColumnLayout("s", .string)]
  )

  /// Three rows, one of them out of range; a mean of 1 where 2 to 4 is wanted.
  private func smallReport() throws -> ValidationReport {
    try report(
      try database("CREATE TABLE t (x INTEGER, s TEXT); INSERT INTO t VALUES (-1, 'a'), (0, NULL), (4, '')"),
      [Self.table, TableLayout("gone", [ColumnLayout("id", .int)])],
      targets: [
        .meanInRange(column: ColumnReference(table: "t", column: "x"), minimum: 2, maximum: 4),
        .meanInRange(column: ColumnReference(table: "t", column: "x"), minimum: 0, maximum: 1.5),
      ],
      expectedRows: nil
    )
  }

  @Test func theTextOfASmallReport() throws {
    #expect(
      try smallReport().text() == """
        t      3 rows  1 of 6 checks failed
          failed range of t.x: 1 of 3 rows below 0
        gone  missing  4 of 4 checks failed
          failed 4 checks: the table does not exist
        targets
          missed mean_in_range of t.x: mean 1, wanted 2 to 4
          met    mean_in_range of t.x: mean 1, wanted 0 to 1.5
        warning: the database has no record of a load, so that row counts are only checked for not being 0
        score 54.1 of 100: 12 checks, 5 failed, 1 target missed

        """
    )
  }

  @Test func theTextOfAPerfectReportIsShort() throws {
    let report = try report(
      try database("CREATE TABLE t (x INTEGER, s TEXT); INSERT INTO t VALUES (1, 'a')"),
      [Self.table]
    )
    #expect(
      report.text() == """
        t  1 row  6 checks passed
        score 100.0 of 100: 6 checks, all passed

        """
    )
    #expect(report.passed)
  }

  @Test func coloursAreOnlyWhereTheyAreWanted() throws {
    let report = try smallReport()
    #expect(!report.text().contains("\u{1B}"))
    let coloured = report.text(colours: true)
    #expect(coloured.contains("\u{1B}[31mfailed\u{1B}[0m"))
    #expect(
      coloured.replacing("\u{1B}[31m", with: "").replacing("\u{1B}[32m", with: "")
        .replacing("\u{1B}[33m", with: "").replacing("\u{1B}[0m", with: "") == report.text()
    )
  }

  @Test func theJSONOfASmallReport() throws {
    let report = try report(
      try database("CREATE TABLE t (x INTEGER); INSERT INTO t VALUES (-1), (5)"),
      [TableLayout("t", [ColumnLayout("x", .int, minimum: .number(0))])],
      targets: [.meanInRange(column: ColumnReference(table: "t", column: "x"), minimum: 3, maximum: 5)]
    )
    let wanted = #"""
      {
        "dataset": "shop",
        "schema_digest": "0123456789abcdef",
        "database": "shop.sqlite",
        "loads": [],
        "score": 75.0,
        "passed": false,
        "summary": {
          "checks": 6,
          "passed": 4,
          "failed": 1,
          "targets_missed": 1,
          "targets_missed_as_warned": 0
        },
        "warnings": [],
        "checks": [

      """#
    let json = report.jsonText()
    #expect(json.hasPrefix(wanted), "\(json)")
    let last = #"""
          {
            "category": "constraints",
            "kind": "range",
            "table": "t",
            "column": "x",
            "hard": true,
            "passed": false,
            "score": 0.0,
            "message": "1 of 2 rows below 0",
            "violations": 1,
            "rows": 2,
            "sql": "SELECT count(*)\nFROM \"t\" AS this\nWHERE this.\"x\" < 0;",
            "rows_sql": "SELECT this.*\nFROM \"t\" AS this\nWHERE this.\"x\" < 0\nLIMIT 20;"
          },
          {
            "category": "targets",
            "kind": "mean_in_range",
            "table": "t",
            "column": "x",
            "hard": false,
            "passed": false,
            "score": 0.5,
            "message": "mean 2, wanted 3 to 5",
            "rows": 2,
            "measures": {
              "value": 2.0,
              "minimum": 3.0,
              "maximum": 5.0
            },
            "warnings": [],
            "sql": "SELECT CAST(avg(this.\"x\") AS double precision)\nFROM \"t\" AS this;"
          }
        ]
      }

      """#
    #expect(json.hasSuffix(last), "\(json)")
  }

  @Test func theJSONIsReadByOthersWithTheSameFigures() throws {
    let report = try smallReport()
    let json = try JSONSerialization.jsonObject(with: Data(report.jsonText().utf8))
    let object = try #require(json as? [String: Any])
    #expect(
      Set(object.keys) == [
        "dataset", "schema_digest", "database", "loads", "score", "passed", "summary", "warnings", "checks",
      ]
    )
    #expect(object["score"] as? Double == report.score)
    #expect(object["passed"] as? Bool == false)
    #expect(object["warnings"] as? [String] == report.warnings)
    #expect(
      object["summary"] as? [String: Int] == [
        "checks": 12, "passed": 6, "failed": 5, "targets_missed": 1, "targets_missed_as_warned": 0,
      ]
    )
    let checks = try #require(object["checks"] as? [[String: Any]])
    #expect(checks.map { $0["message"] as? String } == report.checks.map(\.message))
    #expect(checks.map { $0["sql"] as? String } == report.checks.map(\.sql))
    #expect(checks.map { $0["violations"] as? Int64 } == report.checks.map(\.violations))
    // A check of a table has no column, and says so.
    #expect(checks.first?["column"] is NSNull)
  }

  /// One target is met although it was warned of, one missed as warned.
  private func warnedReport() throws -> ValidationReport {
    try report(
      try database("CREATE TABLE t (x INTEGER); INSERT INTO t VALUES (1)"),
      [TableLayout("t", [ColumnLayout("x", .int)])],
      targets: [
        .meanInRange(column: ColumnReference(table: "t", column: "x"), minimum: 0, maximum: 1),
        .meanInRange(column: ColumnReference(table: "t", column: "x"), minimum: 5, maximum: 6),
      ],
      warnings: ["it will be <2>"]
    )
  }

  @Test func theTextTellsWhichMissesWereWarnedOf() throws {
    #expect(
      try warnedReport().text() == """
        t  1 row  4 checks passed
        targets
          met    mean_in_range of t.x: mean 1, wanted 0 to 1
          missed mean_in_range of t.x: mean 1, wanted 5 to 6, as warned
        warning: mean_in_range of t.x: it will be <2>
        score 83.3 of 100: 6 checks, 1 target missed as warned

        """
    )
  }

  @Test func theJSONTellsWhichMissesWereWarnedOf() throws {
    let report = try warnedReport()
    #expect(report.warnings == ["mean_in_range of t.x: it will be <2>"])
    #expect(report.checks.suffix(2).map(\.failedAsWarned) == [false, true])
    let json = try JSONSerialization.jsonObject(with: Data(report.jsonText().utf8))
    let object = try #require(json as? [String: Any])
    #expect((object["summary"] as? [String: Int])?["targets_missed_as_warned"] == 1)
    let checks = try #require(object["checks"] as? [[String: Any]])
    #expect(checks.last?["warnings"] as? [String] == ["it will be <2>"])
    // Only of targets anything is foreseen.
    #expect(checks.first?["warnings"] == nil)
  }

  @Test func thePageTellsWhichMissesWereWarnedOf() throws {
    let page = try warnedReport().htmlText()
    #expect(page.contains("<li>mean_in_range of t.x: it will be &lt;2&gt;</li>"))
    #expect(page.contains(#"<span class="badge doubtful">missed as warned</span>"#))
    #expect(page.contains(#"<span class="badge good">met</span>"#))
  }

  @Test(
    arguments: [
      (.string("a\"b\\c/\u{8}\t\n\u{C}\r"), #""a\"b\\c/\b\t\n\f\r""#),
      (.string("\u{1}\u{1F}\u{7F}ü🐟"), #""\u0001\u001f"# + "\u{7F}ü🐟\""),
      (.double(.nan), "null"), (.double(-.infinity), "null"), (.double(0.1), "0.1"), (.double(1e-9), "1e-09"),
      (.integer(.min), "-9223372036854775808"), (.null, "null"), (.bool(true), "true"),
      (.array([]), "[]"), (.object([]), "{}"), (.array([.integer(1), .array([.null])]), "[1,[null]]"),
      (.object([("b", .integer(1)), ("a", .object([("\"", .string(""))]))]), #"{"b":1,"a":{"\"":""}}"#),
      (.optional(nil as String?, JSONValue.string), "null"), (.optional("x", JSONValue.string), #""x""#),
    ] as [(JSONValue, String)]
  )
  func valuesAreWrittenAsJSONKnowsThem(value: JSONValue, text: String) throws {
    #expect(value.compact == text)
    for written in [value.compact, value.pretty] {
      #expect(throws: Never.self) {
        try JSONSerialization.jsonObject(with: Data(written.utf8), options: .fragmentsAllowed)
      }
    }
  }

  @Test func prettyJSONIsIndentedByTwo() {
    let value = JSONValue.object([("a", .array([.integer(1), .object([])])), ("b", .null)])
    #expect(value.pretty == "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": null\n}\n")
  }
}
