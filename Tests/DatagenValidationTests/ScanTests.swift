import DatagenDatabase
import Testing

@testable import DatagenSchema
@testable import DatagenValidation

/// How often the rows of a table are gone over, and what a refused statement does.
@Suite struct ScanTests {
  /// A table with as many columns, each with a type, a range and NOT NULL.
  private static func wide(_ columns: Int, pattern: String? = nil) -> TableLayout {
    TableLayout(
      "t",
      (0..<columns).map { index in
        ColumnLayout(
          "c\(index)",
          .int,
          nullable: false,
          minimum: .number(0),
          pattern: index == 0 ? pattern : nil
        )
      }
    )
  }

  private static func sql(_ columns: Int) -> String {
    let names = (0..<columns).map { "c\($0) INTEGER" }.joined(separator: ", ")
    let values = (0..<columns).map(String.init).joined(separator: ", ")
    return "CREATE TABLE t (\(names)); INSERT INTO t VALUES (\(values)), (\(values));"
  }

  @Test(arguments: [(1, 1), (10, 1), (30, 1), (66, 1), (67, 2), (150, 3)])
  func checksOfRowsShareOneScan(columns: Int, scans: Int) throws {
    let connection = RecordingConnection(try database(Self.sql(columns)))
    let report = try report(connection, [Self.wide(columns)])
    #expect(connection.scans(of: "t").count == scans)
    #expect(report.checks.count == 3 + 3 * columns)
    #expect(report.score == 100)
  }

  /// Beside the scan, one statement for each key, unique column and effect, and none for anything else.
  @Test func onlyKeysUniqueColumnsAndEffectsRunAlone() throws {
    let table = TableLayout(
      "t",
      (0..<10).map {
        ColumnLayout("c\($0)", .int, nullable: false, minimum: .number(0), values: [.number(Double($0))])
      }
        + [ColumnLayout("at", .datetime)],
      key: ["c0"],
      foreignKeys: [
        ForeignKeyLayout("c1", "p", "id"), ForeignKeyLayout("c2", "p", "id", enforceable: false),
      ],
      unique: ["c1", "c2"],
      inequalities: [
        InequalityLayout(left: "c1", comparison: .less, right: "c2"),
        InequalityLayout(
          left: "c1",
          comparison: .equal,
          right: "id",
          parent: ForeignKeyLayout("c1", "p", "id")
        ),
      ]
    )
    let effect = Target.CompositeEffect(
      table: Located("t", at: .start),
      metric: "count",
      timeColumn: "at",
      influences: [TimePattern(dimension: .month, weights: [1] + [Double](repeating: 0, count: 11))],
      maximumAbsoluteError: 0.1,
      maximumRelativeError: nil
    )
    let targets: [Target] = [
      .compositeEffect(effect),
      .meanInRange(column: ColumnReference(table: "t", column: "c3"), minimum: 3, maximum: 3),
      .weekendShare(column: ColumnReference(table: "t", column: "at"), minimum: 0, maximum: 0),
    ]
    let connection = RecordingConnection(
      try database(
        """
        CREATE TABLE p (id INTEGER); INSERT INTO p VALUES (1), (2);
        CREATE TABLE t (c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, at);
        INSERT INTO t VALUES (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, '2024-01-01 00:00:00');
        """
      )
    )
    let report = try report(connection, [table], targets: targets)
    #expect(report.failures.map(\.message) == [])
    #expect(report.checks.count > 45)
    let scans = connection.scans(of: "t")
    #expect(scans.count == 1 + 1 + 2 + 1)
    #expect(scans.count { $0.contains("GROUP BY") } == 4)
    // The rest asks the catalogue about the two tables and the record.
    #expect(connection.statements.count { !$0.contains("AS this") } == 5)
  }

  @Test func aRefusedCheckDoesNotHideTheOthers() throws {
    let connection = RecordingConnection(try database(Self.sql(4)))
    let report = try report(connection, [Self.wide(4, pattern: "(never closed")])
    let refused = try report.result(.pattern)
    #expect(report.failures.map(\.kind) == ["pattern"])
    #expect(refused.message.hasPrefix("could not be checked: \"(never closed\" is no regular expression"))
    #expect(!refused.message.contains("\n"))
    #expect(refused.score == 0)
    #expect(refused.violations == nil)
    #expect(refused.rows == 2)
    #expect(report.score < 100)
  }

  @Test func aDatabaseThatCannotGoOnEndsTheValidation() throws {
    let connection = try database(Self.sql(2))
    try connection.close()
    #expect(throws: DatabaseError.self) { try report(connection, [Self.wide(2)]) }
  }

  /// Damage in the middle of a scan is no fault of a check.
  @Test func anErrorOfTheDatabaseIsNotTakenForAResult() throws {
    let broken = BrokenConnection(try database(Self.sql(2)))
    let error = try #require(throws: DatabaseError.self) { try report(broken, [Self.wide(2)]) }
    #expect(error.code == "11")
  }
}

/// A database that fails in the scan, and only there.
private final class BrokenConnection: DatabaseConnection {
  private let base: any DatabaseConnection

  init(_ base: any DatabaseConnection) { self.base = base }

  var dialect: Dialect { base.dialect }

  func execute(_ sql: String) throws(DatabaseError) { try base.execute(sql) }

  func query(_ sql: String) throws(DatabaseError) -> [[SQLValue]] {
    if sql.contains("FILTER") { throw DatabaseError("the file is damaged", code: "11") }
    return try base.query(sql)
  }

  func tableNames() throws(DatabaseError) -> [String] { try base.tableNames() }

  func columnNames(of table: String) throws(DatabaseError) -> [String] { try base.columnNames(of: table) }
}
