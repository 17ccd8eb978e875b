internal import CPostgres
internal import DatagenColumns

/// Inserts a batch with each execution of one prepared statement, without waiting for the answers.
final class PostgresInsertWriter: PostgresWriter {
  /// Batches on their way; more make the server no faster.
  private static let depth = 3
  /// The statement without a name, of which nothing is left on a connection that others use afterwards.
  private static let statement = ""

  private let connection: PostgresConnection
  private let plan: PostgresTablePlan
  private let formats: [Int32]
  private var values: [UnsafePointer<CChar>?]
  private var lengths: [Int32]
  /// The rows of the batches that are not answered yet.
  private var pending: [Range<Int64>] = []

  init(_ connection: PostgresConnection, _ plan: PostgresTablePlan) throws(DatabaseError) {
    self.connection = connection
    self.plan = plan
    formats = [Int32](repeating: 1, count: plan.columns.count)
    values = [UnsafePointer<CChar>?](repeating: nil, count: plan.columns.count)
    lengths = [Int32](repeating: 0, count: plan.columns.count)
    let types = plan.columns.map { PostgresType.array(of: $0.type).array }
    do throws(DatabaseError) {
      let handle = try connection.handle()
      let isSent = PQsendPrepare(handle, Self.statement, plan.insert, Int32(types.count), types)
      _ = try connection.checked(connection.answer(isSent))
      guard PQenterPipelineMode(handle) == 1 else { throw connection.lost() }
    } catch {
      throw error.at(plan.table)
    }
  }

  func write(_ payload: PostgresPayload, rows: Range<Int64>) throws(DatabaseError) {
    while pending.count >= Self.depth { try receive() }
    for (index, part) in payload.parts.prefix(payload.count).enumerated() {
      guard let length = Int32(exactly: part.count) else {
        throw DatabaseError(
          "a batch is too large",
          table: plan.table,
          rows: rows,
          advice: "Make it smaller: --batch-rows N."
        )
      }
      values[index] = UnsafePointer(part.base.assumingMemoryBound(to: CChar.self))
      lengths[index] = length
    }
    let handle = try connection.handle()
    let count = Int32(plan.columns.count)
    let isSent =
      PQsendQueryPrepared(handle, Self.statement, count, values, lengths, formats, 1) == 1
      && PQpipelineSync(handle) == 1
    guard isSent else {
      while !pending.isEmpty { try receive() }
      throw connection.lost().at(plan.table, rows: rows)
    }
    pending.append(rows)
  }

  func end() throws(DatabaseError) {
    while !pending.isEmpty { try receive() }
    guard PQexitPipelineMode(try connection.handle()) == 1 else { throw connection.lost().at(plan.table) }
  }

  func abandon() {
    while !pending.isEmpty { try? receive() }
    if let handle = try? connection.handle() { PQexitPipelineMode(handle) }
  }

  /// Takes the answer to the oldest batch: its result, and the end of its part of the pipeline.
  private func receive() throws(DatabaseError) {
    let rows = pending.removeFirst()
    let handle = try connection.handle()
    var failure: DatabaseError?
    var gaps = 0
    while true {
      guard let result = PQgetResult(handle) else {
        gaps += 1
        // On a connection that is gone, too, answers that have arrived are still to come: among them why it went.
        guard gaps < 3 else {
          pending = []
          throw failure ?? connection.lost().at(plan.table, rows: rows)
        }
        continue
      }
      if PQresultStatus(result) == PGRES_PIPELINE_SYNC {
        PQclear(result)
        break
      }
      do {
        let arrived = try connection.checked(result).changedRows
        try plan.requireArrival(of: rows, arrived)
      } catch {
        failure = failure ?? plan.located(error, rows)
      }
    }
    if let failure { throw failure }
  }
}
