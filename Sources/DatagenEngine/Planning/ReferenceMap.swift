import DatagenSchema

/// The references of all tables, found before generators are compiled: which lookup points where, and which
/// lookups share a row.
struct ReferenceMap {
  /// The references of each table.
  private(set) var references: [[Reference]]
  /// The reference and the looked-up column of each lookup.
  private(set) var lookups: [ColumnIndex: Lookup] = [:]

  struct Lookup {
    /// The place in the table's references.
    var reference: Int
    /// The column whose value is taken.
    var source: ColumnIndex
    /// Whether the value identifies the row that is referred to.
    var isKey: Bool
  }

  private let schema: Schema
  private let diagnostics: Diagnostics

  /// Finds all references of a schema and reports those that cannot be understood.
  init(_ schema: Schema, keys: [RandomKey], _ diagnostics: Diagnostics) {
    self.schema = schema
    self.diagnostics = diagnostics
    references = schema.tables.map { _ in [] }
    for index in schema.tables.indices { addReferences(of: index, tableKey: keys[index]) }
    // `on` may go over a key that another table took over, whose references have to be known.
    for index in schema.tables.indices { addNamedReferences(of: index) }
  }

  /// Whether a column identifies the rows of its table.
  static func isKey(_ reference: ColumnReference, in schema: Schema) -> Bool {
    schema.table(named: reference.table)?.primaryKey.map(\.value) == [reference.column]
      || schema.constraints.unique.contains(reference)
  }

  /// The table whose rows the children of one parent may not repeat.
  func limitOfSiblings(of table: Int) -> Int? {
    references[table].first { if case .distinctSiblings = $0.kind { true } else { false } }?.parent
  }

  /// The reference of a table to a parent: that of its fan-out, or the first that a key makes.
  func reference(from table: Int, to parent: Int) -> Int? {
    let candidates = references[table]
    return candidates.firstIndex { $0.parent == parent && $0.isDriving }
      ?? candidates.firstIndex { $0.parent == parent }
  }

  // MARK: Finding

  private struct Declared {
    var index: ColumnIndex
    var arguments: LookupArguments
    var parent: Int
    var source: ColumnIndex
    var isKey: Bool
  }

  private mutating func addReferences(of tableIndex: Int, tableKey: RandomKey) {
    let table = schema.tables[tableIndex]
    let declared = table.columns.indices.compactMap { declaration(tableIndex, $0) }
    let driving = table.drivingParent.flatMap { parent in
      schema.tables.firstIndex { $0.name.value == parent.value }
    }
    // The reference to the driving parent is always there: behaviour of the parent needs it without any lookup.
    let drivingReference = driving.flatMap { parent in
      parent == tableIndex ? nil : add(Reference(parent: parent, kind: .driving), to: tableIndex)
    }
    let composite = compositeKey(of: table, declared, driving: drivingReference == nil ? nil : driving)
    // Keys first: the other lookups look for the row that a key points to.
    for lookup in declared where lookup.arguments.on == nil && (lookup.isKey || lookup.parent == driving) {
      let reference: Int
      if lookup.parent == driving, let drivingReference {
        reference = drivingReference
      } else {
        reference = addDrawn(lookup, tableKey, composite, driving: drivingReference)
      }
      record(lookup, reference)
    }
    for lookup in declared where lookups[lookup.index] == nil && lookup.arguments.on == nil {
      let keys = declared.filter { $0.parent == lookup.parent && $0.isKey && $0.arguments.on == nil }
      if keys.count > 1 {
        let names = keys.map { "\"\(table.columns[$0.index.column].name.value)\"" }.joined(separator: " and ")
        let key = schema.tables[lookup.parent].primaryKey.first?.value ?? "id"
        let local = table.columns[keys[0].index.column].name.value
        diagnostics.error(
          "\(names) both refer to table \"\(schema.tables[lookup.parent].name.value)\"; say whose row is meant "
            + "with \"on\": { \"\(key)\": \"\(local)\" }",
          at: lookup.arguments.position
        )
      } else if let key = keys.first, let shared = lookups[key.index] {
        record(lookup, shared.reference)
      } else {
        record(lookup, addDrawn(lookup, tableKey, composite, driving: drivingReference))
      }
    }
  }

  private func declaration(_ table: Int, _ column: Int) -> Declared? {
    guard let generator = schema.tables[table].columns[column].generator, generator.name.value == "lookup",
      generator.isSound,
      let arguments = LookupArguments(generator.arguments, diagnostics)
    else { return nil }
    let from = arguments.from
    guard let parent = schema.tables.firstIndex(where: { $0.name.value == from.table }) else {
      guard schema.hasAllTables else { return nil }
      diagnostics.error(
        "lookup names table \"\(from.table)\", which does not exist"
          + Suggestion.text(for: from.table, among: schema.tables.map(\.name.value)),
        at: from.position
      )
      return nil
    }
    let columns = schema.tables[parent].columns
    guard let source = columns.firstIndex(where: { $0.name.value == from.column }) else {
      guard schema.tables[parent].hasAllColumns else { return nil }
      diagnostics.error(
        "lookup names column \"\(from.column)\", which table \"\(from.table)\" does not have"
          + Suggestion.text(for: from.column, among: columns.map(\.name.value)),
        at: from.position
      )
      return nil
    }
    return Declared(
      index: ColumnIndex(table: table, column: column),
      arguments: arguments,
      parent: parent,
      source: ColumnIndex(table: parent, column: source),
      isKey: Self.isKey(from, in: schema)
    )
  }

  private mutating func add(_ reference: Reference, to table: Int) -> Int {
    references[table].append(reference)
    return references[table].count - 1
  }

  /// How a primary key of several columns is kept from repeating; nil where the key is one column.
  private func compositeKey(of table: Table, _ declared: [Declared], driving: Int?) -> CompositeKey? {
    guard table.primaryKey.count > 1 else { return nil }
    let keys = declared.filter { $0.isKey && $0.arguments.on == nil && $0.parent != $0.index.table }
    let composite = CompositeKey(
      table,
      lookups: Dictionary(
        keys.map { ($0.index.column, (parent: $0.parent, isDriving: $0.parent == driving)) },
        uniquingKeysWith: { first, _ in first }
      )
    )
    if case .impossible = composite {
      let names = table.primaryKey.map(\.value).joined(separator: ", ")
      diagnostics.error(
        "the primary key (\(names)) cannot be promised to be unique: it needs a sequence or uuid among its columns, the "
          + "driving parent's key with a lookup of another table's key, or lookups of two tables' keys",
        at: table.primaryKey[0].position
      )
    }
    return composite
  }

  private mutating func addDrawn(
    _ lookup: Declared,
    _ tableKey: RandomKey,
    _ composite: CompositeKey?,
    driving: Int?
  ) -> Int {
    let column = schema.tables[lookup.index.table].columns[lookup.index.column]
    let key = tableKey.derived(column.name.value).derived("lookup")
    let kind: Reference.Kind
    if lookup.parent == lookup.index.table {
      kind = .forest(key, lookup.arguments.weights, rootsAreNull: column.isNullable)
    } else if case .siblings(let member) = composite, member == lookup.index.column, let driving {
      kind = .distinctSiblings(DistinctSiblings(key: key, weights: lookup.arguments.weights, driving: driving))
    } else if case .pairs(let first, let second) = composite, [first, second].contains(lookup.index.column) {
      let isFirst = lookup.index.column == first
      let other = declaration(lookup.index.table, isFirst ? second : first)?.parent ?? lookup.parent
      kind = .pair(tableKey.derived("pairs"), isFirst: isFirst, other: other)
    } else if lookup.isKey, isUnique(lookup.index) {
      kind = .distinct(key)
    } else if let segments = SegmentWeights(of: lookup.parent, schema) {
      kind = .weighted(key, lookup.arguments.weights, segments)
    } else {
      kind = .drawn(key, lookup.arguments.weights)
    }
    return add(
      Reference(parent: lookup.parent, kind: kind, ownerColumn: lookup.index.column),
      to: lookup.index.table
    )
  }

  /// Whether a column must never repeat.
  private func isUnique(_ index: ColumnIndex) -> Bool {
    let table = schema.tables[index.table]
    let column = table.columns[index.column].name.value
    return Self.isKey(ColumnReference(table: table.name.value, column: column), in: schema)
  }

  private mutating func record(_ lookup: Declared, _ reference: Int) {
    lookups[lookup.index] = Lookup(reference: reference, source: lookup.source, isKey: lookup.isKey)
  }

  private mutating func addNamedReferences(of tableIndex: Int) {
    let table = schema.tables[tableIndex]
    let declared = table.columns.indices.compactMap { declaration(tableIndex, $0) }
    for lookup in declared where lookup.arguments.on != nil {
      if let reference = referenceByColumn(lookup, table) { record(lookup, reference) }
    }
  }

  /// The reference to the row of `parent` whose key a column holds, and that key: the column looks it up itself, or
  /// takes it over from a column that does.
  private mutating func reference(behind column: ColumnIndex, to parent: Int) -> (reference: Int, key: ColumnIndex)? {
    guard let lookup = lookups[column] else { return nil }
    if lookup.source.table == parent { return (lookup.reference, lookup.source) }
    guard lookup.source.table != column.table, let next = reference(behind: lookup.source, to: parent) else {
      return nil
    }
    let through = Reference(parent: parent, kind: .through(reference: lookup.reference, next: next.reference))
    return (add(through, to: column.table), next.key)
  }

  /// The reference behind the local column that `on` names.
  private mutating func referenceByColumn(_ lookup: Declared, _ table: Table) -> Int? {
    guard let on = lookup.arguments.on else { return nil }
    guard let local = table.columns.firstIndex(where: { $0.name.value == on.local.value }) else {
      guard table.hasAllColumns else { return nil }
      diagnostics.error(
        "\"on\" names column \"\(on.local.value)\", which table \"\(table.name.value)\" does not have"
          + Suggestion.text(for: on.local.value, among: table.columns.map(\.name.value)),
        at: on.local.position
      )
      return nil
    }
    let parent = schema.tables[lookup.parent]
    let index = ColumnIndex(table: lookup.index.table, column: local)
    guard let target = reference(behind: index, to: lookup.parent) else {
      // A lookup that could not be understood has been reported.
      let generator = table.columns[local].generator
      if generator?.isSound == false || (generator?.name.value == "lookup" && lookups[index] == nil) { return nil }
      diagnostics.error(
        "column \"\(on.local.value)\" is no lookup of a key of table \"\(parent.name.value)\", so it points to no row "
          + "of it",
        at: on.local.position
      )
      return nil
    }
    let key = parent.columns[target.key.column].name.value
    if on.key.value != key {
      diagnostics.error(
        "\"on\" compares \"\(on.key.value)\", but column \"\(on.local.value)\" holds \"\(parent.name.value).\(key)\"; "
          + "write \"on\": { \"\(key)\": \"\(on.local.value)\" }",
        at: on.key.position
      )
      return nil
    }
    return target.reference
  }
}

/// The arguments of a `lookup`, read.
struct LookupArguments {
  var from: ColumnReference
  /// The key of the other table, and the column of this table that holds it.
  var on: (key: Located<String>, local: Located<String>)?
  var weights: WeightsKind
  var position: SourcePosition

  init?(_ node: DocumentNode, _ diagnostics: Diagnostics) {
    guard let source = node["from"], let from = source.string.flatMap({ ColumnReference($0, at: source.position) })
    else { return nil }
    self.from = from
    position = source.position
    if let on = node["on"], let member = on.members.first, let local = member.value.located {
      self.on = (Located(member.key, at: member.keyPosition), local)
      if on.members.count > 1 {
        diagnostics.error(
          "\"on\" takes one pair of columns, found \(on.members.count)",
          at: on.members[1].keyPosition
        )
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
