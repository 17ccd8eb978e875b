import DatagenColumns
import DatagenSchema
import Foundation
import Testing

@testable import DatagenDatabase

/// A directory of its own for a test, removed with everything in it when the test's suite goes.
final class TemporaryDirectory {
  let path: String

  init() {
    let folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appendingPathComponent("datagen-database-\(UUID().uuidString)")
    path = folder.path
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      Issue.record("no temporary directory: \(error)")
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  /// What is in the directory, hidden files included.
  func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
}

/// The values of a column, row by row.
enum Values {
  case integers([Int64?])
  case doubles([Double?])
  case booleans([Bool?])
  /// Days since 1970-01-01.
  case dates([Int64?])
  /// Moments in ISO 8601.
  case moments([String?])
  case texts([String?])
  /// Texts that come as codes into a list.
  case codes([String], [Int?])

  var buffer: ColumnBuffer {
    switch self {
    case .integers(let values): Self.buffer(.integer, values)
    case .booleans(let values): Self.buffer(.boolean, values.map { $0.map { $0 ? 1 : 0 } })
    case .dates(let values): Self.buffer(.date, values)
    case .moments(let values):
      Self.buffer(.timestamp, values.map { $0.flatMap { Timestamp(iso8601: $0)?.microseconds } })
    case .doubles(let values): Self.doubleBuffer(values)
    case .texts(let values): Self.textBuffer(values)
    case .codes(let list, let codes): Self.codeBuffer(list, codes)
    }
  }

  private static func buffer(_ kind: ColumnBuffer.Kind, _ values: [Int64?]) -> ColumnBuffer {
    let buffer = ColumnBuffer()
    buffer.reset(kind, count: values.count)
    for (row, value) in values.enumerated() {
      // What lies under a NULL may be anything.
      buffer.integers[row] = value ?? .min
      if value == nil { buffer.requireNulls()[row] = true }
    }
    return buffer
  }

  private static func doubleBuffer(_ values: [Double?]) -> ColumnBuffer {
    let buffer = ColumnBuffer()
    buffer.reset(.double, count: values.count)
    for (row, value) in values.enumerated() {
      buffer.doubles[row] = value ?? -1
      if value == nil { buffer.requireNulls()[row] = true }
    }
    return buffer
  }

  private static func textBuffer(_ values: [String?]) -> ColumnBuffer {
    let buffer = ColumnBuffer()
    buffer.reset(.text, count: values.count)
    for (row, value) in values.enumerated() {
      if let value { buffer.text.append(value) } else { buffer.requireNulls()[row] = true }
      buffer.endText(row)
    }
    return buffer
  }

  private static func codeBuffer(_ list: [String], _ codes: [Int?]) -> ColumnBuffer {
    let buffer = ColumnBuffer()
    buffer.reset(TextDictionary(list), count: codes.count)
    for (row, code) in codes.enumerated() {
      buffer.integers[row] = Int64(code ?? 0)
      if code == nil { buffer.requireNulls()[row] = true }
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
  /// A column with its conditions.
  init(
    _ name: String,
    _ type: ColumnType,
    nullable: Bool = false,
    minimum: Constraints.Bound? = nil,
    maximum: Constraints.Bound? = nil,
    values: [AllowedValue]? = nil,
    comment: String? = nil
  ) {
    self.init(name: name, type: type, isNullable: nullable, comment: comment)
    self.minimum = minimum
    self.maximum = maximum
    allowedValues = values
  }
}

extension TableLayout {
  init(
    _ name: String,
    _ columns: [ColumnLayout],
    key: [String] = [],
    consecutive: Bool = false,
    foreignKeys: [ForeignKeyLayout] = [],
    unique: [String] = [],
    inequalities: [InequalityLayout] = [],
    comment: String? = nil
  ) {
    self.init(
      name: name,
      columns: columns,
      primaryKey: key,
      keySequence: consecutive ? KeySequence() : nil,
      foreignKeys: foreignKeys,
      uniqueColumns: unique,
      inequalities: inequalities,
      comment: comment
    )
  }
}

extension DatabaseLayout {
  init(_ tables: TableLayout...) {
    self.init(name: "shop", schemaDigest: "0123456789abcdef", tables: tables)
  }
}

/// Two tables: customers, and orders that refer to them, with one rule of each kind.
enum Shop {
  static let layout = DatabaseLayout(
    TableLayout(
      "customer",
      [ColumnLayout("id", .int), ColumnLayout("name", .string)],
      key: ["id"],
      consecutive: true
    ),
    TableLayout(
      "order",
      [
        ColumnLayout("id", .int), ColumnLayout("customer_id", .int),
        ColumnLayout("code", .string), ColumnLayout("amount", .float, minimum: .number(0)),
      ],
      key: ["id"],
      consecutive: true,
      foreignKeys: [
        ForeignKeyLayout(
          column: "customer_id",
          parentTable: "customer",
          parentColumn: "id",
          isEnforceable: true
        )
      ],
      unique: ["code"]
    )
  )

  /// Customers with the keys of a range.
  static func customers(_ keys: ClosedRange<Int64>, name: String = "Ada") -> ColumnBatch {
    batch(.integers(Array(keys)), .texts(keys.map { "\(name) \($0)" }))
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
    return batch(.integers(Array(keys)), .integers(customers), .texts(codes), .doubles(amounts))
  }

  static func record(_ layout: DatabaseLayout = layout, rows: Int64 = 3) -> LoadRecord {
    LoadRecord(
      dataset: layout.name,
      schemaDigest: layout.schemaDigest,
      seed: 42,
      version: "0.0-test",
      tables: layout.tables.map { ($0.name, rows, "d1") }
    )
  }

  /// Loads customers and orders with the same keys.
  static func load(
    _ path: String,
    keys: ClosedRange<Int64> = 1...3,
    name: String = "Ada",
    ifExists: ExistingTables = .fail,
    orders: ColumnBatch? = nil
  ) throws {
    let loader = try SQLiteLoader(location: path, layout: layout, ifExists: ifExists)
    try loader.begin()
    try loader.insert(customers(keys, name: name), into: 0)
    try loader.insert(orders ?? self.orders(keys), into: 1)
    try loader.finish(record(rows: Int64(keys.count)))
  }
}

/// Loads one batch after another into the only table of a layout.
func load(_ path: String, _ table: TableLayout, _ batches: [ColumnBatch]) throws {
  let layout = DatabaseLayout(table)
  let loader = try SQLiteLoader(location: path, layout: layout, ifExists: .fail)
  try loader.begin()
  for batch in batches { try loader.insert(batch, into: 0) }
  try loader.finish(Shop.record(layout))
}

/// The rows of a query over a file, each as texts joined by `|`, NULL as `∅`.
func rows(_ path: String, _ sql: String) throws -> [String] {
  try rows(try SQLiteConnection(path, mode: .readOnly), sql)
}

func rows(_ connection: any DatabaseConnection, _ sql: String) throws -> [String] {
  try connection.query(sql).map { row in
    row.map { value in
      switch value {
      case .null: "∅"
      case .integer(let number): "\(number)"
      case .double(let number): "\(number)"
      case .text(let text): text
      }
    }.joined(separator: "|")
  }
}

/// Runs statements in a file, which is made if it is missing.
func prepare(_ path: String, _ sql: String) throws {
  let connection = try SQLiteConnection(path, mode: .create)
  try connection.execute(sql)
  try connection.close()
}

func bytes(_ path: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }

/// The error that a database refuses with.
func refusal(
  _ body: () throws -> Void,
  sourceLocation: SourceLocation = #_sourceLocation
) throws -> DatabaseError {
  try #require(throws: DatabaseError.self, sourceLocation: sourceLocation) { try body() }
}
