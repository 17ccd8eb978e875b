internal import CPostgres
internal import DatagenColumns

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Sends batches by COPY in its binary form.
final class PostgresCopyWriter: PostgresWriter {
  private static let chunk = 64 << 10
  private static let header: [UInt8] =
    Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00] + [UInt8](repeating: 0, count: 8)

  private let connection: PostgresConnection
  private let plan: PostgresTablePlan
  /// The rows that the present COPY has been sent.
  private var rows: Range<Int64>?
  private var isCopying = false

  init(_ connection: PostgresConnection, _ plan: PostgresTablePlan) {
    self.connection = connection
    self.plan = plan
  }

  func write(_ payload: PostgresPayload, rows batch: Range<Int64>) throws(DatabaseError) {
    let handle = try connection.handle()
    // The server has nothing to say during a COPY, unless it has given up.
    if isCopying, hasInput(handle) { try end() }
    rows = (rows?.lowerBound ?? batch.lowerBound)..<batch.upperBound
    if !isCopying { try start(handle) }
    let part = payload.parts[0]
    try send(UnsafeRawBufferPointer(start: part.base, count: part.count), handle)
  }

  func end() throws(DatabaseError) {
    guard isCopying else { return }
    let handle = try connection.handle()
    try [0xFF, 0xFF].withUnsafeBytesTyped { bytes throws(DatabaseError) in try send(bytes, handle) }
    guard PQputCopyEnd(handle, nil) == 1 else { throw failure(handle) }
    isCopying = false
    if let error = answer(handle) { throw error }
    rows = nil
  }

  func abandon() {
    guard isCopying, let handle = try? connection.handle() else { return }
    isCopying = false
    if PQputCopyEnd(handle, "the load is given up") == 1 { _ = answer(handle) }
  }

  private func start(_ handle: OpaquePointer) throws(DatabaseError) {
    do throws(DatabaseError) {
      let result = try connection.run(plan.copy)
      guard result.status == PGRES_COPY_IN else {
        throw DatabaseError("the database does not begin the COPY")
      }
    } catch {
      throw error.at(plan.table)
    }
    isCopying = true
    try Self.header.withUnsafeBytesTyped { bytes throws(DatabaseError) in try send(bytes, handle) }
  }

  private func send(_ bytes: UnsafeRawBufferPointer, _ handle: OpaquePointer) throws(DatabaseError) {
    var start = 0
    while start < bytes.count {
      let count = min(Self.chunk, bytes.count - start)
      let pointer = bytes.baseAddress.map { ($0 + start).assumingMemoryBound(to: CChar.self) }
      guard PQputCopyData(handle, pointer, Int32(count)) == 1 else { throw failure(handle) }
      start += count
    }
  }

  /// Why data could not be sent: what the server said last, or that it is gone.
  private func failure(_ handle: OpaquePointer) -> DatabaseError {
    isCopying = false
    let range = rows
    _ = PQputCopyEnd(handle, nil)
    return answer(handle) ?? located(connection.lost(), nil, range)
  }

  /// Takes the answers to the end of a COPY; returns the first failure.
  private func answer(_ handle: OpaquePointer) -> DatabaseError? {
    var failure: DatabaseError?
    while let result = PQgetResult(handle) {
      let status = PQresultStatus(result)
      if status == PGRES_COPY_IN {
        // Only where the end could not be sent: there is no answer to wait for.
        PQclear(result)
        return failure ?? located(connection.lost(), nil, rows)
      }
      let row = PostgresFailure.copiedRow(result)
      do throws(DatabaseError) {
        let arrived = try connection.checked(result).changedRows
        if let rows, status == PGRES_COMMAND_OK { try plan.requireArrival(of: rows, arrived) }
      } catch {
        failure = failure ?? located(error, row, rows)
      }
    }
    return failure
  }

  /// The error with the row that the server named, or else with all that were sent.
  private func located(_ error: DatabaseError, _ row: Int64?, _ range: Range<Int64>?) -> DatabaseError {
    guard let range, let row, row <= Int64(range.count) else { return plan.located(error, range) }
    let number = range.lowerBound + row - 1
    return plan.located(error, number..<number + 1)
  }

  private func hasInput(_ handle: OpaquePointer) -> Bool {
    var descriptor = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
    return poll(&descriptor, 1, 0) > 0
  }
}

extension [UInt8] {
  /// `withUnsafeBytes` for closures that throw one type of error.
  fileprivate func withUnsafeBytesTyped(
    _ body: (UnsafeRawBufferPointer) throws(DatabaseError) -> Void
  ) throws(DatabaseError) {
    var failure: DatabaseError?
    withUnsafeBytes { bytes in
      do throws(DatabaseError) { try body(bytes) } catch { failure = error }
    }
    if let failure { throw failure }
  }
}
