import DatagenColumns
import DatagenSchema
import Foundation
import Testing

@testable import DatagenEngine

/// Row 5,000,000 needs no row before it.
@Suite struct FarRowTests {
  private static let columns = [
    column("x", "float", "distribution: { type: gamma, shape: 2, scale: 3 }"),
    column(
      "at",
      "datetime",
      "datetime_series: { pattern: { dimension: dow, weights: [1, 2, 3, 4, 5, 6, 7] } }"
    ),
    column("name", "string", "faker: { method: name }"),
    column("code", "string", "faker: { method: bothify, text: \"????????\" }"),
    column("total", "float", "expression: { code: \"x * 2 + month(at)\" }"),
  ]

  private static let text = schemaText(
    [
      entity(
        "big",
        rows: 6_000_000,
        columns + [column("boss", "int", "lookup: { from: big.id }", "nullable: true")]
      ),
      entity("parent", rows: 20_000, [column("name", "string", "faker: { method: name }")]),
      fact(
        "child",
        parents: "parent",
        fanout: "distribution: poisson, lambda: 300",
        columns + [
          column("parent_id", "int", "lookup: { from: parent.id }"),
          column("parent_name", "string", "lookup: { from: parent.name }"),
          column("big_id", "int", "lookup: { from: big.id, weights_kind: zipf@0.5 }"),
          column("big_name", "string", "lookup: { from: big.name }"),
        ]
      ),
    ],
    constraints: "{ unique: [big.code, child.code] }"
  )

  @Test(arguments: ["big", "child"], [Int64(5_000_000), 4_999_999, 5_000_001])
  func aFarRowIsComputedDirectly(_ table: String, _ row: Int64) throws {
    let data = try TestData(Self.text)
    #expect(try data.rowRange(table).contains(row))
    let start = ContinuousClock.now
    let alone = try data.columns(table, rows: row..<row + 1)
    let elapsed = ContinuousClock.now - start
    let around = try data.columns(table, rows: row - 1000..<row + 1000)
    #expect(alone["id"] == [.integer(row + 1)])
    for (column, cells) in alone { #expect(cells.first == around[column]?[1000], "\(table).\(column)") }
    // A row takes microseconds; the five million before it would take minutes without optimisation.
    #expect(elapsed < .seconds(20))
  }

  @Test func aFarChildFollowsItsParent() throws {
    let data = try TestData(Self.text)
    let rows = try data.columns("child", rows: 5_000_000..<5_002_000)
    let names = try data.texts("parent.name")
    let ids = try #require(rows["parent_id"]).compactMap(\.whole)
    #expect(ids == ids.sorted())
    #expect((5...9).contains(Set(ids).count))
    #expect(rows["parent_name"] == ids.map { .text(names[Int($0) - 1]) })
  }
}
