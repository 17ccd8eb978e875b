import DatagenDatabase
import Testing

@testable import DatagenSchema
@testable import DatagenValidation

/// Targets against figures that were computed by hand.
@Suite struct TargetTests {
  private static let table = TableLayout(
    "t",
    [ColumnLayout("at", .datetime), ColumnLayout("x", .float), ColumnLayout("flag", .bool)]
  )

  private func measure(_ target: Target, _ values: String) throws -> CheckResult {
    let connection = try database(
      "CREATE TABLE t (at TEXT, x REAL, flag BOOLEAN); INSERT INTO t VALUES \(values)"
    )
    let report = try report(connection, [Self.table], targets: [target])
    #expect(report.passed)
    let result = try #require(report.checks.last)
    #expect(result.category == .targets)
    #expect(!result.isHard)
    return result
  }

  // MARK: Shares and means

  /// Of four rows with a time, one is a Saturday and one a Sunday.
  private static let week = """
    ('2024-06-01 00:00:00', 1, 1), ('2024-06-02 23:59:59.999999', 2, 1), ('2024-06-03 00:00:00', 3, 0),
    ('2024-06-07 12:00:00', 6, NULL), (NULL, NULL, NULL)
    """

  @Test(
    arguments: [
      (0.4, 0.6, true, "0.4 to 0.6", 1), (0.5, 0.5, true, "0.5 to 0.5", 1),
      (0.2, 0.45, false, "0.2 to 0.45", 0.8), (0.25, 0.35, false, "0.25 to 0.35", 0),
      (0.6, 0.8, false, "0.6 to 0.8", 0.5),
    ] as [(Double, Double, Bool, String, Double)]
  )
  func theShareOfWeekendsIsMeasuredOverTimes(
    minimum: Double,
    maximum: Double,
    isMet: Bool,
    wanted: String,
    score: Double
  ) throws {
    let column = ColumnReference(table: "t", column: "at")
    let result = try measure(.weekendShare(column: column, minimum: minimum, maximum: maximum), Self.week)
    #expect(result.measures?.value == 0.5)
    #expect(result.measures?.minimum == minimum)
    #expect(result.measures?.maximum == maximum)
    #expect(result.passed == isMet)
    #expect(result.message == "share of weekends 0.5, wanted \(wanted)")
    #expect(abs(result.score - score) < 1e-9)
  }

  @Test(
    arguments: [
      ("x", 2.5, 3.5, true, "mean 3, wanted 2.5 to 3.5", 1), ("x", 3, 3, true, "mean 3, wanted 3 to 3", 1),
      // No width: the distance counts against the value that is wanted.
      ("x", 2, 2, false, "mean 3, wanted 2 to 2", 0.5), ("x", 4, 8, false, "mean 3, wanted 4 to 8", 0.75),
      ("flag", 0.5, 0.7, true, "mean 0.6667, wanted 0.5 to 0.7", 1),
    ] as [(String, Double, Double, Bool, String, Double)]
  )
  func theMeanIsMeasuredOverValues(
    column: String,
    minimum: Double,
    maximum: Double,
    isMet: Bool,
    message: String,
    score: Double
  ) throws {
    let reference = ColumnReference(table: "t", column: column)
    let result = try measure(
      .meanInRange(column: reference, minimum: minimum, maximum: maximum),
      Self.week
    )
    #expect(result.passed == isMet)
    #expect(result.message == message)
    #expect(abs(result.score - score) < 1e-9)
  }

  @Test func aMissIsNeverAFullScore() throws {
    let reference = ColumnReference(table: "t", column: "x")
    let result = try measure(.meanInRange(column: reference, minimum: 3.0001, maximum: 1000), Self.week)
    #expect(!result.passed)
    #expect(result.score == 0.99)
  }

  @Test func targetsWithoutValuesAreMissed() throws {
    let at = ColumnReference(table: "t", column: "at")
    let x = ColumnReference(table: "t", column: "x")
    let nothing = "(NULL, NULL, NULL)"
    let share = try measure(.weekendShare(column: at, minimum: 0, maximum: 1), nothing)
    #expect(share.message == "there are no values to measure the share of weekends of")
    let mean = try measure(.meanInRange(column: x, minimum: -1, maximum: 1), nothing)
    #expect(mean.message == "there are no values to measure the mean of")
    let effect = try measure(Self.effect([Self.sundays], mae: 1), nothing)
    #expect(effect.message == "there are no times to measure the distribution of")
    for result in [share, mean, effect] {
      #expect(!result.passed)
      #expect(result.score == 0)
    }
  }

  // MARK: Composite effects

  private static let sundays = TimePattern(dimension: .dow, weights: [1, 1, 1, 1, 1, 1, 2])

  private static func effect(
    _ influences: [TimePattern],
    mae: Double? = nil,
    mape: Double? = nil
  ) -> Target {
    .compositeEffect(
      Target.CompositeEffect(
        table: Located("t", at: .start),
        metric: "count",
        timeColumn: "at",
        influences: influences,
        maximumAbsoluteError: mae,
        maximumRelativeError: mape
      )
    )
  }

  /// Rows of a month's days; 3 June 2024 is a Monday.
  private static func times(_ days: [Int], month: Int = 6, hour: Int = 12) -> String {
    func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
    return days.map { "('2024-\(two(month))-\(two($0)) \(two(hour)):30:00', 1, 1)" }.joined(separator: ", ")
  }

  /// Eight rows as the weights say, and two more on a Monday: of ten rows 3 are on Mondays (expected 1/8), 1 each
  /// from Tuesday to Saturday (1/8), 2 on Sundays (1/4).
  ///
  /// mae = (0.175 + 5 * 0.025 + 0.05) / 7 = 0.05; mape = (1.4 + 5 * 0.2 + 0.2) / 7 = 2.6 / 7.
  private static let mondays = times([3, 4, 5, 6, 7, 8, 9, 16, 10, 17])

  @Test func rowsThatFollowTheWeightsExactlyHaveNoError() throws {
    let result = try measure(
      Self.effect([Self.sundays], mae: 0, mape: 0),
      Self.times([3, 4, 5, 6, 7, 8, 9, 16])
    )
    #expect(result.passed)
    #expect(result.measures?.mae == 0)
    #expect(result.measures?.mape == 0)
    #expect(result.message == "mae 0, wanted at most 0; mape 0, wanted at most 0, over 8 rows")
  }

  @Test(
    arguments: [
      (0.06, 0.4, true, "mae 0.05, wanted at most 0.06; mape 0.3714, wanted at most 0.4, over 10 rows", 1),
      // More than 1 means percent.
      (nil, 40, true, "mae 0.05; mape 0.3714, wanted at most 0.4, over 10 rows", 1),
      (nil, 1, true, "mae 0.05; mape 0.3714, wanted at most 1, over 10 rows", 1),
      (
        nil, 30, false, "mae 0.05; mape 0.3714, wanted at most 0.3, over 10 rows",
        1 - (2.6 / 7 - 0.3) / 0.3
      ),
      (0.04, nil, false, "mae 0.05, wanted at most 0.04; mape 0.3714, over 10 rows", 0.75),
      // The worse of the two misses counts.
      (
        0.04, 0.35, false, "mae 0.05, wanted at most 0.04; mape 0.3714, wanted at most 0.35, over 10 rows",
        0.75
      ),
      (0, nil, false, "mae 0.05, wanted at most 0; mape 0.3714, over 10 rows", 0),
    ] as [(Double?, Double?, Bool, String, Double)]
  )
  func theErrorsAreComparedWithTheTolerances(
    mae: Double?,
    mape: Double?,
    isMet: Bool,
    message: String,
    score: Double
  ) throws {
    let result = try measure(Self.effect([Self.sundays], mae: mae, mape: mape), Self.mondays)
    #expect(abs((result.measures?.mae ?? 0) - 0.05) < 1e-12)
    #expect(abs((result.measures?.mape ?? 0) - 2.6 / 7) < 1e-12)
    #expect(result.measures?.maximumMAE == mae)
    #expect(result.measures?.maximumMAPE == mape.map { $0 > 1 ? $0 / 100 : $0 })
    #expect(result.rows == 10)
    #expect(result.passed == isMet)
    #expect(result.message == message)
    #expect(abs(result.score - (isMet ? 1 : score)) < 1e-9)
  }

  /// Nine rows in January and one in February, of which 3 or 2 in a thousand are expected.
  @Test(
    arguments: [
      // Both cells count for mape: (0.097 / 0.997 + 0.097 / 0.003) / 2.
      (997.0, 3.0, 0.194 / 12, (0.097 / 0.997 + 0.097 / 0.003) / 2),
      // Less than 0.3 % counts for mae only.
      (998.0, 2.0, 0.196 / 12, 0.098 / 0.998),
    ]
  )
  func rareCellsAreLeftOutOfTheRelativeError(
    january: Double,
    february: Double,
    mae: Double,
    mape: Double
  ) throws {
    let rest = [Double](repeating: 0, count: 10)
    let months = TimePattern(dimension: .month, weights: [january, february] + rest)
    let result = try measure(
      Self.effect([months], mae: 1),
      Self.times(Array(1...9), month: 1) + ", " + Self.times([1], month: 2)
    )
    #expect(abs((result.measures?.mae ?? 0) - mae) < 1e-12)
    #expect(abs((result.measures?.mape ?? 0) - mape) < 1e-9)
  }

  /// One cell of 168 is wanted; three rows of four are in it.
  @Test func influencesOfDifferentDimensionsMakeAGrid() throws {
    let ten = TimePattern(dimension: .hour, weights: (0..<24).map { $0 == 10 ? 5 : 0 })
    let monday = TimePattern(dimension: .dow, weights: [3, 0, 0, 0, 0, 0, 0])
    let values = Self.times([3, 10, 17], hour: 10) + ", " + Self.times([3], hour: 11)
    for influences in [[ten, monday], [monday, ten]] {
      let result = try measure(Self.effect(influences, mae: 1), values)
      #expect(abs((result.measures?.mae ?? 0) - 0.5 / 168) < 1e-12)
      #expect(abs((result.measures?.mape ?? 0) - 0.25) < 1e-12)
    }
  }

  /// SQLite rounds to milliseconds, and would find this in the year that follows.
  @Test func theLastMomentOfAnHourBelongsToIt() throws {
    let hours = TimePattern(dimension: .hour, weights: (0..<24).map { $0 == 23 ? 1 : 0 })
    let sundays = TimePattern(dimension: .dow, weights: [0, 0, 0, 0, 0, 0, 1])
    let decembers = TimePattern(dimension: .month, weights: (0..<12).map { $0 == 11 ? 1 : 0 })
    let result = try measure(
      Self.effect([hours, sundays, decembers], mae: 0),
      "('2023-12-31 23:59:59.999999', 1, 1)"
    )
    #expect(result.passed)
    #expect(result.rows == 1)
  }

  /// Twice the double weight is four times: 4 of 10 rows on Sundays.
  @Test func influencesOfOneDimensionMultiply() throws {
    let result = try measure(
      Self.effect([Self.sundays, Self.sundays], mae: 1),
      Self.times([3, 4, 5, 6, 7, 8, 9, 16, 23, 30])
    )
    #expect((result.measures?.mae ?? 1) < 1e-12)
  }

  @Test func rowsWithoutATimeAreLeftOut() throws {
    let result = try measure(Self.effect([Self.sundays], mae: 1), Self.mondays + ", (NULL, 1, 1)")
    #expect(result.rows == 10)
    #expect(abs((result.measures?.mae ?? 0) - 0.05) < 1e-12)
  }

  @Test func datesCountAsWellAsTimes() throws {
    let connection = try database(
      "CREATE TABLE t (at DATE); INSERT INTO t VALUES ('2024-06-03'), ('2024-06-09'), ('2024-06-09')"
    )
    let days = TimePattern(dimension: .dow, weights: [1, 0, 0, 0, 0, 0, 2])
    let report = try report(
      connection,
      [TableLayout("t", [ColumnLayout("at", .date)])],
      targets: [Self.effect([days], mae: 0.001)]
    )
    let result = try report.result(.compositeEffect)
    #expect((result.measures?.mae ?? 1) < 1e-12)
    #expect(report.score == 100)
  }
}
