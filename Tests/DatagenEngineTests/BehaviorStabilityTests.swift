import DatagenColumns
import DatagenSchema
import Testing

@testable import DatagenEngine

/// With all behaviour of tables every cell is still a pure function of (seed, table, column, row).
@Suite struct BehaviorStabilityTests {
  private typealias Cells = [String: [String: [Cell]]]

  private func text(_ tables: [String] = BehaviorSchema.tables) -> String {
    schemaText(tables, timeframe: BehaviorSchema.timeframe, constraints: BehaviorSchema.constraints)
  }

  private func everything(_ tables: [String], rows: [String: Int64] = [:]) throws -> Cells {
    try TestData(text(tables), rows: rows).everything()
  }

  private func expectUnchanged(_ old: Cells, in new: Cells, except: Set<String> = []) {
    for (table, columns) in old where new[table] != nil {
      for (column, cells) in columns where !except.contains("\(table).\(column)") {
        if let now = new[table]?[column] { #expect(now == cells, "\(table).\(column)") }
      }
    }
  }

  private func replacing(_ name: String, with text: String) -> [String] {
    BehaviorSchema.tables.map { $0.contains("{ id: \(name),") ? text : $0 }
  }

  @Test func splitsOfTheRowsInAnyOrderGiveTheSameCells() throws {
    let data = try TestData(text())
    var random = FixedRandom(7)
    for table in data.plan.tables {
      let rows = data.plan.rowRange(of: table.index)
      #expect(rows.count >= 3)
      let whole = try data.columns(table.name)
      let cuts = (0..<8).map { _ in Int64.random(in: rows.lowerBound...rows.upperBound, using: &random) }
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

  @Test func singleRowsAndRowsInAnyOrderHaveTheirOwnValues() throws {
    let data = try TestData(text())
    var random = FixedRandom(13)
    for table in data.plan.tables {
      let whole = try data.columns(table.name), rows = data.plan.rowRange(of: table.index)
      let numbers = (0..<300).map { _ in Int64.random(in: rows, using: &random) }
      let buffer = ColumnBuffer()
      buffer.reset(.integer, count: numbers.count)
      for (index, number) in numbers.enumerated() { buffer.integers[index] = number }
      let batch = BatchEvaluation(data.plan, table: table.index, rowNumbers: buffer, pool: BufferPool())
      for (index, column) in table.columns.enumerated() {
        let expected = numbers.map { whole[column.name]?[Int($0)] }
        #expect(batch.column(index).cells == expected, "\(table.name).\(column.name)")
      }
      for row in numbers.prefix(25) {
        let one = try data.columns(table.name, rows: row..<row + 1)
        for (column, cells) in one {
          #expect(cells.first == whole[column]?[Int(row)], "\(table.name).\(column)[\(row)]")
        }
      }
    }
  }

  @Test(arguments: [1, 2, 4])
  func workersAndBatchSizesChangeNothing(_ workers: Int) throws {
    let data = try TestData(text())
    let plan = data.plan
    let expected = try plan.tables.map { table in
      let columns = try data.columns(table.name)
      return table.columns.map { columns[$0.name] ?? [] }
    }
    for batchRows in [7, 256, 4096] {
      let producer = BatchProducer(plan, tables: plan.order, batchRows: batchRows, workers: workers)
      var cells = plan.tables.map { $0.columns.map { _ in [Cell]() } }
      while let product = producer.next() {
        for (index, column) in product.batch.columns.enumerated() {
          cells[product.range.table][index] += column.cells
        }
        producer.recycle(product.batch)
      }
      producer.stop()
      #expect(cells == expected, "batches of \(batchRows)")
    }
  }

  @Test func theSamePlanCompiledTwiceIsEqualAndAnotherSeedDiffers() throws {
    let first = try TestData(text()), second = try TestData(text()), other = try TestData(text(), seed: 7)
    #expect(first.plan.order == second.plan.order)
    #expect(try first.everything() == second.everything())
    for name in [
      "order.at", "order.price", "step.at", "membership.valid_from", "interest.tag_id", "offer.tag_id",
    ] {
      #expect(try first.cells(name) != other.cells(name), "\(name)")
    }
  }

  // MARK: Changes of the schema

  @Test func reorderedTablesAndColumnsKeepTheirValues() throws {
    let old = try everything(BehaviorSchema.tables)
    let columns = BehaviorSchema.customerColumns
    let reordered = table("customer", BehaviorSchema.customerKeys, [4, 2, 1, 0, 3].map { columns[$0] })
    for tables in [replacing("customer", with: reordered), BehaviorSchema.tables.reversed()] {
      let new = try everything(tables)
      #expect(new.mapValues { Set($0.keys) } == old.mapValues { Set($0.keys) })
      expectUnchanged(old, in: new)
    }
  }

  @Test func addedColumnsAndTablesChangeNoOther() throws {
    let old = try everything(BehaviorSchema.tables)
    let added = [
      column("extra", "float", "distribution: { type: normal, mean: 0, std: 1 }"),
      column("extra_kind", "string", "choice: { choices: [big, small, other] }"),
      column("extra_tag", "int", "lookup: { from: tag.id }"),
    ]
    for place in [0, BehaviorSchema.customerColumns.count] {
      var columns = BehaviorSchema.customerColumns
      columns.insert(contentsOf: added, at: place)
      let customer = table("customer", BehaviorSchema.customerKeys, columns)
      expectUnchanged(old, in: try everything(replacing("customer", with: customer)))
    }
    let another = fact(
      "another",
      parents: "customer",
      fanout: "distribution: poisson, lambda: 1",
      [lookup("customer_id", "customer.id"), column("at", "datetime", "datetime_series: {}")]
    )
    expectUnchanged(old, in: try everything([another] + BehaviorSchema.tables))
    expectUnchanged(
      old,
      in: try everything([another] + BehaviorSchema.tables.filter { !$0.contains("{ id: step,") })
    )
  }

  /// Children of the old parents stay, with their times, values, states and distinct references.
  @Test func moreParentsKeepTheChildrenOfTheOldOnes() throws {
    let old = try everything(BehaviorSchema.tables),
      new = try everything(BehaviorSchema.tables, rows: ["customer": 300])
    for table in ["customer", "order", "step", "membership", "interest", "visit", "line"] {
      let count = old[table]?.first?.value.count ?? 0
      #expect(count >= 250 && (new[table]?.first?.value.count ?? 0) > count, "\(table)")
      for (column, cells) in old[table] ?? [:] {
        #expect(new[table]?[column].map { Array($0.prefix(count)) } == cells, "\(table).\(column)")
      }
    }
    expectUnchanged(old.filter { ["campaign", "shop", "tag", "offer"].contains($0.key) }, in: new)
  }

  @Test func onlyReferencesIntoAGrownTableChange() throws {
    let old = try everything(BehaviorSchema.tables),
      new = try everything(BehaviorSchema.tables, rows: ["shop": 60])
    // Prices and tips follow the shop, times come after its opening, and further columns follow from these.
    let references: Set = [
      "order.shop_id", "order.price", "order.tip", "order.parts", "order.at", "order.due", "order.boxes",
      "order.list_price", "line.price", "visit.shop_id", "visit.size", "offer.shop_id", "offer.tag_id",
    ]
    expectUnchanged(old.filter { $0.key != "shop" }, in: new, except: references)
    #expect(new["order"]?["id"] == old["order"]?["id"])
    #expect(new["visit"]?["shop_id"] != old["visit"]?["shop_id"])
    for (column, cells) in old["shop"] ?? [:] {
      #expect(new["shop"]?[column].map { Array($0.prefix(40)) } == cells)
    }
  }

  // MARK: Far rows

  @Test(arguments: ["order", "membership", "interest", "step"])
  func aFarRowIsComputedDirectly(_ table: String) throws {
    let data = try TestData(text(), rows: ["customer": 4_000])
    let rows = try data.rowRange(table), row = rows.upperBound - 1234
    #expect(row > 4_000)
    let start = ContinuousClock.now
    let alone = try data.columns(table, rows: row..<row + 1)
    let elapsed = ContinuousClock.now - start
    let around = try data.columns(table, rows: row - 500..<row + 500)
    for (column, cells) in alone { #expect(cells.first == around[column]?[500], "\(table).\(column)") }
    #expect(elapsed < .seconds(20))
  }

  @Test func appendedRowsKeepTheirPromises() throws {
    let first = try TestData(text())
    var existing: [String: Int64] = [:]
    for table in first.plan.tables { existing[table.name] = first.plan.rowRange(of: table.index).upperBound }
    let second = try TestData(text(), after: existing)
    for names in [["interest.customer_id", "interest.tag_id"], ["offer.shop_id", "offer.tag_id"]] {
      let pairs = try [first, second].flatMap { data in
        Array(zip(try data.integers(names[0]), try data.integers(names[1]))).map { [$0, $1] }
      }
      #expect(Set(pairs).count == pairs.count, "\(names)")
    }
    let owners = try second.integers("order.customer_id"), times = try second.integers("order.at")
    let joined = try second.integers("customer.joined"), gone = try second.integers("customer.gone")
    let base = try second.rowRange("customer").lowerBound
    for (owner, time) in zip(owners, times) {
      let place = Int(owner - 1 - base)
      #expect(joined.indices.contains(place) && joined[place] <= time && time <= gone[place])
    }
  }

  @Test func allInequalitiesOfTheSchemaHold() throws {
    let data = try TestData(text())
    func pairs(_ left: String, _ right: String) throws -> [(Double, Double)] {
      Array(zip(try data.numbers(left), try data.numbers(right)))
    }
    #expect(try pairs("order.due", "order.at").allSatisfy { $0 > $1 })
    #expect(try pairs("order.price", "order.list_price").allSatisfy { $0 < $1 })
    #expect(try pairs("order.parts", "order.boxes").allSatisfy { $0 != $1 })
    #expect(
      zip(try data.moments("pause.ends"), try data.moments("pause.starts")).allSatisfy { $0 ?? 0 >= $1 ?? 1 }
    )
    let prices = try data.numbers("order.price")
    #expect(try pairs("line.price", "line.order_id").allSatisfy { $0 <= prices[Int($1) - 1] })
  }
}
