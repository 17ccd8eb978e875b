package import DatagenColumns
package import DatagenSchema

/// Loads a dataset into a PostgreSQL database, in one transaction: a failure leaves the database as it was.
///
/// Used by one thread at a time, except for `encoder` and `interruption`.
package final class PostgresLoader: Loader {
  /// How a dataset is loaded; none of it changes a value.
  package struct Options: Sendable {
    /// What happens to tables that are already there.
    package var ifExists = ExistingTables.fail
    /// How rows travel.
    package var method = LoadMethod.insert
    /// When keys are made; of tables that exist they stay as they are.
    package var constraints = ConstraintTime.first
    /// The schema to load into, made if it is missing; nil for the first of the search path.
    package var schema: String?

    package init(
      ifExists: ExistingTables = .fail,
      method: LoadMethod = .insert,
      constraints: ConstraintTime = .first,
      schema: String? = nil
    ) {
      self.ifExists = ifExists
      self.method = method
      self.constraints = constraints
      self.schema = schema
    }
  }

  private enum State { case connected, inspected, loading, finished, cancelled }

  let layout: DatabaseLayout
  let options: Options
  /// The open connection.
  let database: PostgresConnection
  /// The schema that is loaded into.
  let schema: String
  let definition: PostgresDefinition
  /// The tables of the layout that were there before.
  var existingTables: Set<String> = []
  /// Those of them that stay and are filled.
  var keptTables: [String: PostgresTable] = [:]
  /// How each table of the layout is loaded, once the tables are there.
  var plans: [PostgresTablePlan] = []
  private var nextRows: [String: Int64] = [:]
  private var state = State.connected
  private var writer: (table: Int, writer: any PostgresWriter)?

  /// Stops the load from another thread.
  package let interruption: Interruption

  /// Connects to the database and begins the transaction that everything happens in; changes nothing yet.
  ///
  /// - Parameter location: a URI or connection string.
  package init(
    location: String,
    layout: DatabaseLayout,
    options: Options = Options(),
    interruption: Interruption = Interruption()
  ) throws(DatabaseError) {
    for table in layout.tables {
      guard !table.columns.isEmpty else { throw DatabaseError("the table has no columns", table: table.name) }
      guard table.name != LoadRecord.tableName else {
        throw DatabaseError("the name is taken by the record of the loads", table: table.name)
      }
    }
    self.layout = layout
    self.options = options
    self.interruption = interruption
    database = try PostgresConnection(location, schema: options.schema, use: .loading, interruption: interruption)
    schema = try database.targetSchema()
    definition = PostgresDefinition(layout, schema: schema, constraints: options.constraints)
  }

  deinit { cancel() }

  /// The database that is being loaded; to be used when the load is finished.
  package var connection: any DatabaseConnection { database }

  package func existingRows() throws(DatabaseError) -> [String: Int64] {
    try inspect()
    return nextRows
  }

  package func begin() throws(DatabaseError) {
    try inspect()
    precondition(state == .inspected, "a loader loads once")
    state = .loading
    try undoing { () throws(DatabaseError) in
      try interruption.check()
      try makeTables()
    }
  }

  /// Looks at what is there, once.
  private func inspect() throws(DatabaseError) {
    guard state == .connected else { return }
    state = .inspected
    try undoing { () throws(DatabaseError) in
      nextRows = try findNextRows()
    }
  }

  package var encoder: @Sendable (ColumnBatch, Int) -> Void {
    let encoders = plans.map(\.encoder)
    return { batch, table in encoders[table].encode(batch) }
  }

  package func insert(_ batch: ColumnBatch, into table: Int) throws(DatabaseError) {
    try requireLoading()
    guard batch.count > 0 else { return }
    try undoing { () throws(DatabaseError) in
      try interruption.check()
      let rows = batch.firstRow..<batch.firstRow + Int64(batch.count)
      guard let payload = batch.payload as? PostgresPayload else {
        throw DatabaseError("a batch is not encoded", table: plans[table].table, rows: rows)
      }
      if let fault = payload.fault { throw DatabaseError(fault, table: plans[table].table, rows: rows) }
      try writer(for: table).write(payload, rows: rows)
    }
  }

  package func finish(_ record: LoadRecord) throws(DatabaseError) {
    try requireLoading()
    try undoing { () throws(DatabaseError) in
      try endWriter()
      try complete(record)
      try interruption.check()
      try commit()
    }
    state = .finished
  }

  package func cancel() {
    guard state != .finished, state != .cancelled else { return }
    state = .cancelled
    writer?.writer.abandon()
    writer = nil
    // The server undoes what it has begun before it answers, so that nothing is locked any more afterwards.
    try? database.execute("ROLLBACK")
    database.close()
  }

  private func requireLoading() throws(DatabaseError) {
    precondition(state != .connected && state != .finished, "rows come between begin and finish")
    guard state == .loading else { throw DatabaseError("the load was given up") }
  }

  private func writer(for table: Int) throws(DatabaseError) -> any PostgresWriter {
    if let writer, writer.table == table { return writer.writer }
    try endWriter()
    let plan = plans[table]
    let fresh: any PostgresWriter =
      switch plan.method {
      case .insert: try PostgresInsertWriter(database, plan)
      case .copy: PostgresCopyWriter(database, plan)
      }
    writer = (table, fresh)
    return fresh
  }

  private func endWriter() throws(DatabaseError) {
    try writer?.writer.end()
    writer = nil
  }

  /// Runs a step of the load, and undoes the whole load where it fails.
  private func undoing(_ step: () throws(DatabaseError) -> Void) throws(DatabaseError) {
    do {
      try step()
    } catch {
      cancel()
      throw explained(error)
    }
  }
}
