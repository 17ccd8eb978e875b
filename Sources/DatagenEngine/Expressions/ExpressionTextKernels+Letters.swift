internal import DatagenColumns

// The first letters of words.
extension ExpressionTextKernels {
  /// The first letter of the text, or of each of its words, in upper case and all others in lower case.
  ///
  /// A word is a run of letters and digits.
  static func capitals(ofWords: Bool) -> ExpressionKernel {
    { frame in
      let text = frame.texts(0)
      defer { text.release() }
      frame.writeTexts { row, writer in
        let bytes = text[row]
        let target = writer.reserve(bytes.count).assumingMemoryBound(to: UInt8.self)
        var isFirst = true
        for (index, byte) in bytes.enumerated() {
          if byte >= 0x80 { return appendCapitals(bytes, ofWords: ofWords, &writer) }
          let isLetter = byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A
          target[index] = !isLetter ? byte : isFirst ? byte & 0xDF : byte | 0x20
          isFirst = ofWords && !isLetter && (byte < 0x30 || byte > 0x39)
        }
        writer.commit(bytes.count)
      }
    }
  }

  /// The same for texts beyond ASCII, by the standard library's tables.
  private static func appendCapitals(_ bytes: Bytes, ofWords: Bool, _ writer: inout ExpressionTextWriter) {
    var isFirst = true
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      let properties = scalar.properties
      writer.append(isFirst ? properties.titlecaseMapping : properties.lowercaseMapping)
      switch properties.generalCategory {
      case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber:
        isFirst = false
      default: isFirst = ofWords && !properties.isAlphabetic
      }
    }
  }
}
