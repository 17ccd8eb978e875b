import DatagenColumns
package import DatagenDatabase
import DatagenEngine
import DatagenSchema
public import DatagenValidation

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension Dataset {
  /// Generates the rows and loads them into a database.
  ///
  /// A SQLite file gets its name when it is complete, and PostgreSQL is changed in one transaction: a failure leaves
  /// everything as it was.
  ///
  /// - Parameters:
  ///   - database: a path, `sqlite:PATH`, `:memory:`, a `postgres://` URI, or `host=… dbname=…`.
  ///   - progress: called from this thread after every batch.
  ///   - cancellation: stops the load from another thread.
  /// - Throws: `UsageError` where the options do not fit the schema, `DatabaseError` where the database refuses.
  @discardableResult
  public func load(
    into database: String,
    options: LoadOptions = LoadOptions(),
    cancellation: Cancellation? = nil,
    progress: (LoadProgress) -> Void = { _ in }
  ) throws -> LoadSummary {
    let loading = try Loading(self, database, options)
    return try loading.run(cancellation, progress) { _ in }
  }

  /// Loads the dataset into memory and hands over the connection that it lives in.
  package func loadIntoMemory(
    options: LoadOptions,
    cancellation: Cancellation?
  ) throws -> any DatabaseConnection {
    let loading = try Loading(self, ":memory:", options)
    var connection: (any DatabaseConnection)?
    _ = try loading.run(cancellation, { _ in }) { connection = $0 }
    guard let connection else { throw DatabaseError("the database in memory is gone") }
    return connection
  }

  /// Loads the dataset into memory, validates it there, and writes nothing.
  ///
  /// - Throws: as `load(into:)`.
  public func rehearse(
    options: LoadOptions = LoadOptions(),
    cancellation: Cancellation? = nil,
    progress: (LoadProgress) -> Void = { _ in }
  ) throws -> (LoadSummary, ValidationReport) {
    let loading = try Loading(self, ":memory:", options)
    var report: ValidationReport?
    let summary = try loading.run(cancellation, progress) { connection in
      report = try validate(connection, layout: loading.layout, database: ":memory:")
    }
    guard let report else { throw DatabaseError("the database in memory was not validated") }
    return (summary, report)
  }
}

/// One load: a plan, a loader and the batches between them.
private struct Loading {
  private let dataset: Dataset
  private let location: DatabaseLocation
  private let options: LoadOptions
  private let tables: [Int]
  private let loader: any Loader
  let layout: DatabaseLayout

  init(_ dataset: Dataset, _ database: String, _ options: LoadOptions) throws {
    self.dataset = dataset
    self.options = options
    location = try DatabaseLocation(asked: database, schema: options.databaseSchema)
    tables = try dataset.selected(options.tables)
    layout = dataset.layout(of: tables)
    loader = try Self.loader(location, layout, options)
  }

  private static func loader(
    _ location: DatabaseLocation,
    _ layout: DatabaseLayout,
    _ options: LoadOptions
  ) throws -> any Loader {
    let existing = DatagenDatabase.ExistingTables(rawValue: options.existingTables.rawValue) ?? .fail
    switch location {
    case .sqlite(let path):
      guard options.databaseSchema == nil, options.method == .insert, options.constraints == .first else {
        throw UsageError("--db-schema, --method, --constraints and --fast are about PostgreSQL, and \(path) is a file")
      }
      return try SQLiteLoader(location: path, layout: layout, ifExists: existing)
    case .postgres(let connection):
      return try PostgresLoader(
        location: connection,
        layout: layout,
        options: PostgresLoader.Options(
          ifExists: existing,
          method: LoadMethod(rawValue: options.method.rawValue) ?? .insert,
          constraints: ConstraintTime(rawValue: options.constraints.rawValue) ?? .first,
          schema: options.databaseSchema
        )
      )
    }
  }

  func run(
    _ cancellation: Cancellation?,
    _ progress: (LoadProgress) -> Void,
    _ whenLoaded: (any DatabaseConnection) throws -> Void
  ) throws -> LoadSummary {
    let clock = ContinuousClock()
    let start = clock.now
    let interruption = loader.interruption
    cancellation?.onCancel { interruption.interrupt() }
    defer { cancellation?.onCancel(nil) }
    do {
      let plan = dataset.plan.counted(after: try loader.existingRows())
      try loader.begin()
      let digests = try insertAll(plan, progress)
      let loaded = zip(tables, digests).map { table, digest in
        LoadSummary.Table(name: plan.tables[table].name, rows: digest.rows, digest: digest.description)
      }
      try loader.finish(
        LoadRecord(
          dataset: dataset.name,
          schemaDigest: dataset.schemaDigest,
          seed: plan.options.seed,
          version: datagenVersion,
          tables: loaded.map { ($0.name, $0.rows, $0.digest) }
        )
      )
      if case .sqlite(":memory:") = location { try whenLoaded(loader.connection) }
      let elapsed = (clock.now - start).components
      return LoadSummary(
        dataset: dataset.name,
        database: location.description,
        schemaDigest: dataset.schemaDigest,
        seed: plan.options.seed,
        tables: loaded,
        seconds: Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
      )
    } catch {
      loader.cancel()
      throw error
    }
  }

  /// Streams all rows into the loader; returns the digests of the tables in their order.
  private func insertAll(_ plan: Plan, _ progress: (LoadProgress) -> Void) throws -> [TableDigest] {
    let layouts = layout.tables
    let encode = loader.encoder
    let places = Dictionary(uniqueKeysWithValues: tables.enumerated().map { ($0.element, $0.offset) })
    let producer = BatchProducer(
      plan,
      tables: tables,
      batchRows: options.batchRows,
      workers: options.jobs ?? Self.processors
    ) { batch, table in
      if let place = places[table] { encode(batch, place) }
    }
    defer { producer.stop() }
    let total = tables.reduce(Int64(0)) { $0 + Int64(plan.rowRange(of: $1).count) }
    var digests = [TableDigest](repeating: TableDigest(), count: tables.count)
    var done: Int64 = 0
    while let product = producer.next() {
      guard let place = places[product.range.table] else { continue }
      try loader.insert(product.batch, into: place)
      digests[place].add(product.digest)
      done += Int64(product.batch.count)
      producer.recycle(product.batch)
      progress(
        LoadProgress(
          table: layouts[place].name,
          tableRows: (digests[place].rows, Int64(plan.newRows(of: product.range.table).count)),
          rows: (done, total)
        )
      )
    }
    return digests
  }

  private static var processors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}
