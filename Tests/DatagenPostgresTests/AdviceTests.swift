import DatagenColumns
import DatagenDatabase
import DatagenSchema
import DatagenTestSupport
import Foundation
import Testing

extension Postgres {
  /// What errors say to do.
  @Suite(.timeLimit(.minutes(5))) struct AdviceTests {
    /// The error of a load of customers, into the table that a migration made.
    private func refusal(
      _ tables: String,
      _ policy: ExistingTables = .truncate,
      _ method: LoadMethod = .insert,
      nullable: Bool = false,
      rows: ColumnBatch = Shop.customers(1...3)
    ) throws -> DatabaseError {
      let database = try TestDatabase()
      try database.execute(tables)
      var layout = Shop.layout
      layout.tables[0].columns[1].isNullable = nullable
      let options = PostgresLoader.Options(ifExists: policy, method: method)
      return try DatagenPostgresTests.refusal { try load(database.location, layout, options, [[rows], []]) }
    }

    @Test(arguments: LoadMethod.allCases, [true, false])
    func aNullIsOfTheColumnThatTakesNoneOrOfAnExpression(method: LoadMethod, nullable: Bool) throws {
      let rows = batch(.integers([1, 2]), .texts(["a", nil]))
      let table = "CREATE TABLE customer (id bigint PRIMARY KEY, name text NOT NULL)"
      let error = try refusal(table, .truncate, method, nullable: nullable, rows: rows)
      #expect(error.code == "23502")
      #expect(error.advice?.contains("existing column \"name\" is NOT NULL") == nullable, "\(error)")
      #expect(error.advice?.contains("expression") != nullable)
    }

    @Test(arguments: LoadMethod.allCases) func aForeignKeyToATableThatIsNotLoadedIsNamed(method: LoadMethod) throws {
      let error = try refusal(
        "CREATE TABLE known (name text PRIMARY KEY); "
          + "CREATE TABLE customer (id bigint PRIMARY KEY, name text CONSTRAINT is_known REFERENCES known)",
        .truncate,
        method
      )
      #expect(error.code == "23503")
      #expect(error.advice?.contains("foreign key \"is_known\" to \"known\", which is not loaded") == true, "\(error)")
    }

    @Test func aTableOfTheSameNameInAnotherSchemaIsNotLoadedEither() throws {
      let error = try refusal(
        "CREATE SCHEMA other; CREATE TABLE other.\"order\" (id bigint PRIMARY KEY); "
          + "CREATE TABLE customer (id bigint PRIMARY KEY REFERENCES other.\"order\", name text)"
      )
      #expect(error.advice?.contains("to \"other.order\", which is not loaded") == true, "\(error)")
    }

    @Test func onlyAForeignKeyToRowsThatComeLaterIsToBeDeferrable() throws {
      let error = try refusal(
        "CREATE TABLE \"order\" (id bigint PRIMARY KEY, customer_id bigint, code text, amount float8); "
          + "CREATE TABLE customer (id bigint PRIMARY KEY REFERENCES \"order\", name text)"
      )
      #expect(error.code == "23503")
      #expect(error.advice?.contains("DEFERRABLE") == true, "\(error)")
    }

    @Test(arguments: [ExistingTables.append, .truncate])
    func aUniqueIndexThatTheSchemaDoesNotKnowIsNamed(policy: ExistingTables) throws {
      let error = try refusal(
        "CREATE TABLE customer (id bigint PRIMARY KEY, name text); CREATE UNIQUE INDEX one_name ON customer (name)",
        policy,
        rows: batch(.integers([1, 2]), .texts(["a", "a"]))
      )
      #expect(error.code == "23505")
      #expect(error.advice?.contains("unique index \"one_name\"") == true, "\(error)")
      #expect(error.advice?.contains("come next") == false)
    }

    @Test func aSchemaThatAnotherSessionMakesAtTheSameTimeIsTriedAgain() throws {
      let database = try TestDatabase()
      let location = database.location
      Thread.detachNewThread {
        try? PostgresConnection(location).execute("BEGIN; CREATE SCHEMA fresh; SELECT pg_sleep(2); COMMIT")
      }
      let sleeps = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'"
      while try database.rows(sleeps).isEmpty { usleep(20_000) }
      let error = try DatagenPostgresTests.refusal { try Shop.load(database, .init(schema: "fresh")) }
      #expect(error.code == "23505")
      #expect(error.advice?.contains("run it again") == true, "\(error)")
    }

    @Test func aDatabaseThatLetsNobodyInIsNoMissingServer() throws {
      let database = try TestDatabase()
      let known = database.cluster.connection.contains("dbname=") ? "" : "dbname=postgres"
      try PostgresConnection(database.cluster.connection + known)
        .execute("ALTER DATABASE \(database.name) ALLOW_CONNECTIONS false")
      let error = try DatagenPostgresTests.refusal { _ = try database.connect() }
      #expect(error.code == "55000")
      #expect(error.advice?.contains("ALLOW_CONNECTIONS true") == true, "\(error)")
    }

    @Test func aHostWithoutAnAddressIsNoService() throws {
      let error = try DatagenPostgresTests.refusal { _ = try PostgresConnection("postgres://u@nohost.invalid/x") }
      #expect(error.advice?.contains("name of the host") == true, "\(error)")
      #expect(error.advice?.contains("PGSERVICE") == false)
    }
  }
}
