import DatagenColumns
import DatagenDatabase
import DatagenSchema
import Testing

extension Postgres {
  /// Tables that do something else with rows than to keep them.
  @Suite struct ArrivalTests {
    @Test(arguments: LoadMethod.allCases) func rowsThatATriggerKeepsOutAreMissed(method: LoadMethod) throws {
      let database = try TestDatabase()
      try Shop.load(database)
      try database.execute(
        """
        CREATE FUNCTION drop_row() RETURNS trigger LANGUAGE plpgsql AS
          'BEGIN IF NEW.id = 5 THEN RETURN NULL; END IF; RETURN NEW; END';
        CREATE TRIGGER picky BEFORE INSERT ON customer FOR EACH ROW EXECUTE FUNCTION drop_row()
        """
      )
      let error = try refusal { try Shop.load(database, .init(ifExists: .append, method: method), keys: 4...6) }
      #expect(error.message == "the table took 2 of 3 rows")
      #expect(error.table == "customer")
      #expect(error.rows == 3..<6)
      #expect(error.advice?.contains("trigger") == true)
      #expect(try database.rows("SELECT count(*) FROM customer") == ["3"])
    }

    @Test func rowsThatARuleSendsElsewhereAreMissed() throws {
      let database = try TestDatabase()
      try database.execute(
        "CREATE TABLE customer (id int PRIMARY KEY, name text); CREATE RULE away AS ON INSERT TO customer DO INSTEAD NOTHING"
      )
      let error = try refusal {
        let layout = DatabaseLayout(Shop.layout.tables[0])
        try load(database.location, layout, .init(ifExists: .truncate), [[Shop.customers(1...3)]])
      }
      #expect(error.message == "the table took 0 of 3 rows")
    }

    @Test func tablesThatInheritKeepTheirRows() throws {
      let database = try TestDatabase()
      try database.execute(
        """
        CREATE TABLE customer (id int PRIMARY KEY, name text);
        CREATE TABLE archive () INHERITS (customer); INSERT INTO archive VALUES (70, 'old'), (71, 'older')
        """
      )
      let layout = DatabaseLayout(Shop.layout.tables[0])
      try load(database.location, layout, .init(ifExists: .truncate), [[Shop.customers(1...3)]])
      #expect(try database.rows("SELECT count(*) FROM archive") == ["2"])
      #expect(try database.rows("SELECT count(*) FROM ONLY customer") == ["3"])
      let loader = try PostgresLoader(location: database.location, layout: layout, options: .init(ifExists: .append))
      #expect(try loader.existingRows() == ["customer": 3])
    }

    @Test(arguments: Mode.allCases) func partitionsAreTheirTable(mode: Mode) throws {
      let database = try TestDatabase()
      try database.execute(
        """
        CREATE TABLE customer (id int PRIMARY KEY, name text) PARTITION BY RANGE (id);
        CREATE TABLE low PARTITION OF customer FOR VALUES FROM (0) TO (3);
        CREATE TABLE high PARTITION OF customer DEFAULT; INSERT INTO customer VALUES (1, ''), (50, '')
        """
      )
      let layout = DatabaseLayout(Shop.layout.tables[0])
      try load(database.location, layout, mode.options(.truncate), [[Shop.customers(1...4)]])
      #expect(try database.rows("SELECT count(*) FROM low") == ["2"])
      let digests = try DatabaseDigest.digests(of: PostgresConnection(database.location, use: .reading), tables: nil)
      #expect(digests.map(\.name) == ["customer"])
      #expect(digests.map(\.rows) == [4])
    }

    @Test func rowLevelSecurityIsAnErrorAndNotAPart() throws {
      let database = try TestDatabase()
      let role = "datagen_role_" + database.name.suffix(12)
      try Shop.load(database)
      try database.execute(
        """
        CREATE ROLE \(role) LOGIN; GRANT USAGE ON SCHEMA public TO \(role); GRANT SELECT ON ALL TABLES IN SCHEMA public TO \(role);
        ALTER TABLE customer ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON customer USING (id < 2)
        """
      )
      defer { try? database.execute("DROP OWNED BY \(role); DROP ROLE \(role)") }
      let connection = try PostgresConnection(database.location + " user=\(role)", use: .reading)
      let error = try refusal { _ = try DatabaseDigest.digests(of: connection, tables: Shop.layout.tables) }
      #expect(error.code == "42501")
      #expect(error.table == "customer")
      #expect(error.advice?.contains("BYPASSRLS") == true)
    }

    @Test func aCycleWhoseKeyCannotWaitIsExplained() throws {
      let database = try TestDatabase()
      try database.execute("CREATE TABLE employee (id int PRIMARY KEY, boss int REFERENCES employee)")
      let layout = DatabaseLayout(
        TableLayout(
          "employee",
          [ColumnLayout("id", .int), ColumnLayout("boss", .int)],
          foreignKeys: [ForeignKeyLayout("boss", to: "employee")]
        )
      )
      let rows = [batch(.integers([1]), .integers([2])), batch(.integers([2]), .integers([1]), firstRow: 1)]
      let error = try refusal { try load(database.location, layout, .init(ifExists: .truncate), [rows]) }
      #expect(error.code == "23503")
      #expect(error.advice?.contains("DEFERRABLE") == true)
    }
  }
}
