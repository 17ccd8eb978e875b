internal import DatagenSchema

extension PostgresLoader {
  private static let dialect = Dialect.postgres

  /// Begins the transaction that everything happens in.
  func beginTransaction() throws(DatabaseError) {
    try database.execute(
      """
      BEGIN ISOLATION LEVEL READ COMMITTED;
      SET LOCAL idle_in_transaction_session_timeout = 0;
      SET LOCAL plan_cache_mode = force_generic_plan
      """
    )
    // Nobody should wait for ever for a lock, unless it was asked for.
    let source = try database.texts("SELECT source FROM pg_settings WHERE name = 'lock_timeout'").first
    if source == "default" { try database.execute("SET LOCAL lock_timeout = '10s'") }
  }

  /// Looks for the layout's tables, and counts the rows that will stay.
  func countRows() throws(DatabaseError) -> [String: Int64] {
    existingTables = try findTables()
    if options.ifExists == .fail { try requireNoTables() }
    var counts = Dictionary(layout.tables.map { ($0.name, Int64(0)) }) { first, _ in first }
    guard options.ifExists == .append else { return counts }
    for table in layout.tables where existingTables.contains(table.name) {
      let name = definition.name(table.name)
      do {
        try lock(name)
        counts[table.name] = try database.integer("SELECT count(*) FROM \(name)") ?? 0
      } catch {
        throw error.at(table.name)
      }
    }
    return counts
  }

  /// Rows that others add meanwhile would take the keys of those that come; whoever may, keeps them out.
  private func lock(_ name: String) throws(DatabaseError) {
    let mayLock = try database.integer(
      "SELECT has_table_privilege(\(Self.dialect.literal(name)), 'UPDATE, DELETE, TRUNCATE')"
    )
    if mayLock == 1 { try database.execute("LOCK TABLE \(name) IN SHARE ROW EXCLUSIVE MODE") }
  }

  private func findTables() throws(DatabaseError) -> Set<String> {
    let names = layout.tables.map { Self.dialect.literal($0.name) }.joined(separator: ", ")
    guard !names.isEmpty else { return [] }
    let rows = try database.query(
      """
      SELECT c.relname::text, c.relkind IN ('r', 'p') FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = \(Self.dialect.literal(schema)) AND c.relname IN (\(names))
      """
    )
    var tables: Set<String> = []
    for row in rows {
      guard case .text(let name) = row[0] else { continue }
      guard row[1] == .integer(1) else {
        throw DatabaseError(
          "the schema \"\(schema)\" has something else with the name of the table",
          table: name,
          advice: "It may be a view, an index or a sequence. Load into another schema: --db-schema NAME."
        )
      }
      tables.insert(name)
    }
    return tables
  }

  private func requireNoTables() throws(DatabaseError) {
    guard !existingTables.isEmpty else { return }
    let quoted = layout.tables.filter { existingTables.contains($0.name) }.map { "\"\($0.name)\"" }
    throw DatabaseError(
      "the schema \"\(schema)\" of \(database.location) already has the table\(quoted.count == 1 ? "" : "s") "
        + quoted.joined(separator: ", "),
      advice: "Say what to do with them: --if-exists replace, append or truncate."
    )
  }

  /// Makes the tables that are missing or to be replaced, and the others ready.
  func makeTables() throws(DatabaseError) {
    try makeSchema()
    let kept = layout.tables.filter { existingTables.contains($0.name) }
    switch options.ifExists {
    case .fail: break
    case .replace:
      try removing(kept, "DROP TABLE")
      existingTables = []
    case .append, .truncate:
      for table in kept { try PostgresTable(definition.name(table.name), database).requireFit(table) }
      if options.ifExists == .truncate { try removing(kept, "TRUNCATE TABLE") }
    }
    for table in createdTables { try run([definition.createTable(table)], table) }
    // Of tables without keys yet, foreign keys come last of all.
    if options.constraints == .first {
      for table in createdTables { try run(definition.foreignKeys(of: table), table) }
    }
    for table in createdTables { try run(definition.comments(on: table), table) }
    for table in layout.tables { plans.append(try plan(for: table)) }
  }

  private func makeSchema() throws(DatabaseError) {
    let name = Self.dialect.literal(schema)
    guard try database.query("SELECT 1 FROM pg_namespace WHERE nspname = \(name)").isEmpty else { return }
    try database.execute("CREATE SCHEMA \(Self.dialect.quote(schema))")
  }

  private func plan(for table: TableLayout) throws(DatabaseError) -> PostgresTablePlan {
    let name = definition.name(table.name)
    guard existingTables.contains(table.name) else {
      return PostgresTablePlan(new: table, name, options.method)
    }
    let plan = PostgresTablePlan(existing: try PostgresTable(name, database), table, name, options.method)
    guard !plan.columns.isEmpty else {
      throw DatabaseError("the existing table computes all its columns itself", table: table.name)
    }
    return plan
  }

  /// Drops or empties tables, all at once because they may refer to each other.
  private func removing(_ tables: [TableLayout], _ statement: String) throws(DatabaseError) {
    guard !tables.isEmpty else { return }
    do {
      let names = tables.map { definition.name($0.name) }.joined(separator: ", ")
      try database.execute("\(statement) \(names)")
    } catch {
      var error = error
      // "Dependent objects still exist", and what TRUNCATE says in the same case.
      if error.code == "2BP01" || error.code == "0A000" {
        error.advice =
          "Other tables or views, which are not in the schema, refer to them. Remove those first, or load into a "
          + "schema of its own: --db-schema NAME."
      }
      throw error
    }
  }

  /// The tables of the layout that this load makes.
  var createdTables: [TableLayout] { layout.tables.filter { !existingTables.contains($0.name) } }

  /// Runs statements about a table.
  func run(_ statements: [String], _ table: TableLayout) throws(DatabaseError) {
    do {
      for statement in statements {
        try interruption.check()
        try database.execute(statement)
      }
    } catch {
      throw error.at(table.name)
    }
  }
}
