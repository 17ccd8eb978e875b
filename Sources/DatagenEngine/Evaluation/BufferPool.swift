import DatagenColumns

/// Buffers that are handed out and taken back, so that the memory of one batch serves the next.
///
/// One per worker.
final class BufferPool {
  private var free: [ColumnBuffer] = []

  func take() -> ColumnBuffer { free.popLast() ?? ColumnBuffer() }

  func give(_ buffer: ColumnBuffer) { free.append(buffer) }
}
