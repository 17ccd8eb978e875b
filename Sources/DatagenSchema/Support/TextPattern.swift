/// A regular expression that whole texts match, by code points, as PostgreSQL matches, not by characters as Swift would.
///
/// Not Sendable: a thread compiles its own.
package final class TextPattern {
  private let expression: Regex<AnyRegexOutput>

  /// - Throws: what is wrong with the expression.
  package init(_ text: String) throws {
    expression = try Regex(text).matchingSemantics(.unicodeScalar)
  }

  /// - Throws: where the expression is too intricate for the text.
  package func matches(_ text: String) throws -> Bool { try expression.wholeMatch(in: text) != nil }
}
