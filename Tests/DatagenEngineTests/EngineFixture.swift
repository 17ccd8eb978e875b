import DatagenColumns
import DatagenSchema
import Foundation
import Testing

@testable import DatagenEngine

/// A value of a row, comparable to the last bit.
enum Cell: Hashable, Sendable {
  case null
  case integer(Int64), real(UInt64), boolean(Bool), date(Int64), time(Int64), text(String)
}

extension ColumnBuffer {
  func cell(_ row: Int) -> Cell {
    if isNull(row) { return .null }
    switch kind {
    case .integer: return .integer(integers[row])
    case .double: return .real(doubles[row].bitPattern)
    case .boolean: return .boolean(integers[row] != 0)
    case .date: return .date(integers[row])
    case .timestamp: return .time(integers[row])
    case .text, .dictionary: return .text(string(row))
    }
  }

  var cells: [Cell] { (0..<count).map(cell) }
}

/// A schema, planned and counted, whose rows a test can look at.
struct TestData {
  let plan: Plan
  let warnings: [Diagnostic]

  /// - Parameters:
  ///   - text: a schema in YAML, or in JSON if `name` ends in `.json`.
  ///   - existing: rows that an earlier load left behind, by table.
  init(
    _ text: String,
    named name: String = "test.yaml",
    seed: UInt64 = 42,
    rows: [String: Int64] = [:],
    scale: Double = 1,
    after existing: [String: Int64] = [:]
  ) throws {
    let diagnostics = Diagnostics(file: name)
    var options = PlanOptions()
    options.seed = seed
    options.rows = rows
    options.scale = scale
    let plan = Self.plan(text, options, diagnostics)
    try diagnostics.throwIfErrors()
    self.plan = try #require(plan).counted(after: existing)
    warnings = diagnostics.sorted
  }

  private static func plan(_ text: String, _ options: PlanOptions, _ diagnostics: Diagnostics) -> Plan? {
    guard let schema = SchemaReader(catalog: Registry.catalog, diagnostics: diagnostics).read(text) else {
      return nil
    }
    return Planner(diagnostics).plan(schema, options: options)
  }

  /// A schema of the folder `Examples`.
  static func example(_ name: String, scale: Double) throws -> TestData {
    let file = Repository.root.appending(path: "Examples").appending(path: name)
    return try TestData(String(contentsOf: file, encoding: .utf8), named: name, scale: scale)
  }

  /// What reading and planning a schema has to say.
  static func diagnostics(_ text: String) -> [Diagnostic] {
    let diagnostics = Diagnostics(file: "test.yaml")
    _ = plan(text, PlanOptions(), diagnostics)
    return diagnostics.sorted
  }

  static func errors(_ text: String) -> [String] {
    diagnostics(text).filter { $0.severity == .error }.map(\.message)
  }

  static func warnings(_ text: String) -> [String] {
    diagnostics(text).filter { $0.severity == .warning }.map(\.message)
  }

  // MARK: Rows

  func table(_ name: String) throws -> TablePlan {
    try #require(plan.tables.first { $0.name == name }, "no table \(name)")
  }

  func rowRange(_ table: String) throws -> Range<Int64> { plan.rowRange(of: try self.table(table).index) }

  /// The columns of a table, or of some of its rows, by name.
  func columns(_ table: String, rows: Range<Int64>? = nil) throws -> [String: [Cell]] {
    let table = try self.table(table)
    let batch = plan.evaluate(BatchRange(table: table.index, rows: rows ?? plan.rowRange(of: table.index)))
    return Dictionary(uniqueKeysWithValues: zip(table.columns.map(\.name), batch.columns.map(\.cells)))
  }

  /// All cells of all tables.
  func everything() throws -> [String: [String: [Cell]]] {
    var result: [String: [String: [Cell]]] = [:]
    for table in plan.tables { result[table.name] = try columns(table.name) }
    return result
  }

  /// A column as `table.column`.
  func cells(_ name: String) throws -> [Cell] {
    let parts = name.split(separator: ".").map(String.init)
    let table = try self.table(parts[0])
    let index = try #require(table.columns.firstIndex { $0.name == parts[1] }, "no column \(name)")
    let batch = plan.evaluate(BatchRange(table: table.index, rows: plan.rowRange(of: table.index)))
    return batch.columns[index].cells
  }

  /// A column's numbers (whole numbers, days and microseconds too); NULLs are left out.
  func numbers(_ name: String) throws -> [Double] { try cells(name).compactMap(\.number) }

  func integers(_ name: String) throws -> [Int64] { try cells(name).compactMap(\.whole) }

  func texts(_ name: String) throws -> [String] {
    try cells(name).compactMap(\.text)
  }
}

extension Cell {
  var whole: Int64? {
    switch self {
    case .integer(let value), .date(let value), .time(let value): value
    case .boolean(let value): value ? 1 : 0
    case .null, .real, .text: nil
    }
  }

  var text: String? {
    if case .text(let text) = self { text } else { nil }
  }

  var number: Double? {
    if case .real(let bits) = self { return Double(bitPattern: bits) }
    return whole.map(Double.init)
  }
}

// MARK: Schemas

/// A schema of tables in YAML.
func schemaText(_ tables: [String], timeframe: String = "", constraints: String = "", dag: String = "")
  -> String
{
  let frame = timeframe.isEmpty ? "{ start: 2024-01-01, end: \"2024-12-31T23:59:59Z\", freq: H }" : timeframe
  return """
    version: "1.0"
    metadata: { name: test }
    timeframe: \(frame)
    nodes:
    \(tables.map { "  - \($0)" }.joined(separator: "\n"))
    \(constraints.isEmpty ? "" : "constraints: \(constraints)")
    \(dag.isEmpty ? "" : "dag: \(dag)")

    """
}

/// A table with a key `id` of 1, 2, … before its columns.
func entity(_ name: String, rows: Int = 1000, _ columns: [String] = []) -> String {
  "{ id: \(name), kind: entity, rows: \(rows), pk: id, columns: [\(joined(columns))] }"
}

/// A table of children with a key `id` of 1, 2, … before its columns.
func fact(_ name: String, parents: String, fanout: String = "", _ columns: [String] = []) -> String {
  let fanout = fanout.isEmpty ? "" : "fanout: { \(fanout) },"
  return "{ id: \(name), kind: fact, parents: [\(parents)], \(fanout) pk: id, columns: [\(joined(columns))] }"
}

private func joined(_ columns: [String]) -> String {
  ([column("id", "int", "sequence: {}")] + columns).joined(separator: ", ")
}

/// A column with a generator, its modifiers and other keys.
func column(
  _ name: String,
  _ type: String,
  _ generator: String,
  modifiers: [String] = [],
  _ rest: String = ""
) -> String {
  let list = modifiers.isEmpty ? "" : ", modifiers: [\(modifiers.joined(separator: ", "))]"
  return
    "{ name: \(name), type: \(type), generator: { \(generator) }\(list)\(rest.isEmpty ? "" : ", \(rest)") }"
}

func modifier(_ name: String, _ arguments: String) -> String {
  "{ transform: \(name), args: { \(arguments) } }"
}

/// One table `t` with one column `x`.
func single(
  _ type: String,
  _ generator: String,
  modifiers: [String] = [],
  rows: Int = 10_000,
  _ rest: String = ""
)
  -> String
{
  schemaText([entity("t", rows: rows, [column("x", type, generator, modifiers: modifiers, rest)])])
}

/// Microseconds since 1970 of an ISO 8601 text.
func moment(_ text: String) -> Int64 { Timestamp(iso8601: text)?.microseconds ?? .min }

/// A generator of random numbers that gives the same numbers every time.
struct FixedRandom: RandomNumberGenerator {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return StableHash.mix(state)
  }
}

/// Where the package lies.
enum Repository {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
}
