/// The SQL of a database where databases differ.
package enum Dialect: String, Sendable, CaseIterable {
  case sqlite
  case postgres

  /// An identifier in quotes, so that a table may be called `order`.
  package func quote(_ identifier: String) -> String {
    "\"" + identifier.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }

  /// A text as a literal.
  package func literal(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
  }
}
