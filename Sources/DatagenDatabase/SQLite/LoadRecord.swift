/// What was loaded, as the database itself records it.
package struct LoadRecord: Sendable {
  package var dataset: String
  package var schemaDigest: String
  package var seed: UInt64
  package var version: String
  package var tables: [(name: String, rows: Int64, digest: String)]

  package init(
    dataset: String,
    schemaDigest: String,
    seed: UInt64,
    version: String,
    tables: [(name: String, rows: Int64, digest: String)]
  ) {
    self.dataset = dataset
    self.schemaDigest = schemaDigest
    self.seed = seed
    self.version = version
    self.tables = tables
  }

  /// The table that loads are recorded in.
  package static let tableName = "_datagen"

  /// Writes one row for each table of the load.
  ///
  /// - Parameter replacing: whether the tables hold the rows of this load only, so that earlier records of them
  ///   no longer hold.
  func write(to connection: SQLiteConnection, replacing: Bool) throws(DatabaseError) {
    let table = Dialect.sqlite.quote(Self.tableName)
    // The seed as text: half of the seeds do not fit into the database's integers.
    try connection.execute(
      """
      CREATE TABLE IF NOT EXISTS \(table) (
        "load" INTEGER NOT NULL,
        "dataset" TEXT NOT NULL,
        "schema_digest" TEXT NOT NULL,
        "seed" TEXT NOT NULL,
        "version" TEXT NOT NULL,
        "table_name" TEXT NOT NULL,
        "rows" INTEGER NOT NULL,
        "digest" TEXT NOT NULL
      )
      """
    )
    if replacing {
      let remove = try connection.prepare("DELETE FROM \(table) WHERE \"table_name\" = ?")
      for loaded in tables {
        try remove.bind([.text(loaded.name)])
        _ = try remove.step()
      }
    }
    let load = (try connection.integer("SELECT max(\"load\") FROM \(table)") ?? 0) + 1
    let insert = try connection.prepare(
      """
      INSERT INTO \(table)
      ("load", "dataset", "schema_digest", "seed", "version", "table_name", "rows", "digest")
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """
    )
    for loaded in tables {
      try insert.bind([
        .integer(load), .text(dataset), .text(schemaDigest), .text(String(seed)), .text(version),
        .text(loaded.name), .integer(loaded.rows), .text(loaded.digest),
      ])
      _ = try insert.step()
    }
  }
}
