/// What may be the name of a table or a column.
package enum Identifier {
  /// The rule in words, for error messages.
  package static let rule =
    "a name begins with a letter, a digit or _, goes on with these, spaces or \(punctuation), and has at most 63 bytes"

  private static let punctuation = "$-()%#&+?!@,=*<>"

  /// What a name matches; of the letters beyond ASCII the rule says more.
  package static let pattern = #"^[^\x00-/:-@\[-^`{-\x7f][^\x00-\x1f"'./:;\[-^`{-\x7f]*$"#

  /// Whether a text is a name that every database takes, quoted, and that no file name or SQL can be made to misuse.
  package static func isValid(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first,
      first == "_" || first.properties.isAlphabetic || first.properties.numericType != nil
    else { return false }
    return text.utf8.count <= 63 && text.last != " " && text.unicodeScalars.allSatisfy(isAllowed)
  }

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar == " " || punctuation.unicodeScalars.contains(scalar) || scalar.properties.isAlphabetic
      || scalar.properties.numericType != nil || scalar.properties.generalCategory == .nonspacingMark
  }
}
