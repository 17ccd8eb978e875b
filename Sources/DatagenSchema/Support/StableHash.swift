/// The 64-bit hash from which every key and digest of a dataset is made.
///
/// Its output never changes.
package enum StableHash {
  /// The finaliser of SplitMix64: a bijection of 64 bits in which every input bit moves half of the output.
  ///
  /// Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014, with the
  /// constants of Stafford's variant 13.
  @inlinable @inline(__always)
  package static func mix(_ input: UInt64) -> UInt64 {
    var bits = input
    bits = (bits ^ (bits &>> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits &>> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits &>> 31)
  }

  /// Hashes two words into one; the order of the two matters.
  @inlinable @inline(__always)
  package static func combine(_ left: UInt64, _ right: UInt64) -> UInt64 {
    mix(mix(left &+ 0x9E37_79B9_7F4A_7C15) ^ right)
  }

  /// Hashes bytes, eight at a time, little-endian.
  @inlinable
  package static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var state = mix(UInt64(truncatingIfNeeded: bytes.count) &+ 0x9E37_79B9_7F4A_7C15)
    var offset = 0
    while offset &+ 8 <= bytes.count {
      let word = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      state = mix(state ^ UInt64(littleEndian: word))
      offset &+= 8
    }
    if offset < bytes.count {
      var word: UInt64 = 0
      var shift: UInt64 = 0
      while offset < bytes.count {
        word |= UInt64(bytes[offset]) &<< shift
        shift &+= 8
        offset &+= 1
      }
      state = mix(state ^ word)
    }
    return state
  }

  /// Hashes the UTF-8 bytes of a text.
  package static func hash(_ text: String) -> UInt64 {
    var text = text
    return text.withUTF8 { hash(UnsafeRawBufferPointer($0)) }
  }
}

/// The 16 hexadecimal digits of a word.
package func hexadecimal(_ word: UInt64) -> String {
  let digits = String(word, radix: 16)
  return String(repeating: "0", count: 16 - digits.count) + digits
}
