import Yams

/// Reads YAML through Yams into the same nodes as JSON.
///
/// Plain scalars are typed as JSON would (YAML 1.2's core schema), not as YAML 1.1 does: `NO` is the text
/// "NO" and not false, `12:30:45` is a text and not 45045.
struct YAMLReader {
  /// Anchors may repeat a part many times over; a document that unfolds to more nodes is refused.
  private static let maximumNodes = 2_000_000

  private var visited = 0

  /// Reads the whole text as one value.
  ///
  /// - Throws: `DocumentError` where the text is not YAML.
  static func read(_ text: String) throws(DocumentError) -> DocumentNode {
    let root: Node?
    do {
      let mark: Character = "\u{FEFF}"
      root = try Yams.compose(yaml: text.first == mark ? String(text.dropFirst()) : text)
    } catch let error as YamlError {
      throw DocumentError(error, in: text)
    } catch {
      throw DocumentError(message: "\(error)", position: .start)
    }
    guard let root else { throw DocumentError(message: "the file is empty", position: .start) }
    var reader = YAMLReader()
    return try reader.convert(root)
  }

  private mutating func convert(_ node: Node) throws(DocumentError) -> DocumentNode {
    visited += 1
    let position = SourcePosition(node.mark)
    guard visited < Self.maximumNodes else {
      throw DocumentError(message: "the document unfolds to too many values", position: position)
    }
    switch node {
    case .scalar(let scalar):
      if scalar.string.unicodeScalars.contains("\0") {
        throw DocumentError(message: "no database stores U+0000 in a text", position: position)
      }
      return DocumentNode(try Self.typed(scalar, at: position), at: position)
    case .sequence(let sequence):
      try Self.check(sequence.tag, "seq", at: position)
      var elements: [DocumentNode] = []
      for element in sequence { elements.append(try convert(element)) }
      return DocumentNode(.array(elements), at: position)
    case .mapping(let mapping):
      try Self.check(mapping.tag, "map", at: position)
      return DocumentNode(.object(try convert(mapping)), at: position)
    case .alias:
      throw DocumentError(message: "an alias without its anchor", position: position)
    }
  }

  private mutating func convert(_ mapping: Node.Mapping) throws(DocumentError) -> [DocumentNode.Member] {
    var members: [DocumentNode.Member] = []
    var merged: [DocumentNode.Member] = []
    for (key, value) in mapping {
      let keyPosition = SourcePosition(key.mark)
      guard let name = key.scalar?.string else {
        throw DocumentError(message: "a key has to be a text", position: keyPosition)
      }
      let converted = try convert(value)
      if name == "<<" {
        for source in converted.elements ?? [converted] {
          guard case .object(let members) = source.value else {
            throw DocumentError(
              message: "\"<<\" merges mappings, and this is \(source.kindName)",
              position: source.position
            )
          }
          merged += members
        }
      } else {
        members.append(.init(key: name, keyPosition: keyPosition, value: converted))
      }
    }
    var known = Set(members.map(\.key))
    for member in merged where known.insert(member.key).inserted { members.append(member) }
    return members
  }

  /// What the tags of YAML's own types begin with.
  private static let tagPrefix = "tag:yaml.org,2002:"

  private static func check(_ tag: Tag, _ name: String, at position: SourcePosition) throws(DocumentError) {
    let tag = tag.description
    guard tag.isEmpty || tag == "!" || tag == tagPrefix + name else { throw unknown(tag, at: position) }
  }

  private static func unknown(_ tag: String, at position: SourcePosition) -> DocumentError {
    let shown = tag.hasPrefix(tagPrefix) ? "!!" + tag.dropFirst(tagPrefix.count) : tag
    return DocumentError(
      message: "the tag \"\(shown)\" means nothing here; of tags, !!str, !!int, !!float, !!bool and !!null are read",
      position: position
    )
  }

  private static func typed(_ scalar: Node.Scalar, at position: SourcePosition) throws(DocumentError)
    -> DocumentNode.Value
  {
    let tag = scalar.tag.description
    // Quotes make a text, unless a tag says what stands in them.
    if tag.isEmpty || tag == "!" { return scalar.style == .plain ? plain(scalar.string) : .string(scalar.string) }
    let value = plain(scalar.string)
    switch (String(tag.dropFirst(tag.hasPrefix(tagPrefix) ? tagPrefix.count : 0)), value) {
    case ("str", _): return .string(scalar.string)
    case ("int", .integer), ("float", .number), ("float", .integer), ("bool", .boolean), ("null", .null): return value
    case ("int", _), ("float", _), ("bool", _), ("null", _):
      throw DocumentError(
        message: "\"\(scalar.string)\" does not read as !!\(tag.dropFirst(tagPrefix.count))",
        position: position
      )
    default: throw unknown(tag, at: position)
    }
  }

  private static func plain(_ text: String) -> DocumentNode.Value {
    switch text {
    case "", "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE": return .boolean(true)
    case "false", "False", "FALSE": return .boolean(false)
    default: return ScalarText.coreSchemaNumber(text) ?? .string(text)
    }
  }
}

extension SourcePosition {
  fileprivate init(_ mark: Mark?) {
    self.init(line: mark?.line ?? 1, column: mark?.column ?? 1)
  }
}

extension DocumentError {
  fileprivate init(_ error: YamlError, in text: String) {
    switch error {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      if problem.hasPrefix("Maximum nesting level") {
        self.init(message: "nested too deeply", position: SourcePosition(mark))
        return
      }
      let circumstance = context.map { " (\($0.text), line \($0.mark.line))" } ?? ""
      self.init(message: problem + circumstance, position: SourcePosition(mark))
    case .duplicatedKeysInMapping(let duplicates, let context):
      let first = SourcePosition(context.mark)
      let key = duplicates.first ?? ""
      self.init(
        message: "the key \"\(key)\" is already given on line \(first.line)",
        position: Self.repetition(of: key, after: first, in: text)
      )
    case .reader(let problem, let offset, _, _):
      self.init(
        message: "the file is not YAML: \(problem)",
        position: SourcePosition(scalar: offset ?? 0, of: text)
      )
    default:
      self.init(message: "the file is not YAML", position: .start)
    }
  }

  /// Where a key of a mapping stands for the second time: the library tells only of the first.
  ///
  /// In a block it stands in the same column; otherwise the first place remains the best that is known.
  private static func repetition(of key: String, after first: SourcePosition, in text: String)
    -> SourcePosition
  {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for index in lines.indices.dropFirst(first.line) {
      let scalars = lines[index].unicodeScalars
      let indent = scalars.prefix { $0 == " " || $0 == "-" }
      guard indent.count == first.column - 1 else { continue }
      let rest = String(Substring(scalars.dropFirst(indent.count)))
      let isKey = [key, "\"\(key)\"", "'\(key)'"].contains { name in
        rest.hasPrefix(name) && rest.dropFirst(name.count).drop { $0 == " " }.first == ":"
      }
      if isKey { return SourcePosition(line: index + 1, column: first.column) }
    }
    return first
  }
}

extension SourcePosition {
  /// The place of a scalar of a text, counted from 0.
  fileprivate init(scalar offset: Int, of text: String) {
    var position = SourcePosition.start
    for scalar in text.unicodeScalars.prefix(offset) {
      position =
        scalar == "\n"
        ? .init(line: position.line + 1, column: 1) : .init(line: position.line, column: position.column + 1)
    }
    self = position
  }
}
