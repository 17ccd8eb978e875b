/// A column of a batch: typed values with a validity flag for each, in memory that is reused batch after batch.
///
/// The values lie in one block of eight bytes a row; the kind says how to read them. Text is either one run of
/// UTF-8 with the end of each value (`text`), or a code into a shared list that never moves (`dictionary`).
/// Loops fetch the pointer of their kind once per batch and then touch nothing but memory.
///
/// Not Sendable: a buffer belongs to one thread at a time and is handed over with its batch.
package final class ColumnBuffer {
  /// How the values of a buffer are to be read.
  package enum Kind: Sendable {
    case integer, double, boolean
    /// Days since 1970-01-01, in `integers`.
    case date
    /// Microseconds since 1970-01-01 UTC, in `integers`.
    case timestamp
    /// UTF-8 bytes in `text`, with the end of each value in `integers`.
    case text
    /// Codes in `integers`, into `dictionary`.
    case dictionary
  }

  package private(set) var kind: Kind = .integer
  package private(set) var count = 0
  /// The values behind the codes of a `dictionary` column.
  package private(set) var dictionary = TextDictionary.empty
  /// The bytes of a `text` column.
  package let text = ByteArena()
  /// Whether `nulls` is to be looked at; false means that every row has a value.
  package private(set) var hasNulls = false

  // Behind a pointer for the reason that `ByteArena` gives.
  @usableFromInline struct Memory {
    @usableFromInline var values: UnsafeMutableRawPointer
    @usableFromInline var nulls: UnsafeMutablePointer<Bool>
    var capacity: Int

    init(capacity: Int) {
      self.capacity = capacity
      values = UnsafeMutableRawPointer.allocate(byteCount: max(1, capacity) * 8, alignment: 8)
      nulls = UnsafeMutablePointer<Bool>.allocate(capacity: max(1, capacity))
    }

    func deallocate() {
      values.deallocate()
      nulls.deallocate()
    }
  }

  @usableFromInline let memory: UnsafeMutablePointer<Memory>

  package init() {
    memory = UnsafeMutablePointer<Memory>.allocate(capacity: 1)
    memory.initialize(to: Memory(capacity: 0))
  }

  deinit {
    memory.pointee.deallocate()
    memory.deallocate()
  }

  /// Makes the buffer hold `count` values of a kind, all undefined and none NULL.
  ///
  /// Complexity: O(1) unless the capacity has to grow.
  package func reset(_ kind: Kind, count: Int) {
    if count > memory.pointee.capacity {
      memory.pointee.deallocate()
      memory.pointee = Memory(capacity: count)
    }
    self.kind = kind
    self.count = count
    hasNulls = false
    if kind == .text { text.removeAll() }
  }

  /// Makes the buffer hold `count` codes into a list of texts.
  package func reset(_ dictionary: TextDictionary, count: Int) {
    reset(.dictionary, count: count)
    self.dictionary = dictionary
  }

  /// Reads the same values as another kind of the same representation (integers, dates, timestamps, booleans).
  package func relabel(as kind: Kind) { self.kind = kind }

  /// Begins to replace the values by texts, in place: while row after row is written to `text` and closed with
  /// `endText`, the values of the rows that follow can still be read from `integers`.
  ///
  /// NULLs stay.
  package func beginTextInPlace() {
    kind = .text
    text.removeAll()
  }

  /// Exchanges the code list under unchanged codes.
  package func replaceDictionary(_ dictionary: TextDictionary) { self.dictionary = dictionary }

  /// Whole numbers, booleans (0 and 1), days, microseconds, text ends or codes, by kind.
  @inlinable
  package var integers: UnsafeMutablePointer<Int64> { memory.pointee.values.assumingMemoryBound(to: Int64.self) }

  /// Floating-point numbers.
  @inlinable
  package var doubles: UnsafeMutablePointer<Double> { memory.pointee.values.assumingMemoryBound(to: Double.self) }

  /// For each row whether it is NULL; valid only while `hasNulls`.
  @inlinable
  package var nulls: UnsafeMutablePointer<Bool> { memory.pointee.nulls }

  /// Turns the NULL flags on, all false at first, and returns them.
  package func requireNulls() -> UnsafeMutablePointer<Bool> {
    if !hasNulls {
      nulls.update(repeating: false, count: max(count, 1))
      hasNulls = true
    }
    return nulls
  }

  /// Takes over the NULLs of another column of the same rows: NULL where either is.
  package func addNulls(of other: ColumnBuffer) {
    guard other.hasNulls else { return }
    let flags = requireNulls()
    for row in 0..<count where other.nulls[row] { flags[row] = true }
  }

  package func isNull(_ row: Int) -> Bool { hasNulls && nulls[row] }

  /// The UTF-8 bytes of a row of a `text` or `dictionary` column.
  package func bytes(_ row: Int) -> UnsafeRawBufferPointer {
    if kind == .dictionary { return dictionary.bytes(Int(integers[row])) }
    let start = row == 0 ? 0 : Int(integers[row - 1])
    return UnsafeRawBufferPointer(start: text.base + start, count: Int(integers[row]) - start)
  }

  /// A text value as a `String`, for messages and tests.
  package func string(_ row: Int) -> String { String(decoding: bytes(row), as: UTF8.self) }

  /// Ends the text of a row at the arena's present end.
  @inlinable @inline(__always)
  package func endText(_ row: Int) { integers[row] = Int64(text.count) }

  /// Copies another column: kind, values and NULLs.
  package func copy(_ other: ColumnBuffer) {
    reset(other.kind, count: other.count)
    memory.pointee.values.copyMemory(from: other.memory.pointee.values, byteCount: other.count * 8)
    dictionary = other.dictionary
    if kind == .text { text.append(UnsafeRawBufferPointer(start: other.text.base, count: other.text.count)) }
    addNulls(of: other)
  }
}
