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
  private let keys: [RandomKey]
  private let diagnostics: Diagnostics

  /// Finds all references of a schema and reports those that cannot be understood.
  init(_ schema: Schema, keys: [RandomKey], _ diagnostics: Diagnostics) {
    self.schema = schema
    self.keys = keys
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
  func limitOfSiblings(of table: Int) -> (table: Int, relation: RowRelation)? {
    for reference in references[table] {
      if case .distinctSiblings(let siblings) = reference.kind { return (reference.parent, siblings.relation) }
    }
    return nil
  }

  /// How the rows that two columns of a composite key refer to have to stand to each other, by an inequality of the two.
  ///
  /// An order of keys is one of rows where the keys are an ascending sequence.
  func relation(of first: Int, to second: Int, in table: Int) -> RowRelation {
    let model = schema.tables[table]
    let names = [first, second].map { ColumnReference(table: model.name.value, column: model.columns[$0].name.value) }
    guard let left = source(table, first), left == source(table, second) else { return .any }
    let key = schema.tables[left.table].columns[left.column].generator
    let isAscending =
      key?.name.value == SequenceGenerator.form.name && key?.arguments["step"]?.double ?? 1 > 0
    for inequality in schema.constraints.inequalities where Set([inequality.left, inequality.right]) == Set(names) {
      let relation: RowRelation
      switch inequality.comparison {
      case .notEqual: return .different
      case .less where isAscending: relation = .ascending
      case .greater where isAscending: relation = .descending
      default: continue
      }
      return inequality.left == names[0] ? relation : relation.reversed
    }
    return .any
  }

  /// The key that a column looks up.
  private func source(_ table: Int, _ column: Int) -> ColumnIndex? {
    // What is wrong with a lookup is reported where the references are found.
    let silent = Diagnostics(file: diagnostics.file)
    return declaration(table, column, silent).flatMap { $0.isKey ? $0.source : nil }
  }

  /// Whether a composite key is drawn so that an inequality of two of its columns holds.
  func isKeptByKey(_ first: ColumnIndex, _ second: ColumnIndex) -> Bool {
    guard first.table == second.table, relation(of: first.column, to: second.column, in: first.table) != .any else {
      return false
    }
    return [first, second].contains { column in
      guard let lookup = lookups[column] else { return false }
      switch references[column.table][lookup.reference].kind {
      case .distinctSiblings, .pair: return true
      default: return false
      }
    }
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
    /// Whether it takes the value of the driving parent's row.
    var isDriving = false
  }

  private mutating func addReferences(of tableIndex: Int, tableKey: RandomKey) {
    let table = schema.tables[tableIndex]
    var declared = table.columns.indices.compactMap { declaration(tableIndex, $0) }
    let driving = table.drivingParent.flatMap { parent in
      schema.tables.firstIndex { $0.name.value == parent.value }
    }
    // The reference to the driving parent is always there: behaviour of the parent needs it without any lookup.
    let drivingReference = driving.flatMap { parent in
      parent == tableIndex ? nil : add(Reference(parent: parent, kind: .driving), to: tableIndex)
    }
    if drivingReference != nil {
      let keys = declared.filter { $0.parent == driving && $0.isKey && $0.arguments.on == nil }
      for place in declared.indices where declared[place].parent == driving && declared[place].arguments.on == nil {
        declared[place].isDriving = keys.first.map { !mustDiffer($0.index, declared[place].index) } ?? true
      }
    }
    warnOfRepeatedKeys(declared)
    let composite = compositeKey(of: table, declared)
    // Keys first: the other lookups look for the row that a key points to.
    for lookup in declared where lookup.arguments.on == nil && (lookup.isKey || lookup.isDriving) {
      let reference: Int
      if lookup.isDriving, let drivingReference {
        reference = drivingReference
      } else {
        reference = addDrawn(lookup, tableKey, composite, driving: drivingReference)
      }
      record(lookup, reference)
    }
    for lookup in declared where lookups[lookup.index] == nil && lookup.arguments.on == nil && isKeyPart(lookup) {
      record(lookup, rowOfParts(lookup, declared) ?? addDrawn(lookup, tableKey, composite, driving: drivingReference))
    }
    for lookup in declared where lookups[lookup.index] == nil && lookup.arguments.on == nil {
      let keys = rows(of: lookup.parent, among: declared)
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

  /// Whether a lookup takes a part of a primary key of several columns.
  private func isKeyPart(_ lookup: Declared) -> Bool {
    let parent = schema.tables[lookup.parent]
    let key = parent.primaryKey.map(\.value)
    return key.count > 1 && key.contains(parent.columns[lookup.source.column].name.value)
      && lookup.parent != lookup.index.table
  }

  /// The row that another part of the same key was looked up from, whose own part has not been taken yet.
  private func rowOfParts(_ lookup: Declared, _ declared: [Declared]) -> Int? {
    let taken = declared.filter { $0.parent == lookup.parent && isKeyPart($0) }.compactMap { lookups[$0.index] }
    return taken.map(\.reference).first { reference in
      !taken.contains { $0.reference == reference && $0.source == lookup.source }
    }
  }

  /// The lookups by which a table refers to rows of a parent, one for each row.
  private func rows(of parent: Int, among declared: [Declared]) -> [Declared] {
    var seen: Set<Int> = []
    return declared.filter { other in
      guard other.parent == parent, other.arguments.on == nil, other.isKey || isKeyPart(other) else { return false }
      return lookups[other.index].map { seen.insert($0.reference).inserted } ?? true
    }
  }

  /// Warns of a second key of the driving parent, which repeats the first one.
  private func warnOfRepeatedKeys(_ declared: [Declared]) {
    let keys = declared.filter { $0.isDriving && $0.isKey }
    guard let first = keys.first else { return }
    let columns = schema.tables[first.index.table].columns
    let name = columns[first.index.column].name.value
    for other in keys.dropFirst() where other.source == first.source {
      let second = columns[other.index.column].name.value
      diagnostics.warning(
        "\"\(second)\" repeats \"\(name)\": both are the key of the parent \"\(schema.tables[first.parent].name.value)\"; for "
          + "that of another row add the inequality \"\(name)\" != \"\(second)\"",
        at: other.arguments.position
      )
    }
  }

  /// Warns of weights that a reference which never repeats does not follow.
  private func warnOfWeights(_ lookup: Declared, _ kind: Reference.Kind) {
    switch (kind, lookup.arguments.weights) {
    case (_, .uniform): return
    case (.distinct, _), (.pair, _):
      let column = schema.tables[lookup.index.table].columns[lookup.index.column].name.value
      diagnostics.warning(
        "\"weights_kind\" has no effect on \"\(column)\": its rows never repeat, so that all are as likely",
        at: lookup.arguments.position
      )
    default: return
    }
  }

  /// Whether a second key of the driving parent is that of another row: the two make a composite key, or an inequality
  /// sets them apart.
  private func mustDiffer(_ first: ColumnIndex, _ second: ColumnIndex) -> Bool {
    guard first != second, source(second.table, second.column) == source(first.table, first.column) else {
      return false
    }
    let table = schema.tables[first.table]
    let names = [first, second].map { table.columns[$0.column].name.value }
    let key = table.primaryKey.map(\.value)
    if names.allSatisfy(key.contains) { return true }
    let columns = Set(names.map { ColumnReference(table: table.name.value, column: $0) })
    return schema.constraints.inequalities.contains {
      Set([$0.left, $0.right]) == columns && [.notEqual, .less, .greater].contains($0.comparison)
    }
  }

  private func declaration(_ table: Int, _ column: Int) -> Declared? { declaration(table, column, diagnostics) }

  private func declaration(_ table: Int, _ column: Int, _ diagnostics: Diagnostics) -> Declared? {
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
      isKey: isKey(from, lookedUpIn: table)
    )
  }

  /// Whether a looked-up column decides which row is referred to: a primary key does, and another unique column where
  /// the table does not look up the primary key.
  private func isKey(_ column: ColumnReference, lookedUpIn table: Int) -> Bool {
    guard Self.isKey(column, in: schema) else { return false }
    guard let key = schema.table(named: column.table)?.primaryKey, key.map(\.value) != [column.column] else {
      return true
    }
    return !schema.tables[table].columns.contains { other in
      guard other.generator?.name.value == LookupGenerator.form.name, other.generator?.arguments["on"] == nil,
        let from = other.generator?.arguments["from"]?.string
      else { return false }
      return key.contains { from == "\(column.table).\($0.value)" }
    }
  }

  private mutating func add(_ reference: Reference, to table: Int) -> Int {
    references[table].append(reference)
    return references[table].count - 1
  }

  /// How a primary key of several columns is kept from repeating; nil where the key is one column.
  private func compositeKey(of table: Table, _ declared: [Declared]) -> CompositeKey? {
    guard table.primaryKey.count > 1 else { return nil }
    let keys = declared.filter { $0.isKey && $0.arguments.on == nil && $0.parent != $0.index.table }
    let composite = CompositeKey(
      table,
      lookups: Dictionary(
        keys.map { ($0.index.column, (parent: $0.parent, isDriving: $0.isDriving)) },
        uniquingKeysWith: { first, _ in first }
      )
    )
    if case .impossible = composite {
      let names = table.primaryKey.map(\.value).joined(separator: ", ")
      diagnostics.error(
        "the primary key (\(names)) cannot be promised to be unique: it needs a sequence or uuid among its columns, the "
          + "driving parent's key with a lookup of another row's key or with the name of a stage or the begin of a state, or "
          + "lookups of two keys",
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
      let owner = declaredKey(of: references[lookup.index.table][driving].parent, in: lookup.index.table)
      let relation = owner.map { self.relation(of: $0, to: member, in: lookup.index.table) } ?? .any
      kind = .distinctSiblings(
        DistinctSiblings(
          key: key,
          weights: lookup.arguments.weights,
          segments: SegmentWeights(of: lookup.parent, schema),
          driving: driving,
          relation: relation
        )
      )
    } else if case .pairs(let first, let second) = composite, [first, second].contains(lookup.index.column) {
      let isFirst = lookup.index.column == first
      let other = declaration(lookup.index.table, isFirst ? second : first)?.parent ?? lookup.parent
      let relation = self.relation(of: first, to: second, in: lookup.index.table)
      kind = .pair(tableKey.derived("pairs"), isFirst: isFirst, other: other, relation)
    } else if lookup.isKey, isUnique(lookup.index) {
      kind = .distinct(key)
    } else if let segments = SegmentWeights(of: lookup.parent, schema) {
      kind = .weighted(key, lookup.arguments.weights, segments)
    } else {
      kind = .drawn(key, lookup.arguments.weights)
    }
    warnOfWeights(lookup, kind)
    return add(
      Reference(parent: lookup.parent, kind: kind, ownerColumn: lookup.index.column),
      to: lookup.index.table
    )
  }

  /// The column of a table's primary key that looks up a parent's key.
  private func declaredKey(of parent: Int, in table: Int) -> Int? {
    let model = schema.tables[table]
    return model.columns.indices.first { place in
      model.primaryKey.contains { $0.value == model.columns[place].name.value } && source(table, place)?.table == parent
    }
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
  /// takes it over from a column that does, or chooses it from the keys.
  private mutating func reference(behind column: ColumnIndex, to parent: Int) -> (reference: Int, key: ColumnIndex)? {
    guard let lookup = lookups[column] else { return chosenReference(behind: column, to: parent) }
    if lookup.source.table == parent { return (lookup.reference, lookup.source) }
    guard lookup.source.table != column.table, let next = reference(behind: lookup.source, to: parent) else {
      return nil
    }
    let through = Reference(parent: parent, kind: .through(reference: lookup.reference, next: next.reference))
    return (add(through, to: column.table), next.key)
  }

  /// The reference to the row whose key a choice takes, and that key.
  private mutating func chosenReference(behind column: ColumnIndex, to parent: Int)
    -> (reference: Int, key: ColumnIndex)?
  {
    let table = schema.tables[column.table], declared = table.columns[column.column]
    let own = ColumnReference(table: table.name.value, column: declared.name.value)
    guard let generator = declared.generator, generator.isSound, declared.modifiers.isEmpty,
      let name = generator.arguments["choices_ref"]?.located,
      let from = ColumnReference(name.value, at: name.position),
      from.table == schema.tables[parent].name.value, Self.isKey(from, in: schema), parent != column.table,
      let key = schema.tables[parent].columns.firstIndex(where: { $0.name.value == from.column }),
      // A value that was drawn again is that of another row.
      !schema.constraints.inequalities.contains(where: { $0.left == own || $0.right == own }),
      !schema.constraints.enums.contains(where: { $0.column == own && $0.reference == nil }),
      !schema.constraints.patterns.contains(where: { $0.column == own })
    else { return nil }
    let choice = RowChoice(
      key: keys[column.table].derived(declared.name.value).derived(ChoiceGenerator.form.name),
      weights: generator.arguments["weights_kind"]?.string.flatMap { WeightsKind($0) } ?? .uniform,
      given: generator.arguments["weights"]?.numbers.map(AliasTable.init(weights:))
    )
    let reference = Reference(parent: parent, kind: .chosen(choice), ownerColumn: column.column)
    return (add(reference, to: column.table), ColumnIndex(table: parent, column: key))
  }

  /// The reference behind the local column that `on` names.
  private mutating func referenceByColumn(_ lookup: Declared, _ table: Table) -> Int? {
    guard let on = lookup.arguments.on else { return nil }
    let reference = self.reference(of: on, lookup, table)
    for other in lookup.arguments.others {
      guard let reference, let second = self.reference(of: other, lookup, table), second != reference else { continue }
      diagnostics.error(
        "\"\(on.local.value)\" and \"\(other.local.value)\" are of different rows of table \"\(schema.tables[lookup.parent].name.value)\"",
        at: other.local.position
      )
    }
    return reference
  }

  /// The reference behind a pair of columns, the key of the other table and the local column that holds it.
  private mutating func reference(
    of on: (key: Located<String>, local: Located<String>),
    _ lookup: Declared,
    _ table: Table
  ) -> Int? {
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
