import DatagenColumns
import DatagenSchema

/// `given: { column, weights: { value: […], … } }` of a choice: the weights for rows whose other column has that value.
///
/// Rows whose value has no entry, or that have none, are drawn with the choice's own weights.
struct ConditionalWeights: Sendable {
  static let form = KeyForm(
    "given",
    .object(
      ObjectForm(
        "given",
        [
          KeyForm("column", .string, required: true, "an earlier column of the table"),
          KeyForm("weights", .map(.weights), required: true, "the weights for each of its values"),
        ]
      )
    ),
    "weights that depend on another column"
  )

  let column: ColumnIndex
  let summary: String
  /// The choice's own weights, then those of each value.
  private let tables: [AliasTable]
  /// The places in `tables` by the hash of a text, or by a number.
  private let places: [UInt64: Int]
  private let isText: Bool

  /// - Parameters:
  ///   - plain: the weights of the choice for rows without an entry.
  ///   - count: how many values the choice lists.
  ///   - allowed: the places of those that are drawn.
  init?(_ node: DocumentNode, plain: AliasTable, of count: Int, allowed: [Int], _ context: ColumnContext) {
    if context.isUnique {
      context.error(
        "the values of a unique column are a permutation, which no weights change",
        at: node.position
      )
      return nil
    }
    guard let name = node["column"]?.located, let weights = node["weights"],
      let column = context.earlierColumn(named: name.value, at: name.position, for: "\"given\"")
    else { return nil }
    let other = context.table.columns[column.column]
    guard [.string, .int, .bool].contains(other.type) else {
      context.error(
        "\"given\" needs a string, int or bool column, and \"\(name.value)\" is \(other.type.rawValue)",
        at: name.position
      )
      return nil
    }
    let known = KnownValues(context.schema).values(of: column)
    var tables = [plain]
    var places: [UInt64: Int] = [:]
    var isRight = true
    func report(_ message: String, at position: SourcePosition) {
      context.error(message, at: position)
      isRight = false
    }
    for member in weights.members where !ObjectForm.annotationKeys.contains(member.key) {
      guard let numbers = member.value.numbers else { return nil }
      guard let code = Self.code(of: member.key, type: other.type) else {
        report(
          "\"\(member.key)\" is no value of column \"\(name.value)\", which is \(other.type.rawValue)",
          at: member.keyPosition
        )
        continue
      }
      if let known, !known.contains(where: { Self.code(of: $0, type: other.type) == code }) {
        report(
          "column \"\(name.value)\" never has the value \"\(member.key)\""
            + Suggestion.text(for: member.key, among: known),
          at: member.keyPosition
        )
      }
      guard numbers.count == count else {
        report("\(numbers.count) weights for \(count) choices", at: member.value.position)
        continue
      }
      let shares = allowed.map { numbers[$0] }
      guard shares.contains(where: { $0 > 0 }) else {
        let isAny = numbers.contains { $0 > 0 }
        report(
          isAny
            ? "every choice that the enum of the column allows has the weight 0 here"
            : "at least one weight has to be more than 0",
          at: member.value.position
        )
        continue
      }
      places[code] = tables.count
      tables.append(AliasTable(weights: shares))
    }
    guard isRight else { return nil }
    self.column = column
    self.tables = tables
    self.places = places
    isText = other.type == .string
    summary = "given \"\(name.value)\""
  }

  /// What stands for a value of the other column: the hash of a text, the bits of a number.
  private static func code(of text: String, type: ColumnType) -> UInt64? {
    switch type {
    case .string: StableHash.hash(text)
    case .int: Int64(text).map(UInt64.init(bitPattern:))
    case .bool: ["true": 1, "True": 1, "1": 1, "false": 0, "False": 0, "0": 0][text]
    default: nil
    }
  }

  /// Fills in the place in the choice's list for each row of a batch.
  func choose(_ places: UnsafeMutablePointer<Int64>, key: RandomKey, _ batch: BatchEvaluation) {
    let other = batch.column(column.column)
    let rows = batch.draws
    tables.withUnsafeBufferPointer { tables in
      func choose(_ row: Int, _ table: Int) { places[row] = Int64(tables[table].index(key.bits(rows[row]))) }
      if other.kind == .dictionary {
        let dictionary = other.dictionary
        let byCode = (0..<dictionary.count).map { self.places[dictionary.hash($0)] ?? 0 }
        for row in 0..<batch.count { choose(row, other.isNull(row) ? 0 : byCode[Int(other.integers[row])]) }
      } else {
        for row in 0..<batch.count {
          if other.isNull(row) {
            choose(row, 0)
          } else {
            let code =
              isText ? StableHash.hash(other.bytes(row)) : UInt64(bitPattern: other.integers[row])
            choose(row, self.places[code] ?? 0)
          }
        }
      }
    }
  }
}

/// The values that a column can have, as far as the schema lists them.
struct KnownValues {
  private let schema: Schema

  init(_ schema: Schema) { self.schema = schema }

  /// The texts of all values; nil where they are not listed.
  func values(of index: ColumnIndex) -> [String]? { values(of: index, depth: 0) }

  private func values(of index: ColumnIndex, depth: Int) -> [String]? {
    let column = schema.tables[index.table].columns[index.column]
    guard depth < 10, let generator = column.generator else { return nil }
    // What a modifier makes of the values is not followed.
    if !column.modifiers.isEmpty { return nil }
    let arguments = generator.arguments
    func texts(_ node: DocumentNode?) -> [String]? { node?.elements.map { $0.compactMap(\.scalarText) } }
    func referred(_ key: String) -> [String]? {
      guard let node = arguments[key], let name = node.string,
        let reference = ColumnReference(name, at: node.position),
        let table = schema.tables.firstIndex(where: { $0.name.value == reference.table }),
        let place = schema.tables[table].columns.firstIndex(where: { $0.name.value == reference.column })
      else { return nil }
      return values(of: ColumnIndex(table: table, column: place), depth: depth + 1)
    }
    switch generator.name.value {
    case "choice": return texts(arguments["choices"]) ?? referred("choices_ref")
    case "enum_list": return texts(arguments["values"])
    case "constant": return arguments["value"]?.scalarText.map { [$0] }
    case "lookup": return referred("from")
    default: return nil
    }
  }
}
