import DatagenColumns
import DatagenSchema

/// `uuid4`: a random UUID of version 4 (RFC 9562), in lower case.
struct UUIDFakerMethod: FakerMethod {
  private let key: RandomKey

  init(_ context: FakerContext) { self.init(key: context.column.key) }

  init(key: RandomKey) { self.key = key.derived("uuid") }

  var distinctValues: Double? { .infinity }

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
