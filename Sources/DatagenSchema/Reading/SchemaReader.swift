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
    SchemaRules(schema, diagnostics).check()
    return schema
  }

  private func parse(_ text: String) throws(DocumentError) -> DocumentNode {
    let name = diagnostics.file.lowercased()
    if name.hasSuffix(".yaml") || name.hasSuffix(".yml") { return try YAMLReader.read(text) }
    if text.allSatisfy({ $0.isWhitespace || $0 == "\u{FEFF}" }) {
      throw DocumentError(message: "the file is empty", position: .start)
    }
    var reader = JSONReader(text)
    defer { for problem in reader.problems { diagnostics.error(problem.message, at: problem.position) } }
    return try reader.read()
  }

  private func decode(_ document: DocumentNode) -> Schema {
    if let version = document["version"], let text = version.scalarText, !["1.0", "1"].contains(text),
      !diagnostics.hasError(at: version.position)
    {
      diagnostics.error("version \(text) of the language is not known; write \"1.0\"", at: version.position)
    }
    let nodes = document["nodes"]
    let elements = nodes?.elements ?? []
    if let nodes, nodes.elements?.isEmpty == true {
      diagnostics.error("\"nodes\" needs at least one table", at: nodes.position)
    }
    let tables = elements.compactMap(decodeTable)
    let reader = ConstraintReader(diagnostics)
    var constraints = reader.constraints(document["constraints"])
    for (node, table) in zip(elements.filter { $0["id"]?.string != nil }, tables) {
      reader.addColumnConstraints(of: table, from: node, to: &constraints)
    }
    let hasAllTables =
      !elements.isEmpty && elements.count == tables.count
      && tables.allSatisfy { Identifier.isValid($0.name.value) }
    let order = document["dag"].flatMap {
      diagnostics.hasError(within: $0) || $0.elements?.isEmpty != false ? nil : $0
    }
    let schema = Schema(
      file: diagnostics.file,
      name: document["metadata"]?["name"]?.string ?? "dataset",
      timeframe: decodeTimeframe(document["timeframe"]),
      tables: tables,
      constraints: constraints,
      targets: reader.targets(document["targets"], tables: hasAllTables ? tables : nil),
      order: order?.elements?.map { level in (level.elements ?? []).compactMap(\.located) },
      orderPosition: order?.position ?? .start,
      hasAllTables: hasAllTables,
      digest: hexadecimal(document.contentHash)
    )
    return schema.withSegmentShares()
  }

  private func decodeTimeframe(_ node: DocumentNode?) -> Timeframe {
    var timeframe = Timeframe.standard
    guard let node else { return timeframe }
    if let frequency = frequency(node["freq"], diagnostics) { timeframe.frequency = frequency }
    guard !diagnostics.hasError(within: node) else { return timeframe }
    if let start = node["start"]?.string.flatMap(Timestamp.init(iso8601:)) { timeframe.start = start }
    if let end = node["end"]?.string.flatMap(Timestamp.init(iso8601:)) { timeframe.end = end }
    checkOrder(of: timeframe, node, diagnostics)
    return timeframe
  }

  // MARK: Tables

  private func decodeTable(_ node: DocumentNode) -> Table? {
    guard let name = node["id"]?.located else { return nil }
    let parents = (node["parents"]?.elements ?? []).compactMap(\.located)
    let columnNodes = node["columns"]?.elements ?? []
    let columns = columnNodes.compactMap(decodeColumn)
    if let list = node["columns"], list.elements?.isEmpty == true {
      diagnostics.error("table \"\(name.value)\" has no columns", at: list.position)
    }
    let behavior = BehaviorReader(diagnostics)
    let segments = behavior.segments(sound(node["segment_behavior"]))
    return Table(
      name: name,
      kind: node["kind"]?.string.flatMap(TableKind.init(rawValue:)) ?? likelyKind(parents, columns),
      primaryKey: decodePrimaryKey(node["pk"], of: name),
      columns: columns,
      // Rows that could not be read count as none, so that nothing is said of their number.
      rows: node["rows"].flatMap {
        $0.isNull ? nil : Located(diagnostics.hasError(within: $0) ? 0 : $0.integer ?? 0, at: $0.position)
      },
      parents: parents,
      fanout: FanoutReader(diagnostics).read(node["fanout"], of: name.value),
      fanoutPosition: node["fanout"].flatMap { $0.isNull ? nil : $0.position },
      segments: segments,
      vintage: behavior.vintage(sound(node["vintage_behavior"])),
      stages: behavior.stages(sound(node["stage_config"])),
      states: behavior.states(sound(node["state_transition_model"])),
      effects: decodeModifiers(node["modifiers"]),
      comment: comment(of: node),
      hasAllColumns: !columns.isEmpty && columnNodes.count == columns.count
        && columns.allSatisfy { Identifier.isValid($0.name.value) }
    )
  }

  /// The node itself, or nil where something in it was misread and reported.
  private func sound(_ node: DocumentNode?) -> DocumentNode? {
    node.flatMap { diagnostics.hasError(within: $0) ? nil : $0 }
  }

  /// What a table whose kind could not be read was probably meant to be.
  private func likelyKind(_ parents: [Located<String>], _ columns: [Column]) -> TableKind {
    if !parents.isEmpty { return .fact }
    return columns.contains { $0.generator?.name.value == "enum_list" } ? .vocab : .entity
  }

  private func decodePrimaryKey(_ node: DocumentNode?, of table: Located<String>) -> [Located<String>] {
    if let node, node.elements?.isEmpty == true {
      diagnostics.error("the primary key of table \"\(table.value)\" names no column", at: node.position)
    }
    return (node?.listOrSingle ?? []).compactMap(\.located)
  }

  private func comment(of node: DocumentNode) -> String? { node[anyOf: ["comment", "description"]]?.string }

  private func decodeColumn(_ node: DocumentNode) -> Column? {
    guard let name = node["name"]?.located else { return nil }
    let isNullable = node["nullable"]?.boolean ?? false
    let nullRate = node["null_rate"]?.double ?? 0
    if nullRate > 0, !isNullable, let rate = node["null_rate"] {
      diagnostics.error(
        "\"null_rate\" of column \"\(name.value)\" needs \"nullable\": true",
        at: rate.position
      )
    }
    let type = node["type"]?.string.flatMap(ColumnType.init(rawValue:))
    if let decimals = node["decimals"], !decimals.isNull, let type, type != .float {
      diagnostics.error(
        "\"decimals\" rounds a float, and column \"\(name.value)\" is \(type.rawValue)",
        at: decimals.position
      )
    }
    return Column(
      name: name,
      type: type ?? .string,
      hasType: type != nil,
      isNullable: isNullable,
      nullRate: nullRate,
      decimals: node["decimals"]?.integer.map { Int(clamping: $0) },
      generator: node["generator"].map(decodeGenerator),
      modifiers: decodeModifiers(node["modifiers"]),
      comment: comment(of: node)
    )
  }

  private func decodeGenerator(_ node: DocumentNode) -> Declaration {
    let member = node.members.first { !ObjectForm.annotationKeys.contains($0.key) }
    return Declaration(
      name: Located(member?.key ?? "", at: member?.keyPosition ?? node.position),
      arguments: member?.value ?? DocumentNode(.object([]), at: node.position),
      isSound: member != nil && !diagnostics.hasError(within: node)
    )
  }

  private func decodeModifiers(_ node: DocumentNode?) -> [Declaration] {
    (node?.elements ?? []).map { modifier in
      Declaration(
        name: modifier["transform"]?.located ?? Located("", at: modifier.position),
        arguments: modifier["args"] ?? DocumentNode(.object([]), at: modifier.position),
        isSound: !diagnostics.hasError(within: modifier)
      )
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

/// Reports a span of time that ends before it starts, at the end that `node` gives, or else at the start.
package func checkOrder(of timeframe: Timeframe, _ node: DocumentNode, _ diagnostics: Diagnostics) {
  if timeframe.end < timeframe.start {
    diagnostics.error(
      "the span ends (\(timeframe.end.iso8601)) before it starts (\(timeframe.start.iso8601))",
      at: node[anyOf: ["end", "start"]]?.position ?? node.position
    )
  }
}
