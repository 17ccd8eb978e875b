import DatagenColumns
import DatagenSchema
import Testing

@testable import DatagenDatabase

/// That the rows in the file are those of the batches.
@Suite struct SQLiteLoaderTests {
  private let directory = TemporaryDirectory()

  private var path: String { directory.file("shop.sqlite") }

  private static let allKinds = TableLayout(
    "all kinds",
    [
      ColumnLayout("id", .int),
      ColumnLayout("i", .int, nullable: true), ColumnLayout("f", .float, nullable: true),
      ColumnLayout("b", .bool, nullable: true), ColumnLayout("d", .date, nullable: true),
      ColumnLayout("t", .datetime, nullable: true), ColumnLayout("s", .string, nullable: true),
      ColumnLayout("c", .string, nullable: true),
    ],
    key: ["id"],
    consecutive: true
  )

  private func loadAllKinds() throws {
    try load(
      path,
      Self.allKinds,
      [
        batch(
          .integers([1, 2, 3, 4]),
          .integers([.max, nil, .min, 0]),
          .doubles([0.1, nil, -1e300, 3]),
          .booleans([true, nil, false, true]),
          .dates([19_782, nil, -1, 0]),
          .moments(["2024-02-29T23:59:59Z", nil, "1969-12-31T23:59:59.999999Z", "2024-01-01T00:00:00.5Z"]),
          .texts(["Łódź 🐟", nil, "", "it's \"x\"\n"]),
          .codes(["red", "", "grün"], [2, nil, 1, 0])
        )
      ]
    )
  }

  @Test func everyKindOfColumnComesBackAsItWas() throws {
    try loadAllKinds()
    #expect(
      try rows(path, #"SELECT * FROM "all kinds" ORDER BY id"#) == [
        "1|9223372036854775807|0.1|1|2024-02-29|2024-02-29 23:59:59|Łódź 🐟|grün",
        "2|∅|∅|∅|∅|∅|∅|∅",
        "3|-9223372036854775808|-1e+300|0|1969-12-31|1969-12-31 23:59:59.999999||",
        "4|0|3.0|1|1970-01-01|2024-01-01 00:00:00.500000|it's \"x\"\n|red",
      ]
    )
    #expect(
      try rows(
        path,
        #"""
        SELECT typeof(id), typeof(i), typeof(f), typeof(b), typeof(d), typeof(t), typeof(s), typeof(c)
        FROM "all kinds" WHERE id <> 2 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
        """#
      ) == ["integer|integer|real|integer|text|text|text|text"]
    )
  }

  @Test func sqliteOwnDateFunctionsReadTheTextsOfDatesAndTimes() throws {
    try loadAllKinds()
    #expect(
      try rows(
        path,
        """
        SELECT strftime('%Y %m %d %w', d), date(d, '+1 day'), strftime('%H:%M:%S', t), unixepoch(t)
        FROM "all kinds" WHERE id = 1
        """
      ) == ["2024 02 29 4|2024-03-01|23:59:59|1709251199"]
    )
    #expect(
      try rows(path, #"SELECT strftime('%f', t), julianday(d) FROM "all kinds" WHERE id > 2 ORDER BY id"#)
        == ["59.999|2440586.5", "00.500|2440587.5"]
    )
    // Texts of one form sort as the moments do.
    #expect(
      try rows(path, #"SELECT id FROM "all kinds" WHERE t IS NOT NULL ORDER BY t"#) == ["3", "4", "1"]
    )
  }

  @Test func aFreshFileIsSoundAndHasStatisticsIndexesAndNoJournal() throws {
    try Shop.load(path)
    #expect(try directory.names() == ["shop.sqlite"])
    #expect(try rows(path, "PRAGMA integrity_check") == ["ok"])
    #expect(try rows(path, "PRAGMA foreign_key_check").isEmpty)
    #expect(try rows(path, "PRAGMA journal_mode") == ["delete"])
    #expect(
      try rows(path, "SELECT name FROM sqlite_master WHERE type = 'index' ORDER BY name")
        == ["order_code_key", "order_customer_id_idx"]
    )
    #expect(
      try rows(path, "SELECT DISTINCT tbl FROM sqlite_stat1 WHERE tbl IN ('customer', 'order') ORDER BY tbl")
        == ["customer", "order"]
    )
  }

  @Test func theLoadedDatabaseHoldsItsApplicationToTheRules() throws {
    try Shop.load(path)
    let connection = try SQLiteConnection(path, mode: .readWrite)
    try connection.execute("PRAGMA foreign_keys=ON; INSERT INTO customer (name) VALUES ('new')")
    #expect(try rows(connection, "SELECT max(id) FROM customer") == ["4"])
    for (statement, reason) in [
      (#"INSERT INTO "order" VALUES (9, 1, 'A-9', -1)"#, "CHECK"),
      (#"INSERT INTO "order" VALUES (9, 1, 'A-1', 1)"#, "UNIQUE"),
      (#"INSERT INTO "order" VALUES (9, 77, 'A-9', 1)"#, "FOREIGN KEY"),
      (#"INSERT INTO "order" VALUES (9, 1, NULL, 1)"#, "NOT NULL"),
    ] {
      #expect(try refusal { try connection.execute(statement) }.message.contains(reason))
    }
  }

  @Test func aDatabaseInMemoryIsLoadedAndHandedOver() throws {
    let loader = try SQLiteLoader(location: ":memory:", layout: Shop.layout, ifExists: .fail)
    #expect(try loader.existingRows() == ["customer": 0, "order": 0])
    try loader.begin()
    try loader.insert(Shop.customers(1...3), into: 0)
    try loader.insert(Shop.orders(1...3), into: 1)
    try loader.finish(Shop.record())
    #expect(try rows(loader.connection, "SELECT count(*), sum(amount) FROM \"order\"") == ["3|9.0"])
    let error = try refusal { try loader.connection.execute(#"UPDATE "order" SET amount = -1"#) }
    #expect(error.message.contains("CHECK constraint failed"))
  }

  @Test func aLoadWithoutRowsMakesTheTables() throws {
    let loader = try SQLiteLoader(location: path, layout: Shop.layout, ifExists: .fail)
    try loader.begin()
    try loader.finish(Shop.record(rows: 0))
    #expect(try rows(path, "SELECT count(*) FROM customer") == ["0"])
    #expect(try rows(path, #"SELECT count(*) FROM "order""#) == ["0"])
  }

  @Test func missingDirectoriesAreMade() throws {
    let deep = directory.file("a/b c/shop.db")
    try Shop.load(deep)
    #expect(try rows(deep, "SELECT count(*) FROM customer") == ["3"])
    #expect(try directory.names() == ["a"])
  }

  /// The batches of tables come in turns, and the rows of each in its order.
  @Test func tablesMayTakeTurns() throws {
    let loader = try SQLiteLoader(location: path, layout: Shop.layout, ifExists: .fail)
    try loader.begin()
    for start in [Int64(1), 4, 7] {
      try loader.insert(Shop.customers(start...start + 2), into: 0)
      try loader.insert(Shop.orders(start...start + 2), into: 1)
    }
    try loader.finish(Shop.record(rows: 9))
    #expect(try rows(path, "SELECT count(*), min(id), max(id) FROM customer") == ["9|1|9"])
    #expect(try rows(path, #"SELECT count(*), max(code) FROM "order""#) == ["9|A-9"])
  }

  /// A row may refer to one that comes later, in its own table or in another.
  @Test func keysMayPointForwardAndInCircles() throws {
    func key(_ column: String, _ table: String) -> ForeignKeyLayout {
      ForeignKeyLayout(column: column, parentTable: table, parentColumn: "id", isEnforceable: true)
    }
    let layout = DatabaseLayout(
      TableLayout(
        "team",
        [ColumnLayout("id", .int), ColumnLayout("lead", .int)],
        key: ["id"],
        consecutive: true,
        foreignKeys: [key("lead", "person")]
      ),
      TableLayout(
        "person",
        [
          ColumnLayout("id", .int), ColumnLayout("team", .int), ColumnLayout("boss", .int, nullable: true),
        ],
        key: ["id"],
        consecutive: true,
        foreignKeys: [key("team", "team"), key("boss", "person")]
      )
    )
    let loader = try SQLiteLoader(location: path, layout: layout, ifExists: .fail)
    try loader.begin()
    try loader.insert(batch(.integers([1, 2]), .integers([2, 1])), into: 0)
    try loader.insert(batch(.integers([1, 2]), .integers([1, 2]), .integers([2, nil])), into: 1)
    try loader.finish(Shop.record(layout, rows: 2))
    #expect(try rows(path, "SELECT id, boss FROM person ORDER BY id") == ["1|2", "2|∅"])
  }

  @Test func encodingABatchBeforehandChangesNothing() throws {
    let table = TableLayout("t", [ColumnLayout("d", .date), ColumnLayout("t", .datetime)])
    func days() -> ColumnBatch {
      batch(.dates([19_782, 0]), .moments(["2024-01-01T01:02:03Z", "1970-01-01"]))
    }
    let encoded = days()
    SQLiteLoader.encode(encoded, table)
    #expect(encoded.columns.map(\.kind) == [.text, .text])
    try load(path, table, [encoded, days()])
    #expect(try rows(path, "SELECT DISTINCT d, t FROM t ORDER BY d").count == 2)
  }
}
