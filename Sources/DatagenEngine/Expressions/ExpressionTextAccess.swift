internal import DatagenColumns

/// The texts of an operand as plain pointers, fetched once per batch so that loops touch nothing but memory.
struct ExpressionTexts {
  /// The texts of a `dictionary` column, row by row; undefined where it is NULL.
  private let slices: UnsafeMutablePointer<UnsafeRawBufferPointer>?
  private let base: UnsafeRawPointer
  private let ends: UnsafeMutablePointer<Int64>
  private let step: Int

  init(_ operand: ExpressionOperand, count: Int) {
    let buffer = operand.buffer
    base = UnsafeRawPointer(buffer.text.base)
    ends = buffer.integers
    step = operand.step
    guard buffer.kind == .dictionary else {
      slices = nil
      return
    }
    let dictionary = buffer.dictionary
    let slices = UnsafeMutablePointer<UnsafeRawBufferPointer>.allocate(capacity: max(count, 1))
    slices.initialize(repeating: UnsafeRawBufferPointer(start: nil, count: 0), count: count)
    for row in 0..<count where !operand.isNull(row) { slices[row] = dictionary.bytes(Int(ends[row &* step])) }
    self.slices = slices
  }

  @inline(__always)
  subscript(row: Int) -> UnsafeRawBufferPointer {
    if let slices { return slices[row] }
    let place = row &* step
    let start = place == 0 ? 0 : Int(ends[place &- 1])
    return UnsafeRawBufferPointer(start: base + start, count: Int(ends[place]) &- start)
  }

  /// Frees what `init` took.
  func release() { slices?.deallocate() }
}

/// Appends to an arena with one call for thousands of texts; nothing else may append before `finish`.
struct ExpressionTextWriter {
  /// The characters that a text may grow to, so that texts made of texts do not take all memory.
  static let maximumLength = 10_000

  private let arena: ByteArena
  private var base: UnsafeMutableRawPointer
  private var used = 0
  private var room = 0
  private var flushed: Int

  init(_ arena: ByteArena) {
    self.arena = arena
    base = arena.reserve(0)
    flushed = arena.count
  }

  /// The end of what has been written, in the arena.
  @inline(__always)
  var count: Int { flushed &+ used }

  /// Room for so many bytes; what was written there is kept by `commit`.
  @inline(__always)
  mutating func reserve(_ count: Int) -> UnsafeMutableRawPointer {
    if used &+ count > room { makeRoom(count) }
    return base + used
  }

  @inline(__always)
  mutating func commit(_ count: Int) { used &+= count }

  private mutating func makeRoom(_ count: Int) {
    finish()
    room = max(count, 16_384)
    base = arena.reserve(room)
  }

  /// Hands over what has been written.
  mutating func finish() {
    arena.commit(used)
    flushed &+= used
    used = 0
    room = 0
  }

  /// Cuts the text that begins at an offset to the greatest length, or to that of the longest text it was made of:
  /// what comes from a column stays whole.
  mutating func bound(from start: Int, _ operands: [ExpressionOperand], _ row: Int) {
    finish()
    let written = UnsafeRawBufferPointer(start: arena.base + start, count: flushed - start)
    var limit = Self.maximumLength
    for operand in operands where operand.buffer.kind == .text || operand.buffer.kind == .dictionary {
      guard !operand.isNull(row) else { continue }
      let bytes = operand.bytes(row)
      if bytes.count > limit { limit = max(limit, ExpressionTextKernels.scalarCount(bytes)) }
    }
    arena.truncate(to: start + ExpressionTextKernels.offset(of: limit, in: written))
    flushed = arena.count
  }

  @inline(__always)
  mutating func append(_ bytes: UnsafeRawBufferPointer) {
    guard let source = bytes.baseAddress, bytes.count > 0 else { return }
    reserve(bytes.count).copyMemory(from: source, byteCount: bytes.count)
    commit(bytes.count)
  }

  mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
  }

  /// Appends a number in decimal digits.
  mutating func appendDecimal(_ number: Int64) {
    let target = reserve(20).assumingMemoryBound(to: UInt8.self)
    var start = 0
    if number < 0 {
      target[0] = 0x2D
      start = 1
    }
    var rest = number.magnitude
    var end = start
    repeat {
      target[end] = UInt8(truncatingIfNeeded: 48 &+ rest % 10)
      rest /= 10
      end &+= 1
    } while rest > 0
    commit(end)
    // The digits came out from the last to the first.
    var first = start, last = end &- 1
    while first < last {
      (target[first], target[last]) = (target[last], target[first])
      first &+= 1
      last &-= 1
    }
  }
}
