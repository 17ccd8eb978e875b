import DatagenColumns
import DatagenDatabase
import DatagenSchema
import DatagenTestSupport
import DatagenValidation
import Testing

extension Postgres {
  /// Columns that migrations made, with types of their own.
  @Suite struct ExistingTypeTests {
    struct Column: Sendable, CustomTestStringConvertible {
      var type: ColumnType
      var declared: String
      var decimals: Int?

      init(_ type: ColumnType, _ declared: String, decimals: Int? = nil) {
        self.type = type
        self.declared = declared
        self.decimals = decimals
      }

      var testDescription: String { "\(type.rawValue) in \(declared)" }

      var layout: DatabaseLayout {
        var column = ColumnLayout("value", type)
        column.decimals = decimals
        return DatabaseLayout(TableLayout("t", [column], key: []))
      }

      /// A value that every type which fits can hold.
      var rows: ColumnBatch {
        switch type {
        case .int: batch(.integers([7]))
        case .float: batch(.doubles([decimals == nil ? 0.1 + 0.2 : 1.25]))
        case .bool: batch(.booleans([true]))
        case .date: batch(.dates([19_000]))
        case .datetime: batch(.moments([1_700_000_000_000_000]))
        case .string: batch(.texts([declared == "mood" ? "glad" : Self.texts[declared] ?? "x"]))
        }
      }

      private static let texts = [
        "uuid": "0b0e6a0c-6f0b-4f6e-9d38-4a2b1d2c3e4f", "json": "{}", "jsonb": "{}", "xml": "<a/>",
        "inet": "10.0.0.0/8",
      ]
    }

    private static let misfits = [
      Column(.float, "bigint"), Column(.float, "real"), Column(.float, "numeric(10,2)"),
      Column(.float, "numeric(10,2)", decimals: 3), Column(.float, "text"), Column(.int, "real"), Column(.int, "text"),
      Column(.int, "boolean"), Column(.datetime, "date"), Column(.datetime, "time without time zone"),
      Column(.date, "text"), Column(.string, "\"char\""), Column(.string, "bytea"), Column(.string, "name"),
      Column(.string, "integer"), Column(.string, "text[]"), Column(.bool, "text"),
    ]

    @Test(arguments: misfits) func aTypeThatWouldChangeValuesIsNamedOnBothSides(column: Column) throws {
      let database = try TestDatabase()
      try database.execute("CREATE TABLE t (value \(column.declared)); INSERT INTO t VALUES (NULL)")
      let error = try refusal {
        try load(database.location, column.layout, .init(ifExists: .truncate), [[column.rows]])
      }
      #expect(error.table == "t")
      #expect(error.message.contains("\"value\" \(column.type.rawValue)"), "\(error)")
      #expect(error.message.contains("\(column.declared) in the table"), "\(error)")
      #expect(try database.rows("SELECT count(*) FROM t") == ["1"])
    }

    private static let fits =
      ["bigint", "integer", "smallint", "numeric", "numeric(10,2)", "whole"].map { Column(.int, $0) }
      + ["double precision", "numeric"].map { Column(.float, $0) }
      + ["numeric(10,2)", "numeric(4,3)"].map { Column(.float, $0, decimals: 2) }
      + ["text", "varchar(5)", "char(1)", "uuid", "json", "jsonb", "xml", "inet", "mood", "word"]
      .map { Column(.string, $0) }
      + ["boolean", "smallint", "integer", "bigint", "numeric"].map { Column(.bool, $0) }
      + ["date", "timestamp", "timestamptz", "timestamp(0)"].map { Column(.date, $0) }
      + ["timestamptz", "timestamp", "timestamp(0)"].map { Column(.datetime, $0) }

    @Test(arguments: fits) func whatIsLoadedIsAcceptedByTheChecksAndKeepsItsDigest(column: Column) throws {
      let database = try TestDatabase()
      try database.execute(
        """
        CREATE TYPE mood AS ENUM ('sad', 'glad'); CREATE DOMAIN word AS varchar(9); CREATE DOMAIN whole AS int;
        CREATE TABLE t (value \(column.declared))
        """
      )
      var digests: Set<String> = []
      var expected = TableDigest()
      var scratch: [UInt64] = []
      expected.add(
        column.rows,
        keys: [TableDigest.columnKey(name: "value", type: column.type)],
        scratch: &scratch
      )
      for method in LoadMethod.allCases {
        try load(database.location, column.layout, .init(ifExists: .truncate, method: method), [[column.rows]])
        let connection = try PostgresConnection(database.location, use: .reading)
        digests.formUnion(try DatabaseDigest.digests(of: connection, tables: column.layout.tables).map(\.digest))
        let report = try Validator(layout: column.layout, targets: [], expectedRows: ["t": 1])
          .validate(connection, database: "t")
        #expect(report.checks.filter { !$0.passed }.map(\.message) == [])
      }
      #expect(digests == [expected.description])
    }

    @Test func aMomentThatIsTooFineIsRefused() throws {
      let database = try TestDatabase()
      try database.execute("CREATE TABLE t (value timestamp(3))")
      let layout = Column(.datetime, "").layout
      try load(database.location, layout, .init(ifExists: .append), [[batch(.moments([1_500_000, nil]))]])
      let error = try refusal {
        try load(database.location, layout, .init(ifExists: .append), [[batch(.moments([1_500_001]))]])
      }
      #expect(error.message.contains("finer fraction"))
      #expect(try database.rows("SELECT count(*) FROM t") == ["2"])
    }

    @Test(arguments: LoadMethod.allCases) func aValueThatDoesNotFitNamesItsColumn(method: LoadMethod) throws {
      let cases: [(Column, ColumnBatch, String)] = [
        (Column(.string, "character varying(3)"), batch(.texts(["abcd"])), "22001"),
        (Column(.int, "smallint"), batch(.integers([100_000])), "22003"),
        (Column(.float, "numeric(4,2)", decimals: 2), batch(.doubles([12345])), "22003"),
        (Column(.string, "mood"), batch(.texts(["angry"])), "22P02"),
        (Column(.string, "uuid"), batch(.texts(["x"])), "22P02"),
      ]
      for (column, rows, code) in cases {
        let database = try TestDatabase()
        try database.execute("CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE t (value \(column.declared))")
        let error = try refusal {
          try load(database.location, column.layout, .init(ifExists: .truncate, method: method), [[rows]])
        }
        #expect(error.code == code)
        #expect(error.table == "t")
        #expect(error.rows == 0..<1)
        #expect(error.message.contains("column \"value\""), "\(error)")
        #expect(error.advice != nil)
      }
    }

    @Test func aCharacterThatTheEncodingLacksIsExplained() throws {
      let database = try TestDatabase()
      let name = database.name + "_latin"
      try database.execute("CREATE DATABASE \(name) ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0")
      defer { try? database.execute("DROP DATABASE \(name) WITH (FORCE)") }
      let error = try refusal {
        let layout = DatabaseLayout(Shop.layout.tables[0])
        try load(database.cluster.connection + "dbname=\(name)", layout, .init(), [[Shop.customers(1...1, name: "漢")]])
      }
      #expect(error.code == "22P05")
      #expect(error.advice?.contains("createdb -E UTF8") == true)
      #expect(error.table == "customer")
    }
  }
}
