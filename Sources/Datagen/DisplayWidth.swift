extension String {
  /// How many places of a terminal's line the text takes.
  var displayWidth: Int { utf8.allSatisfy { $0 < 0x80 } ? utf8.count : reduce(0) { $0 + $1.displayWidth } }

  /// The text if it fits `width` places of a terminal's line, or else its beginning with an ellipsis.
  func cut(toDisplayWidth width: Int) -> String {
    guard displayWidth > width else { return self }
    var result = ""
    var used = 0
    for character in self {
      used += character.displayWidth
      if used > width - 1 { break }
      result.append(character)
    }
    return result + "…"
  }

  /// The text with visible signs in place of what could move a terminal's cursor, give it commands or turn the order of
  /// a line around.
  package var withoutControlCharacters: String { showingControlCharacters(except: []) }

  /// A result of several lines for a terminal: line ends stay, and the styles of the result itself if it has any.
  package func showingControlCharacters(styles: Bool = false) -> String {
    guard styles else { return showingControlCharacters(except: ["\n"]) }
    // An escape is left alone only before the exact code of a style.
    let parts = split(separator: "\u{1B}", omittingEmptySubsequences: false)
    return parts.enumerated().map { place, part in
      let text = String(part).showingControlCharacters(except: ["\n"])
      guard place > 0 else { return text }
      return (Self.styles.contains { part.hasPrefix($0) } ? "\u{1B}" : "\u{241B}") + text
    }
    .joined()
  }

  /// The codes of dimmed text, of the colours of reports, and of their end.
  private static let styles = ["[2m", "[31m", "[32m", "[33m", "[0m"]

  private func showingControlCharacters(except kept: Set<Unicode.Scalar>) -> String {
    guard unicodeScalars.contains(where: { $0.isControl && !kept.contains($0) }) else { return self }
    var result = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      switch scalar.value {
      case _ where !scalar.isControl || kept.contains(scalar): result.append(scalar)
      case 0..<0x20: result.append(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
      case 0x7F: result.append("\u{2421}")
      default: result.append("\u{FFFD}")
      }
    }
    return String(result)
  }
}

extension Character {
  /// 2 for wide characters (East Asian ones, emoji), 0 for marks without a base and other invisible ones, else 1.
  var displayWidth: Int {
    var width = 0
    for scalar in unicodeScalars {
      if scalar == "\u{FE0F}" { return 2 }
      width = max(width, scalar.displayWidth)
    }
    return width
  }
}

extension Unicode.Scalar {
  /// Whether it does something else than to be seen: controls of C0 and C1, ends of lines and paragraphs, and those that
  /// override the direction of a line.
  fileprivate var isControl: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// The scripts whose characters are wide or full-width, beside emoji.
  ///
  /// Source: Unicode Standard Annex 11.
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
    0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18CFF,
    0x1AFF0...0x1B2FF, 0x1F200...0x1F2FF, 0x20000...0x3FFFD,
  ]

  fileprivate var displayWidth: Int {
    if value < 0x300 { return value == 0xAD ? 0 : 1 }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    // The vowels and final consonants of a Korean syllable that is written in parts stand below or beside its first.
    if (0x1160...0x11FF).contains(value) { return 0 }
    if properties.isEmojiPresentation || Self.wide.contains(where: { $0.contains(value) }) { return 2 }
    return 1
  }
}
