internal import DatagenSchema

extension PostgresLoader {
  private static let dialect = Dialect.postgres

  /// Looks for the layout's tables, and finds the rows with which they go on.
  func findNextRows() throws(DatabaseError) -> [String: Int64] {
    existingTables = try findTables()
    if options.ifExists == .fail { try requireNoTables() }
    let recorded = try LoadRecord.rows(
      in: database.qualified(LoadRecord.tableName),
      with: database.columnNames(of: LoadRecord.tableName),
      database
    )
    var next = Dictionary(layout.tables.map { ($0.name, Int64(0)) }) { first, _ in first }
    for table in layout.tables where existingTables.contains(table.name) {
      do {
        try lock(table)
        guard options.ifExists != .replace else { continue }
        let existing = try PostgresTable(definition.name(table.name), database)
        try existing.requireFit(table)
        keptTables[table.name] = existing
        guard options.ifExists == .append else { continue }
        next[table.name] = try NextRow.number(
          of: table,
          from: only(table),
          recorded: recorded[table.name],
          database
        )
      } catch {
        throw error.at(table.name)
      }
    }
    return next
  }

  /// Rows that others add meanwhile would take the keys of those that come; whoever may, keeps them out.
  ///
  /// Table by table, so that a lock that is not to be had names its table.
  private func lock(_ table: TableLayout) throws(DatabaseError) {
    let name = definition.name(table.name)
    let mayLock = try database.integer(
      "SELECT has_table_privilege(\(Self.dialect.literal(name)), 'UPDATE, DELETE, TRUNCATE')"
    )
    guard mayLock == 1 else { return }
    let mode = options.ifExists == .append ? "SHARE ROW EXCLUSIVE" : "ACCESS EXCLUSIVE"
    try database.execute("LOCK TABLE ONLY \(name) IN \(mode) MODE")
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

  /// A table without those that inherit from it, whose rows are not the schema's; partitions are the table itself.
  private func only(_ table: TableLayout) -> String {
    (keptTables[table.name]?.isPartitioned == true ? "" : "ONLY ") + definition.name(table.name)
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
    let old = layout.tables.filter { existingTables.contains($0.name) }
    switch options.ifExists {
    case .fail: break
    case .replace:
      try removing(old, "DROP TABLE") { definition.name($0.name) }
      existingTables = []
    case .append, .truncate:
      if options.ifExists == .truncate { try removing(old, "TRUNCATE TABLE", only) }
    }
    for table in createdTables { try run([definition.createTable(table)], table) }
    // Of tables without keys yet, foreign keys come last of all.
    if options.constraints == .first {
      for table in createdTables { try run(definition.foreignKeys(of: table), table) }
    }
    for table in createdTables { try run(definition.comments(on: table), table) }
    for table in layout.tables { plans.append(plan(for: table)) }
  }

  private func makeSchema() throws(DatabaseError) {
    let name = Self.dialect.literal(schema)
    guard try database.query("SELECT 1 FROM pg_namespace WHERE nspname = \(name)").isEmpty else { return }
    do throws(DatabaseError) {
      try database.execute("CREATE SCHEMA \(Self.dialect.quote(schema))")
    } catch {
      var error = error
      if error.code == "42501" {
        error.advice =
          "Allow it, as the owner of the database: GRANT CREATE ON DATABASE … TO …; or name a schema that the role "
          + "owns: --db-schema NAME."
      }
      if error.code == "23505" || error.code == "42P06" {
        error.advice = "Another session made the schema at the same time. Nothing of this load is kept: run it again."
      }
      throw error
    }
  }

  private func plan(for table: TableLayout) -> PostgresTablePlan {
    let name = definition.name(table.name)
    guard let existing = keptTables[table.name] else { return PostgresTablePlan(new: table, name, options.method) }
    return PostgresTablePlan(existing: existing, table, name, options.method)
  }

  /// Drops or empties tables, all at once because they may refer to each other.
  private func removing(
    _ tables: [TableLayout],
    _ statement: String,
    _ name: (TableLayout) -> String
  ) throws(DatabaseError) {
    guard !tables.isEmpty else { return }
    do {
      let names = tables.map(name).joined(separator: ", ")
      try database.execute("\(statement) \(names)")
    } catch {
      var error = error
      // "Dependent objects still exist", and what TRUNCATE says in the same case.
      if error.code == "2BP01" || error.code == "0A000" {
        error.advice =
          "Other tables or views, which are not loaded, refer to them. Load those of the schema too (--tables), remove "
          + "the others first, or load into a schema of its own: --db-schema NAME."
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
