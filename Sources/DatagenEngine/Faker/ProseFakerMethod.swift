import DatagenColumns
import DatagenSchema

/// `sentence` and `text`: words of the locale in sentences.
struct ProseFakerMethod: FakerMethod {
  enum Length: Sendable {
    /// One sentence of about so many words.
    case words(Int64, varies: Bool)
    /// Sentences of at most so many characters.
    case characters(Int64)
  }

  private let length: Length
  private let words: TextDictionary
  private let capitalised: TextDictionary
  private let key: RandomKey

  init?(_ length: Length, _ context: FakerContext) {
    guard let (list, field) = context.locale.field("word") else { return nil }
    self.length = length
    words = list.fields[field]
    capitalised = TextDictionary(words.strings.map { $0.prefix(1).uppercased() + $0.dropFirst() })
    key = context.column.key.derived("prose")
  }

  func append(to text: ByteArena, row: Int64) {
    var stream = key.stream(row)
    switch length {
    case .words(let count, let varies):
      // Between 60 % and 140 % of the words, as the Python library does.
      let spread = UInt64(max(0, count * 4 / 5))
      let low = max(1, count - Int64(spread) / 2)
      appendSentence(words: varies ? low + Int64(stream.below(spread + 1)) : count, to: text, &stream)
    case .characters(let maximum):
      let start = text.count
      var end = start
      repeat {
        if text.count > start { text.append(0x20) }
        appendSentence(words: 4 + Int64(stream.below(9)), to: text, &stream)
        if characters(of: text, from: start) <= maximum { end = text.count }
      } while end == text.count
      if end == start {
        // Not even one sentence fits: as many of its bytes as fit, cut between characters.
        let prefix = String(
          decoding: UnsafeRawBufferPointer(start: text.base + start, count: text.count - start),
          as: UTF8.self
        )
        .prefix(Int(max(0, maximum)))
        text.truncate(to: start)
        text.append(String(prefix))
      } else {
        text.truncate(to: end)
      }
    }
  }

  private func appendSentence(words count: Int64, to text: ByteArena, _ stream: inout CellStream) {
    for place in 0..<max(1, count) {
      let code = Int(stream.below(UInt64(words.count)))
      if place > 0 { text.append(0x20) }
      text.append(place == 0 ? capitalised.bytes(code) : words.bytes(code))
    }
    text.append(0x2E)
  }

  /// The characters since a place: bytes that do not continue a UTF-8 sequence.
  private func characters(of text: ByteArena, from start: Int) -> Int64 {
    var count: Int64 = 0
    for offset in start..<text.count where text.base.load(fromByteOffset: offset, as: UInt8.self) & 0xC0 != 0x80 {
      count += 1
    }
    return count
  }
}
