/// Bytes that grow at their end and are forgotten all at once.
package final class ByteArena {
  package private(set) var base: UnsafeMutableRawPointer
  package private(set) var count = 0
  private var capacity: Int

  package init(capacity: Int = 64) {
    self.capacity = capacity
    base = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 8)
  }

  deinit { base.deallocate() }

  package func removeAll() { count = 0 }

  /// Room for `count` more bytes at the end; what was written there is kept by `commit`.
  @inline(__always)
  package func reserve(_ count: Int) -> UnsafeMutableRawPointer {
    if self.count &+ count > capacity { grow(by: count) }
    return base + self.count
  }

  @inline(__always)
  package func commit(_ count: Int) { self.count &+= count }

  package func append(_ bytes: UnsafeRawBufferPointer) {
    guard let source = bytes.baseAddress, bytes.count > 0 else { return }
    reserve(bytes.count).copyMemory(from: source, byteCount: bytes.count)
    commit(bytes.count)
  }

  package func append(_ byte: UInt8) {
    reserve(1).storeBytes(of: byte, as: UInt8.self)
    commit(1)
  }

  package func append(_ text: String) {
    var text = text
    text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
  }

  /// Appends a number in decimal digits.
  package func appendDecimal(_ number: Int64) {
    if number < 0 { append(0x2D) }
    var rest = number.magnitude
    var length = 1
    var bound: UInt64 = 10
    while rest >= bound, length < 20 {
      length += 1
      bound = length == 20 ? .max : bound &* 10
    }
    let target = reserve(length)
    for index in stride(from: length - 1, through: 0, by: -1) {
      target.storeBytes(of: UInt8(truncatingIfNeeded: 48 &+ rest % 10), toByteOffset: index, as: UInt8.self)
      rest /= 10
    }
    commit(length)
  }

  /// Cuts the end off again.
  package func truncate(to count: Int) { self.count = min(self.count, count) }

  private func grow(by count: Int) {
    let grown = max(capacity * 2, self.count + count)
    let fresh = UnsafeMutableRawPointer.allocate(byteCount: grown, alignment: 8)
    fresh.copyMemory(from: base, byteCount: self.count)
    base.deallocate()
    base = fresh
    capacity = grown
  }
}
