internal import CPostgres

/// Where a connection goes, for messages; nothing of it is secret.
struct PostgresAddress {
  var host: String
  var port: String
  var user: String
  var database: String

  init(_ handle: OpaquePointer) {
    func text(_ pointer: UnsafePointer<CChar>?) -> String { pointer.map { String(cString: $0) } ?? "" }
    host = text(PQhost(handle))
    port = text(PQport(handle))
    user = text(PQuser(handle))
    database = text(PQdb(handle))
  }

  /// The options that PostgreSQL's own commands need to get there.
  private var options: String {
    var words = ""
    if !host.isEmpty { words += " -h \(Self.shellWord(host))" }
    if !port.isEmpty, port != "5432" { words += " -p \(Self.shellWord(port))" }
    if !user.isEmpty { words += " -U \(Self.shellWord(user))" }
    return words
  }

  /// What to do about a connection string, or a file that belongs to it, with which no connection is tried.
  static func configurationAdvice(_ message: String) -> String? {
    if message.contains("SSL") || message.contains("ssl") || message.contains("certificate") {
      return "Look at sslmode, sslrootcert, sslcert and sslkey in the connection string, or PGSSLMODE and its like."
    }
    if message.contains("service file") || message.contains("definition of service") {
      return "Look at service in the connection string or PGSERVICE, and at ~/.pg_service.conf or PGSERVICEFILE."
    }
    return nil
  }

  /// What to do about a connection that failed.
  func advice(_ code: String?, _ message: String) -> String {
    switch code {
    case "3D000": return "Create it: createdb\(options) \(Self.shellWord(database))"
    case "28P01": return "Check the user name and the password."
    case "28000": return "Check the user name, and that the server's pg_hba.conf lets it in."
    case "42501": return "The role may not connect: GRANT CONNECT ON DATABASE … TO …, as the owner."
    case "53300": return PostgresFailure.tooManyConnections(message)
    case "55000":
      return
        "The database lets nobody in: ALTER DATABASE … ALLOW_CONNECTIONS true, from another database, as its owner."
    case "57P03": return "The server is starting or stopping: try again in a moment."
    case "08P01":
      if message.contains("no such database") || message.contains("does not exist") {
        return
          "Create it on the server behind PgBouncer: createdb \(Self.shellWord(database)); PgBouncer has to know it, too."
      }
    default: break
    }
    if let advice = PostgresFailure.pooler(message) ?? Self.configurationAdvice(message) { return advice }
    if message.contains("translate host name") {
      return "Check the name of the host in the connection string, or PGHOST: no address is known for it."
    }
    if message.contains("no password supplied") {
      return
        "Give the password in PGPASSWORD, in ~/.pgpass, or in the URI: postgres://user:password@host/database"
    }
    if code != nil { return "The server is there and refuses the connection: its log may say more." }
    return "Is a server running there? Try: pg_isready\(options)"
  }

  /// A word that a shell takes as it is.
  private static func shellWord(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy { byte in
      (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || "_-./:".utf8.contains(byte)
    }
    if isPlain, !word.isEmpty { return word }
    return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
