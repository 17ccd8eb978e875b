import DatagenDatabase
import Foundation

/// A PostgreSQL server for the tests: the one that DATAGEN_TEST_POSTGRES names, or a throwaway cluster on a Unix
/// socket in a temporary directory, which is gone when the process is.
package struct Cluster: Sendable {
  /// How libpq gets there, without a database; ends in a space.
  package let connection: String
  /// Whether the cluster was made by these tests, and can be treated as one likes.
  package let isOwn: Bool

  /// The server; nil where there is none, which is said loudly, and is a failure in CI.
  package static let shared: Cluster? = start()

  package static var isAvailable: Bool { shared != nil }
  package static var isOwn: Bool { shared?.isOwn == true }

  /// A cluster that only its caller uses, for tests under which others would suffer; takes seconds to start.
  package static func another() throws -> Cluster {
    guard let binaries = serverBinaries(ProcessInfo.processInfo.environment) else {
      throw DatabaseError("there is no PostgreSQL server")
    }
    return try Cluster(startedWith: binaries, name: "\(getpid())-\(UUID().uuidString.prefix(8))")
  }

  private static func start() -> Cluster? {
    let environment = ProcessInfo.processInfo.environment
    if let connection = environment["DATAGEN_TEST_POSTGRES"], !connection.isEmpty {
      return Cluster(connection: connection + " ", isOwn: false)
    }
    let reason: String
    if let binaries = serverBinaries(environment) {
      do {
        return try Cluster(startedWith: binaries, name: "\(getpid())")
      } catch {
        reason = "a PostgreSQL server could not be started: \(error)"
      }
    } else {
      reason = "there is no PostgreSQL server: install postgresql, or set DATAGEN_TEST_POSTGRES"
    }
    say("\n*** The tests of PostgreSQL DO NOT RUN: \(reason).\n\n")
    // In CI the tests run all the same, and fail.
    return environment["CI"] == "true" ? Cluster(connection: "host=/nonexistent ", isOwn: false) : nil
  }

  private static func say(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }

  /// The folder with `initdb` and `postgres` of the newest version.
  private static func serverBinaries(_ environment: [String: String]) -> String? {
    let manager = FileManager.default
    let root = "/usr/lib/postgresql"
    let versions = ((try? manager.contentsOfDirectory(atPath: root)) ?? []).compactMap(Int.init).sorted(by: >)
    let folders =
      versions.map { "\(root)/\($0)/bin" }
      + (environment["PATH"] ?? "").split(separator: ":").map(String.init)
      + ["/opt/homebrew/opt/postgresql/bin", "/usr/local/opt/postgresql/bin", "/usr/pgsql/bin"]
    return folders.first { folder in
      ["initdb", "postgres"].allSatisfy { manager.isExecutableFile(atPath: "\(folder)/\($0)") }
    }
  }

  private init(startedWith binaries: String, name: String) throws {
    let folder = "/tmp/datagen-postgres-\(name)"
    try? FileManager.default.removeItem(atPath: folder)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    // The server refuses to run as root.
    let user = getuid() == 0 ? Self.unprivilegedUser : nil
    if let user { chown(folder, user.pw_uid, user.pw_gid) }
    chmod(folder, 0o700)
    let prefix = user.map { "setpriv --reuid=\($0.pw_uid) --regid=\($0.pw_gid) --clear-groups " } ?? ""
    let script = """
      set -e
      cd '\(folder)'
      export LC_ALL=C HOME='\(folder)'
      \(prefix)'\(binaries)/initdb' -D '\(folder)/data' -U postgres -A trust -E UTF8 --no-sync >initdb.log 2>&1
      printf 'local all datagen_locked scram-sha-256\\nlocal all all trust\\n' >'\(folder)/data/pg_hba.conf'
      \(prefix)'\(binaries)/postgres' -D '\(folder)/data' -k '\(folder)' -c listen_addresses= -c fsync=off \\
        -c full_page_writes=off -c autovacuum=off -c TimeZone=America/St_Johns -c DateStyle='SQL, DMY' >server.log 2>&1 </dev/null &
      server=$!
      # The cluster ends with the tests, however they end.
      while kill -0 \(getpid()) 2>/dev/null; do sleep 0.5; done
      kill -QUIT $server
      sleep 0.5
      rm -rf '\(folder)'
      """
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/sh")
    shell.arguments = ["-c", script]
    shell.currentDirectoryURL = URL(fileURLWithPath: "/tmp")
    shell.standardInput = FileHandle.nullDevice
    shell.standardOutput = FileHandle.nullDevice
    shell.standardError = FileHandle.nullDevice
    try shell.run()
    self.init(connection: "host=\(folder) user=postgres ", isOwn: true)
    for _ in 0..<600 where shell.isRunning {
      if (try? PostgresConnection(connection + "dbname=postgres")) != nil { return }
      usleep(50_000)
    }
    throw DatabaseError("the server does not answer; its words are in \(folder)/*.log")
  }

  private init(connection: String, isOwn: Bool) {
    self.connection = connection
    self.isOwn = isOwn
  }

  private static var unprivilegedUser: passwd? { (getpwnam("postgres") ?? getpwnam("nobody"))?.pointee }
}
