import DatagenSchema

/// The arguments of a `lookup`, read.
struct LookupArguments {
  var from: ColumnReference
  /// The key of the other table, and the column of this table that holds it.
  var on: (key: Located<String>, local: Located<String>)?
  /// The further pairs of a key of several columns.
  var others: [(key: Located<String>, local: Located<String>)] = []
  var weights: WeightsKind
  var position: SourcePosition

  init?(_ node: DocumentNode, _ diagnostics: Diagnostics) {
    guard let source = node["from"], let from = source.string.flatMap({ ColumnReference($0, at: source.position) })
    else { return nil }
    self.from = from
    position = source.position
    if let on = node["on"], let member = on.members.first, let local = member.value.located {
      self.on = (Located(member.key, at: member.keyPosition), local)
      others = on.members.dropFirst().compactMap { member in
        member.value.located.map { (Located(member.key, at: member.keyPosition), $0) }
      }
    } else if let on = node["on"], !on.isNull {
      diagnostics.error(
        "\"on\" is empty; write \"on\": { \"key of \(from.table)\": \"column of this table\" }",
        at: on.position
      )
      return nil
    }
    weights = .uniform
    if let weightsKind = node["weights_kind"] { weights = WeightsKind(weightsKind, diagnostics) ?? .uniform }
  }
}

extension WeightsKind {
  /// Reads a weights kind and reports what is none.
  init?(_ node: DocumentNode, _ diagnostics: Diagnostics) {
    guard let text = node.string else { return nil }
    guard let kind = WeightsKind(text) else {
      diagnostics.error(
        "\"\(text)\" is no kind of weights (write \(WeightsKind.examples))",
        at: node.position
      )
      return nil
    }
    self = kind
  }
}
