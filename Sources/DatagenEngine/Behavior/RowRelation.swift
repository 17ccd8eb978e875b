import DatagenSchema

/// How two rows of one table that make a pair have to stand to each other.
enum RowRelation: Sendable {
  case any
  /// No row is paired with itself.
  case different
  /// The first row comes before the second one, so that no two rows are paired twice.
  case ascending
  case descending

  var reversed: RowRelation {
    switch self {
    case .any, .different: self
    case .ascending: .descending
    case .descending: .ascending
    }
  }

  /// The rows of a table that a row may be paired with, as at most two runs.
  func partners(of row: Int64, in rows: Range<Int64>) -> (Range<Int64>, Range<Int64>) {
    let none = rows.upperBound..<rows.upperBound
    let before = rows.lowerBound..<min(max(row, rows.lowerBound), rows.upperBound)
    let after = min(max(row + 1, rows.lowerBound), rows.upperBound)..<rows.upperBound
    switch self {
    case .any: return (rows, none)
    case .different: return (before, after)
    case .ascending: return (after, none)
    case .descending: return (before, none)
    }
  }
}

/// All pairs of two tables' rows that stand in a relation, numbered.
struct PairSpace: Sendable {
  let firsts: UInt64
  let seconds: UInt64
  let relation: RowRelation

  /// How many pairs there are.
  var count: UInt64 {
    switch relation {
    case .any: firsts &* seconds
    case .different: firsts &* (max(1, seconds) - 1)
    case .ascending, .descending: firsts &* (max(1, firsts) - 1) / 2
    }
  }

  /// The n-th pair, by the places of its rows.
  func pair(_ number: UInt64) -> (first: UInt64, second: UInt64) {
    switch relation {
    case .any: return (number / max(1, seconds), number % max(1, seconds))
    case .different:
      let first = number / max(1, seconds - 1), second = number % max(1, seconds - 1)
      return (first, second < first ? second : second + 1)
    case .ascending, .descending:
      // The pairs below a row n are those with numbers from n (n - 1) / 2 on.
      var high = UInt64((1 + (1 + 8 * Double(number)).squareRoot()) / 2)
      while high * (high - 1) / 2 > number { high -= 1 }
      while high * (high + 1) / 2 <= number { high += 1 }
      let low = number - high * (high - 1) / 2
      return relation == .ascending ? (low, high) : (high, low)
    }
  }
}
