/// The words of a column's or table's name, in lower case: `created_at`, `createdAt` and `Created At` are `created` and
/// `at`.
struct ColumnWords {
  let words: [String]

  init(_ name: String) {
    var words: [String] = []
    var word = ""
    var previous: Character = "_"
    for character in name {
      let isBreak = !(character.isLetter || character.isNumber)
      if isBreak || (character.isUppercase && previous.isLowercase) {
        if !word.isEmpty { words.append(word) }
        word = ""
      }
      if !isBreak { word += character.lowercased() }
      previous = character
    }
    if !word.isEmpty { words.append(word) }
    self.words = words
  }

  var first: String { words.first ?? "" }
  var last: String { words.last ?? "" }

  func contains(_ word: String) -> Bool { words.contains(word) }

  func contains(anyOf candidates: Set<String>) -> Bool { words.contains { candidates.contains($0) } }
}
