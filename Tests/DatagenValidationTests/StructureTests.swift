import DatagenDatabase
import DatagenSchema
import Testing

@testable import DatagenValidation

/// Tables, columns and numbers of rows that are not as they should be.
@Suite struct StructureTests {
  private static let table = TableLayout(
    "t",
    [ColumnLayout("id", .int), ColumnLayout("x", .int, minimum: .number(0)), ColumnLayout("y", .int)],
    key: ["id"],
    foreignKeys: [ForeignKeyLayout("x", "parent", "id")],
    unique: ["y"],
    inequalities: [InequalityLayout(left: "x", comparison: .less, right: "y")]
  )
  private static let parent = TableLayout("parent", [ColumnLayout("id", .int)])

  private static let target = Target.meanInRange(
    column: ColumnReference(table: "t", column: "x"),
    minimum: 0,
    maximum: 1
  )

  @Test func anEmptyDatabaseFailsEveryCheckAndScoresNothing() throws {
    let report = try report(try database(""), [Self.parent, Self.table], targets: [Self.target])
    #expect(report.checks.allSatisfy { !$0.passed && $0.score == 0 && $0.rows == nil })
    #expect(Set(report.checks.map(\.message)) == ["the table does not exist"])
    #expect(report.score == 0)
    #expect(!report.passed)
  }

  @Test func tablesWithoutRowsScoreNothing() throws {
    let sql = "CREATE TABLE parent (id); CREATE TABLE t (id, x, y)"
    let report = try report(try database(sql), [Self.parent, Self.table], targets: [Self.target])
    #expect(report.score == 0)
    #expect(!report.passed)
    #expect(try report.result(.range).message == "the table is empty")
    let counts = report.checks.filter { $0.kind == "row_count" }.map(\.message)
    #expect(counts == ["the table is empty", "the table is empty"])
    #expect(try report.result(.meanInRange).message == "there are no values to measure the mean of")
    // What can be said of an empty table is said.
    let columns = report.checks.filter { $0.kind == "columns" }
    #expect(columns.map(\.passed) == [true, true])
  }

  @Test func tablesThatShouldBeEmptyAreRight() throws {
    let sql = "CREATE TABLE parent (id); CREATE TABLE t (id, x, y)"
    let report = try report(
      try database(sql),
      [Self.parent, Self.table],
      expectedRows: ["parent": 0, "t": 0]
    )
    #expect(report.score == 100)
    #expect(report.passed)
    #expect(try report.result(.range).message == "no rows to look at")
  }

  @Test func aMissingTableFailsItsOwnChecksAndThoseThatNeedIt() throws {
    let report = try report(
      try database("CREATE TABLE t (id, x, y); INSERT INTO t VALUES (1, 1, 2)"),
      [Self.parent, Self.table]
    )
    #expect(
      report.failures.map { "\($0.kind) of \($0.table): \($0.message)" } == [
        "table_exists of parent: the table does not exist", "columns of parent: the table does not exist",
        "row_count of parent: the table does not exist", "type of parent: the table does not exist",
        "foreign_key of t: the table \"parent\" does not exist",
      ]
    )
    #expect(!report.passed)
  }

  @Test func aMissingColumnFailsTheChecksThatNeedIt() throws {
    let report = try report(
      try database(
        "CREATE TABLE parent (id); INSERT INTO parent VALUES (1);"
          + "CREATE TABLE t (id, X2); INSERT INTO t VALUES (1, 1)"
      ),
      [Self.parent, Self.table],
      targets: [Self.target]
    )
    #expect(
      report.failures.map { "\($0.kind): \($0.message)" } == [
        #"columns: the columns "x", "y" are missing"#, #"type: the column "t.x" does not exist"#,
        #"range: the column "t.x" does not exist"#, #"type: the column "t.y" does not exist"#,
        #"unique: the column "t.y" does not exist"#, #"foreign_key: the column "t.x" does not exist"#,
        #"inequality: the column "t.x" does not exist"#, #"mean_in_range: the column "t.x" does not exist"#,
      ]
    )
    #expect(report.failures.allSatisfy { $0.score == 0 })
    #expect(try report.result(.meanInRange).isHard == false)
    #expect(try report.result(.primaryKey).passed)
  }

  @Test func aMissingColumnOfTheParentIsNamed() throws {
    let report = try report(
      try database("CREATE TABLE parent (nr); CREATE TABLE t (id, x, y); INSERT INTO t VALUES (1, 1, 2)"),
      [Self.table]
    )
    #expect(report.failures.map(\.message) == ["the column \"parent.id\" does not exist"])
  }

  @Test func columnsThatTheSchemaDoesNotKnowAreNoFault() throws {
    let report = try report(
      try database("CREATE TABLE parent (more, id, than); INSERT INTO parent VALUES (NULL, 1, 2)"),
      [Self.parent]
    )
    #expect(report.score == 100)
    #expect(try report.result(.columns).message == "the only column is there")
  }

  // MARK: Numbers of rows

  private static func numbers(_ count: Int) -> String {
    """
    CREATE TABLE parent (id INTEGER);
    INSERT INTO parent WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(count))
    SELECT i FROM n;
    """
  }

  @Test(
    arguments: [
      (1000, 1000, true, "1,000 rows, as recorded", 1.0),
      (995, 1000, false, "995 rows instead of 1,000", 0.5),
      (1005, 1000, false, "1,005 rows instead of 1,000", 0.5),
      (900, 1000, false, "900 rows instead of 1,000", 0),
      (1, 2, false, "1 row instead of 2", 0), (1, 0, false, "1 row instead of 0", 0),
    ] as [(Int, Int64, Bool, String, Double)]
  )
  func rowsAreComparedWithWhatWasExpected(
    rows: Int,
    expected: Int64,
    passes: Bool,
    message: String,
    score: Double
  ) throws {
    let result = try report(
      try database(Self.numbers(rows)),
      [Self.parent],
      expectedRows: ["parent": expected]
    ).result(.rowCount)
    #expect(result.passed == passes)
    #expect(result.message == message)
    #expect(abs(result.score - score) < 1e-12)
    #expect(result.violations == (passes ? nil : abs(Int64(rows) - expected)))
  }

  private static let record = """
    CREATE TABLE _datagen ("load", dataset, schema_digest, seed, version, table_name, "rows", digest);
    INSERT INTO _datagen VALUES
      (1, 'shop', '0123456789abcdef', '42', '1', 'parent', 2, ''),
      (2, 'shop', '0123456789abcdef', '42', '1', 'parent', 3, ''),
      (2, 'shop', 'ffff', '42', '1', 'unrelated', 3, '');
    """

  @Test func theRowsOfAllRecordedLoadsAreAddedUp() throws {
    for (rows, passes) in [(5, true), (4, false)] {
      let report = try report(
        try database(Self.record + Self.numbers(rows)),
        [Self.parent],
        expectedRows: nil
      )
      #expect(try report.result(.rowCount).passed == passes)
      #expect(report.warnings.isEmpty)
      #expect(report.loads == [ValidationReport.Load(schemaDigest: "0123456789abcdef", seed: "42", version: "1")])
    }
  }

  @Test func loadsOfDifferentMakeAreListedInTheirOrder() throws {
    let other = "UPDATE _datagen SET seed = '18446744073709551615', version = '0.9' WHERE load = 1;"
    let report = try report(
      try database(Self.record + other + Self.numbers(5)),
      [Self.parent],
      expectedRows: nil
    )
    #expect(report.loads.map(\.seed) == ["18446744073709551615", "42"])
    #expect(report.loads.map(\.version) == ["0.9", "1"])
    #expect(try report.result(.rowCount).passed)
  }

  @Test func aLoadOfAnotherSchemaIsAWarning() throws {
    let other = "UPDATE _datagen SET schema_digest = 'beef' WHERE load = 1;"
    let report = try report(
      try database(Self.record + other + Self.numbers(5)),
      [Self.parent],
      expectedRows: nil
    )
    #expect(
      report.warnings == [
        "the data was loaded from another version of the schema (digest beef); this one is 0123456789abcdef"
      ]
    )
    #expect(report.passed)
  }

  @Test func aDatabaseWithoutARecordIsLookedAtWithAWarning() throws {
    for record in ["", "CREATE TABLE _datagen (something);"] {
      let report = try report(try database(record + Self.numbers(3)), [Self.parent], expectedRows: nil)
      #expect(try report.result(.rowCount).message == "3 rows")
      #expect(report.warnings.count == 1)
      #expect(report.warnings.first?.hasPrefix("the database has no record of a load") == true)
      #expect(report.score == 100)
    }
  }

  @Test func whatTheLoaderWritesIsWhatTheValidationReads() throws {
    let layout = DatabaseLayout([TableLayout("t", [ColumnLayout("id", .int)], key: ["id"])])
    let loader = try SQLiteLoader(location: ":memory:", layout: layout, ifExists: .fail)
    try loader.begin()
    try loader.finish(
      LoadRecord(
        dataset: "shop",
        schemaDigest: layout.schemaDigest,
        seed: 42,
        version: "1",
        tables: [("t", 0, "")]
      )
    )
    let report = try Validator(layout: layout, targets: [], expectedRows: nil)
      .validate(loader.connection, database: "memory")
    #expect(report.score == 100)
    #expect(report.warnings.isEmpty)
    #expect(try report.result(.rowCount).message == "0 rows, as recorded")
  }
}
