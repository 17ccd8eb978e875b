import DatagenColumns
import DatagenSchema

/// `bothify`: a text in which `#` stands for a digit, `%` for a digit that is not 0 and `?` for a letter.
///
/// In a unique column the row's place in a keyed permutation is written into the digits and letters, so that no text
/// repeats.
struct BothifyFakerMethod: FakerMethod {
  private let form: [UInt8]
  private let key: RandomKey
  private let distinct: Permutation?
  /// How many texts the form can make.
  let capacity: Double

  init(_ context: FakerContext) {
    form = Array((context.arguments["text"]?.string ?? "## ??").utf8)
    key = context.column.key.derived("characters")
    capacity = form.reduce(1) { $0 * Double(Self.choices($1)) }
    distinct =
      context.column.isUnique && capacity < 0x1p62
      ? Permutation(count: UInt64(capacity), key: context.column.key) : nil
  }

  private static func choices(_ byte: UInt8) -> UInt64 {
    switch byte {
    case 0x23: 10
    case 0x25: 9
    case 0x3F: 26
    default: 1
    }
  }

  func append(to text: ByteArena, row: Int64) {
    var stream = key.stream(row)
    var place = distinct.map { $0(UInt64(bitPattern: row) % UInt64(capacity)) }
    for byte in form {
      let choices = Self.choices(byte)
      guard choices > 1 else {
        text.append(byte)
        continue
      }
      let chosen = place.map { $0 % choices } ?? stream.below(choices)
      place = place.map { $0 / choices }
      let first: UInt64 = byte == 0x3F ? 65 : byte == 0x25 ? 49 : 48
      text.append(UInt8(truncatingIfNeeded: first &+ chosen))
    }
  }
}

/// `uuid4`: a random UUID of version 4 (RFC 9562), in lower case.
struct UUIDFakerMethod: FakerMethod {
  private let key: RandomKey

  init(_ context: FakerContext) { self.init(key: context.column.key) }

  init(key: RandomKey) { self.key = key.derived("uuid") }

  func append(to text: ByteArena, row: Int64) {
    var stream = key.stream(row)
    let high = stream.next() & ~0xF000 | 0x4000
    let low = stream.next() & ~(0b11 &<< 62) | (0b10 &<< 62)
    let target = text.reserve(36)
    var offset = 0
    for digit in 0..<32 {
      if digit == 8 || digit == 12 || digit == 16 || digit == 20 {
        target.storeBytes(of: 0x2D, toByteOffset: offset, as: UInt8.self)
        offset &+= 1
      }
      let word = digit < 16 ? high : low
      let nibble = UInt8(truncatingIfNeeded: word &>> UInt64(60 - digit % 16 * 4)) & 0xF
      target.storeBytes(of: nibble < 10 ? 48 &+ nibble : 87 &+ nibble, toByteOffset: offset, as: UInt8.self)
      offset &+= 1
    }
    text.commit(36)
  }
}
