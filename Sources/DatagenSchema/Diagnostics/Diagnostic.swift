/// Something that a schema's author should know: what is wrong, where, and what to do about it.
public struct Diagnostic: Error, Sendable, Hashable, CustomStringConvertible {
  /// How much a diagnostic weighs.
  public enum Severity: String, Sendable {
    /// Nothing is generated.
    case error
    /// Generation goes on; the result may not be what the author expects.
    case warning
  }

  /// Whether this stops the work.
  public var severity: Severity
  /// What is wrong and, where it can be known, the fix.
  public var message: String
  /// The schema file as the user named it.
  public var file: String
  /// The line, from 1.
  public var line: Int
  /// The column, from 1, in Unicode scalars.
  public var column: Int

  /// `file:line:column: severity: message`, as compilers print it.
  public var description: String {
    "\(file):\(line):\(column): \(severity.rawValue): \(message)"
  }
}

/// Collects the diagnostics of one schema, so that all of them are reported in one go.
package final class Diagnostics {
  package let file: String
  private var collected: [Diagnostic] = []
  private var seen: Set<Diagnostic> = []
  private var errorPositions: Set<SourcePosition> = []

  package init(file: String) {
    self.file = file
  }

  package func error(_ message: String, at position: SourcePosition) {
    errorPositions.insert(position)
    add(.error, message, position)
  }

  package func warning(_ message: String, at position: SourcePosition) {
    add(.warning, message, position)
  }

  private func add(_ severity: Diagnostic.Severity, _ message: String, _ position: SourcePosition) {
    let diagnostic = Diagnostic(
      severity: severity,
      message: message.cuttingLongQuotes,
      file: file,
      line: position.line,
      column: position.column
    )
    if seen.insert(diagnostic).inserted { collected.append(diagnostic) }
  }

  /// Whether an error has been reported at a place.
  package func hasError(at position: SourcePosition) -> Bool { errorPositions.contains(position) }

  /// Whether an error has been reported anywhere in a part of the document.
  ///
  /// What was misread is not judged again: one mistake gives one error.
  package func hasError(within node: DocumentNode) -> Bool {
    if errorPositions.isEmpty { return false }
    if errorPositions.contains(node.position) { return true }
    if let elements = node.elements { return elements.contains { hasError(within: $0) } }
    return node.members.contains { errorPositions.contains($0.keyPosition) || hasError(within: $0.value) }
  }

  /// Reports a value that is given twice: under several names, or in one object and beside it.
  ///
  /// - Parameters:
  ///   - names: the names of one key.
  ///   - places: the objects that may have it.
  package func reportRepeated(_ names: [String], in places: DocumentNode?...) {
    let found = places.compactMap(\.self).flatMap { $0.members.filter { names.contains($0.key) && !$0.value.isNull } }
    guard found.count > 1 else { return }
    let (first, second) = (found[0], found[1])
    error(
      first.key == second.key
        ? "\"\(second.key)\" is already given on line \(first.keyPosition.line), beside \"params\" or in it"
        : "\"\(first.key)\" and \"\(second.key)\" are two names of one value; write one of them",
      at: second.keyPosition
    )
  }

  package var hasErrors: Bool { collected.contains { $0.severity == .error } }

  /// All diagnostics in the order of the file.
  package var sorted: [Diagnostic] {
    collected.enumerated()
      .sorted {
        ($0.element.line, $0.element.column, $0.offset) < ($1.element.line, $1.element.column, $1.offset)
      }
      .map(\.element)
  }

  /// Throws everything that was collected if there is an error among it.
  package func throwIfErrors() throws(SchemaError) {
    if hasErrors { throw SchemaError(diagnostics: sorted) }
  }
}

extension String {
  /// The longest value that is quoted as a whole, the longest stretch of a message that is certainly no value, and
  /// what is left of longer ones.
  private static let quotedLength = (longest: 120, certain: 400, cut: 80)

  /// The message with the beginning of whatever is quoted at greater length.
  fileprivate var cuttingLongQuotes: String {
    guard utf8.count > Self.quotedLength.longest else { return self }
    let parts = split(separator: "\"", omittingEmptySubsequences: false)
    return parts.enumerated()
      .map { place, part in
        // Every second part is quoted, unless a value has quotes of its own.
        let isQuoted = place % 2 == 1 && parts.count % 2 == 1
        let longest = isQuoted ? Self.quotedLength.longest : Self.quotedLength.certain
        guard part.count > longest else { return String(part) }
        return part.prefix(Self.quotedLength.cut) + "…"
      }
      .joined(separator: "\"")
  }
}

/// A schema that cannot be generated, with every diagnostic found in it.
public struct SchemaError: Error, Sendable, CustomStringConvertible {
  /// The diagnostics, errors and warnings, in the order of the file.
  public var diagnostics: [Diagnostic]

  package init(diagnostics: [Diagnostic]) {
    self.diagnostics = diagnostics
  }

  /// The diagnostics, one a line.
  public var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}
