import Datagen
import DatagenDatabase
import DatagenSchema

/// A database with a dataset, which tests get clones of; kept for later runs.
///
/// It has its name only when it is complete: until then it is a temporary database like those of tests.
struct PostgresTemplate {
  let server: PostgresServer
  let dataset: Dataset

  /// What decides the rows, in short.
  private var hash: UInt64 {
    var identity = dataset.identity
    return identity.withUTF8 { StableHash.hash(UnsafeRawBufferPointer($0)) }
  }

  /// `datagen_template_` and what decides the rows, in short.
  var name: String { "datagen_template_" + hexadecimal(hash) }

  /// The comment of the database, by which it is known.
  private var comment: String { "datagen: template for tests, \(dataset.identity)" }

  /// Makes a clone, and the template before it where it is missing.
  func clone() throws -> TemporaryDatabase {
    server.removeStale()
    let session = try server.connect()
    if try !exists(session) { try make(session) }
    let clone = TemporaryName.next()
    let string = try server.connection(to: clone)
    try create(clone, "TEMPLATE \(name)" + strategy(session), session)
    return TemporaryDatabase(connectionString: string, location: .postgres(connection: string)) {
      try server.dropDatabase(clone)
    }
  }

  /// How the server copies: without `fsync`, as servers for tests are set up, file by file is the fastest; with it
  /// that waits for the disk several times, and page by page, the default from PostgreSQL 15 on, is faster.
  private func strategy(_ session: PostgresConnection) throws(DatabaseError) -> String {
    guard try PostgresServer.version(session) >= 150_000 else { return "" }
    return try session.query("SELECT current_setting('fsync')") == [[.text("off")]] ? " STRATEGY file_copy" : ""
  }

  private func exists(_ session: PostgresConnection) throws(DatabaseError) -> Bool {
    let rows = try session.query(
      """
      SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = \(session.dialect.literal(name))
      """
    )
    guard let row = rows.first else { return false }
    guard row == [.text(comment)] else {
      throw DatabaseError(
        "the database \"\(name)\" is not a template of this dataset",
        advice: "Rename it, or drop it if nobody needs it."
      )
    }
    return true
  }

  /// Loads the template, unless another process does at this time: then it is waited for.
  private func make(_ session: PostgresConnection) throws {
    let key = Int64(bitPattern: hash)
    try session.execute("BEGIN; SET LOCAL lock_timeout = 0; SELECT pg_advisory_lock(\(key)); COMMIT")
    defer { try? session.execute("SELECT pg_advisory_unlock(\(key))") }
    if try exists(session) { return }
    let database = TemporaryName.next()
    try create(database, "", session)
    do {
      // The loader's connection is closed when it returns: a template must have none.
      try dataset.load(into: try server.connection(to: database), options: .fastest)
      let quoted = session.dialect.quote(database)
      try session.execute("COMMENT ON DATABASE \(quoted) IS \(session.dialect.literal(comment))")
      try session.execute("ALTER DATABASE \(quoted) ALLOW_CONNECTIONS false")
      try session.execute("ALTER DATABASE \(quoted) RENAME TO \(session.dialect.quote(name))")
    } catch {
      try? PostgresServer.dropDatabase(database, session)
      // Whoever takes locks in another database of the server may have been faster.
      guard (error as? DatabaseError)?.code == "42P04", try exists(session) else { throw error }
    }
  }

  private func create(_ database: String, _ clause: String, _ session: PostgresConnection) throws(DatabaseError) {
    do {
      try session.execute("CREATE DATABASE \(session.dialect.quote(database)) \(clause)")
    } catch {
      var error = error
      if error.code == "42501" {
        error.advice =
          "Allow the role to make databases (ALTER ROLE … CREATEDB), or give the test a schema instead: "
          + "withTemporaryDatabase."
      }
      throw error
    }
  }
}
