import DatagenColumns
import DatagenDatabase
import DatagenTestSupport
import DatagenSchema
import Foundation
import Testing

extension Postgres {
  @Suite(.timeLimit(.minutes(10))) struct FailureTests {
    @Test func aMissingDatabaseSaysHowToMakeIt() throws {
      let cluster = try #require(Cluster.shared)
      let error = try refusal { _ = try PostgresConnection(cluster.connection + "dbname=datagen_nowhere") }
      #expect(error.code == "3D000")
      #expect(error.message.contains("datagen_nowhere"))
      #expect(error.advice?.contains("createdb") == true)
      #expect(!error.message.contains("LOCATION"))
    }

    @Test(.enabled(if: Cluster.isOwn)) func aWrongPasswordIsNotShown() throws {
      let cluster = try #require(Cluster.shared)
      let admin = try PostgresConnection(cluster.connection + "dbname=postgres")
      try admin.execute(
        "DROP ROLE IF EXISTS datagen_locked; CREATE ROLE datagen_locked LOGIN PASSWORD 'right'"
      )
      let host = try #require(cluster.connection.split(separator: " ").first?.dropFirst("host=".count))
      let encoded = host.replacingOccurrences(of: "/", with: "%2F")
      for location in [
        "host=\(host) user=datagen_locked password=s3cr3t dbname=postgres",
        "postgres://datagen_locked:s3cr3t@\(encoded)/postgres",
      ] {
        let error = try refusal { _ = try PostgresConnection(location) }
        #expect(error.code == "28P01")
        #expect(!"\(error)".contains("s3cr3t"), "\(error)")
      }
      let error = try refusal {
        _ = try PostgresConnection("host=\(host) user=datagen_locked dbname=postgres")
      }
      #expect(error.advice?.contains("PGPASSWORD") == true)
      let open = try PostgresConnection("host=\(host) user=datagen_locked password=right dbname=postgres")
      #expect(!open.location.contains("right"))
    }

    @Test(arguments: [
      "postgres://u:s3c@ret@localhost/db", "postgres://u:s3c/ret@localhost/db",
      "postgres://u:s3c?ret@localhost/db",
      "postgres://u:%zzs3cret@localhost/db", "password=s3c ret host=x",
    ])
    func partsOfAPasswordAreNotShown(location: String) throws {
      let error = try refusal { _ = try PostgresConnection(location) }
      #expect(!"\(error)".contains("s3c") && !"\(error)".contains("ret"), "\(error)")
    }

    @Test func noServerIsSaid() throws {
      let folder = try refusal { _ = try PostgresConnection("host=/nonexistent dbname=x") }
      #expect(folder.code == "08001")
      #expect(folder.advice?.contains("pg_isready -h /nonexistent") == true)
      let port = try refusal { _ = try PostgresConnection("postgres://localhost:1/x") }
      #expect(port.message.contains("refused"), "\(port)")
      // A server that listens and says nothing.
      let silent = try SilentServer()
      let start = ContinuousClock.now
      let error = try refusal {
        _ = try PostgresConnection("host=127.0.0.1 port=\(silent.port) connect_timeout=1")
      }
      #expect(error.message.contains("no answer within 1 seconds"), "\(error)")
      #expect(ContinuousClock.now - start < .seconds(20))
    }

    @Test(arguments: LoadMethod.allCases) func aServerThatEndsTheConnectionIsAnError(method: LoadMethod)
      throws
    {
      let database = try TestDatabase()
      let loader = try PostgresLoader(
        location: database.location,
        layout: Shop.layout,
        options: .init(method: method)
      )
      try loader.begin()
      try insert([Shop.customers(1...100)], into: 0, loader)
      try database.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '\(database.name)' AND pid <> pg_backend_pid()"
      )
      let error = try refusal {
        for part in 1..<10_000 {
          try insert([Shop.customers(Int64(part) * 100 + 1...Int64(part) * 100 + 100)], into: 0, loader)
        }
      }
      #expect(error.code == "57P01", "\(error)")
      #expect(error.table == "customer")
      #expect(try database.rows("SELECT count(*) FROM pg_class WHERE relname = 'customer'") == ["0"])
    }

    @Test(arguments: LoadMethod.allCases) func aServerThatEndsTheConnectionUnderAStatementSaysWhy(method: LoadMethod)
      throws
    {
      let database = try TestDatabase()
      let loader = try PostgresLoader(location: database.location, layout: Shop.layout, options: .init(method: method))
      try loader.begin()
      try insert([Shop.customers(1...1)], into: 0, loader)
      let location = database.location
      Thread.detachNewThread {
        usleep(300_000)
        try? PostgresConnection(location).execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
      }
      // Each row's foreign key is looked at behind its batch: the server is busy when it ends.
      let error = try refusal {
        for part in Int64(0)..<10_000 {
          let keys = Array(part * 4096 + 1...part * 4096 + 4096)
          let ones = [Int64](repeating: 1, count: keys.count)
          let rows = batch(
            .integers(keys),
            .integers(ones),
            .texts(keys.map { "\($0)" }),
            .doubles(keys.map { Double($0) }),
            firstRow: keys[0] - 1
          )
          try insert([rows], into: 1, loader)
        }
      }
      #expect(error.code == "57P01", "\(error)")
      #expect(error.message.hasPrefix("terminating connection"))
      #expect(error.table == "order")
    }

    @Test func aStatementOnAConnectionThatWasEndedSaysWhy() throws {
      let database = try TestDatabase()
      for run in [{ try $0.execute("SELECT 1") }, { _ = try $0.query("SELECT 1") }]
        as [(PostgresConnection) throws -> Void]
      {
        let connection = try database.connect()
        try database.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '\(database.name)' AND pid <> pg_backend_pid()"
        )
        #expect(try refusal { try run(connection) }.code == "57P01")
      }
    }

    @Test(arguments: Mode.allCases) func aStatementTimeoutIsExplained(mode: Mode) throws {
      let database = try TestDatabase()
      try database.execute("ALTER DATABASE \(database.name) SET statement_timeout = '1ms'")
      let error = try refusal {
        try load(
          database.location,
          Shop.layout,
          mode.options(),
          [(0..<500).map { Shop.customers(Int64($0) * 1000 + 1...Int64($0) * 1000 + 1000) }, []]
        )
      }
      #expect(error.code == "57014")
      #expect(error.advice?.contains("statement_timeout") == true)
    }

    @Test func aLockIsNotWaitedForForEver() throws {
      let database = try TestDatabase()
      try Shop.load(database)
      try database.execute("ALTER DATABASE \(database.name) SET lock_timeout = '200ms'")
      let holder = try database.connect()
      try holder.execute("BEGIN; LOCK TABLE customer IN ACCESS SHARE MODE")
      for policy in [ExistingTables.replace, .truncate] {
        let error = try refusal { try Shop.load(database, .init(ifExists: policy)) }
        #expect(error.code == "55P03")
        #expect(error.table == "customer")
        #expect(error.advice?.contains("lock") == true)
      }
      try holder.execute("ROLLBACK")
      try database.execute("ALTER DATABASE \(database.name) RESET lock_timeout")
      try Shop.load(database, .init(ifExists: .truncate))
    }

    @Test(arguments: LoadMethod.allCases) func anInterruptionUndoesTheLoad(method: LoadMethod) throws {
      let database = try TestDatabase()
      let loader = try PostgresLoader(
        location: database.location,
        layout: Shop.layout,
        options: .init(method: method)
      )
      try loader.begin()
      try insert([Shop.customers(1...100)], into: 0, loader)
      loader.interruption.interrupt()
      let error = try refusal { try insert([Shop.customers(101...200)], into: 0, loader) }
      #expect(error.message == "interrupted")
      #expect(try database.connect().tableNames() == [])
    }

    @Test func aRunningStatementIsInterrupted() throws {
      let database = try TestDatabase()
      let interruption = Interruption()
      let connection = try PostgresConnection(database.location, interruption: interruption)
      let start = ContinuousClock.now
      Thread.detachNewThread {
        usleep(300_000)
        interruption.interrupt()
      }
      let error = try refusal { try connection.execute("SELECT pg_sleep(30)") }
      #expect(error.message == "interrupted")
      #expect(ContinuousClock.now - start < .seconds(20))
    }

    @Test(.enabled(if: Cluster.isOwn), arguments: LoadMethod.allCases)
    func aServerThatDoesNotAnswerIsLeft(method: LoadMethod) throws {
      // Databases are not made nor dropped while one of a cluster's processes is stopped.
      let database = try TestDatabase(in: .another())
      let loader = try PostgresLoader(
        location: database.location,
        layout: Shop.layout,
        options: .init(method: method)
      )
      try loader.begin()
      let process = try #require(
        try database.rows(
          "SELECT pid FROM pg_stat_activity WHERE datname = '\(database.name)' AND state = 'idle in transaction'"
        )
        .first.flatMap { Int32($0) }
      )
      try #require(kill(process, SIGSTOP) == 0)
      defer { kill(process, SIGCONT) }
      let start = ContinuousClock.now
      let interruption = loader.interruption
      Thread.detachNewThread {
        usleep(300_000)
        interruption.interrupt()
      }
      let error = try refusal {
        try insert((0..<200).map { Shop.customers(Int64($0) * 1000 + 1...Int64($0) * 1000 + 1000) }, into: 0, loader)
        try loader.finish(record(Shop.layout))
      }
      #expect(error.message == "interrupted")
      #expect(error.code == nil)
      #expect(ContinuousClock.now - start < .seconds(20))
    }

    @Test func aLockIsNotWaitedForForEverByReadersEither() throws {
      let database = try TestDatabase()
      try Shop.load(database)
      try database.execute("ALTER DATABASE \(database.name) SET lock_timeout = '200ms'")
      let holder = try database.connect()
      try holder.execute("BEGIN; LOCK TABLE customer")
      let reader = try PostgresConnection(database.location, use: .reading)
      let error = try refusal { _ = try DatabaseDigest.digests(of: reader, tables: Shop.layout.tables) }
      #expect(error.code == "55P03")
      #expect(error.table == "customer")
      try database.execute("ALTER DATABASE \(database.name) RESET lock_timeout")
      for use in [PostgresUse.reading, .loading] {
        let connection = try PostgresConnection(database.location, use: use)
        #expect(try texts(connection, "SHOW lock_timeout") == ["10s"])
      }
    }

    @Test func aStatementThatFailsDoesNotEndAReader() throws {
      let database = try TestDatabase()
      let reader = try PostgresConnection(database.location, use: .reading)
      for _ in 0..<2 {
        _ = try refusal { _ = try reader.query("SELECT * FROM nowhere") }
        #expect(try texts(reader, "SHOW TimeZone") == ["UTC"])
      }
    }

    @Test func aSchemaThatIsMissingIsNotRead() throws {
      let database = try TestDatabase()
      let error = try refusal { _ = try PostgresConnection(database.location, schema: "nope", use: .reading) }
      #expect(error.message == "schema \"nope\" does not exist")
      #expect(error.code == "3F000")
    }

    @Test func adviceFitsTheReason() throws {
      let database = try TestDatabase()
      let role = "datagen_role_" + database.name.suffix(12)
      try database.execute("CREATE ROLE \(role) LOGIN CONNECTION LIMIT 0")
      defer { try? database.execute("DROP OWNED BY \(role); DROP ROLE \(role)") }
      let own = database.location + " user=\(role)"
      let limit = try refusal { _ = try PostgresConnection(own) }
      #expect(limit.code == "53300")
      #expect(limit.advice?.contains("CONNECTION LIMIT") == true, "\(limit)")
      try database.execute(
        "ALTER ROLE \(role) CONNECTION LIMIT -1; ALTER ROLE \(role) SET default_transaction_read_only = on"
      )
      let readOnly = try refusal { _ = try PostgresLoader(location: own, layout: Shop.layout) }
      #expect(readOnly.code == "25006")
      #expect(readOnly.advice?.contains("default_transaction_read_only=off") == true, "\(readOnly)")
      try database.execute("ALTER ROLE \(role) RESET default_transaction_read_only")
      let create = try refusal {
        try PostgresLoader(location: own, layout: Shop.layout, options: .init(schema: "other")).begin()
      }
      #expect(create.advice?.contains("GRANT CREATE ON DATABASE") == true, "\(create)")
      let service = try refusal { _ = try PostgresConnection("service=datagen_nowhere") }
      #expect(service.advice?.contains("pg_service.conf") == true, "\(service)")
      let mode = try refusal { _ = try PostgresConnection(database.location + " sslmode=perhaps") }
      #expect(mode.advice?.contains("sslmode") == true, "\(mode)")
    }

    @Test(arguments: [
      ("postgres://localhost/x?sslmod=require", "\"sslmod\""), ("hots=x dbname=y", "\"hots\""),
    ])
    func anOptionThatDoesNotExistIsNamed(location: String, name: String) throws {
      let error = try refusal { _ = try PostgresConnection(location) }
      #expect(error.message.contains(name), "\(error)")
    }

    @Test func aCancelledLoadLocksNothing() throws {
      let database = try TestDatabase()
      for mode in Mode.allCases {
        let loader = try PostgresLoader(
          location: database.location,
          layout: Shop.layout,
          options: mode.options()
        )
        try loader.begin()
        try insert([Shop.customers(1...100)], into: 0, loader)
        loader.cancel()
        #expect(throws: DatabaseError.self) { try insert([Shop.customers(1...2)], into: 0, loader) }
        #expect(
          try database.rows(
            "SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database JOIN pg_stat_activity a USING (pid) WHERE d.datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
          ) == ["0"]
        )
        #expect(try database.connect().tableNames() == [])
      }
    }

    @Test func readingConnectionsRefuseChanges() throws {
      let database = try TestDatabase()
      let connection = try PostgresConnection(database.location, use: .reading)
      let error = try refusal { try connection.execute("CREATE TABLE t ()") }
      #expect(error.code == "25006")
    }
  }
}

/// A socket that accepts connections and never answers.
private final class SilentServer {
  let port: UInt16
  private let descriptor: Int32

  init() throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = descriptor
    let isListening = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(descriptor, address, length) == 0 && listen(descriptor, 5) == 0
          && getsockname(descriptor, address, &length) == 0
      }
    }
    port = UInt16(bigEndian: address.sin_port)
    try #require(isListening)
  }

  deinit { close(descriptor) }
}
