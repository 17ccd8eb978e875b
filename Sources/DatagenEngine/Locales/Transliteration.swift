/// Names as they appear in e-mail addresses: lower case, letters of the English alphabet only.
enum Transliteration {
  private static let replacements: [Character: String] = {
    var table: [Character: String] = [
      "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "å": "a", "ł": "l", "đ": "d",
      "ð": "d",
      "þ": "th",
    ]
    let groups = [
      "a": "àáâãāăą", "c": "çćĉċč", "d": "ď", "e": "èéêëēĕėęě", "g": "ĝğġģ", "h": "ĥħ", "i": "ìíîïĩīĭįı", "j": "ĵ",
      "k": "ķ", "l": "ĺļľŀ", "n": "ñńņňŉ", "o": "òóôõōŏő", "r": "ŕŗř", "s": "śŝşšș", "t": "ţťŧț", "u": "ùúûũūŭůűų",
      "w": "ŵ", "y": "ýÿŷ", "z": "źżž",
    ]
    for (letter, variants) in groups {
      for variant in variants { table[variant] = letter }
    }
    return table
  }()

  /// The text in lower-case ASCII letters and digits; everything else is left out.
  static func ascii(_ text: String) -> String {
    var result = ""
    for character in text.lowercased() {
      if let replacement = replacements[character] {
        result += replacement
      } else if character.isASCII, character.isLetter || character.isNumber {
        result.append(character)
      }
    }
    return result
  }
}
