import DatagenDatabase
import DatagenEngine
public import DatagenSchema

/// A dataset: a schema with everything that decides its rows.
///
///     let dataset = try Dataset(schemaFile: "bank.json")
///     let summary = try dataset.load(into: "bank.sqlite")
///     let report = try dataset.validate("bank.sqlite")
///
/// The same schema and seed give the same rows, whatever the number of threads or the size of the batches.
public struct Dataset: Sendable {
  let plan: Plan
  /// What the author of the schema should know although it can be generated.
  public let warnings: [Diagnostic]

  /// Reads and plans a schema file (JSON, or YAML where the name ends in `.yaml` or `.yml`).
  ///
  /// - Throws: `FileError` where the file cannot be read, `SchemaError` with all diagnostics where the schema is
  ///   wrong, `UsageError` where the options do not fit it.
  public init(schemaFile path: String, options: GenerationOptions = GenerationOptions()) throws {
    let bytes = try TextFile.bytes(path)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      let diagnostics = Diagnostics(file: path)
      diagnostics.error("the file is not UTF-8 text", at: SourcePosition(firstInvalidIn: bytes))
      throw SchemaError(diagnostics: diagnostics.sorted)
    }
    try self.init(schema: text, named: path, options: options)
  }

  /// Reads and plans the text of a schema; `name` stands for the file in diagnostics.
  ///
  /// - Throws: `SchemaError`, `UsageError`.
  public init(schema text: String, named name: String, options: GenerationOptions = GenerationOptions())
    throws
  {
    let diagnostics = Diagnostics(file: name)
    let reader = SchemaReader(catalog: Registry.catalog, diagnostics: diagnostics)
    guard let schema = reader.read(text) else { throw SchemaError(diagnostics: diagnostics.sorted) }
    try Self.check(options, against: schema)
    var planOptions = PlanOptions()
    planOptions.seed = options.seed
    planOptions.rows = options.rows
    planOptions.scale = options.scale
    planOptions.maximumRows = options.maximumRows
    let plan = Planner(diagnostics).plan(schema, options: planOptions)
    try diagnostics.throwIfErrors()
    guard let plan else { throw SchemaError(diagnostics: diagnostics.sorted) }
    self.plan = plan
    warnings = diagnostics.sorted
  }

  /// The dataset's name.
  public var name: String { plan.schema.name }

  /// The digest of the schema: the same for the same content in JSON and YAML, 16 hexadecimal digits.
  public var schemaDigest: String { plan.schema.digest }

  private static func check(_ options: GenerationOptions, against schema: Schema) throws(UsageError) {
    let names = schema.tables.map(\.name.value)
    for (name, rows) in options.rows.sorted(by: { $0.key < $1.key }) {
      guard let table = schema.table(named: name) else {
        throw UsageError("--rows: there is no table \"\(name)\"" + Suggestion.text(for: name, among: names))
      }
      if let parent = table.drivingParent {
        throw UsageError(
          "--rows: the rows of \"\(name)\" follow from the fan-out of its parent \"\(parent.value)\"; set "
            + "the rows of \"\(parent.value)\", or the fan-out in the schema"
        )
      }
      if table.kind == .vocab {
        throw UsageError("--rows: the vocabulary \"\(name)\" has as many rows as values")
      }
      if rows < 0 { throw UsageError("--rows: \"\(name)\" cannot have \(rows) rows") }
    }
    guard options.scale > 0, options.scale.isFinite else { throw UsageError("--scale has to be more than 0") }
  }

  /// The tables to load: those named and, so that no foreign key is broken, those they refer to.
  func selected(_ names: [String]?) throws(UsageError) -> [Int] {
    guard let names else { return plan.order }
    var wanted: Set<String> = []
    func add(_ name: String) {
      guard wanted.insert(name).inserted, let table = plan.layout.table(named: name) else { return }
      for key in table.foreignKeys { add(key.parentTable) }
    }
    for name in names {
      guard plan.layout.table(named: name) != nil else {
        throw UsageError(
          "--tables: there is no table \"\(name)\""
            + Suggestion.text(for: name, among: plan.layout.tables.map(\.name))
        )
      }
      add(name)
    }
    return plan.order.filter { wanted.contains(plan.tables[$0].name) }
  }

  /// The layout of some of the tables.
  func layout(of tables: [Int]) -> DatabaseLayout {
    var layout = plan.layout
    let names = Set(tables.map { plan.tables[$0].name })
    layout.tables.removeAll { !names.contains($0.name) }
    return layout
  }

  /// The SQL that makes the tables, statement by statement.
  public func definition(for dialect: SQLDialect) -> [String] {
    let ddl = DataDefinition.ddl(plan.layout, dialect.dialect)
    return ddl.tables + ddl.indexes
  }
}

/// A dialect of SQL.
public enum SQLDialect: String, Sendable, CaseIterable {
  /// SQLite, 3.35 and later.
  case sqlite
  /// PostgreSQL, 12 and later.
  case postgres

  var dialect: Dialect {
    switch self {
    case .sqlite: .sqlite
    case .postgres: .postgres
    }
  }

  /// The dialect of the database that a string names.
  ///
  /// - Throws: `DatabaseError` where it names none.
  public init(database: String) throws {
    self = try DatabaseLocation(database).dialect == .postgres ? .postgres : .sqlite
  }
}

/// The text that names a database, with any password in it replaced by `***`.
public func databaseDescription(_ database: String) -> String {
  if let location = try? DatabaseLocation(database) { return location.description }
  // What is no connection string may hold a password all the same.
  return database.lowercased().hasPrefix("postgres") ? String(database.prefix { $0 != ":" }) + ":…" : database
}
