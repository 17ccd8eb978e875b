internal import DatagenColumns

// Patterns of SQL's LIKE.
extension ExpressionTextKernels {
  static let like = ExpressionKernels.textTest { text, pattern in matches(text, pattern) }

  /// Whether a text is as a pattern says: `%` stands for any text, `_` for one character, `\\` before them for
  /// themselves.
  ///
  /// Complexity: the product of the two lengths.
  private static func matches(_ text: UnsafeRawBufferPointer, _ pattern: UnsafeRawBufferPointer) -> Bool {
    var place = 0, sign = 0
    // Behind the last `%`, and where the text that it stands for ends at present.
    var resumeSign: Int?
    var resumePlace = 0
    while place < text.count {
      if sign < pattern.count {
        let byte = pattern[sign]
        if byte == UInt8(ascii: "%") {
          sign += 1
          resumeSign = sign
          resumePlace = place
          continue
        }
        if byte == UInt8(ascii: "_") {
          sign += 1
          place = nextScalar(text, place)
          continue
        }
        let literal = byte == UInt8(ascii: "\\") && sign + 1 < pattern.count ? sign + 1 : sign
        if pattern[literal] == text[place] {
          sign = literal + 1
          place += 1
          continue
        }
      }
      guard let resume = resumeSign else { return false }
      sign = resume
      resumePlace = nextScalar(text, resumePlace)
      place = resumePlace
    }
    while sign < pattern.count, pattern[sign] == UInt8(ascii: "%") { sign += 1 }
    return sign == pattern.count
  }

  private static func nextScalar(_ text: UnsafeRawBufferPointer, _ place: Int) -> Int {
    var next = place + 1
    while next < text.count, text[next] & 0xC0 == 0x80 { next += 1 }
    return next
  }
}
