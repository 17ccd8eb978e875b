/// Sends the encoded batches of one table.
protocol PostgresWriter: AnyObject {
  /// Sends the rows of a batch; the payload is free again afterwards.
  func write(_ payload: PostgresPayload, rows: Range<Int64>) throws(DatabaseError)

  /// Waits until everything is in the table; the connection can be used for other statements again.
  func end() throws(DatabaseError)

  /// Leaves the connection in a state in which it can roll back, as far as that is possible.
  func abandon()
}
