import DatagenColumns
import DatagenDatabase
import DatagenSchema
import Testing

extension Postgres {
  @Suite struct ExistingTableTests {
    @Test func tablesThatExistAreNotTouchedUnlessTold() throws {
      let database = try TestDatabase()
      try Shop.load(database)
      let error = try refusal { try Shop.load(database, keys: 1...2) }
      #expect(error.message.contains("\"customer\", \"order\""))
      #expect(error.advice?.contains("--if-exists") == true)
      #expect(try database.rows("SELECT count(*) FROM customer") == ["3"])
      // Tables of other schemas are none of its business.
      try Shop.load(database, .init(schema: "another"))
    }

    @Test(arguments: Mode.allCases) func replaceMakesThemAnewAndLeavesOthersAlone(mode: Mode) throws {
      let database = try TestDatabase()
      try database.execute(
        "CREATE TABLE customer (x int); CREATE TABLE mine (y int); INSERT INTO mine VALUES (7)"
      )
      try Shop.load(database, mode.options(.replace))
      try Shop.load(database, mode.options(.replace), keys: 1...2, name: "Bea")
      #expect(try database.rows("SELECT name FROM customer ORDER BY id") == ["Bea 1", "Bea 2"])
      #expect(try database.rows("SELECT y FROM mine") == ["7"])
      #expect(try database.rows("SELECT count(*) FROM _datagen") == ["2"])
    }

    @Test(arguments: Mode.allCases) func appendAddsRows(mode: Mode) throws {
      let database = try TestDatabase()
      try Shop.load(database, mode.options())
      let loader = try PostgresLoader(
        location: database.location,
        layout: Shop.layout,
        options: mode.options(.append)
      )
      #expect(try loader.existingRows() == ["customer": 3, "order": 3])
      try loader.begin()
      try insert([Shop.customers(4...5)], into: 0, loader)
      try insert([Shop.orders(4...5)], into: 1, loader)
      try loader.finish(record(Shop.layout, rows: 2))
      #expect(try database.rows("SELECT count(*), max(id) FROM \"order\"") == ["5|5"])
      #expect(
        try database.rows("SELECT max(load), sum(rows) FROM _datagen WHERE table_name = 'order'") == ["2|5"]
      )
      try database.execute("INSERT INTO customer (name) VALUES ('next')")
      #expect(try database.rows("SELECT max(id) FROM customer") == ["6"])
    }

    @Test(arguments: Mode.allCases) func appendOntoForeignRowsSaysWhichKey(mode: Mode) throws {
      let database = try TestDatabase()
      try Shop.load(database, mode.options())
      let error = try refusal { try Shop.load(database, mode.options(.append), keys: 3...5) }
      #expect(error.code == "23505")
      #expect(error.table == "customer")
      #expect(error.message.contains("(id)=(3)"))
      #expect(error.rows?.contains(2) == true)
      #expect(error.advice?.contains("truncate") == true)
      #expect(try database.rows("SELECT count(*) FROM customer") == ["3"])
    }

    @Test(arguments: Mode.allCases) func truncateFillsTablesThatMigrationsMade(mode: Mode) throws {
      let database = try TestDatabase()
      try database.execute(
        """
        CREATE TABLE customer (
          created timestamptz DEFAULT now(), name varchar(20) NOT NULL, id serial PRIMARY KEY,
          shout text GENERATED ALWAYS AS (upper(name)) STORED);
        CREATE TABLE "order" (
          id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, code text UNIQUE, amount numeric(10,2),
          customer_id int REFERENCES customer);
        INSERT INTO customer (name) VALUES ('old'), ('older');
        INSERT INTO "order" (customer_id) VALUES (2)
        """
      )
      try Shop.load(database, mode.options(.truncate))
      #expect(
        try database.rows("SELECT id, name, shout FROM customer ORDER BY id LIMIT 1") == ["1|Ada 1|ADA 1"]
      )
      #expect(
        try database.rows("SELECT id, amount FROM \"order\" ORDER BY id") == ["1|1.5", "2|3.0", "3|4.5"]
      )
      try database.execute(
        "INSERT INTO customer (name) VALUES ('x'); INSERT INTO \"order\" (code) VALUES ('x')"
      )
      #expect(try database.rows("SELECT max(c.id), max(o.id) FROM customer c, \"order\" o") == ["4|4"])
    }

    @Test(arguments: LoadMethod.allCases) func valuesAreCastToTheTypesThatAreThere(method: LoadMethod) throws {
      let database = try TestDatabase()
      try database.execute(
        """
        CREATE TYPE mood AS ENUM ('sad', 'glad');
        CREATE TABLE t (
          id smallint PRIMARY KEY, mood mood, document jsonb, day timestamp, moment timestamp, yes int, short char(3));
        """
      )
      let layout = DatabaseLayout(
        TableLayout(
          "t",
          [
            ColumnLayout("id", .int), ColumnLayout("mood", .string), ColumnLayout("document", .string),
            ColumnLayout("day", .date), ColumnLayout("moment", .datetime), ColumnLayout("yes", .bool),
            ColumnLayout("short", .string),
          ]
        )
      )
      let rows = { (short: String) in
        batch(
          .integers([1]),
          .codes(["glad"], [0]),
          .texts(["{}"]),
          .dates([1]),
          .moments([1_500_000]),
          .booleans([true]),
          .texts([short])
        )
      }
      let options = PostgresLoader.Options(ifExists: .append, method: method)
      let error = try refusal { try load(database.location, layout, options, [[rows("long")]]) }
      #expect(error.code == "22001", "\(error)")
      try load(database.location, layout, options, [[rows("abc")]])
      #expect(
        try database.rows("SELECT * FROM t")
          == ["1|glad|{}|1970-01-02 00:00:00|1970-01-01 00:00:01.500000|1|abc"]
      )
    }

    @Test func aColumnThatTheDatabaseComputesDoesNotFit() throws {
      let database = try TestDatabase()
      try database.execute(
        "CREATE TABLE customer (id bigint PRIMARY KEY, name text GENERATED ALWAYS AS ('n' || id::text) STORED)"
      )
      let error = try refusal { try Shop.load(database, .init(ifExists: .truncate)) }
      #expect(error.message.contains("\"name\" computed by the database"))
      #expect(error.table == "customer")
    }

    @Test func columnsThatDoNotFitAreNamedOnBothSides() throws {
      let database = try TestDatabase()
      try database.execute("CREATE TABLE customer (id bigint, full_name text, \"Name\" text NOT NULL)")
      for policy in [ExistingTables.append, .truncate] {
        let error = try refusal { try Shop.load(database, .init(ifExists: policy)) }
        #expect(error.table == "customer")
        #expect(error.message.contains("\"name\" in the schema, not in the table"))
        #expect(error.message.contains("\"Name\" in the table, NOT NULL and without a default"))
        #expect(error.message.contains("\"full_name\" in the table, not in the schema"))
      }
    }

    @Test func tablesThatOthersReferToAreNotEmptiedOrDropped() throws {
      let database = try TestDatabase()
      try Shop.load(database)
      try database.execute("CREATE TABLE invoice (\"order\" bigint REFERENCES \"order\")")
      for policy in [ExistingTables.replace, .truncate] {
        let error = try refusal { try Shop.load(database, .init(ifExists: policy)) }
        #expect(error.message.contains("invoice"), "\(error)")
        #expect(error.advice?.contains("which are not loaded") == true)
      }
      #expect(try database.rows("SELECT count(*) FROM \"order\"") == ["3"])
    }

    @Test func aViewOfTheSameNameIsNoTable() throws {
      let database = try TestDatabase()
      try database.execute("CREATE VIEW customer AS SELECT 1 AS id")
      for policy in ExistingTables.allCases {
        let error = try refusal { try Shop.load(database, .init(ifExists: policy)) }
        #expect(error.table == "customer")
      }
    }
  }
}
