import DatagenDatabase
import DatagenSchema
import DatagenTestSupport
import Foundation
import Testing

extension Postgres {
  /// Connections that other people use afterwards, as PgBouncer's pools of transactions hand them out.
  @Suite(
    .enabled(if: PgBouncer.isAvailable && Cluster.isOwn, "there is no pgbouncer"),
    .serialized,
    .timeLimit(.minutes(10))
  )
  struct SharedSessionTests {
    /// What is set in the only connection of the pool, and what is prepared there.
    private func session(_ pool: PgBouncer) throws -> [String] {
      let connection = try PostgresConnection(pool.location, use: .reading)
      try connection.execute("ROLLBACK")
      return try texts(
        connection,
        """
        SELECT name || '=' || setting FROM pg_settings WHERE source = 'session'
        AND name NOT IN ('client_encoding', 'application_name')
        UNION ALL SELECT statement FROM pg_prepared_statements ORDER BY 1
        """
      )
    }

    @Test(arguments: Mode.allCases) func nothingOutlivesTheTransaction(mode: Mode) throws {
      let database = try TestDatabase()
      let pool = try PgBouncer(database, mode: "transaction")
      let before = try session(pool)
      try load(
        pool.location,
        Shop.layout,
        mode.options(schema: "own"),
        [[Shop.customers(1...3)], [Shop.orders(1...3)]]
      )
      #expect(try session(pool) == before)
      try load(
        pool.location,
        Shop.layout,
        mode.options(.append, schema: "own"),
        [[Shop.customers(4...5)], [Shop.orders(4...5)]]
      )
      let reader = try PostgresConnection(pool.location, schema: "own", use: .reading)
      #expect(try DatabaseDigest.digests(of: reader, tables: Shop.layout.tables).map(\.rows) == [5, 5])
      reader.close()
      _ = try refusal {
        try load(pool.location, Shop.layout, mode.options(.append, schema: "own"), [[Shop.customers(1...3)], []])
      }
      #expect(try session(pool) == before)
      // Somebody else's turn, and it can be written to.
      let other = try PostgresConnection(database.location)
      try other.execute("CREATE TABLE written ()")
    }

    @Test func poolsOfStatementsAreExplained() throws {
      let database = try TestDatabase()
      let pool = try PgBouncer(database, mode: "statement")
      let error = try refusal { _ = try PostgresConnection(pool.location, use: .reading) }
      #expect(error.advice?.contains("pool_mode") == true, "\(error)")
    }

    @Test func optionsThatThePoolRefusesAreExplained() throws {
      let pool = try PgBouncer(TestDatabase(), mode: "transaction")
      let error = try refusal { _ = try PostgresConnection(pool.location + " options='-c work_mem=1MB'") }
      #expect(error.advice?.contains("ignore_startup_parameters") == true, "\(error)")
    }

    @Test func aDatabaseThatIsMissingBehindThePoolIsExplained() throws {
      let pool = try PgBouncer(TestDatabase(), mode: "transaction")
      let error = try refusal { _ = try PostgresConnection(pool.location(of: "missing")) }
      #expect(error.code == "08P01")
      #expect(error.advice?.contains("createdb") == true, "\(error)")
    }
  }
}

/// A PgBouncer in front of a test's database, with one connection to it.
private final class PgBouncer {
  private static let executable = ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/opt/homebrew/bin/pgbouncer"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  static var isAvailable: Bool { executable != nil }

  private let folder: String
  private let process = Process()

  init(_ database: TestDatabase, mode: String) throws {
    folder = "/tmp/datagen-pgbouncer-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    chmod(folder, 0o777)
    let server = database.cluster.connection
    try """
    [databases]
    shop = \(server)dbname=\(database.name) pool_size=1
    missing = \(server)dbname=datagen_missing
    [pgbouncer]
    listen_addr =
    unix_socket_dir = \(folder)
    listen_port = 6432
    auth_type = any
    pool_mode = \(mode)
    """.write(toFile: folder + "/pgbouncer.ini", atomically: true, encoding: .utf8)
    process.executableURL = URL(fileURLWithPath: try #require(Self.executable))
    // It refuses to run as root.
    process.arguments = (getuid() == 0 ? ["-u", "postgres"] : []) + [folder + "/pgbouncer.ini"]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    for _ in 0..<100 where !FileManager.default.fileExists(atPath: folder + "/.s.PGSQL.6432") { usleep(50_000) }
  }

  deinit {
    // It inherits the signals that the tests' threads block, and asks nobody.
    kill(process.processIdentifier, SIGKILL)
    try? FileManager.default.removeItem(atPath: folder)
  }

  var location: String { location(of: "shop") }

  func location(of database: String) -> String { "host=\(folder) port=6432 user=postgres dbname=\(database)" }
}
