import DatagenColumns
import DatagenDatabase
import DatagenSchema
import Testing

extension Postgres {
  @Suite struct ValueTests {
    private static let table = TableLayout(
      "every \"kind\"",
      [
        ColumnLayout("id", .int), ColumnLayout("whole", .int, nullable: true),
        ColumnLayout("real", .float, nullable: true), ColumnLayout("yes", .bool, nullable: true),
        ColumnLayout("day", .date, nullable: true), ColumnLayout("moment", .datetime, nullable: true),
        ColumnLayout("text", .string, nullable: true), ColumnLayout("code", .string, nullable: true),
      ]
    )

    private static var batches: [ColumnBatch] {
      [
        batch(
          .integers([1, 2, 3]),
          .integers([.min, nil, .max]),
          .doubles([-0.1, nil, 1e300]),
          .booleans([true, nil, false]),
          .dates([-1, nil, 19_000]),
          .moments([0, nil, 1_700_000_000_123_400]),
          .texts(["", nil, "é\n\\N\t\"'"]),
          .codes(["a", "ß"], [1, nil, 0])
        ),
        // Without NULLs.
        batch(
          .integers([4]),
          .integers([0]),
          .doubles([.leastNonzeroMagnitude]),
          .booleans([true]),
          .dates([-719_162]),
          .moments([-62_135_596_800_000_000]),
          .texts([String(repeating: "x", count: 100_000)]),
          .codes(["a", "ß"], [0]),
          firstRow: 3
        ),
      ]
    }

    @Test(arguments: Mode.allCases) func valuesComeBackAsTheyWere(mode: Mode) throws {
      let database = try TestDatabase()
      try load(database.location, DatabaseLayout(Self.table), mode.options(), [Self.batches])
      let read = try database.rows(
        "SELECT id, whole, real, yes, day, moment, text, code FROM \"every \"\"kind\"\"\" ORDER BY id"
      )
      #expect(
        read == [
          "1|-9223372036854775808|-0.1|1|1969-12-31|1970-01-01 00:00:00||ß", "2|∅|∅|∅|∅|∅|∅|∅",
          "3|9223372036854775807|1e+300|0|2022-01-08|2023-11-14 22:13:20.123400|é\n\\N\t\"'|a",
          "4|0|5e-324|1|0001-01-01|0001-01-01 00:00:00|\(String(repeating: "x", count: 100_000))|a",
        ]
      )
      let types = try database.rows(
        #"""
        SELECT format_type(atttypid, atttypmod) FROM pg_attribute
        WHERE attrelid = '"every ""kind"""'::regclass AND attnum > 0 ORDER BY attnum
        """#
      )
      #expect(
        types == [
          "bigint", "bigint", "double precision", "boolean", "date", "timestamp with time zone", "text",
          "text",
        ]
      )
    }

    @Test(arguments: Mode.allCases) func digestsAreThoseOfTheRowsAndOfSQLite(mode: Mode) throws {
      let database = try TestDatabase()
      let layout = DatabaseLayout(Self.table)
      var expected = TableDigest()
      var scratch: [UInt64] = []
      let keys = Self.table.columns.map { TableDigest.columnKey(name: $0.name, type: $0.type) }
      for batch in Self.batches { expected.add(batch, keys: keys, scratch: &scratch) }
      try load(database.location, layout, mode.options(), [Self.batches])
      let sqlite = try SQLiteLoader(location: ":memory:", layout: layout, ifExists: .fail)
      try fill(sqlite, layout, [Self.batches])
      for connection in [try database.connect(), sqlite.connection] as [any DatabaseConnection] {
        for tables in [layout.tables, nil] {
          let digest = try #require(try DatabaseDigest.digests(of: connection, tables: tables).first)
          #expect(digest.digest == expected.description, "\(connection.dialect)")
          #expect(digest.rows == 4)
        }
      }
    }
  }
}
