import DatagenColumns
import DatagenSchema
import Testing

@testable import DatagenEngine

/// One table generated in memory.
struct GeneratedTable {
  let plan: Plan
  let index: Int
  let count: Int
  private let batch: ColumnBatch

  /// - Parameter columns: the columns as JSON, comma-separated.
  init(
    _ columns: String,
    rows: Int = 1000,
    key: String = "id",
    constraints: String = "{}",
    seed: UInt64 = 42
  ) throws {
    let own = columns.contains("\"name\": \"\(key)\"") ? "" : "{ \"name\": \"\(key)\", \"type\": \"int\" },"
    try self.init(
      schema: """
        { "version": "1.0", "metadata": { "name": "Test" },
          "timeframe": { "start": "2023-01-01", "end": "2024-12-31T23:59:59Z", "freq": "H" },
          "nodes": [ { "id": "t", "kind": "entity", "rows": \(rows), "pk": "\(key)", "columns": [
        \(own)
        \(columns)
        ] } ], "constraints": \(constraints) }
        """,
      table: "t",
      seed: seed
    )
  }

  init(schema: String, table: String, seed: UInt64 = 42) throws {
    let (plan, diagnostics) = Self.plan(schema, seed: seed)
    try diagnostics.throwIfErrors()
    self.plan = try #require(plan).counted()
    index = try #require(self.plan.tables.firstIndex { $0.name == table })
    batch = self.plan.evaluate(BatchRange(table: index, rows: self.plan.rowRange(of: index)))
    count = batch.count
  }

  private static func plan(_ schema: String, seed: UInt64) -> (Plan?, Diagnostics) {
    let diagnostics = Diagnostics(file: "test.json")
    let reader = SchemaReader(catalog: Registry.catalog, diagnostics: diagnostics)
    guard let schema = reader.read(schema), !diagnostics.hasErrors else { return (nil, diagnostics) }
    var options = PlanOptions()
    options.seed = seed
    return (Planner(diagnostics).plan(schema, options: options), diagnostics)
  }

  /// The messages about a schema with these columns; `line:column: message`, where line 1 is the first of `columns`.
  static func errors(_ columns: String, constraints: String = "{}") -> [String] {
    let head =
      "{ \"version\": \"1.0\", \"metadata\": { \"name\": \"Test\" }, \"nodes\": [ { \"id\": \"t\", "
      + "\"kind\": \"entity\", \"pk\": \"id\", \"columns\": [ { \"name\": \"id\", \"type\": \"int\" },\n"
    let diagnostics = plan(head + columns + "] } ], \"constraints\": \(constraints) }", seed: 42).1
    return diagnostics.sorted.map { "\($0.line - 1):\($0.column): \($0.message)" }
  }

  private func column(_ name: String) -> ColumnBuffer {
    guard let place = plan.tables[index].columns.firstIndex(where: { $0.name == name }) else {
      preconditionFailure("there is no column \(name)")
    }
    return batch.columns[place]
  }

  func doubles(_ name: String) -> [Double] {
    let column = column(name)
    return (0..<count).map { column.kind == .double ? column.doubles[$0] : Double(column.integers[$0]) }
  }

  /// The values as text, `NULL` where there is none.
  func texts(_ name: String) -> [String] {
    let column = column(name)
    return (0..<count).map { column.describe($0) }
  }

  func summary(_ name: String) -> String {
    plan.tables[index].columns.first { $0.name == name }?.summary ?? ""
  }

  /// Each column's values row by row, in batches of one, as text.
  func oneByOne(_ name: String, rows: Range<Int>) -> [String] {
    let place = plan.tables[index].columns.firstIndex { $0.name == name } ?? 0
    return rows.map { row in
      let row = Int64(row)
      return plan.evaluate(BatchRange(table: index, rows: row..<row + 1)).columns[place].describe(0)
    }
  }
}

/// Figures of samples.
enum Sample {
  static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

  static func deviation(_ values: [Double]) -> Double {
    let mean = mean(values)
    return Self.mean(values.map { ($0 - mean) * ($0 - mean) }).squareRoot()
  }

  static func pearson(_ left: [Double], _ right: [Double]) -> Double {
    let a = mean(left), b = mean(right)
    return mean(zip(left, right).map { ($0 - a) * ($1 - b) }) / deviation(left) / deviation(right)
  }

  static func spearman(_ left: [Double], _ right: [Double]) -> Double { pearson(ranks(left), ranks(right)) }

  private static func ranks(_ values: [Double]) -> [Double] {
    var ranks = [Double](repeating: 0, count: values.count)
    for (rank, index) in values.indices.sorted(by: { values[$0] < values[$1] }).enumerated() {
      ranks[index] = Double(rank)
    }
    return ranks
  }

  /// The Kolmogorov–Smirnov distance from a cumulative function, times the square root of the size: above 1.95 with a
  /// probability of 0.1 %.
  static func kolmogorov(_ values: [Double], _ cumulative: (Double) -> Double) -> Double {
    let count = Double(values.count)
    let distance = values.sorted().enumerated().map { place, value in
      let expected = cumulative(value)
      return max(abs(expected - Double(place) / count), abs(expected - Double(place + 1) / count))
    }
    return (distance.max() ?? 0) * count.squareRoot()
  }
}
