import DatagenColumns
import DatagenSchema
import Testing

@testable import DatagenEngine

/// Every cell is a pure function of (seed, table, column, row).
@Suite struct StabilityTests {
  /// Schemas of a few thousand rows.
  static let schemas = ["everything", "bank.json", "test_patterns.json"]

  static func data(_ name: String) throws -> TestData {
    switch name {
    case "everything": try TestData(EverythingSchema.text)
    case "bank.json": try .example(name, scale: 0.02)
    default: try .example(name, scale: 0.3)
    }
  }

  @Test func theSchemaOfTheseTestsUsesEveryGeneratorAndModifier() throws {
    let plan = try TestData(EverythingSchema.text).plan
    let columns = plan.schema.tables.flatMap(\.columns)
    #expect(Set(columns.compactMap(\.generator?.name.value)).isSuperset(of: Registry.generators.keys))
    #expect(Set(columns.flatMap(\.modifiers).map(\.name.value)).isSuperset(of: Registry.modifiers.keys))
  }

  @Test(arguments: schemas)
  func splitsOfTheRowsInAnyOrderGiveTheSameCells(_ name: String) throws {
    let data = try Self.data(name)
    var random = FixedRandom(7)
    for table in data.plan.tables {
      let rows = data.plan.rowRange(of: table.index)
      let whole = try data.columns(table.name)
      let cuts = (0..<6).map { _ in Int64.random(in: rows.lowerBound...rows.upperBound, using: &random) }
        .sorted()
      let bounds = [rows.lowerBound] + cuts + [rows.upperBound]
      for (low, high) in zip(bounds, bounds.dropFirst()).shuffled(using: &random) {
        let part = try data.columns(table.name, rows: low..<high)
        let slice = Int(low - rows.lowerBound)..<Int(high - rows.lowerBound)
        for column in table.columns.map(\.name) {
          #expect(
            part[column] == whole[column].map { Array($0[slice]) },
            "\(table.name).\(column) \(low)..<\(high)"
          )
        }
      }
    }
  }

  @Test(arguments: schemas)
  func singleRowsEqualTheFullEvaluation(_ name: String) throws {
    let data = try Self.data(name)
    var random = FixedRandom(11)
    for table in data.plan.tables {
      let rows = data.plan.rowRange(of: table.index)
      let whole = try data.columns(table.name)
      for row in (0..<25).map({ _ in Int64.random(in: rows, using: &random) }) {
        let one = try data.columns(table.name, rows: row..<row + 1)
        for column in table.columns.map(\.name) {
          #expect(
            one[column]?.first == whole[column]?[Int(row - rows.lowerBound)],
            "\(table.name).\(column)[\(row)]"
          )
        }
      }
    }
  }

  /// Neighbours in a batch need not be neighbours in the table.
  @Test func rowsInAnyOrderWithinABatchHaveTheirOwnValues() throws {
    let data = try Self.data("everything")
    var random = FixedRandom(13)
    for table in data.plan.tables {
      let whole = try data.columns(table.name)
      let numbers = (0..<400).map { _ in Int64.random(in: data.plan.rowRange(of: table.index), using: &random)
      }
      let buffer = ColumnBuffer()
      buffer.reset(.integer, count: numbers.count)
      for (index, number) in numbers.enumerated() { buffer.integers[index] = number }
      let batch = BatchEvaluation(data.plan, table: table.index, rowNumbers: buffer, pool: BufferPool())
      for (index, column) in table.columns.enumerated() {
        let expected = numbers.map { whole[column.name]?[Int($0)] }
        #expect(batch.column(index).cells == expected, "\(table.name).\(column.name)")
      }
    }
  }

  @Test(arguments: schemas)
  func theSamePlanCompiledTwiceIsEqual(_ name: String) throws {
    let first = try Self.data(name), second = try Self.data(name)
    #expect(first.plan.order == second.plan.order)
    #expect(first.plan.schema.digest == second.plan.schema.digest)
    #expect(try first.everything() == second.everything())
  }

  @Test func differentSeedsDiffer() throws {
    let first = try TestData(EverythingSchema.text, seed: 1),
      second = try TestData(EverythingSchema.text, seed: 2)
    let fixed: Set = ["word.code", "word.rank", "event.fee", "gadget.unit"]
    for table in first.plan.tables where table.name != "word" {
      for column in table.columns.map(\.name)
      where column != "id" && !fixed.contains("\(table.name).\(column)") {
        let name = "\(table.name).\(column)"
        let one = try first.cells(name), other = try second.cells(name)
        let same = zip(one, other).reduce(0) { $0 + ($1.0 == $1.1 ? 1 : 0) }
        #expect(Double(same) < 0.75 * Double(min(one.count, other.count)), "\(name)")
      }
    }
    #expect(try first.cells("word.code") == second.cells("word.code"))
  }

  @Test func columnsOfOneRowAreIndependent() throws {
    let columns = (0..<6).map { column("x\($0)", "float", "distribution: { type: normal, mean: 0, std: 1 }") }
    let data = try TestData(schemaText([entity("t", rows: 5000, columns), entity("u", rows: 5000, columns)]))
    let samples = try ["t", "u"].flatMap { table in try (0..<6).map { try data.numbers("\(table).x\($0)") } }
    for first in samples.indices {
      for second in samples.indices where second > first {
        let products = zip(samples[first], samples[second]).map { $0 * $1 }
        #expect(abs(mean(products)) * 5000.0.squareRoot() < 5.3, "\(first) and \(second)")
        let shifted = zip(samples[first], samples[second].dropFirst()).map { $0 * $1 }
        #expect(abs(mean(shifted)) * 5000.0.squareRoot() < 5.3, "\(first) and the next of \(second)")
      }
    }
  }

  /// The words from which all values follow.
  ///
  /// A change here changes every dataset ever made.
  @Test func randomKeysArePinned() {
    let key = RandomKey(seed: 42).derived("table").derived("column")
    #expect([key.bits(0), key.bits(1), key.derived(3).bits(5_000_000)] == Self.pinned)
    #expect(StableHash.hash("Žluťoučký kůň") == Self.pinnedHash)
  }

  private static let pinned: [UInt64] = [
    11_834_954_929_652_766_286, 17_110_175_285_346_245_362, 11_701_421_584_915_313_934,
  ]
  private static let pinnedHash: UInt64 = 12_734_563_632_284_685_894
}
