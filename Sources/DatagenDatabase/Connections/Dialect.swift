/// The SQL of a database where databases differ.
package enum Dialect: String, Sendable, CaseIterable {
  case sqlite
  case postgres

  /// An identifier in quotes, so that a table may be called `order`.
  package func quote(_ identifier: String) -> String { quoted(identifier, by: 0x22) }

  /// Identifiers in quotes, with commas between them.
  package func list(_ identifiers: [String]) -> String { identifiers.map(quote).joined(separator: ", ") }

  /// A text as a literal.
  package func literal(_ text: String) -> String { quoted(text, by: 0x27) }

  /// Doubles the quotes inside, byte by byte: for Swift, a quote and a combining mark behind it are one character.
  private func quoted(_ text: String, by quote: UInt8) -> String {
    var bytes = [quote]
    for byte in text.utf8 {
      if byte == quote { bytes.append(quote) }
      bytes.append(byte)
    }
    bytes.append(quote)
    return String(decoding: bytes, as: UTF8.self)
  }
}
