import DatagenColumns
import DatagenSchema
import Foundation

@testable import DatagenEngine

// What the tests of behaviour share: tables with more keys, and expected numbers of events, summed up independently of
// the engine over the points of a grid.

/// A table with a key `id` of 1, 2, … before its columns, and any other keys.
func table(_ name: String, _ keys: String, _ columns: [String]) -> String {
  let all = [column("id", "int", "sequence: {}")] + columns
  return "{ id: \(name), pk: id, \(keys), columns: [\(all.joined(separator: ", "))] }"
}

/// A lookup of a key, or of another column.
func lookup(_ name: String, _ from: String, _ type: String = "int", _ rest: String = "") -> String {
  column(name, type, "lookup: { from: \(from)\(rest) }")
}

/// Times every six hours in 2024.
enum QuarterDays {
  static let timeframe = "{ start: 2024-01-01, end: \"2024-12-31T18:00:00Z\", freq: 6H }"
  static let start = moment("2024-01-01")
  static let hour: Int64 = 3_600_000_000
  static let day = 24 * hour
  static let points = (0..<1464).map { start + Int64($0) * 6 * hour }

  /// From 0 on Monday; 2024 begins on one.
  static func weekday(_ time: Int64) -> Int { Int((time - start) / day % 7) }

  /// The month of 30.5 days, from 0.
  static func span(_ time: Int64) -> Int { Int(Double(time - start) / Double(day) / 30.5) }
}

/// Expected and observed numbers of events by cell.
struct EventCells {
  private var expected: [Int: Double] = [:]
  private var observed: [Int: Double] = [:]

  mutating func expect(_ cell: Int, _ number: Double) { expected[cell, default: 0] += number }
  mutating func observe(_ cell: Int) { observed[cell, default: 0] += 1 }

  var expectedTotal: Double { expected.values.reduce(0, +) }
  var observedTotal: Double { observed.values.reduce(0, +) }

  /// How far the total is off, in standard deviations of a poisson number.
  var totalDeviation: Double { (observedTotal - expectedTotal) / expectedTotal.squareRoot() }

  /// How much the chi-square statistic of independent poisson numbers exceeds its bound; infinite where something
  /// impossible was seen.
  var excess: Double {
    var statistic = 0.0, cells = 0.0, seen = 0.0, awaited = 0.0
    for cell in Set(expected.keys).union(observed.keys).sorted() {
      let number = expected[cell] ?? 0
      if number == 0, observed[cell] ?? 0 > 0 { return .infinity }
      seen += observed[cell] ?? 0
      awaited += number
      guard awaited >= 5 else { continue }
      statistic += (seen - awaited) * (seen - awaited) / awaited
      cells += 1
      seen = 0
      awaited = 0
    }
    let freedom = max(1, cells), spread = 2 / (9 * freedom)
    let root = 1 - spread + 4.753 * spread.squareRoot()
    return statistic / (freedom * root * root * root)
  }
}

extension TestData {
  /// The cells of a table's columns as moments, NULLs as nil; dates as their midnight.
  func moments(_ name: String) throws -> [Int64?] {
    try cells(name).map { cell in
      switch cell {
      case .time(let time): time
      case .date(let day): day * QuarterDays.day
      default: nil
      }
    }
  }

  /// How many children each parent, whose keys are 1, 2, …, has.
  func childCounts(_ key: String, parents: Int) throws -> [Int] {
    var counts = [Int](repeating: 0, count: parents)
    for parent in try integers(key) { counts[Int(parent) - 1] += 1 }
    return counts
  }
}
