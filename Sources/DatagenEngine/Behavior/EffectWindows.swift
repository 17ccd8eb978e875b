import DatagenColumns
import DatagenSchema

/// The windows of an effect table, arranged so that the effect at a moment is found by searching.
///
/// For each combination of compared values the windows of its rows are laid over each other, the first by primary key
/// on top. Memory is proportional to the effect table, which describes promotions and campaigns, not events.
final class EffectWindows: Sendable {
  /// The effect over time for one combination of compared values.
  struct Timeline: Sendable {
    /// Where the effect changes; `values[i]` holds from `starts[i]` on, nil where no window is open.
    var starts: [Int64] = []
    var values: [Double?] = []

    func value(at time: Int64) -> Double? {
      var low = 0
      var high = starts.count
      while low < high {
        let middle = (low + high) / 2
        if starts[middle] <= time { low = middle + 1 } else { high = middle }
      }
      return low == 0 ? nil : values[low - 1]
    }
  }

  private let timelines: [UInt64: Timeline]

  /// Evaluates the effect table once.
  ///
  /// Complexity: O(n log n) in its rows.
  init(_ definition: EffectDefinition, _ plan: Plan) {
    var windows: [UInt64: [Window]] = [:]
    let declared = plan.schema.tables[definition.effectTable]
    let keys = declared.primaryKey.compactMap { key in
      declared.columns.firstIndex { $0.name.value == key.value }
    }
    let range = plan.rowRange(of: definition.effectTable)
    let pool = BufferPool()
    var first = range.lowerBound
    while first < range.upperBound {
      let rows = first..<min(first + 4096, range.upperBound)
      let batch = plan.evaluation(of: BatchRange(table: definition.effectTable, rows: rows), pool)
      let starts = batch.column(definition.startColumn), ends = batch.column(definition.endColumn)
      let field = definition.field.map { batch.column($0) }
      for row in 0..<rows.count {
        var hash: UInt64? = 0
        for match in definition.matches {
          hash = hash.flatMap { hash in
            batch.column(match.effect).valueHash(row).map { StableHash.combine(hash, $0) }
          }
        }
        guard let hash else { continue }
        let start = starts.isNull(row) ? .min : starts.moment(row)
        // A window contains both of its ends.
        let end = ends.isNull(row) ? Int64.max : ends.moment(row) + 1
        var value = 1.0
        if let field {
          if field.isNull(row) { continue }
          value = field.kind == .double ? field.doubles[row] : Double(field.integers[row])
        }
        guard start < end else { continue }
        let key = keys.map { KeyPart(batch.column($0), row) }
        windows[hash, default: []].append(Window(start: start, end: end, value: value, key: key))
      }
      batch.recycle()
      first = rows.upperBound
    }
    timelines = windows.mapValues { windows in
      Self.timeline(windows.sorted { $0.key.lexicographicallyPrecedes($1.key) })
    }
  }

  private struct Window {
    var start: Int64
    var end: Int64
    var value: Double
    /// The values of the primary key, by which windows are ordered.
    var key: [KeyPart]
  }

  private enum KeyPart: Comparable {
    case integer(Int64), real(Double), text(String)

    init(_ column: ColumnBuffer, _ row: Int) {
      switch column.kind {
      case .integer, .boolean, .date, .timestamp: self = .integer(column.integers[row])
      case .double: self = .real(column.doubles[row])
      case .text, .dictionary: self = .text(column.string(row))
      }
    }
  }

  /// Lays windows over each other; earlier ones in the list are on top.
  private static func timeline(_ windows: [Window]) -> Timeline {
    var edges = Set(windows.map(\.start))
    edges.formUnion(windows.map(\.end))
    let starts = edges.sorted()
    let places = Dictionary(uniqueKeysWithValues: starts.enumerated().map { ($0.element, $0.offset) })
    var values = [Double?](repeating: nil, count: starts.count)
    // `next[i]` leads to the first stretch from i on that is still free, so that each is filled once.
    var next = Array(0...starts.count)
    func free(_ place: Int) -> Int {
      var place = place
      while next[place] != place {
        next[place] = next[next[place]]
        place = next[place]
      }
      return place
    }
    for window in windows {
      guard let from = places[window.start], let to = places[window.end] else { continue }
      var place = free(from)
      while place < to {
        values[place] = window.value
        next[place] = place + 1
        place = free(place)
      }
    }
    return Timeline(starts: starts, values: values)
  }

  /// The effect over time for compared values with this hash; nil where there is none.
  func timeline(_ hash: UInt64?) -> Timeline? { hash.flatMap { timelines[$0] } }
}
