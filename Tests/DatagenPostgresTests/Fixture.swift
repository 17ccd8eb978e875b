import DatagenColumns
import DatagenDatabase
import DatagenTestSupport
import DatagenSchema
import Foundation
import Testing

/// The values of a column, row by row.
enum Values {
  case integers([Int64?])
  case doubles([Double?])
  case booleans([Bool?])
  /// Days since 1970-01-01.
  case dates([Int64?])
  /// Microseconds since 1970-01-01.
  case moments([Int64?])
  case texts([String?])
  /// Texts that come as codes into a list.
  case codes([String], [Int?])

  var buffer: ColumnBuffer {
    switch self {
    case .integers(let values): Self.buffer(.integer, values)
    case .booleans(let values): Self.buffer(.boolean, values.map { $0.map { $0 ? 1 : 0 } })
    case .dates(let values): Self.buffer(.date, values)
    case .moments(let values): Self.buffer(.timestamp, values)
    case .doubles(let values):
      Self.fill(.double, values) { buffer, row, value in buffer.doubles[row] = value }
    case .texts(let values):
      Self.fill(.text, values, ended: true) { buffer, _, value in buffer.text.append(value) }
    case .codes(let list, let codes): Self.buffer(.dictionary, codes.map { $0.map(Int64.init) }, list)
    }
  }

  private static func buffer(
    _ kind: ColumnBuffer.Kind,
    _ values: [Int64?],
    _ list: [String] = []
  ) -> ColumnBuffer {
    // What lies under a NULL may be anything, except a code.
    let buffer = fill(kind, values.map { kind == .dictionary ? $0 : $0 ?? .min }) { $0.integers[$1] = $2 }
    if kind == .dictionary {
      let coded = ColumnBuffer()
      coded.reset(TextDictionary(list), count: values.count)
      for row in values.indices { coded.integers[row] = values[row] ?? 0 }
      for row in values.indices where values[row] == nil { coded.requireNulls()[row] = true }
      return coded
    }
    for row in values.indices where values[row] == nil { buffer.requireNulls()[row] = true }
    return buffer
  }

  private static func fill<Value>(
    _ kind: ColumnBuffer.Kind,
    _ values: [Value?],
    ended: Bool = false,
    _ write: (ColumnBuffer, Int, Value) -> Void
  ) -> ColumnBuffer {
    let buffer = ColumnBuffer()
    buffer.reset(kind, count: values.count)
    for (row, value) in values.enumerated() {
      if let value { write(buffer, row, value) } else { buffer.requireNulls()[row] = true }
      if ended { buffer.endText(row) }
    }
    return buffer
  }
}

/// A batch of columns of the same length.
func batch(_ columns: Values..., firstRow: Int64 = 0) -> ColumnBatch {
  let buffers = columns.map(\.buffer)
  return ColumnBatch(firstRow: firstRow, count: buffers.first?.count ?? 0, columns: buffers)
}

extension ColumnLayout {
  init(_ name: String, _ type: ColumnType, nullable: Bool = false, comment: String? = nil) {
    self.init(name: name, type: type, isNullable: nullable, comment: comment)
  }
}

extension TableLayout {
  init(
    _ name: String,
    _ columns: [ColumnLayout],
    key: [String] = ["id"],
    foreignKeys: [ForeignKeyLayout] = [],
    unique: [String] = [],
    inequalities: [InequalityLayout] = [],
    comment: String? = nil
  ) {
    self.init(
      name: name,
      columns: columns,
      primaryKey: key,
      keySequence: KeySequence(),
      foreignKeys: foreignKeys,
      uniqueColumns: unique,
      inequalities: inequalities,
      comment: comment
    )
  }
}

extension ForeignKeyLayout {
  init(_ column: String, to parent: String, _ parentColumn: String = "id") {
    self.init(column: column, parentTable: parent, parentColumn: parentColumn, isEnforceable: true)
  }
}

extension DatabaseLayout {
  init(_ tables: TableLayout...) { self.init(name: "shop", schemaDigest: "0123456789abcdef", tables: tables) }
}

/// How a dataset is loaded: both methods, both times of the constraints.
enum Mode: String, CaseIterable, CustomTestStringConvertible {
  case insertFirst, insertAfter, copyFirst, copyAfter

  var method: LoadMethod { self == .insertFirst || self == .insertAfter ? .insert : .copy }
  var constraints: ConstraintTime { self == .insertFirst || self == .copyFirst ? .first : .after }
  var testDescription: String { rawValue }

  func options(_ ifExists: ExistingTables = .fail, schema: String? = nil) -> PostgresLoader.Options {
    .init(ifExists: ifExists, method: method, constraints: constraints, schema: schema)
  }
}

/// Customers, and orders that refer to them.
enum Shop {
  static let layout = DatabaseLayout(
    TableLayout(
      "customer",
      [ColumnLayout("id", .int), ColumnLayout("name", .string, comment: "as it's written")],
      comment: "Who buys"
    ),
    TableLayout(
      "order",
      [
        ColumnLayout("id", .int), ColumnLayout("customer_id", .int), ColumnLayout("code", .string),
        amount,
      ],
      foreignKeys: [ForeignKeyLayout("customer_id", to: "customer")],
      unique: ["code"]
    )
  )

  private static var amount: ColumnLayout {
    var column = ColumnLayout("amount", .float)
    column.minimum = .number(0)
    column.decimals = 2
    return column
  }

  static func customers(_ keys: ClosedRange<Int64>, name: String = "Ada") -> ColumnBatch {
    batch(.integers(Array(keys)), .texts(keys.map { "\(name) \($0)" }), firstRow: keys.lowerBound - 1)
  }

  /// One order for each customer of a range, with the customer's key; values of the last can be made wrong.
  static func orders(
    _ keys: ClosedRange<Int64>,
    customer: Int64? = nil,
    code: String? = nil,
    amount: Double? = nil
  ) -> ColumnBatch {
    var customers = Array(keys)
    var codes = keys.map { "A-\($0)" }
    var amounts = keys.map { Double($0) * 1.5 }
    let last = keys.count - 1
    if let customer { customers[last] = customer }
    if let code { codes[last] = code }
    if let amount { amounts[last] = amount }
    return batch(
      .integers(Array(keys)),
      .integers(customers),
      .texts(codes),
      .doubles(amounts),
      firstRow: keys.lowerBound - 1
    )
  }

  /// Loads customers and orders with the same keys.
  static func load(
    _ database: TestDatabase,
    _ options: PostgresLoader.Options = .init(),
    keys: ClosedRange<Int64> = 1...3,
    name: String = "Ada",
    orders: ColumnBatch? = nil
  ) throws {
    try DatagenPostgresTests.load(
      database.location,
      layout,
      options,
      [[customers(keys, name: name)], [orders ?? self.orders(keys)]]
    )
  }
}

/// The record of a load.
func record(_ layout: DatabaseLayout, rows: Int64 = 3) -> LoadRecord {
  LoadRecord(
    dataset: layout.name,
    schemaDigest: layout.schemaDigest,
    seed: 42,
    version: "0.0-test",
    tables: layout.tables.map { ($0.name, rows, "d1") }
  )
}

/// Loads the batches of each table.
func load(
  _ location: String,
  _ layout: DatabaseLayout,
  _ options: PostgresLoader.Options,
  _ batches: [[ColumnBatch]]
) throws {
  let loader = try PostgresLoader(location: location, layout: layout, options: options)
  try fill(loader, layout, batches)
}

/// Loads the batches of each table with any loader.
func fill(_ loader: any Loader, _ layout: DatabaseLayout, _ batches: [[ColumnBatch]]) throws {
  _ = try loader.existingRows()
  try loader.begin()
  for (table, batches) in batches.enumerated() { try insert(batches, into: table, loader) }
  try loader.finish(record(layout))
}

func insert(_ batches: [ColumnBatch], into table: Int, _ loader: any Loader) throws {
  for batch in batches {
    loader.encoder(batch, table)
    try loader.insert(batch, into: table)
  }
}

/// The error that a database refuses with.
func refusal(
  sourceLocation: SourceLocation = #_sourceLocation,
  _ body: () throws -> Void
) throws -> DatabaseError {
  try #require(throws: DatabaseError.self, sourceLocation: sourceLocation) { try body() }
}

/// The suite that all tests of PostgreSQL belong to: they need a server.
@Suite(.enabled(if: Cluster.isAvailable, "there is no PostgreSQL server"))
struct Postgres {}
