import DatagenColumns
import DatagenSchema

/// The values that an enum allows in a column, and none besides.
struct AllowedValues: Sendable {
  private enum Storage {
    case texts(TextDictionary, hashes: Set<UInt64>)
    case numbers([Double], set: Set<Double>)
  }

  private let storage: Storage
  private let type: ColumnType
  let count: Int

  /// - Returns: nil where a value is none of the type, which is reported where the enum is read.
  init?(_ nodes: [DocumentNode], type: ColumnType) {
    guard !nodes.isEmpty else { return nil }
    self.type = type
    count = nodes.count
    if type == .string {
      let texts = nodes.compactMap(\.scalarText)
      guard texts.count == nodes.count else { return nil }
      let dictionary = TextDictionary(texts)
      storage = .texts(dictionary, hashes: Set((0..<texts.count).map { dictionary.hash($0) }))
    } else {
      let numbers = nodes.compactMap { type == .bool ? $0.boolean.map { $0 ? 1.0 : 0 } : $0.ordinal(for: type) }
      guard numbers.count == nodes.count else { return nil }
      storage = .numbers(numbers, set: Set(numbers))
    }
  }

  /// Whether a row of a column of the type has one of the values, or none.
  func contains(_ column: ColumnBuffer, _ row: Int) -> Bool {
    if column.isNull(row) { return true }
    switch storage {
    case .texts(_, let hashes):
      return hashes.contains(
        column.kind == .dictionary
          ? column.dictionary.hash(Int(column.integers[row])) : StableHash.hash(column.bytes(row))
      )
    case .numbers(_, let set):
      return set.contains(column.kind == .double ? column.doubles[row] : Double(column.integers[row]))
    }
  }

  /// Fills a column with one of the values.
  func fill(_ output: ColumnBuffer, count: Int, with place: Int) {
    switch storage {
    case .texts(let dictionary, _):
      output.reset(dictionary, count: count)
      for row in 0..<count { output.integers[row] = Int64(place) }
    case .numbers(let numbers, _):
      output.reset(type.kind, count: count)
      for row in 0..<count {
        if type == .float {
          output.doubles[row] = numbers[place]
        } else {
          output.integers[row] = ColumnFinish.nearest(numbers[place])
        }
      }
    }
  }
}
