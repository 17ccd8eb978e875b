package import DatagenColumns
import DatagenSchema

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Rows a to b of a table: a complete description of a piece of work.
package struct BatchRange: Sendable, Hashable {
  package var table: Int
  package var rows: Range<Int64>

  package init(table: Int, rows: Range<Int64>) {
    self.table = table
    self.rows = rows
  }
}

/// Generates batches on threads of its own and hands them out in order.
///
/// Workers take the next range, evaluate it and put the batch into a ring; the consumer takes them out in the order of
/// the ranges. A worker that is a ring ahead waits, so memory is bounded whatever the number of rows. Batches are
/// given back and their buffers used again.
package final class BatchProducer: @unchecked Sendable {
  // `@unchecked`: everything mutable is touched only between `lock` and `unlock`; the rest is immutable.

  /// A batch with the digest of its rows.
  package struct Product {
    package var range: BatchRange
    package var batch: ColumnBatch
    package var digest: TableDigest
  }

  private let plan: Plan
  private let ranges: [BatchRange.Source]
  private let batchRows: Int64
  /// Prepares a batch for its database, on the worker's thread.
  private let encode: @Sendable (ColumnBatch, Int) -> Void

  private var mutex = pthread_mutex_t()
  private var condition = pthread_cond_t()
  private var ring: [Product?]
  /// Batches that the consumer is done with; each worker takes one for every batch that it makes.
  private var recycled: [ColumnBatch] = []
  private var threads: [pthread_t] = []
  private var nextToStart: Int64 = 0
  private var nextToTake: Int64 = 0
  private let total: Int64
  private var isStopped = false

  /// - Parameters:
  ///   - tables: the tables to generate, in order.
  ///   - batchRows: the rows of a batch, at least 1.
  ///   - workers: the threads that generate, at least 1.
  ///   - encode: called with each finished batch and its table on the worker's thread.
  package init(
    _ plan: Plan,
    tables: [Int],
    batchRows: Int,
    workers: Int,
    encode: @escaping @Sendable (ColumnBatch, Int) -> Void = { _, _ in }
  ) {
    self.plan = plan
    self.batchRows = Int64(max(1, batchRows))
    self.encode = encode
    var first: Int64 = 0
    var ranges: [BatchRange.Source] = []
    for table in tables {
      let rows = plan.newRows(of: table)
      ranges.append(.init(table: table, rows: rows, firstBatch: first))
      first += (Int64(rows.count) + self.batchRows - 1) / self.batchRows
    }
    self.ranges = ranges
    total = first
    ring = [Product?](repeating: nil, count: max(1, workers) * 3 + 1)
    pthread_mutex_init(&mutex, nil)
    pthread_cond_init(&condition, nil)
    for _ in 0..<max(1, workers) { start() }
  }

  deinit {
    pthread_mutex_destroy(&mutex)
    pthread_cond_destroy(&condition)
  }

  /// The next batch in order; nil after the last one.
  ///
  /// Waits until it is there.
  package func next() -> Product? {
    pthread_mutex_lock(&mutex)
    defer { pthread_mutex_unlock(&mutex) }
    guard nextToTake < total else { return nil }
    let slot = Int(nextToTake % Int64(ring.count))
    while ring[slot] == nil, !isStopped { pthread_cond_wait(&condition, &mutex) }
    let product = ring[slot]
    ring[slot] = nil
    nextToTake += 1
    pthread_cond_broadcast(&condition)
    return product
  }

  /// Takes a batch back when its rows have been loaded.
  package func recycle(_ batch: ColumnBatch) {
    pthread_mutex_lock(&mutex)
    recycled.append(batch)
    pthread_mutex_unlock(&mutex)
  }

  /// Ends the work and waits for the threads.
  ///
  /// To be called once, before the producer is released.
  package func stop() {
    pthread_mutex_lock(&mutex)
    isStopped = true
    pthread_cond_broadcast(&condition)
    pthread_mutex_unlock(&mutex)
    for thread in threads { pthread_join(thread, nil) }
    threads = []
  }

  // MARK: Workers

  private func start() {
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    let box = Unmanaged.passRetained(self)
    let status = pthread_create(
      &thread,
      nil,
      { argument in
        #if canImport(Darwin)
          let producer = Unmanaged<BatchProducer>.fromOpaque(argument).takeRetainedValue()
        #else
          let producer = argument.map { Unmanaged<BatchProducer>.fromOpaque($0).takeRetainedValue() }
        #endif
        (producer as BatchProducer?)?.work()
        return nil
      },
      box.toOpaque()
    )
    precondition(status == 0, "the system refuses another thread")
    #if canImport(Darwin)
      if let thread { threads.append(thread) }
    #else
      threads.append(thread)
    #endif
  }

  private func work() {
    var scratch: [UInt64] = []
    let keys = plan.tables.map(\.digestKeys)
    let pool = BufferPool()
    while let number = take(refilling: pool) {
      let range = range(number)
      let batch = plan.evaluate(range, pool: pool)
      var digest = TableDigest()
      digest.add(batch, keys: keys[range.table], scratch: &scratch)
      encode(batch, range.table)
      pthread_mutex_lock(&mutex)
      ring[Int(number % Int64(ring.count))] = Product(range: range, batch: batch, digest: digest)
      pthread_cond_broadcast(&condition)
      pthread_mutex_unlock(&mutex)
    }
  }

  /// The number of the next batch to make; nil when there is nothing left.
  ///
  /// The buffers of a recycled batch go into the worker's pool.
  private func take(refilling pool: BufferPool) -> Int64? {
    pthread_mutex_lock(&mutex)
    defer { pthread_mutex_unlock(&mutex) }
    while nextToStart < total, nextToStart >= nextToTake + Int64(ring.count), !isStopped {
      pthread_cond_wait(&condition, &mutex)
    }
    guard nextToStart < total, !isStopped else { return nil }
    if let batch = recycled.popLast() {
      for column in batch.columns { pool.give(column) }
    }
    nextToStart += 1
    return nextToStart - 1
  }

  /// The rows of a batch by its number.
  private func range(_ number: Int64) -> BatchRange {
    var low = 0
    var high = ranges.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if ranges[middle].firstBatch <= number { low = middle } else { high = middle }
    }
    // Empty tables share their first batch with the table after them, which is the one that has rows.
    let source = ranges[low]
    let first = source.rows.lowerBound + (number - source.firstBatch) * batchRows
    return BatchRange(table: source.table, rows: first..<min(first + batchRows, source.rows.upperBound))
  }
}

extension BatchRange {
  /// A table's rows with the number of their first batch.
  fileprivate struct Source: Sendable {
    var table: Int
    var rows: Range<Int64>
    var firstBatch: Int64
  }
}

extension TablePlan {
  /// What the digest needs to know of each column.
  package var digestKeys: [UInt64] { columns.map { TableDigest.columnKey(name: $0.name, type: $0.type) } }
}

extension Plan {
  /// Generates rows of a table: any rows, in any order, with the same values every time.
  package func evaluate(_ range: BatchRange) -> ColumnBatch { evaluate(range, pool: BufferPool()) }

  func evaluate(_ range: BatchRange, pool: BufferPool) -> ColumnBatch {
    ColumnBatch(
      firstRow: range.rows.lowerBound,
      count: range.rows.count,
      columns: evaluation(of: range, pool).takeColumns()
    )
  }

  /// Generates one column of rows of a table, with what it depends on.
  package func evaluate(column: Int, of range: BatchRange) {
    let evaluation = evaluation(of: range, BufferPool())
    _ = evaluation.column(column)
    evaluation.recycle()
  }

  /// Opens rows of a table, whose columns are computed on demand.
  func evaluation(of range: BatchRange, _ pool: BufferPool) -> BatchEvaluation {
    let rowNumbers = pool.take()
    rowNumbers.reset(.integer, count: range.rows.count)
    let numbers = rowNumbers.integers, first = range.rows.lowerBound
    for index in 0..<range.rows.count { numbers[index] = first &+ Int64(index) }
    return BatchEvaluation(self, table: range.table, rowNumbers: rowNumbers, pool: pool)
  }
}
