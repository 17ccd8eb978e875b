/// Compares a document with its declared form and reports everything that does not fit.
package struct FormChecker {
  private let diagnostics: Diagnostics

  package init(_ diagnostics: Diagnostics) {
    self.diagnostics = diagnostics
  }

  /// What the document as a whole is called.
  package static let root = "the schema"

  /// Reports every deviation of `node` from `form`.
  ///
  /// `path` says where it stands: `fanout of table "event"`.
  package func check(_ node: DocumentNode, against form: ValueForm, _ path: String) {
    switch form {
    case .any: return
    case .optional(let form): if !node.isNull { check(node, against: form, path) }
    case .string, .text, .name, .boolean, .number, .scalar, .time, .word, .columnReference, .interval:
      ValueChecker(report: report).check(node, against: form, path)
    case .array(let element):
      guard let elements = node.elements else { return reportKind(node, path, "a list") }
      checkElements(elements, against: element, path)
    case .listOrSingle(let element):
      checkElements(node.elements ?? [node], against: element, path)
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

  /// One place, one error: what YAML repeats through an anchor is reported where it is written, once.
  private func report(_ message: String, at position: SourcePosition) {
    if !diagnostics.hasError(at: position) { diagnostics.error(message, at: position) }
  }

  private func reportKind(_ node: DocumentNode, _ path: String, _ expected: String) {
    report("expected \(expected) for \(path), found \(node.kindName)", at: node.position)
  }

  private func requireObject(_ node: DocumentNode, _ path: String) -> Bool {
    if case .object = node.value { return true }
    reportKind(node, path, "an object")
    return false
  }

  // MARK: Lists

  /// The wrong values of a list that are reported one by one.
  private static let reportedValues = 3

  /// Checks the elements of a list; those with a name are called by it: `column "age" of table "user"`.
  private func checkElements(_ elements: [DocumentNode], against form: ValueForm, _ path: String) {
    let owner = path.split(separator: " of ", maxSplits: 1).dropFirst().first.map { " of \($0)" } ?? ""
    var wrong: [(message: String, position: SourcePosition)] = []
    for (index, element) in elements.enumerated() {
      var elementPath = elements.count > 1 ? "entry \(index + 1) of \(path)" : path
      if case .object(let object) = form, let name = element[anyOf: ["id", "name"]]?.string {
        elementPath = "\(object.noun) \"\(name)\"\(owner)"
      }
      if form.isComposite {
        check(element, against: form, elementPath)
      } else {
        ValueChecker { wrong.append(($0, $1)) }.check(element, against: form, elementPath)
      }
    }
    if wrong.count > Self.reportedValues {
      report(wrong[0].message + " (and \(wrong.count - 1) more in this list)", at: wrong[0].position)
    } else {
      for error in wrong { report(error.message, at: error.position) }
    }
  }

  // MARK: Objects

  private func check(_ node: DocumentNode, _ form: ObjectForm, _ path: String) {
    guard requireObject(node, path) else { return }
    var missing = form.keys.filter { $0.isRequired && node[$0.name] == nil }
    for member in node.members {
      if let key = form.keys.first(where: { $0.name == member.key }) {
        check(member, as: key, path)
      } else if !form.isOpen, !ObjectForm.annotationKeys.contains(member.key) {
        let meant = reportUnknown(member, form.keys.filter { node[$0.name] == nil }, else: form.keys, path)
        missing.removeAll { $0.name == meant }
      }
    }
    for key in missing {
      diagnostics.error("missing key \"\(key.name)\" in \(path): \(key.summary)", at: node.position)
    }
  }

  private func check(_ member: DocumentNode.Member, as key: KeyForm, _ path: String) {
    check(member.value, against: key.form, path == Self.root ? member.key : "\(member.key) of \(path)")
  }

  /// Reports an unknown key with the nearest key that is still free.
  ///
  /// - Returns: the key that was probably meant; its absence is no second error.
  @discardableResult
  private func reportUnknown(
    _ member: DocumentNode.Member,
    _ free: [KeyForm],
    else keys: [KeyForm],
    _ path: String
  ) -> String? {
    let meant = Suggestion.nearest(to: member.key, among: free.map(\.name))
    let hint =
      meant.map { " (did you mean \"\($0)\"?)" }
      ?? Suggestion.list(keys.map(\.name))
    report("unknown key \"\(member.key)\" in \(path)" + hint, at: member.keyPosition)
    return meant
  }

  private func checkVariant(_ node: DocumentNode, _ keys: [KeyForm], _ path: String) {
    guard requireObject(node, path) else { return }
    let members = node.members.filter { !ObjectForm.annotationKeys.contains($0.key) }
    for member in members {
      if let key = keys.first(where: { $0.name == member.key }) {
        check(member, as: key, path)
      } else {
        reportUnknown(member, keys, else: keys, path)
      }
    }
    if members.isEmpty {
      report(
        "\(path) is empty" + Suggestion.list(keys.map(\.name)),
        at: node.position
      )
    } else if members.count > 1 {
      let found = members.map { "\"\($0.key)\"" }.joined(separator: " and ")
      report("\(path) takes exactly one key, found \(found)", at: members[1].keyPosition)
    }
  }

  private func checkTagged(
    _ node: DocumentNode,
    _ tag: String,
    _ content: String,
    _ keys: [KeyForm],
    _ path: String
  ) {
    guard requireObject(node, path) else { return }
    let known = [KeyForm(tag, .string, ""), KeyForm(content, .any, "")]
    var meant: Set<String> = []
    for member in node.members where member.key != tag && member.key != content {
      if ObjectForm.annotationKeys.contains(member.key) { continue }
      let free = known.filter { node[$0.name] == nil }
      if let key = reportUnknown(member, free, else: known, path) { meant.insert(key) }
    }
    guard let name = node[tag] else {
      if !meant.contains(tag) {
        let names = Suggestion.list(keys.map(\.name))
        diagnostics.error("missing key \"\(tag)\" in \(path)" + names, at: node.position)
      }
      return
    }
    ValueChecker(report: report).check(name, against: .word(keys.map(\.name)), "\(tag) of \(path)")
    guard let key = keys.first(where: { $0.name == name.string }), !meant.contains(content) else { return }
    let arguments = node[content] ?? DocumentNode(.object([]), at: node.position)
    let member = DocumentNode.Member(key: key.name, keyPosition: name.position, value: arguments)
    check(member, as: key, path)
  }
}

extension ValueForm {
  /// Whether the form has parts with forms of their own.
  fileprivate var isComposite: Bool {
    switch self {
    case .any, .string, .text, .name, .boolean, .number, .scalar, .time, .word, .columnReference, .interval: false
    case .array, .listOrSingle, .map, .object, .variant, .tagged, .either, .optional: true
    }
  }

  /// Whether a node is of the kind that this form takes at the top, whatever is inside.
  fileprivate func fitsKind(of node: DocumentNode) -> Bool {
    switch self {
    case .any: true
    case .optional(let form): node.isNull || form.fitsKind(of: node)
    case .string, .text, .name, .time, .word, .columnReference: node.string != nil
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
