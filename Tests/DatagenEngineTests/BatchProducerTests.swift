import DatagenColumns
import DatagenSchema
import Synchronization
import Testing

@testable import DatagenEngine

@Suite struct BatchProducerTests {
  private struct Output: Equatable {
    var cells: [[[Cell]]]
    var digests: [TableDigest]
  }

  /// Everything a producer hands out, by table.
  private func output(_ plan: Plan, batchRows: Int, workers: Int) -> Output {
    let producer = BatchProducer(plan, tables: plan.order, batchRows: batchRows, workers: workers)
    var cells = plan.tables.map { $0.columns.map { _ in [Cell]() } }
    var digests = plan.tables.map { _ in TableDigest() }
    while let product = producer.next() {
      let table = product.range.table
      #expect(product.batch.firstRow == plan.rowRange(of: table).lowerBound + Int64(cells[table][0].count))
      #expect(product.batch.count == product.range.rows.count)
      #expect((1...batchRows).contains(product.batch.count))
      for (index, column) in product.batch.columns.enumerated() { cells[table][index] += column.cells }
      digests[table].add(product.digest)
      producer.recycle(product.batch)
    }
    producer.stop()
    return Output(cells: cells, digests: digests)
  }

  @Test(arguments: ["everything", "bank.json"], [1, 2, 5])
  func workersAndBatchSizesChangeNothing(_ name: String, _ workers: Int) throws {
    let data = try name == "everything" ? TestData(EverythingSchema.text) : .example(name, scale: 0.005)
    let plan = data.plan
    let expected = try plan.tables.map { table in
      let columns = try data.columns(table.name)
      return table.columns.map { columns[$0.name] ?? [] }
    }
    var digests: [TableDigest]?
    for batchRows in [1, 7, 100, 4096] {
      let output = output(plan, batchRows: batchRows, workers: workers)
      #expect(output.cells == expected, "batches of \(batchRows)")
      #expect(output.digests == digests ?? output.digests, "batches of \(batchRows)")
      digests = output.digests
      #expect(output.digests.map(\.rows) == plan.tables.map { Int64(plan.rowRange(of: $0.index).count) })
    }
  }

  @Test func batchesComeInTheOrderOfTablesAndRows() throws {
    let plan = try TestData(EverythingSchema.text).plan
    let producer = BatchProducer(plan, tables: plan.order, batchRows: 64, workers: 3)
    var ranges: [BatchRange] = []
    while let product = producer.next() { ranges.append(product.range) }
    producer.stop()
    let expected = plan.order.flatMap { table -> [BatchRange] in
      let rows = plan.rowRange(of: table)
      return stride(from: rows.lowerBound, to: rows.upperBound, by: 64).map {
        BatchRange(table: table, rows: $0..<min($0 + 64, rows.upperBound))
      }
    }
    #expect(ranges == expected)
  }

  @Test(arguments: [
    ["empty"], ["empty", "full", "empty2"], ["full", "empty", "empty2"], ["empty", "empty2", "full"],
  ])
  func emptyTablesGiveNoBatches(_ tables: [String]) throws {
    let plan = try TestData(
      schemaText([entity("empty", rows: 0), entity("full", rows: 10), entity("empty2", rows: 0)])
    ).plan
    let chosen = tables.compactMap { name in plan.tables.firstIndex { $0.name == name } }
    let producer = BatchProducer(plan, tables: chosen, batchRows: 4, workers: 2)
    var rows: [Range<Int64>] = []
    while let product = producer.next() { rows.append(product.range.rows) }
    producer.stop()
    #expect(rows == (tables.contains("full") ? [0..<4, 4..<8, 8..<10] : []))
  }

  @Test func everyBatchIsEncodedOnceBeforeItIsHandedOut() throws {
    let plan = try TestData(schemaText([entity("t", rows: 1000)])).plan
    let encoded = Mutex<Set<Int64>>([])
    let producer = BatchProducer(plan, tables: [0], batchRows: 10, workers: 3) { batch, table in
      #expect(table == 0)
      encoded.withLock { #expect($0.insert(batch.firstRow).inserted) }
    }
    var count = 0
    while let product = producer.next() {
      count += 1
      encoded.withLock { #expect($0.contains(product.batch.firstRow)) }
      producer.recycle(product.batch)
    }
    producer.stop()
    #expect(count == 100)
    #expect(encoded.withLock(\.count) == 100)
  }

  /// A consumer that takes nothing must not make the workers fill the memory.
  @Test func workersWaitForTheConsumer() throws {
    let plan = try TestData(schemaText([entity("t", rows: 10_000)])).plan
    let started = Mutex(0)
    let producer = BatchProducer(plan, tables: [0], batchRows: 1, workers: 2) { _, _ in
      started.withLock { $0 += 1 }
    }
    for _ in 0..<20 { #expect(producer.next() != nil) }
    producer.stop()
    // 20 taken and a ring of 3 batches a worker and one more ahead of them.
    #expect(started.withLock(\.self) <= 20 + 7)
  }

  @Test func stoppingEndsTheWorkEarly() throws {
    let plan = try TestData(schemaText([entity("t", rows: 5_000_000)])).plan
    let producer = BatchProducer(plan, tables: [0], batchRows: 100, workers: 2)
    #expect(producer.next()?.range.rows == 0..<100)
    producer.stop()
  }
}
