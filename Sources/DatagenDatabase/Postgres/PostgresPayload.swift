internal import DatagenColumns

/// The encoded rows of a batch: an array for each column, or the rows as COPY takes them.
///
/// Stays with its batch, so that its memory is used again.
final class PostgresPayload {
  /// One for each column that is sent, or a single one.
  private(set) var parts: [ByteArena] = []
  private(set) var count = 0
  /// Where the next field of each row goes, while rows are encoded.
  private(set) var cursors: UnsafeMutablePointer<Int>
  private var capacity = 0
  /// Why the batch cannot be sent.
  var fault: String?

  init() { cursors = UnsafeMutablePointer<Int>.allocate(capacity: 1) }

  deinit { cursors.deallocate() }

  /// Makes room for so many parts, all empty.
  func reset(parts count: Int) {
    while parts.count < count { parts.append(ByteArena()) }
    for part in parts { part.removeAll() }
    self.count = count
    fault = nil
  }

  func reserveCursors(_ rows: Int) {
    guard rows > capacity else { return }
    cursors.deallocate()
    cursors = UnsafeMutablePointer<Int>.allocate(capacity: rows)
    capacity = rows
  }
}
