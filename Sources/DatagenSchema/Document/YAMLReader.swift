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
      root = try Yams.compose(yaml: text)
    } catch let error as YamlError {
      throw DocumentError(error)
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
      return DocumentNode(Self.typed(scalar), at: position)
    case .sequence(let sequence):
      var elements: [DocumentNode] = []
      for element in sequence { elements.append(try convert(element)) }
      return DocumentNode(.array(elements), at: position)
    case .mapping(let mapping):
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
        for source in converted.listOrSingle { merged += source.members }
      } else {
        members.append(.init(key: name, keyPosition: keyPosition, value: converted))
      }
    }
    for member in merged where !members.contains(where: { $0.key == member.key }) { members.append(member) }
    return members
  }

  private static func typed(_ scalar: Node.Scalar) -> DocumentNode.Value {
    guard scalar.style == .plain else { return .string(scalar.string) }
    switch scalar.string {
    case "", "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE": return .boolean(true)
    case "false", "False", "FALSE": return .boolean(false)
    case let text: return ScalarText.number(text) ?? .string(text)
    }
  }
}

extension SourcePosition {
  fileprivate init(_ mark: Mark?) {
    self.init(line: mark?.line ?? 1, column: mark?.column ?? 1)
  }
}

extension DocumentError {
  fileprivate init(_ error: YamlError) {
    switch error {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let circumstance = context.map { " (\($0.text), line \($0.mark.line))" } ?? ""
      self.init(message: problem + circumstance, position: SourcePosition(mark))
    case .duplicatedKeysInMapping(let duplicates, let context):
      let keys = duplicates.map { "\"\($0)\"" }.joined(separator: ", ")
      self.init(message: "given more than once in one mapping: \(keys)", position: SourcePosition(context.mark))
    default:
      self.init(message: "the file is not YAML: \(error)", position: .start)
    }
  }
}
