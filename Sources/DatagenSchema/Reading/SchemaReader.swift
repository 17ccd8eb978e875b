/// Reads a schema file into the model, reporting every error in one go.
package struct SchemaReader {
  private let catalog: LanguageCatalog
  private let diagnostics: Diagnostics

  /// - Parameter diagnostics: where errors and warnings are collected; it also names the file.
  package init(catalog: LanguageCatalog, diagnostics: Diagnostics) {
    self.catalog = catalog
    self.diagnostics = diagnostics
  }

  /// Reads the text of a schema file; JSON unless the name ends in `.yaml` or `.yml`.
  ///
  /// - Returns: the model, or nil where the document is not even JSON or YAML, or no object. Whether it can be
  ///   used is for `Diagnostics.hasErrors` to say.
  package func read(_ text: String) -> Schema? {
    let document: DocumentNode
    do {
      document = try parse(text)
    } catch {
      diagnostics.error(error.message, at: error.position)
      return nil
    }
    FormChecker(diagnostics).check(document, against: .object(SchemaForms(catalog).schema), FormChecker.root)
    guard case .object = document.value else { return nil }
    let schema = decode(document)
    SchemaRules(diagnostics).check(schema)
    return schema
  }

  private func parse(_ text: String) throws(DocumentError) -> DocumentNode {
    let name = diagnostics.file.lowercased()
    if name.hasSuffix(".yaml") || name.hasSuffix(".yml") { return try YAMLReader.read(text) }
    if text.allSatisfy(\.isWhitespace) { throw DocumentError(message: "the file is empty", position: .start) }
    var reader = JSONReader(text)
    return try reader.read()
  }

  private func decode(_ document: DocumentNode) -> Schema {
    if let version = document["version"], let number = version.double, number != 1 {
      diagnostics.error("version \(number.shortText) of the language is not known; this is \"1.0\"", at: version.position)
    }
    let nodes = document["nodes"]
    if let nodes, let elements = nodes.elements, elements.isEmpty {
      diagnostics.error("\"nodes\" needs at least one table", at: nodes.position)
    }
    let tables = (nodes?.elements ?? []).compactMap(decodeTable)
    var constraints = ConstraintReader(diagnostics).constraints(document["constraints"])
    for (node, table) in zip((nodes?.elements ?? []).filter { $0["id"]?.string != nil }, tables) {
      ConstraintReader(diagnostics).addColumnConstraints(of: table, from: node, to: &constraints)
    }
    return Schema(
      file: diagnostics.file,
      name: document["metadata"]?["name"]?.string ?? "dataset",
      timeframe: decodeTimeframe(document["timeframe"]),
      tables: tables,
      constraints: constraints,
      targets: ConstraintReader(diagnostics).targets(document["targets"], tables: tables),
      order: document["dag"]?.elements?.map { level in (level.elements ?? []).compactMap(\.located) },
      digest: hexadecimal(document.contentHash))
  }

  private func decodeTimeframe(_ node: DocumentNode?) -> Timeframe {
    var timeframe = Timeframe.standard
    guard let node else { return timeframe }
    if let start = node["start"]?.string.flatMap(Timestamp.init(iso8601:)) { timeframe.start = start }
    if let end = node["end"]?.string.flatMap(Timestamp.init(iso8601:)) { timeframe.end = end }
    if let frequency = frequency(node["freq"], diagnostics) { timeframe.frequency = frequency }
    checkOrder(of: timeframe, at: node.position, diagnostics)
    return timeframe
  }

  private func decodeTable(_ node: DocumentNode) -> Table? {
    guard let name = node["id"]?.located else { return nil }
    let kind = node["kind"]?.string.flatMap(TableKind.init(rawValue:)) ?? .entity
    let rows = node["rows"].flatMap { node in node.integer.map { Located($0, at: node.position) } }
    return Table(
      name: name,
      kind: kind,
      primaryKey: (node["pk"]?.listOrSingle ?? []).compactMap(\.located),
      columns: (node["columns"]?.elements ?? []).compactMap(decodeColumn),
      rows: rows,
      parents: (node["parents"]?.elements ?? []).compactMap(\.located),
      fanout: decodeFanout(node["fanout"], of: name.value),
      comment: comment(of: node))
  }

  private func comment(of node: DocumentNode) -> String? { node[anyOf: ["comment", "description"]]?.string }

  private func decodeColumn(_ node: DocumentNode) -> Column? {
    guard let name = node["name"]?.located else { return nil }
    let generator = node["generator"]?.members.first { !ObjectForm.annotationKeys.contains($0.key) }
    let modifiers = (node["modifiers"]?.elements ?? []).compactMap { modifier -> Declaration? in
      guard let name = modifier["transform"]?.located else { return nil }
      return Declaration(name: name, arguments: modifier["args"] ?? DocumentNode(.object([]), at: modifier.position))
    }
    let isNullable = node["nullable"]?.boolean ?? false
    let nullRate = node["null_rate"]?.double ?? 0
    if nullRate > 0, !isNullable, let rate = node["null_rate"] {
      diagnostics.error(
        "\"null_rate\" of column \"\(name.value)\" needs \"nullable\": true", at: rate.position)
    }
    return Column(
      name: name,
      type: node["type"]?.string.flatMap(ColumnType.init(rawValue:)) ?? .string,
      isNullable: isNullable,
      nullRate: nullRate,
      decimals: node["decimals"]?.integer.map { Int(clamping: $0) },
      generator: generator.map { Declaration(name: Located($0.key, at: $0.keyPosition), arguments: $0.value) },
      modifiers: modifiers,
      comment: comment(of: node))
  }

  private func decodeFanout(_ node: DocumentNode?, of table: String) -> Fanout {
    guard let node, !node.isNull else { return .one }
    let clamp = node["clamp"]?.numbers ?? []
    let minimum = node["min"]?.integer ?? clamp.first.map { Int64($0.rounded(.up)) } ?? 0
    let maximum = node["max"]?.integer ?? clamp.last.map { Int64($0.rounded(.down)) }
    if let maximum, minimum > maximum {
      diagnostics.error(
        "the fan-out of table \"\(table)\" has a \"min\" of \(minimum) above its \"max\" of \(maximum)",
        at: node.position)
      return .one
    }
    switch node["distribution"]?.string {
    case "poisson":
      guard let lambda = node["lambda"]?.double else {
        diagnostics.error("a poisson fan-out needs \"lambda\", the mean number of children", at: node.position)
        return .one
      }
      return Fanout(distribution: .poisson(lambda: lambda), minimum: minimum, maximum: maximum ?? .max)
    case "uniform":
      guard let maximum else {
        diagnostics.error("a uniform fan-out needs \"max\", the most children", at: node.position)
        return .one
      }
      return Fanout(
        distribution: .uniform(low: minimum, high: maximum), minimum: minimum, maximum: maximum)
    default:
      return .one
    }
  }
}

/// Reads a `freq` and reports what is no frequency.
package func frequency(_ node: DocumentNode?, _ diagnostics: Diagnostics) -> Frequency? {
  guard let node, let text = node.string else { return nil }
  if let frequency = Frequency(text) { return frequency }
  diagnostics.error("\"\(text)\" is no frequency (examples: \(Frequency.examples))", at: node.position)
  return nil
}

/// Reports a span of time that ends before it starts.
package func checkOrder(of timeframe: Timeframe, at position: SourcePosition, _ diagnostics: Diagnostics) {
  if timeframe.end < timeframe.start {
    diagnostics.error(
      "the span ends (\(timeframe.end.iso8601)) before it starts (\(timeframe.start.iso8601))", at: position)
  }
}
