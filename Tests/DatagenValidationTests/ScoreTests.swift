import DatagenDatabase
import DatagenSchema
import Testing

@testable import DatagenValidation

/// The formula of the score.
@Suite struct ScoreTests {
  @Test(
    arguments: [
      (0, 0, 1), (0, 100, 1), (1, 1000, 0.9), (5, 1000, 0.5), (10, 1000, 0), (11, 1000, 0), (1000, 1000, 0),
      // Never full, however many rows are right.
      (1, 1_000_000, 0.99), (1, 0, 0),
    ] as [(Int64, Int64, Double)]
  )
  func faultyRowsCostTheirShareOfOneInAHundred(faulty: Int64, rows: Int64, score: Double) {
    #expect(abs(Score.faulty(faulty, of: rows) - score) < 1e-12)
  }

  @Test(
    arguments: [
      (0.5, 1, 0.5), (0.25, 0.5, 0.5), (1, 1, 0), (7, 1, 0), (0.001, 1, 0.99), (.infinity, 1, 0),
      (.nan, 1, 0),
    ] as [(Double, Double, Double)]
  )
  func aMissedTargetCostsItsDistance(distance: Double, allowance: Double, score: Double) {
    #expect(abs(Score.missed(by: distance, allowance: allowance) - score) < 1e-12)
  }

  /// 1000 rows of which 5 are out of range: four checks count 1, one 0.5.
  @Test func theScoreIsTheMeanOfTheChecks() throws {
    let connection = try database(
      """
      CREATE TABLE t (x INTEGER);
      INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
      SELECT i FROM n;
      """
    )
    let report = try report(connection, [TableLayout("t", [ColumnLayout("x", .int, maximum: .number(995))])])
    #expect(report.checks.map(\.kind) == ["table_exists", "columns", "row_count", "type", "range"])
    #expect(abs(report.score - 90) < 1e-9)
    #expect(!report.passed)
    #expect(report.failures.count == 1)
  }

  @Test func aMissedTargetLowersTheScoreAndFailsNothing() throws {
    let connection = try database("CREATE TABLE t (x REAL); INSERT INTO t VALUES (1.0), (3.0)")
    let target = Target.meanInRange(
      column: ColumnReference(table: "t", column: "x"),
      minimum: 2.5,
      maximum: 3.5
    )
    let report = try report(connection, [TableLayout("t", [ColumnLayout("x", .float)])], targets: [target])
    #expect(report.passed)
    #expect(abs(report.score - 90) < 1e-9)
  }

  @Test func nothingToCheckIsNoSuccess() {
    #expect(Score.total([], hasRows: true) == 0)
  }

  // MARK: Figures

  @Test(
    arguments: [
      (0, "0"), (7, "7"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567"),
      (.min, "-9,223,372,036,854,775,808"),
    ] as [(Int64, String)]
  )
  func wholeNumbersAreGrouped(number: Int64, text: String) {
    #expect(Figures.grouped(number) == text)
  }

  @Test(
    arguments: [
      (0, "0"), (-0.0, "0"), (0.285714, "0.2857"), (48.209, "48.21"), (12_345.6, "12,346"),
      (-3.5, "-3.5"), (0.00012345, "0.0001235"), (1e-9, "1e-09"), (1e20, "1e+20"), (.nan, "nan"), (2, "2"),
    ] as [(Double, String)]
  )
  func numbersShowFourDigitsThatMatter(number: Double, text: String) {
    #expect(Figures.short(number) == text)
  }

  @Test(
    arguments: [
      (100, "100.0"), (99.99, "99.9"), (0, "0.0"), (80.05, "80.0"), (33.3333, "33.3"), (90, "90.0"),
    ] as [(Double, String)]
  )
  func onlyAFullScoreShowsAsFull(score: Double, text: String) {
    #expect(Figures.score(score) == text)
  }
}
