import DatagenDatabase
import DatagenSchema
import Testing

@testable import DatagenValidation

/// Checks of keys, references and comparisons, with odd names.
@Suite struct KeyCheckTests {
  /// The violations of the only check of a kind.
  private func violations(
    _ kind: CheckKind,
    _ sql: String,
    _ tables: [TableLayout]
  ) throws -> (Int64?, String) {
    let result = try report(try database(sql), tables).result(kind)
    #expect(result.passed == (result.violations == 0))
    return (result.violations, result.message)
  }

  @Test(
    arguments: [
      ("(1), (2), (3)", 0), ("(1), (1), (1), (2), (2)", 3), ("(NULL), (1)", 1),
      ("(NULL), (NULL), (1), (1)", 3),
    ] as [(String, Int64)]
  )
  func aPrimaryKeyIsCompleteAndNeverRepeats(values: String, expected: Int64) throws {
    let (count, message) = try violations(
      .primaryKey,
      "CREATE TABLE t (id); INSERT INTO t VALUES \(values)",
      [TableLayout("t", [ColumnLayout("id", .int)], key: ["id"])]
    )
    #expect(count == expected)
    #expect(message.hasSuffix("with a key that is NULL or repeated"))
  }

  @Test(
    arguments: [
      ("(1, 1), (1, 2), (2, 1)", 0), ("(1, 1), (1, 1), (1, 1)", 2), ("(1, NULL), (1, NULL), (NULL, NULL)", 3),
      ("(1, NULL), (1, 1), (1, 1)", 2),
    ] as [(String, Int64)]
  )
  func aKeyOfTwoColumnsIsLookedAtAsAPair(values: String, expected: Int64) throws {
    let columns = [ColumnLayout("a b", .int), ColumnLayout("c\"d", .int)]
    let sql = #"CREATE TABLE "it's" ("a b", "c""d"); INSERT INTO "it's" VALUES \#(values)"#
    let result = try report(try database(sql), [TableLayout("it's", columns, key: ["a b", "c\"d"])])
      .result(.primaryKey)
    #expect(result.violations == expected)
    #expect(result.column == nil)
  }

  private static let family = """
    CREATE TABLE "order" ("the id", "when" TEXT, "day" TEXT);
    INSERT INTO "order" VALUES
      (1, '2024-01-01 10:00:00', '2024-01-01'), (2, '2024-01-02 00:00:00', '2024-01-02'), (3, NULL, NULL),
      (NULL, '2024-01-01 00:00:00', NULL);
    CREATE TABLE "line item" ("order", "at" TEXT, "on" TEXT);
    INSERT INTO "line item" VALUES
      (1, '2024-01-01 10:00:00', '2024-01-01'), (1, '2024-01-01 09:59:59', '2023-12-31'),
      (2, '2024-01-02 00:00:01', '2024-01-02'), (2, NULL, NULL), (3, '1999-01-01 00:00:00', '1999-01-01'),
      (9, '1999-01-01 00:00:00', '1999-01-01'), (8, '2030-01-01 00:00:00', '2030-01-01'), (NULL, NULL, NULL);
    """

  private static let order = TableLayout(
    "order",
    [ColumnLayout("the id", .int), ColumnLayout("when", .datetime), ColumnLayout("day", .date)]
  )

  private static func lines(
    foreignKey: Bool? = nil,
    _ inequality: InequalityLayout? = nil
  ) -> TableLayout {
    TableLayout(
      "line item",
      [ColumnLayout("order", .int), ColumnLayout("at", .datetime), ColumnLayout("on", .date)],
      foreignKeys: foreignKey.map { [ForeignKeyLayout("order", "order", "the id", enforceable: $0)] } ?? [],
      inequalities: inequality.map { [$0] } ?? []
    )
  }

  @Test(arguments: [true, false])
  func referencesThatFindNothingAreCounted(isEnforceable: Bool) throws {
    let kind: CheckKind = isEnforceable ? .foreignKey : .membership
    let (count, message) = try violations(
      kind,
      Self.family,
      [Self.order, Self.lines(foreignKey: isEnforceable)]
    )
    #expect(count == 2)
    #expect(message == "2 of 8 rows that refer to no order.the id")
    let (none, _) = try violations(
      kind,
      Self.family + "DELETE FROM \"line item\" WHERE \"order\" > 7",
      [Self.order, Self.lines(foreignKey: isEnforceable)]
    )
    #expect(none == 0)
  }

  /// Each value is there, but not in one row; a NULL refers to nothing.
  @Test func referencesOfSeveralColumnsAreLookedForAsOne() throws {
    let key = ForeignKeyLayout(
      columns: ["x", "y"],
      parentTable: "pair",
      parentColumns: ["a", "b"],
      isEnforceable: true
    )
    let pair = TableLayout("pair", [ColumnLayout("a", .int), ColumnLayout("b", .int), ColumnLayout("limit", .int)])
    let use = TableLayout(
      "use",
      [ColumnLayout("x", .int), ColumnLayout("y", .int), ColumnLayout("n", .int)],
      foreignKeys: [key],
      inequalities: [InequalityLayout(left: "n", comparison: .less, right: "limit", parent: key)]
    )
    let rows = """
      CREATE TABLE pair (a INTEGER, b INTEGER, "limit" INTEGER); CREATE TABLE use (x INTEGER, y INTEGER, n INTEGER);
      INSERT INTO pair VALUES (1, 10, 5), (1, 11, 50), (2, 20, 500);
      INSERT INTO use VALUES (1, 10, 4), (1, 11, 40), (2, 20, 600), (1, 20, 9), (2, 10, 9), (NULL, 20, 9);
      INSERT INTO use VALUES (2, NULL, 9);
      """
    let (count, message) = try violations(.foreignKey, rows, [pair, use])
    #expect(count == 2)
    #expect(message == "2 of 7 rows that refer to no pair.(a, b)")
    #expect(try violations(.inequalityParent, rows, [pair, use]).0 == 1)
  }

  @Test func everyReferenceToAnEmptyParentIsAtFault() throws {
    let result = try report(
      try database(Self.family + "DELETE FROM \"order\""),
      [Self.lines(foreignKey: true)]
    ).result(.foreignKey)
    #expect(result.violations == 7)
  }

  /// Rows 1 and 2 of the child are compared with 10:00, row 3 with midnight; the others have nothing to compare.
  @Test(
    arguments: [
      (.greaterOrEqual, "when", 1), (.greater, "when", 2), (.equal, "when", 2), (.notEqual, "when", 1),
      (.less, "when", 2), (.lessOrEqual, "when", 1), (.greaterOrEqual, "day", 0), (.equal, "day", 3),
    ] as [(Constraints.Comparison, String, Int64)]
  )
  func aComparisonWithTheParentsRow(
    comparison: Constraints.Comparison,
    right: String,
    expected: Int64
  ) throws {
    let inequality = InequalityLayout(
      left: "at",
      comparison: comparison,
      right: right,
      parent: ForeignKeyLayout("order", "order", "the id")
    )
    let (count, message) = try violations(
      .inequalityParent,
      Self.family,
      [Self.order, Self.lines(inequality)]
    )
    #expect(count == expected)
    #expect(
      message.hasSuffix("rows where at \(comparison.sql) order.\(right) does not hold")
    )
  }

  /// A date is the midnight that begins it.
  @Test(
    arguments: [
      (.greaterOrEqual, 0), (.greater, 1), (.equal, 3), (.notEqual, 1), (.less, 4), (.lessOrEqual, 3),
    ] as [(Constraints.Comparison, Int64)]
  )
  func aComparisonOfTwoColumns(comparison: Constraints.Comparison, expected: Int64) throws {
    let columns = [ColumnLayout("at", .datetime), ColumnLayout("on", .date)]
    let table = TableLayout(
      "t",
      columns,
      inequalities: [InequalityLayout(left: "at", comparison: comparison, right: "on")]
    )
    let (count, message) = try violations(
      .inequality,
      """
      CREATE TABLE t ("at" TEXT, "on" TEXT); INSERT INTO t VALUES
      ('2024-01-01 10:00:00', '2024-01-01'), ('2024-01-02 00:00:00', '2024-01-02'),
      ('2024-01-03 00:00:00.000001', '2024-01-03'), ('2024-01-05 00:00:00', '2024-01-04'),
      (NULL, '2024-01-01'), ('2024-01-01 00:00:00', NULL), (NULL, NULL)
      """,
      [table]
    )
    #expect(count == expected)
    #expect(message.hasSuffix("of 7 rows where at \(comparison.sql) on does not hold"))
  }

  @Test func numbersCompareAsNumbers() throws {
    let columns = [ColumnLayout("a", .int), ColumnLayout("b", .float)]
    let table = TableLayout(
      "t",
      columns,
      inequalities: [InequalityLayout(left: "a", comparison: .less, right: "b")]
    )
    let (count, _) = try violations(
      .inequality,
      "CREATE TABLE t (a INTEGER, b REAL); INSERT INTO t VALUES (9, 10), (10, 9), (10, 10), (NULL, 1)",
      [table]
    )
    #expect(count == 2)
  }

  /// All kinds of check over names that need quotes.
  @Test func oddNamesAreQuotedEverywhere() throws {
    let name = "select \"x\" 'y' {z} -- ü"
    let quoted = Dialect.sqlite.quote(name)
    let table = TableLayout(
      name,
      [
        ColumnLayout(
          name,
          .string,
          nullable: false,
          values: [.text("{table}"), .text("it's")],
          pattern: ".*"
        ),
        ColumnLayout("from", .int, minimum: .number(1), maximum: .number(2)),
      ],
      key: ["from"],
      foreignKeys: [
        ForeignKeyLayout("from", name, "from"), ForeignKeyLayout(name, name, name, enforceable: false),
      ],
      unique: [name],
      inequalities: [InequalityLayout(left: "from", comparison: .equal, right: "from")]
    )
    let connection = try database(
      "CREATE TABLE \(quoted) (\(quoted) TEXT, \"from\" INTEGER);"
        + "INSERT INTO \(quoted) VALUES ('{table}', 1), ('it''s', 2)"
    )
    let report = try report(connection, [table])
    #expect(report.failures.map(\.message) == [])
    #expect(report.score == 100)
    #expect(report.checks.count == 14)
    for statement in Validator(layout: DatabaseLayout([table]), targets: [], expectedRows: nil)
      .statements(.sqlite)
    {
      #expect(throws: Never.self) { try connection.query(statement) }
    }
  }
}
