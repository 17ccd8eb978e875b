import DatagenEngine
import DatagenSchema
import Testing

/// A schema with marks where diagnostics are expected.
///
/// A mark is `⟦the message⟧` before the token that is at fault, or `⟦warning: the message⟧`. The marks are taken out
/// before the schema is read. A message that ends in `…` stands for all that begin like it: lists of words grow with
/// the language.
struct MarkedSchema {
  var text: String
  var expected: [Finding]

  /// A diagnostic without its file.
  struct Finding: Equatable, CustomStringConvertible {
    var line: Int
    var column: Int
    var message: String

    var description: String { "\(line):\(column): \(message)" }
  }

  init(_ marked: String) {
    var clean = String.UnicodeScalarView()
    var mark: String.UnicodeScalarView?
    var findings: [Finding] = []
    var line = 1, column = 1
    for scalar in marked.unicodeScalars {
      if scalar == "⟦" {
        mark = .init()
      } else if scalar == "⟧", let message = mark {
        let text = String(message)
        findings.append(
          Finding(line: line, column: column, message: text.hasPrefix("warning: ") ? text : "error: " + text)
        )
        mark = nil
      } else if mark != nil {
        mark?.append(scalar)
      } else {
        clean.append(scalar)
        if scalar == "\n" {
          line += 1
          column = 1
        } else if scalar != "\u{FEFF}" {
          column += 1
        }
      }
    }
    text = String(clean)
    expected = findings
  }

  /// Reads and plans the schema as a command does, and returns what is said about it.
  func findings(file: String = "schema.json") -> [Finding] {
    let diagnostics = Diagnostics(file: file)
    if let schema = SchemaReader(catalog: Registry.catalog, diagnostics: diagnostics).read(text) {
      _ = Planner(diagnostics).plan(schema, options: PlanOptions())
    }
    return diagnostics.sorted.map { diagnostic in
      Finding(
        line: diagnostic.line,
        column: diagnostic.column,
        message: "\(diagnostic.severity.rawValue): \(diagnostic.message)"
      )
    }
  }

  /// What was found, with the messages cut that are only expected to begin alike.
  func comparable(_ found: [Finding]) -> [Finding] {
    zip(
      found,
      expected.map(Optional.some) + Array(repeating: nil, count: max(0, found.count - expected.count))
    )
    .map { finding, expected in
      guard let expected, expected.message.hasSuffix("…") else { return finding }
      var cut = finding
      let beginning = expected.message.dropLast()
      if finding.message.hasPrefix(beginning) { cut.message = expected.message }
      return cut
    }
  }
}

/// A table of broken schemas, each made from one that is right by exchanging a few pieces of text.
///
///     # the name of the case
///     - the text that is there
///     + the text, with marks, that takes its place
///
/// Neighbouring lines of one kind belong together. A case may exchange several pieces; `+` alone deletes.
struct BrokenSchema: Sendable, CustomTestStringConvertible {
  var name: String
  var exchanges: [(old: String, new: String)]

  var testDescription: String { name }

  /// The schema with its marks.
  func applied(to base: String) -> String? {
    var text = base
    for exchange in exchanges {
      guard let range = text.firstRange(of: exchange.old) else { return nil }
      text.replaceSubrange(range, with: exchange.new)
    }
    return text
  }

  static func table(_ text: String) -> [BrokenSchema] {
    var cases: [BrokenSchema] = []
    var previous: Character = "#"
    for line in text.split(separator: "\n") {
      guard let kind = line.first, "#-+".contains(kind) else { continue }
      let rest = String(line.dropFirst(2))
      let isContinued = kind == previous
      previous = kind
      if kind == "#" {
        cases.append(BrokenSchema(name: rest, exchanges: []))
        continue
      }
      var broken = cases.removeLast()
      if kind == "-", !isContinued { broken.exchanges.append(("", "")) }
      var exchange = broken.exchanges.removeLast()
      if kind == "-" {
        exchange.old += (isContinued ? "\n" : "") + rest
      } else {
        exchange.new += (isContinued ? "\n" : "") + rest
      }
      broken.exchanges.append(exchange)
      cases.append(broken)
    }
    return cases
  }
}
