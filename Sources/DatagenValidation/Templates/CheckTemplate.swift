internal import CCheckTemplates
internal import DatagenDatabase

/// The SQL of a check, read from `sql/checks`, with placeholders in braces.
struct CheckTemplate: Sendable {
  /// How a check takes part in the scan that all checks of a table share.
  enum Form: Sendable, Hashable {
    /// `SELECT count(*) FROM {table} AS this WHERE …;`: the predicate that faulty rows fulfil.
    case rows(predicate: String)
    /// `SELECT … FROM {table} AS this;`: an aggregate over all rows.
    case aggregate(expression: String)
    /// Anything else: a statement that runs by itself.
    case statement
  }

  /// The statement without the comment, placeholders unfilled.
  let statement: String
  let form: Form

  private static let source = "\nFROM {table} AS this"

  /// The template of a name: the dialect's own, or else the one for all.
  init(_ name: String, _ dialect: Dialect) {
    guard let text = Self.files["\(name).\(dialect.rawValue).sql"] ?? Self.files["\(name).sql"] else {
      preconditionFailure("no template \(name) for \(dialect.rawValue) in sql/checks")
    }
    self.init(text: text)
  }

  init(text: String) {
    statement = text.split(separator: "\n").filter { !$0.hasPrefix("--") }.joined(separator: "\n")
    let bare = statement.hasSuffix(";") ? String(statement.dropLast()) : statement
    let rowsStart = "SELECT count(*)" + Self.source + "\nWHERE "
    if bare.hasPrefix(rowsStart) {
      form = .rows(predicate: String(bare.dropFirst(rowsStart.count)))
    } else if bare.hasPrefix("SELECT "), bare.hasSuffix(Self.source) {
      form = .aggregate(expression: String(bare.dropFirst("SELECT ".count).dropLast(Self.source.count)))
    } else {
      form = .statement
    }
  }

  /// A text of the template with its placeholders filled, in one pass: braces in the values, as in regular
  /// expressions, are left alone.
  static func fill(_ text: String, _ values: [String: String]) -> String {
    var result = ""
    var rest = text[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      let name = String(rest[rest.index(after: open)..<close])
      guard let value = values[name] else { preconditionFailure("no value for {\(name)} in \(text)") }
      result += rest[..<open]
      result += value
      rest = rest[rest.index(after: close)...]
    }
    return result + rest
  }

  /// The embedded files by name.
  private static let files: [String: String] = {
    var files: [String: String] = [:]
    for index in 0..<datagen_check_template_count() {
      let file = datagen_check_template_at(index)
      files[String(cString: file.name)] = String(
        decoding: UnsafeBufferPointer(start: file.bytes, count: file.count),
        as: UTF8.self
      )
    }
    return files
  }()

  /// The names of the embedded files.
  static var names: [String] { files.keys.sorted() }
}
