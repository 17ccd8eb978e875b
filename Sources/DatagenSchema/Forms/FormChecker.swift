/// Compares a document with its declared form and reports everything that does not fit.
package struct FormChecker {
  private let diagnostics: Diagnostics

  package init(_ diagnostics: Diagnostics) {
    self.diagnostics = diagnostics
  }

  /// Reports every deviation of `node` from `form`. `path` says where it stands: `fanout of table "event"`.
  package func check(_ node: DocumentNode, against form: ValueForm, _ path: String) {
    switch form {
    case .any: return
    case .optional(let form): if !node.isNull { check(node, against: form, path) }
    case .string: require(node.string != nil, node, path, "a text")
    case .boolean: require(node.boolean != nil, node, path, "true or false")
    case .number(let limits): check(node, limits, path)
    case .scalar: require(node.scalarText != nil, node, path, "a text, a number, or true or false")
    case .time: checkTime(node, path)
    case .word(let words): checkWord(node, words, path)
    case .columnReference: checkColumnReference(node, path)
    case .interval: checkInterval(node, path)
    case .array(let element):
      guard require(node.elements != nil, node, path, "a list") else { return }
      checkElements(node.elements ?? [], against: element, path)
    case .listOrSingle(let element):
      checkElements(node.listOrSingle, against: element, path)
    case .map(let value):
      guard requireObject(node, path) else { return }
      for member in node.members where !ObjectForm.annotationKeys.contains(member.key) {
        check(member.value, against: value, "\(member.key) of \(path)")
      }
    case .object(let object): check(node, object, path)
    case .variant(let keys): checkVariant(node, keys, path)
    case .tagged(let tag, let content, let keys): checkTagged(node, tag, content, keys, path)
    case .either(let forms):
      guard let fitting = forms.first(where: { $0.fitsKind(of: node) }) ?? forms.first else { return }
      check(node, against: fitting, path)
    }
  }

  /// Checks the elements of a list; those with a name are called by it: `column "age" of table "user"`.
  private func checkElements(_ elements: [DocumentNode], against form: ValueForm, _ path: String) {
    let owner = path.split(separator: " of ", maxSplits: 1).dropFirst().first.map { " of \($0)" } ?? ""
    for (index, element) in elements.enumerated() {
      var elementPath = elements.count > 1 ? "entry \(index + 1) of \(path)" : path
      if case .object(let object) = form, let name = element[anyOf: ["id", "name"]]?.string {
        elementPath = "\(object.noun) \"\(name)\"\(owner)"
      }
      check(element, against: form, elementPath)
    }
  }

  @discardableResult
  private func require(_ fits: Bool, _ node: DocumentNode, _ path: String, _ expected: String) -> Bool {
    if !fits { diagnostics.error("expected \(expected) for \(path), found \(node.kindName)", at: node.position) }
    return fits
  }

  private func requireObject(_ node: DocumentNode, _ path: String) -> Bool {
    if case .object = node.value { return true }
    return require(false, node, path, "an object")
  }

  private func check(_ node: DocumentNode, _ limits: NumberLimits, _ path: String) {
    guard require(node.double != nil, node, path, limits.isInteger ? "a whole number" : "a number"),
      let number = node.double
    else { return }
    let shown = node.scalarText ?? ""
    if limits.isInteger, node.integer == nil {
      diagnostics.error("\(path) has to be a whole number, not \(shown)", at: node.position)
    }
    if let minimum = limits.minimum, number < minimum {
      diagnostics.error("\(path) has to be at least \(minimum.shortText), not \(shown)", at: node.position)
    }
    if let minimum = limits.exclusiveMinimum, number <= minimum {
      diagnostics.error("\(path) has to be more than \(minimum.shortText), not \(shown)", at: node.position)
    }
    if let maximum = limits.maximum, number > maximum {
      diagnostics.error("\(path) has to be at most \(maximum.shortText), not \(shown)", at: node.position)
    }
  }

  private func checkTime(_ node: DocumentNode, _ path: String) {
    guard require(node.string != nil, node, path, "an ISO 8601 time"), let text = node.string else { return }
    if Timestamp(iso8601: text) == nil {
      diagnostics.error(
        "\"\(text)\" is no ISO 8601 time (\(path) is written like 2024-01-31 or 2024-01-31T23:59:59Z)",
        at: node.position)
    }
  }

  private func checkWord(_ node: DocumentNode, _ words: [String], _ path: String) {
    guard require(node.string != nil, node, path, "one of: \(words.joined(separator: ", "))"),
      let word = node.string, !words.contains(word)
    else { return }
    diagnostics.error(
      "unknown value \"\(word)\" for \(path)" + Suggestion.text(for: word, among: words), at: node.position)
  }

  private func checkColumnReference(_ node: DocumentNode, _ path: String) {
    guard require(node.string != nil, node, path, "a \"table.column\""), let text = node.string else { return }
    if ColumnReference(text, at: node.position) == nil {
      diagnostics.error("expected \"table.column\" for \(path), found \"\(text)\"", at: node.position)
    }
  }

  private func checkInterval(_ node: DocumentNode, _ path: String) {
    guard let numbers = node.numbers, numbers.count == 2 else {
      diagnostics.error("expected two numbers [low, high] for \(path)", at: node.position)
      return
    }
    if numbers[0] > numbers[1] {
      diagnostics.error(
        "the ends of \(path) are swapped: [\(numbers[0].shortText), \(numbers[1].shortText)] should be "
          + "[\(numbers[1].shortText), \(numbers[0].shortText)]", at: node.position)
    }
  }

  private func check(_ node: DocumentNode, _ form: ObjectForm, _ path: String) {
    guard requireObject(node, path) else { return }
    for member in node.members {
      if let key = form.keys.first(where: { $0.name == member.key }) {
        check(member, as: key, path)
      } else if !form.isOpen, !ObjectForm.annotationKeys.contains(member.key) {
        reportUnknown(member, form.keys, path)
      }
    }
    for key in form.keys where key.isRequired && node[key.name] == nil {
      diagnostics.error("missing key \"\(key.name)\" in \(path): \(key.summary)", at: node.position)
    }
  }

  private func check(_ member: DocumentNode.Member, as key: KeyForm, _ path: String) {
    if key.isPlanned {
      diagnostics.error(
        "\"\(key.name)\" in \(path) is part of the language, but this version of datagen does not do it yet",
        at: member.keyPosition)
      return
    }
    check(member.value, against: key.form, path == Self.root ? member.key : "\(member.key) of \(path)")
  }

  /// What the document as a whole is called.
  package static let root = "the schema"

  private func reportUnknown(_ member: DocumentNode.Member, _ keys: [KeyForm], _ path: String) {
    diagnostics.error(
      "unknown key \"\(member.key)\" in \(path)" + Suggestion.text(for: member.key, among: keys.map(\.name)),
      at: member.keyPosition)
  }

  private func checkVariant(_ node: DocumentNode, _ keys: [KeyForm], _ path: String) {
    guard requireObject(node, path) else { return }
    let members = node.members.filter { !ObjectForm.annotationKeys.contains($0.key) }
    for member in members {
      if let key = keys.first(where: { $0.name == member.key }) {
        check(member, as: key, path)
      } else {
        reportUnknown(member, keys, path)
      }
    }
    if members.count != 1 {
      let found = members.isEmpty ? "none" : members.map { "\"\($0.key)\"" }.joined(separator: ", ")
      diagnostics.error("\(path) takes exactly one key, found \(found)", at: node.position)
    }
  }

  private func checkTagged(
    _ node: DocumentNode, _ tag: String, _ content: String, _ keys: [KeyForm], _ path: String
  ) {
    guard requireObject(node, path) else { return }
    for member in node.members where member.key != tag && member.key != content {
      if !ObjectForm.annotationKeys.contains(member.key) {
        let known = [KeyForm(tag, .string, ""), KeyForm(content, .any, "")]
        reportUnknown(member, known, path)
      }
    }
    guard let name = node[tag] else {
      diagnostics.error("missing key \"\(tag)\" in \(path)", at: node.position)
      return
    }
    checkWord(name, keys.map(\.name), "\(tag) of \(path)")
    guard let key = keys.first(where: { $0.name == name.string }) else { return }
    let arguments = node[content] ?? DocumentNode(.object([]), at: node.position)
    let member = DocumentNode.Member(key: key.name, keyPosition: name.position, value: arguments)
    check(member, as: key, path)
  }
}

extension ValueForm {
  /// Whether a node is of the kind that this form takes at the top, whatever is inside.
  fileprivate func fitsKind(of node: DocumentNode) -> Bool {
    switch self {
    case .any: true
    case .optional(let form): node.isNull || form.fitsKind(of: node)
    case .string, .time, .word, .columnReference: node.string != nil
    case .boolean: node.boolean != nil
    case .number: node.double != nil
    case .scalar: node.scalarText != nil
    case .array, .interval: node.elements != nil
    case .listOrSingle: true
    case .map, .object, .variant, .tagged: if case .object = node.value { true } else { false }
    case .either(let forms): forms.contains { $0.fitsKind(of: node) }
    }
  }
}

extension Double {
  /// The number without a needless `.0`.
  package var shortText: String {
    if let integer = Int64(exactly: self) { return String(integer) }
    return description
  }
}
