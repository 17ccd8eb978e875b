import DatagenColumns
import DatagenSchema

/// `map_values`: replaces the values that the mapping names; the others stay.
struct MapValuesModifier: DeclaredModifier {
  static let form = KeyForm(
    "map_values",
    .object(
      ObjectForm("map_values", [KeyForm("mapping", .map(.scalar), required: true, "what becomes of each value")])
    ),
    "replaces values"
  )

  private enum Mapping {
    case texts(TextMapping)
    case integers([Int64: Int64])
    case doubles([Double: Double])
  }

  private let mapping: Mapping
  let kind: ColumnBuffer.Kind
  let summary: String

  init?(_ arguments: DocumentNode, kind: ColumnBuffer.Kind, _ context: ColumnContext) {
    guard let node = arguments["mapping"] else { return nil }
    let members = node.members.filter { !ObjectForm.annotationKeys.contains($0.key) }
    var isRight = true
    func convert<Key: Hashable, Value>(
      _ key: (String) -> Key?,
      _ value: (DocumentNode) -> Value?,
      _ expected: String
    ) -> [Key: Value] {
      var result: [Key: Value] = [:]
      for member in members {
        guard let from = key(member.key), let to = value(member.value) else {
          context.error(
            "the mapping of column \"\(context.column.name.value)\" needs \(expected) on both sides",
            at: member.keyPosition
          )
          isRight = false
          continue
        }
        result[from] = to
      }
      return result
    }
    let boolean = { (text: String) -> Int64? in ["true": 1, "True": 1, "false": 0, "False": 0][text] }
    switch kind {
    case .text, .dictionary:
      let texts = convert({ $0 }, \.scalarText, "texts")
      mapping = .texts(TextMapping(texts))
    case .integer: mapping = .integers(convert({ Int64($0) }, \.integer, "whole numbers"))
    case .boolean: mapping = .integers(convert(boolean, { $0.boolean.map { $0 ? 1 : 0 } }, "true and false"))
    case .double: mapping = .doubles(convert({ Double($0) }, \.double, "numbers"))
    case .date, .timestamp:
      context.error("\"map_values\" does not map times")
      return nil
    }
    guard isRight else { return nil }
    self.kind = kind
    summary = "\(members.count) value\(members.count == 1 ? "" : "s") mapped"
  }

  func apply(to column: ColumnBuffer, _ batch: BatchEvaluation) {
    switch mapping {
    case .texts(let mapping): mapping.apply(to: column, batch.pool)
    case .integers(let mapping):
      let values = column.integers
      for row in 0..<batch.count { values[row] = mapping[values[row]] ?? values[row] }
    case .doubles(let mapping):
      let values = column.doubles
      for row in 0..<batch.count { values[row] = mapping[values[row]] ?? values[row] }
    }
  }
}

/// Texts that replace other texts.
private struct TextMapping: Sendable {
  private let replacements: [String: String]
  /// The places of the replacements by the hash of the text they replace.
  private let places: [UInt64: Int]
  private let texts: TextDictionary

  init(_ replacements: [String: String]) {
    self.replacements = replacements
    let sorted = replacements.sorted { $0.key < $1.key }
    texts = TextDictionary(sorted.map(\.value))
    places = Dictionary(
      sorted.enumerated().map { (StableHash.hash($0.element.key), $0.offset) },
      uniquingKeysWith: { first, _ in first }
    )
  }

  func apply(to column: ColumnBuffer, _ pool: BufferPool) {
    if column.kind == .dictionary {
      // The codes stay; a list of the replaced texts takes the place of the old one. It has to be made once per
      // batch only, since a column of codes has few texts.
      column.replaceDictionary(TextDictionary(column.dictionary.strings.map { replacements[$0] ?? $0 }))
      return
    }
    let original = pool.take()
    original.copy(column)
    column.reset(.text, count: original.count)
    for row in 0..<original.count {
      let bytes = original.bytes(row)
      column.text.append(places[StableHash.hash(bytes)].map { texts.bytes($0) } ?? bytes)
      column.endText(row)
    }
    column.addNulls(of: original)
    pool.give(original)
  }
}
