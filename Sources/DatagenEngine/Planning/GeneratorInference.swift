import DatagenSchema

/// Gives columns without a generator one that follows from their constraints, name and type.
///
/// The generator is a declaration as an author would have written it, so that everything after this treats it like any
/// other. Rules in their order: an enum's values, a declared foreign key, a pattern, the primary key, the name of
/// another table's key, and then what the name says (`NameInference`) or, failing that, the type.
struct GeneratorInference {
  private let schema: Schema

  init(_ schema: Schema) { self.schema = schema }

  /// The schema with a generator in every column.
  func completed() -> Schema {
    var schema = schema
    for (table, column) in columnsWithout {
      schema.tables[table].columns[column].generator = declaration(table, column)
      let inferred = schema.tables[table].columns[column]
      if inferred.type == .float, inferred.decimals == nil, NameInference.isMoney(inferred.name.value) {
        schema.tables[table].columns[column].decimals = 2
      }
    }
    return schema
  }

  private var columnsWithout: [(Int, Int)] {
    schema.tables.enumerated().flatMap { table in
      table.element.columns.enumerated().filter { $0.element.generator == nil }.map {
        (table.offset, $0.offset)
      }
    }
  }

  // MARK: Rules

  private func declaration(_ tableIndex: Int, _ columnIndex: Int) -> Declaration {
    let table = schema.tables[tableIndex], column = table.columns[columnIndex]
    let reference = ColumnReference(table: table.name.value, column: column.name.value)
    let make = DeclarationBuilder(at: column.name.position)
    let isKey = table.primaryKey.map(\.value) == [column.name.value]
    let isUnique = isKey || schema.constraints.unique.contains(reference)

    if let choices = enumeration(of: reference, make) { return choices }
    if let key = schema.constraints.foreignKeys.first(where: { $0.from == reference }) {
      return make("lookup", [("from", .string(key.to.description))])
    }
    let patterns = schema.constraints.patterns.filter { $0.column == reference }
    if column.type == .string, let pattern = patterns.last {
      return make("pattern", [("regex", .string(pattern.regularExpression))])
    }
    if isKey, column.type == .int || column.type == .float { return make("sequence") }
    if isKey, column.type == .string { return make("uuid") }
    if let target = ForeignKeyName(schema).target(of: columnIndex, in: tableIndex) {
      return make("lookup", [("from", .string(target.description))])
    }
    let names = NameInference(
      make: make,
      column: column,
      table: table,
      isUnique: isUnique,
      bounds: bounds(of: reference, column.type),
      timeframe: schema.timeframe
    )
    return names.declaration
  }

  /// A choice of the values of the column's enums; of those that all of them allow.
  private func enumeration(of reference: ColumnReference, _ make: DeclarationBuilder) -> Declaration? {
    let enums = schema.constraints.enums.filter { $0.column == reference }
    guard let first = enums.first else { return nil }
    if let source = first.reference { return make("choice", [("choices_ref", .string(source.description))]) }
    let allowed = first.values.filter { value in
      enums.allSatisfy { other in
        other.reference != nil || other.values.contains { $0.scalarText == value.scalarText }
      }
    }
    return make("choice", [("choices", .array(allowed.isEmpty ? first.values : allowed))])
  }

  private func bounds(of reference: ColumnReference, _ type: ColumnType) -> InferredBounds {
    let ranges = schema.constraints.ranges.filter { $0.column == reference }
    return InferredBounds(
      minimum: ranges.compactMap { $0.minimum }.max { $0.ordinal(for: type) < $1.ordinal(for: type) },
      maximum: ranges.compactMap { $0.maximum }.min { $0.ordinal(for: type) < $1.ordinal(for: type) }
    )
  }
}

/// The range that constraints leave a column.
struct InferredBounds {
  var minimum: Constraints.Bound?
  var maximum: Constraints.Bound?

  var low: Double? { if case .number(let value) = minimum { value } else { nil } }
  var high: Double? { if case .number(let value) = maximum { value } else { nil } }
}

/// Finds the table whose key a column's name names: `customer_id`, `billing_address_id`, `parent_id`.
private struct ForeignKeyName {
  private let schema: Schema

  init(_ schema: Schema) { self.schema = schema }

  /// Words for a row of the same table.
  private static let ownRows: Set<String> = ["parent", "manager", "supervisor", "referrer", "boss"]

  /// The key that the column refers to; nil where its name or type names none.
  func target(of columnIndex: Int, in tableIndex: Int) -> ColumnReference? {
    let table = schema.tables[tableIndex], column = table.columns[columnIndex]
    let words = ColumnWords(column.name.value).words
    if words.count == 1 { return drivingKey(named: words[0], of: table, column.type) }
    guard words.count > 1, let last = words.last, ["id", "key", "code", "no", "uuid"].contains(last) else {
      return nil
    }
    let parents = Set(table.parents.map(\.value))
    let others = schema.tables.indices.filter { $0 != tableIndex }
    let preferred = others.filter { parents.contains(schema.tables[$0].name.value) }
    let ordered = preferred + others.filter { !preferred.contains($0) }
    for index in ordered {
      guard let key = key(of: index, type: column.type) else { continue }
      if key.column.lowercased() == column.name.value.lowercased(), ColumnWords(key.column).words.count > 1 {
        return key
      }
    }
    guard last == "id" || last == "uuid" else { return nil }
    // The longest end of the name that names a table: `billing_address` before `address`.
    let subject = words.dropLast()
    for start in subject.indices {
      let name = subject[start...].joined(separator: "_")
      for index in ordered where Self.names(of: schema.tables[index].name.value).contains(name) {
        if let key = key(of: index, type: column.type) { return key }
      }
    }
    let namesOwnTable = Self.names(of: table.name.value).contains(subject.last ?? "") && subject.count > 1
    if namesOwnTable || subject.contains(where: Self.ownRows.contains) {
      return key(of: tableIndex, type: column.type).flatMap { $0.column == column.name.value ? nil : $0 }
    }
    return nil
  }

  /// Words that say that something is a key, and not of what.
  private static let anyKeys: Set<String> = ["id", "key", "uuid", "guid", "no", "name"]

  /// The key of the driving parent where it has this one word for a name: `sku`, `vin`, `iban`.
  private func drivingKey(named word: String, of table: Table, _ type: ColumnType) -> ColumnReference? {
    guard let parent = table.drivingParent?.value, !Self.anyKeys.contains(word),
      let index = schema.tables.firstIndex(where: { $0.name.value == parent })
    else { return nil }
    return key(of: index, type: type).flatMap { $0.column.lowercased() == word ? $0 : nil }
  }

  /// The primary key of a table, if it is one column of this type.
  private func key(of index: Int, type: ColumnType) -> ColumnReference? {
    let table = schema.tables[index]
    guard table.primaryKey.count == 1, let column = table.column(named: table.primaryKey[0].value),
      column.type == type
    else { return nil }
    return ColumnReference(table: table.name.value, column: column.name.value)
  }

  /// A table's name in singular and plural: `categories` is `category`.
  private static func names(of table: String) -> Set<String> {
    let name = ColumnWords(table).words.joined(separator: "_")
    var names: Set<String> = [name]
    if name.hasSuffix("ies") { names.insert(name.dropLast(3) + "y") }
    if name.hasSuffix("es") { names.insert(String(name.dropLast(2))) }
    if name.hasSuffix("s") { names.insert(String(name.dropLast())) }
    for prefix in ["dim_", "fact_", "tbl_"] {
      for known in names where known.hasPrefix(prefix) { names.insert(String(known.dropFirst(prefix.count))) }
    }
    return names
  }
}

/// Builds declarations of inferred generators, all of whose parts stand where the column's name stands.
struct DeclarationBuilder {
  let position: SourcePosition

  init(at position: SourcePosition) { self.position = position }

  func callAsFunction(_ name: String, _ arguments: [(String, DocumentNode.Value)] = []) -> Declaration {
    Declaration(
      name: Located(name, at: position),
      arguments: node(object(arguments)),
      isSound: true,
      isInferred: true
    )
  }

  func node(_ value: DocumentNode.Value) -> DocumentNode { DocumentNode(value, at: position) }

  func object(_ members: [(String, DocumentNode.Value)]) -> DocumentNode.Value {
    .object(members.map { DocumentNode.Member($0.0, node($0.1)) })
  }

  func texts(_ values: [String]) -> DocumentNode.Value { .array(values.map { node(.string($0)) }) }

  func numbers(_ values: [Double]) -> DocumentNode.Value { .array(values.map { node(.number($0)) }) }

  /// A choice of texts by weight.
  func choice(_ values: [(String, Double)]) -> Declaration {
    self("choice", [("choices", texts(values.map(\.0))), ("weights", numbers(values.map(\.1)))])
  }

  func faker(_ method: String, _ arguments: [(String, DocumentNode.Value)] = []) -> Declaration {
    self("faker", [("method", .string(method))] + arguments)
  }

  func pattern(_ expression: String) -> Declaration { self("pattern", [("regex", .string(expression))]) }

  func distribution(
    _ type: String,
    _ parameters: [(String, Double)],
    clamp: (Double, Double)? = nil
  ) -> Declaration {
    let bounds = clamp.map { [("clamp", numbers([$0.0, $0.1]))] } ?? []
    return self(
      "distribution",
      [("type", .string(type))] + parameters.map { ($0.0, .number($0.1)) } + bounds
    )
  }
}
