import DatagenColumns
import DatagenSchema

extension FakerTable {
  /// Words, sentences and paragraphs.
  static let prose: [FakerEntry] = [
    FakerEntry("word", arguments: [vocabulary], isLocal: true) { context in
      if context.arguments["ext_word_list"] == nil { return FormFakerMethod("word", context).map(FakerWork.text) }
      return ProseFakerMethod(.bare(1), context).map(FakerWork.text)
    },
    .text("words", arguments: [number, vocabulary], isLocal: true) {
      ProseFakerMethod(.bare($0.integer("nb", default: 3)), $0)
    },
    .text(
      "sentence",
      arguments: [
        KeyForm(
          "nb_words",
          .number(NumberLimits(minimum: 0, maximum: 1000, isInteger: true)),
          "the words of a sentence, 6 by default"
        ),
        KeyForm("variable_nb_words", .boolean, "whether sentences differ in length, true by default"), vocabulary,
      ],
      isLocal: true
    ) { context in
      ProseFakerMethod(
        .words(
          context.integer("nb_words", default: 6),
          varies: context.arguments["variable_nb_words"]?.boolean ?? true
        ),
        context
      )
    },
    .text("sentences", arguments: [number, vocabulary], isLocal: true) {
      ProseFakerMethod(.paragraphs(1, sentences: $0.integer("nb", default: 3), varies: false), $0)
    },
    .text("paragraph", arguments: [sentences, variable, vocabulary], isLocal: true) { paragraphs(1, $0) },
    .text("paragraphs", arguments: [number, sentences, variable, vocabulary], isLocal: true) {
      paragraphs($0.integer("nb", default: 3), $0)
    },
    .text(
      "text",
      arguments: [
        KeyForm(
          "max_nb_chars",
          .number(NumberLimits(minimum: 0, maximum: 100_000, isInteger: true)),
          "the most characters of a text, 200 by default"
        ), vocabulary,
      ],
      isLocal: true
    ) { ProseFakerMethod(.characters($0.integer("max_nb_chars", default: 200)), $0) },
  ]

  private static let number = KeyForm(
    "nb",
    .number(NumberLimits(minimum: 1, maximum: 1000, isInteger: true)),
    "how many words, sentences or paragraphs, 3 by default"
  )
  private static let sentences = KeyForm(
    "nb_sentences",
    .number(NumberLimits(minimum: 1, maximum: 1000, isInteger: true)),
    "the sentences of a paragraph, 3 by default"
  )
  private static let variable = KeyForm(
    "variable_nb_sentences",
    .boolean,
    "whether paragraphs differ in length, true by default"
  )
  private static let vocabulary = KeyForm("ext_word_list", .array(.string), "the words, instead of the locale's")

  private static func paragraphs(_ count: Int64, _ context: FakerContext) -> (any FakerMethod)? {
    ProseFakerMethod(
      .paragraphs(
        count,
        sentences: context.integer("nb_sentences", default: 3),
        varies: context.arguments["variable_nb_sentences"]?.boolean ?? true
      ),
      context
    )
  }
}

/// Words of the locale, or of a list, alone, in sentences and in paragraphs.
struct ProseFakerMethod: FakerMethod {
  enum Length: Sendable {
    /// So many words without capitals and full stop.
    case bare(Int64)
    /// One sentence of about so many words.
    case words(Int64, varies: Bool)
    /// Paragraphs, one a line, each of about so many sentences.
    case paragraphs(Int64, sentences: Int64, varies: Bool)
    /// Sentences of at most so many characters.
    case characters(Int64)
  }

  private let length: Length
  private let words: TextDictionary
  private let capitalised: TextDictionary
  private let key: RandomKey

  init?(_ length: Length, _ context: FakerContext) {
    self.length = length
    if let node = context.arguments["ext_word_list"] {
      let given = node.elements?.compactMap(\.string) ?? []
      guard !given.isEmpty, given.allSatisfy({ !$0.isEmpty }) else {
        context.column.error("\"ext_word_list\" needs a word, and no empty ones", at: node.position)
        return nil
      }
      words = TextDictionary(given)
    } else {
      guard let (list, field) = context.locale.field("word") else { return nil }
      words = list.fields[field]
    }
    capitalised = TextDictionary(words.strings.map { $0.prefix(1).uppercased() + $0.dropFirst() })
    key = context.column.key.derived("prose")
  }

  /// Between 60 % and 140 % of a number, as the Python library does.
  private static func varied(_ count: Int64, _ stream: inout CellStream) -> Int64 {
    let spread = UInt64(max(0, count * 4 / 5))
    return max(1, count - Int64(spread) / 2) + Int64(stream.below(spread + 1))
  }

  func append(to text: ByteArena, row: Int64) {
    var stream = key.stream(row)
    switch length {
    case .bare(let count):
      for place in 0..<count {
        if place > 0 { text.append(0x20) }
        text.append(words.bytes(Int(stream.below(UInt64(words.count)))))
      }
    case .words(let count, let varies):
      appendSentence(words: varies ? Self.varied(count, &stream) : count, to: text, &stream)
    case .paragraphs(let count, let sentences, let varies):
      for paragraph in 0..<count {
        if paragraph > 0 { text.append(0x0A) }
        let length = varies ? Self.varied(sentences, &stream) : sentences
        for place in 0..<length {
          if place > 0 { text.append(0x20) }
          appendSentence(words: Self.varied(6, &stream), to: text, &stream)
        }
      }
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
