import DatagenColumns
import DatagenDatabase
import DatagenSchema
import DatagenValidation
import Testing

extension Postgres {
  @Suite struct LoadTests {
    @Test(arguments: Mode.allCases) func aLoadLeavesTablesThatAnApplicationCanUse(mode: Mode) throws {
      let database = try TestDatabase()
      try Shop.load(database, mode.options())
      try database.execute(
        """
        INSERT INTO customer (name) VALUES ('Grace');
        INSERT INTO "order" (id, customer_id, code, amount) VALUES (DEFAULT, 4, 'A-4', 1), (DEFAULT, 1, 'A-5', 1)
        """
      )
      #expect(try database.rows("SELECT id FROM customer ORDER BY id") == ["1", "2", "3", "4"])
      #expect(try database.rows("SELECT id FROM \"order\" ORDER BY id") == ["1", "2", "3", "4", "5"])
    }

    @Test(arguments: Mode.allCases) func keysConditionsIndexesAndCommentsAreThere(mode: Mode) throws {
      let database = try TestDatabase()
      try Shop.load(database, mode.options(schema: "my \"schema\""))
      let connection = try database.connect(schema: "my \"schema\"")
      let constraints = try texts(
        connection,
        "SELECT pg_get_constraintdef(oid), convalidated FROM pg_constraint WHERE conrelid = '\"order\"'::regclass ORDER BY 1"
      )
      #expect(
        constraints == [
          "CHECK ((amount >= (0)::double precision))|1",
          "FOREIGN KEY (customer_id) REFERENCES customer(id)|1", "PRIMARY KEY (id)|1", "UNIQUE (code)|1",
        ]
      )
      #expect(
        try texts(connection, "SELECT count(*) FROM pg_indexes WHERE tablename = 'order'") == ["3"]
      )
      #expect(
        try texts(
          connection,
          "SELECT obj_description('customer'::regclass), col_description('customer'::regclass, 2)"
        )
          == ["Who buys|as it's written"]
      )
      #expect(try texts(connection, "SELECT count(*) > 0 FROM pg_stats WHERE tablename = 'order'") == ["1"])
      #expect(
        try texts(connection, "SELECT dataset, seed, table_name, rows FROM _datagen ORDER BY table_name")
          == ["shop|42|customer|3", "shop|42|order|3"]
      )
      #expect(try connection.tableNames().sorted() == ["customer", "order"])
      #expect(try connection.columnNames(of: "customer") == ["id", "name"])
      // Nothing of it is anywhere else.
      #expect(try database.connect().tableNames() == [])
    }

    @Test(arguments: Mode.allCases) func rowsMayReferToRowsThatComeLater(mode: Mode) throws {
      let database = try TestDatabase()
      let layout = DatabaseLayout(
        TableLayout(
          "employee",
          [
            ColumnLayout("id", .int), ColumnLayout("boss", .int, nullable: true),
            ColumnLayout("department", .int, nullable: true),
          ],
          foreignKeys: [
            ForeignKeyLayout("boss", to: "employee"), ForeignKeyLayout("department", to: "department"),
          ]
        ),
        TableLayout(
          "department",
          [ColumnLayout("id", .int), ColumnLayout("head", .int, nullable: true)],
          foreignKeys: [ForeignKeyLayout("head", to: "employee")]
        )
      )
      let employees = [
        batch(.integers([1, 2]), .integers([3, nil]), .integers([1, 1])),
        batch(.integers([3]), .integers([3]), .integers([nil]), firstRow: 2),
      ]
      try load(
        database.location,
        layout,
        mode.options(),
        [employees, [batch(.integers([1]), .integers([2]))]]
      )
      #expect(try database.rows("SELECT count(*) FROM employee") == ["3"])
      #expect(try database.rows("SELECT count(*) FROM pg_constraint WHERE contype = 'f'") == ["3"])
      let error = try refusal {
        try load(
          database.location,
          layout,
          mode.options(.replace),
          [employees, [batch(.integers([1]), .integers([9]))]]
        )
      }
      #expect(error.code == "23503")
      #expect(error.table == "department")
    }

    @Test(arguments: Mode.allCases) func keysOfSeveralColumnsAreForeignKeys(mode: Mode) throws {
      let database = try TestDatabase()
      let columns = [ColumnLayout("a", .int), ColumnLayout("b", .int)]
      let key = ForeignKeyLayout(
        columns: ["b", "a"],
        parentTable: "pair",
        parentColumns: ["a", "b"],
        isEnforceable: true
      )
      let layout = DatabaseLayout(
        TableLayout("pair", columns, key: ["a", "b"]),
        TableLayout("use", columns, key: [], foreignKeys: [key])
      )
      let pairs = [batch(.integers([1, 2]), .integers([10, 20]))]
      try load(database.location, layout, mode.options(), [pairs, [batch(.integers([20, 10]), .integers([2, 1]))]])
      #expect(
        try database.rows("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f'")
          == ["FOREIGN KEY (b, a) REFERENCES pair(a, b)"]
      )
      let error = try refusal {
        try load(
          database.location,
          layout,
          mode.options(.replace),
          [pairs, [batch(.integers([20]), .integers([1]))]]
        )
      }
      #expect(error.code == "23503")
    }

    @Test(arguments: Mode.allCases) func aBadRowUndoesEverything(mode: Mode) throws {
      let database = try TestDatabase()
      let cases: [(ColumnBatch, String)] = [
        (Shop.orders(1...3, customer: 99), "23503"), (Shop.orders(1...3, code: "A-1"), "23505"),
        (Shop.orders(1...3, amount: -1), "23514"),
      ]
      for (orders, code) in cases {
        let error = try refusal { try Shop.load(database, mode.options(schema: "fresh"), orders: orders) }
        #expect(error.code == code)
        #expect(error.table == "order")
        if mode.constraints == .first { #expect(error.rows != nil, "\(error)") }
        #expect(try database.rows("SELECT count(*) FROM pg_namespace WHERE nspname = 'fresh'") == ["0"])
      }
    }

    @Test func textsCompareByteByByteWhateverTheDatabasesLanguage() throws {
      let database = try TestDatabase()
      let layout = DatabaseLayout(
        TableLayout(
          "t",
          [ColumnLayout("a", .string), ColumnLayout("b", .string)],
          key: [],
          inequalities: [InequalityLayout(left: "a", comparison: .less, right: "b")]
        )
      )
      // In the order of a language "a" comes before "B", byte by byte behind it.
      try load(database.location, layout, .init(), [[batch(.texts(["B"]), .texts(["a"]))]])
      #expect(
        try database.rows("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 't'::regclass").first?
          .contains("COLLATE \"C\"") == true
      )
      let report = try Validator(layout: layout, targets: [], expectedRows: ["t": 1])
        .validate(PostgresConnection(database.location, use: .reading), database: "t")
      #expect(report.checks.filter { !$0.passed }.map(\.message) == [])
      #expect(report.checks.contains { $0.kind == "inequality" && $0.sql.contains("COLLATE \"C\"") })
      let error = try refusal {
        try load(database.location, layout, .init(ifExists: .replace), [[batch(.texts(["a"]), .texts(["B"]))]])
      }
      #expect(error.code == "23514")
    }

    @Test func copyNamesTheRow() throws {
      let database = try TestDatabase()
      let error = try refusal {
        try Shop.load(database, Mode.copyFirst.options(), orders: Shop.orders(1...3, amount: -1))
      }
      #expect(error.rows == 2..<3)
    }

    @Test func anEmptyTableCanBeLoaded() throws {
      let database = try TestDatabase()
      try load(database.location, Shop.layout, .init(), [[], []])
      try database.execute("INSERT INTO customer (name) VALUES ('first')")
      #expect(try database.rows("SELECT id FROM customer") == ["1"])
    }

    @Test(arguments: LoadMethod.allCases) func manyBatchesArriveInOrder(method: LoadMethod) throws {
      let database = try TestDatabase()
      let batches = (0..<50).map { Shop.customers(Int64($0) * 100 + 1...Int64($0) * 100 + 100) }
      try load(database.location, Shop.layout, .init(method: method), [batches, [Shop.orders(1...5000)]])
      #expect(
        try database.rows("SELECT count(*), min(id), max(id), count(DISTINCT name) FROM customer")
          == ["5000|1|5000|5000"]
      )
    }

    @Test(arguments: Mode.allCases) func aRoleThatOwnsOnlyItsSchemaCanLoad(mode: Mode) throws {
      let database = try TestDatabase()
      let role = "datagen_role_" + database.name.suffix(12)
      try database.execute(
        "CREATE ROLE \(role) LOGIN; CREATE SCHEMA own AUTHORIZATION \(role); REVOKE ALL ON SCHEMA public FROM PUBLIC"
      )
      defer { try? database.execute("DROP OWNED BY \(role); DROP ROLE \(role)") }
      let location = database.location + " user=\(role)"
      try load(
        location,
        Shop.layout,
        mode.options(schema: "own"),
        [[Shop.customers(1...2)], [Shop.orders(1...2)]]
      )
      #expect(try database.rows("SELECT count(*) FROM own.\"order\"") == ["2"])
      let error = try refusal { _ = try PostgresLoader(location: location, layout: Shop.layout).begin() }
      #expect(error.code == "3F000" || error.code == "42501", "\(error)")
      let other = try refusal {
        try PostgresLoader(location: location, layout: Shop.layout, options: .init(schema: "other")).begin()
      }
      #expect(other.code == "42501")
      #expect(other.advice?.contains("--db-schema") == true)
    }

    @Test func sqlOfTheDefinitionRunsByItself() throws {
      let database = try TestDatabase()
      let (tables, indexes) = DataDefinition.ddl(Shop.layout, .postgres)
      try database.execute((tables + indexes).joined(separator: ";\n"))
      #expect(try database.rows("SELECT count(*) FROM pg_constraint WHERE contype = 'f'") == ["1"])
    }

    @Test func oddNamesAreNoObstacle() throws {
      let database = try TestDatabase()
      let names = ["select", "Ünïcode", "a\"b'c", "a b;--", String(repeating: "n", count: 60), "$1", "%s"]
      for mode in Mode.allCases {
        let layout = DatabaseLayout(
          TableLayout(
            "odd \"table\"",
            names.map { ColumnLayout($0, .int, comment: "it's \\ odd") },
            key: ["select"],
            unique: ["a\"b'c"]
          )
        )
        let columns = names.map { _ in Values.integers([1, 2]).buffer }
        try load(
          database.location,
          layout,
          mode.options(.replace, schema: "odd 'schema\""),
          [[ColumnBatch(firstRow: 0, count: 2, columns: columns)]]
        )
        let connection = try database.connect(schema: "odd 'schema\"")
        #expect(try connection.columnNames(of: "odd \"table\"") == names)
        #expect(try DatabaseDigest.digests(of: connection, tables: nil).first?.rows == 2)
      }
    }
  }
}
