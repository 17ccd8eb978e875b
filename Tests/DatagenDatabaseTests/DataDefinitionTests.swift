import DatagenSchema
import Testing

@testable import DatagenDatabase

/// The text of the DDL, and that SQLite takes it.
@Suite struct DataDefinitionTests {
  /// A table with everything that a layout can say.
  static let everything = TableLayout(
    "order",
    [
      ColumnLayout("id", .int, comment: "counted from 1"),
      ColumnLayout("customer name", .string, comment: "as printed\n  on the\r\ninvoice"),
      ColumnLayout("the \"code\"", .string, values: [.text("it's"), .text("b")]),
      ColumnLayout("group", .string, nullable: true, values: [.text("only")]),
      ColumnLayout("quantity", .int, minimum: .number(1), maximum: .number(100)),
      ColumnLayout("limit", .int, nullable: true, maximum: .number(9_007_199_254_740_991)),
      ColumnLayout("price", .float, minimum: .number(0.05), comment: " \n "),
      ColumnLayout("paid", .bool, values: [.boolean(true)]),
      ColumnLayout(
        "placed",
        .date,
        minimum: Timestamp(iso8601: "2024-01-01").map { .time($0) },
        maximum: Timestamp(iso8601: "2024-12-31").map { .time($0) }
      ),
      ColumnLayout(
        "shipped_at",
        .datetime,
        nullable: true,
        minimum: Timestamp(iso8601: "2024-01-01T06:30:00.5Z").map { .time($0) }
      ),
      ColumnLayout("previous", .int, nullable: true),
      ColumnLayout("city", .string, nullable: true),
    ],
    key: ["id"],
    consecutive: true,
    foreignKeys: [
      ForeignKeyLayout(column: "previous", parentTable: "order", parentColumn: "id", isEnforceable: true),
      ForeignKeyLayout(
        column: "customer name",
        parentTable: "a \"customer\"",
        parentColumn: "full name",
        isEnforceable: true
      ),
      ForeignKeyLayout(column: "city", parentTable: "city", parentColumn: "name", isEnforceable: false),
    ],
    unique: ["the \"code\""],
    inequalities: [
      InequalityLayout(left: "quantity", comparison: .lessOrEqual, right: "limit"),
      InequalityLayout(left: "price", comparison: .notEqual, right: "quantity"),
      InequalityLayout(
        left: "placed",
        comparison: .greaterOrEqual,
        right: "born",
        parent: ForeignKeyLayout(
          column: "customer name",
          parentTable: "a \"customer\"",
          parentColumn: "full name",
          isEnforceable: true
        )
      ),
    ],
    comment: "What was ordered;\n-- one row an order"
  )

  static let customers = TableLayout(
    "a \"customer\"",
    [ColumnLayout("full name", .string), ColumnLayout("born", .date)],
    key: ["full name"]
  )

  @Test func createTableInSQLiteHasKeysConditionsAndComments() {
    #expect(
      DataDefinition.createTable(Self.everything, .sqlite) == #"""
        CREATE TABLE "order" (
          -- What was ordered; -- one row an order
          -- counted from 1
          "id" INTEGER PRIMARY KEY,
          -- as printed on the invoice
          "customer name" TEXT NOT NULL,
          "the ""code""" TEXT NOT NULL CHECK ("the ""code""" = 'it''s' OR "the ""code""" = 'b'),
          "group" TEXT CHECK ("group" = 'only'),
          "quantity" INTEGER NOT NULL CHECK ("quantity" BETWEEN 1 AND 100),
          "limit" INTEGER CHECK ("limit" <= 9007199254740991),
          "price" REAL NOT NULL CHECK ("price" >= 0.05),
          "paid" BOOLEAN NOT NULL CHECK ("paid" IN (0, 1)) CHECK ("paid" = 1),
          "placed" DATE NOT NULL CHECK ("placed" BETWEEN '2024-01-01' AND '2024-12-31'),
          "shipped_at" TIMESTAMP CHECK ("shipped_at" >= '2024-01-01 06:30:00.500000'),
          "previous" INTEGER,
          "city" TEXT,
          CHECK ("quantity" <= "limit"),
          CHECK ("price" <> "quantity"),
          FOREIGN KEY ("previous") REFERENCES "order" ("id"),
          FOREIGN KEY ("customer name") REFERENCES "a ""customer""" ("full name")
        )
        """#
    )
  }

  @Test func createTableInPostgresHasItsTypesAndNoConditionOnBooleans() {
    let ddl = DataDefinition.createTable(Self.everything, .postgres)
    for line in [
      #"  "id" BIGINT PRIMARY KEY,"#,
      #"  "price" DOUBLE PRECISION NOT NULL CHECK ("price" >= 0.05),"#,
      #"  "paid" BOOLEAN NOT NULL CHECK ("paid" = TRUE),"#,
      #"  "placed" DATE NOT NULL CHECK ("placed" BETWEEN '2024-01-01' AND '2024-12-31'),"#,
    ] {
      #expect(ddl.split(separator: "\n").contains(Substring(line)), "\(line)\n\(ddl)")
    }
  }

  @Test func aKeyOfSeveralColumnsIsNotNullAndStandsAtTheEnd() {
    let table = TableLayout(
      "seat",
      [ColumnLayout("row", .int, nullable: true), ColumnLayout("letter", .string)],
      key: ["row", "letter"]
    )
    #expect(
      DataDefinition.createTable(table, .sqlite) == """
        CREATE TABLE "seat" (
          "row" INTEGER NOT NULL,
          "letter" TEXT NOT NULL,
          PRIMARY KEY ("row", "letter")
        )
        """
    )
  }

  @Test func aTextKeyIsNotNullBecauseSQLiteWouldTakeNULL() {
    #expect(
      DataDefinition.createTable(Self.customers, .sqlite) == #"""
        CREATE TABLE "a ""customer""" (
          "full name" TEXT NOT NULL PRIMARY KEY,
          "born" DATE NOT NULL
        )
        """#
    )
  }

  @Test func indexesAreUniqueOnesFirstThenForeignKeys() {
    let layout = DatabaseLayout(Self.customers, Self.everything)
    #expect(
      DataDefinition.ddl(layout, .sqlite).indexes == [
        #"CREATE UNIQUE INDEX "order_the ""code""_key" ON "order" ("the ""code""")"#,
        #"CREATE INDEX "order_previous_idx" ON "order" ("previous")"#,
        #"CREATE INDEX "order_customer name_idx" ON "order" ("customer name")"#,
        #"CREATE INDEX "order_city_idx" ON "order" ("city")"#,
      ]
    )
  }

  @Test func theDDLRunsInSQLiteAndKeepsTheComments() throws {
    let connection = try SQLiteConnection("", mode: .memory)
    let (tables, indexes) = DataDefinition.ddl(DatabaseLayout(Self.customers, Self.everything), .sqlite)
    for statement in tables + indexes { try connection.execute(statement) }
    #expect(try connection.columnNames(of: "order") == Self.everything.columns.map(\.name))
    #expect(try connection.tableNames().sorted() == ["a \"customer\"", "order"])
    let kept = try rows(connection, "SELECT sql FROM sqlite_master WHERE name = 'order'")
    #expect(kept.first?.contains("-- as printed on the invoice") == true)
  }

  /// A mark that joins with a quote into one character for Swift must not hide the quote.
  @Test(arguments: ["a\"\u{301}b", "a'\u{301}b", "'\u{200D}", "\"", "''", "ä' OR 1=1 --", ""])
  func quotedNamesAndLiteralsComeBackAsTheyWere(text: String) throws {
    let connection = try SQLiteConnection("", mode: .memory)
    let literal = Dialect.sqlite.literal(text)
    #expect(try connection.query("SELECT \(literal)") == [[.text(text)]])
    guard !text.isEmpty else { return }
    try connection.execute("CREATE TABLE t (\(Dialect.sqlite.quote(text)) TEXT)")
    #expect(try connection.columnNames(of: "t") == [text])
  }

  @Test func namesOfIndexesDoNotClashWithOthers() {
    let tables = [
      TableLayout("a", [ColumnLayout("b_c", .int)], unique: ["b_c"]),
      TableLayout("a_b", [ColumnLayout("c", .int)], unique: ["c"]),
      TableLayout("A_B_C_KEY3", [ColumnLayout("x", .int)]),
    ]
    let names = IndexDefinition.indexes(of: tables, taken: ["a_b_c_key2"]).map(\.name)
    #expect(names == ["a_b_c_key", "a_b_c_key4"])
  }

  @Test func aColumnGetsOneIndexOnly() {
    let parent = ForeignKeyLayout(column: "a", parentTable: "p", parentColumn: "id", isEnforceable: true)
    let other = ForeignKeyLayout(column: "a", parentTable: "q", parentColumn: "id", isEnforceable: true)
    func indexes(key: [String], unique: [String]) -> [String] {
      let columns = [ColumnLayout("a", .int), ColumnLayout("b", .int)]
      let table = TableLayout("t", columns, key: key, foreignKeys: [parent, other], unique: unique)
      return IndexDefinition.indexes(of: [table], taken: []).map(\.name)
    }
    #expect(indexes(key: [], unique: []) == ["t_a_idx"])
    #expect(indexes(key: ["a"], unique: ["a"]).isEmpty)
    #expect(indexes(key: ["a", "b"], unique: []).isEmpty)
    #expect(indexes(key: ["b", "a"], unique: []) == ["t_a_idx"])
    #expect(indexes(key: [], unique: ["a"]) == ["t_a_key"])
  }
}
