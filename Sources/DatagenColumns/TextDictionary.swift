import DatagenSchema

/// An immutable list of texts that columns refer to by code.
///
/// Its bytes never move, so that a loader can hand the database a pointer to them.
package final class TextDictionary: Sendable {
  package let count: Int
  // Written in `init`, read by any thread afterwards, freed in `deinit`: the memory is immutable while shared.
  @usableFromInline nonisolated(unsafe) let base: UnsafeMutableRawPointer
  @usableFromInline nonisolated(unsafe) let offsets: UnsafeMutablePointer<Int>
  @usableFromInline nonisolated(unsafe) let hashes: UnsafeMutablePointer<UInt64>

  package init(_ texts: [String]) {
    count = texts.count
    base = UnsafeMutableRawPointer.allocate(byteCount: max(1, texts.reduce(0) { $0 + $1.utf8.count }), alignment: 8)
    offsets = UnsafeMutablePointer<Int>.allocate(capacity: texts.count + 1)
    hashes = UnsafeMutablePointer<UInt64>.allocate(capacity: max(1, texts.count))
    var end = 0
    offsets[0] = 0
    for (index, text) in texts.enumerated() {
      var text = text
      text.withUTF8 { bytes in
        if let source = bytes.baseAddress {
          (base + end).copyMemory(from: source, byteCount: bytes.count)
        }
        hashes[index] = StableHash.hash(UnsafeRawBufferPointer(bytes))
        end += bytes.count
      }
      offsets[index + 1] = end
    }
  }

  deinit {
    base.deallocate()
    offsets.deallocate()
    hashes.deallocate()
  }

  package static let empty = TextDictionary([])

  /// The UTF-8 bytes of a text; the pointer lives as long as the dictionary.
  @inlinable @inline(__always)
  package func bytes(_ code: Int) -> UnsafeRawBufferPointer {
    let start = offsets[code]
    return UnsafeRawBufferPointer(start: base + start, count: offsets[code + 1] - start)
  }

  package func string(_ code: Int) -> String { String(decoding: bytes(code), as: UTF8.self) }

  package var strings: [String] { (0..<count).map(string) }

  /// The hash of a text's bytes, computed once.
  @inlinable @inline(__always)
  package func hash(_ code: Int) -> UInt64 { hashes[code] }
}
