/// Bytes that grow at their end and are forgotten all at once.
package final class ByteArena {
  // The state lies behind a pointer, so that loops in other modules touch memory only: no checks of exclusive access
  // to a class's properties, which would cost more than the bytes.
  @usableFromInline struct State {
    @usableFromInline var base: UnsafeMutableRawPointer
    @usableFromInline var count = 0
    @usableFromInline var capacity: Int
  }

  @usableFromInline let state: UnsafeMutablePointer<State>

  package init(capacity: Int = 64) {
    state = UnsafeMutablePointer<State>.allocate(capacity: 1)
    state.initialize(
      to: State(base: UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 8), capacity: capacity)
    )
  }

  deinit {
    state.pointee.base.deallocate()
    state.deallocate()
  }

  /// Where the bytes begin; moves when the arena grows.
  @inlinable
  package var base: UnsafeMutableRawPointer { state.pointee.base }

  @inlinable
  package var count: Int { state.pointee.count }

  package func removeAll() { state.pointee.count = 0 }

  /// Room for `count` more bytes at the end; what was written there is kept by `commit`.
  @inlinable @inline(__always)
  package func reserve(_ count: Int) -> UnsafeMutableRawPointer {
    if state.pointee.count &+ count > state.pointee.capacity { grow(by: count) }
    return state.pointee.base + state.pointee.count
  }

  @inlinable @inline(__always)
  package func commit(_ count: Int) { state.pointee.count &+= count }

  @inlinable @inline(__always)
  package func append(_ bytes: UnsafeRawBufferPointer) {
    guard let source = bytes.baseAddress, bytes.count > 0 else { return }
    reserve(bytes.count).copyMemory(from: source, byteCount: bytes.count)
    commit(bytes.count)
  }

  @inlinable @inline(__always)
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
  package func truncate(to count: Int) { state.pointee.count = min(state.pointee.count, count) }

  @usableFromInline
  func grow(by count: Int) {
    let grown = max(state.pointee.capacity * 2, state.pointee.count + count)
    let fresh = UnsafeMutableRawPointer.allocate(byteCount: grown, alignment: 8)
    fresh.copyMemory(from: state.pointee.base, byteCount: state.pointee.count)
    state.pointee.base.deallocate()
    state.pointee.base = fresh
    state.pointee.capacity = grown
  }
}
