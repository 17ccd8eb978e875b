/// How results become a score from 0 to 100. All that is to be known about it is here:
///
///     score = 100 * sum of the checks' scores / number of checks
///
/// - A check that passed counts 1.
/// - One that failed because of rows counts `1 - share of faulty rows / 1 %`, at least 0: a single bad row among
///   many costs little, more than one in a hundred all. A wrong number of rows counts by its share in the same way.
/// - A target that failed counts `1 - distance / allowance`, at least 0: the distance to the nearest value
///   that is wanted, against the width of the range that is wanted (or the tolerance of the error). It is never 1.
/// - A check that could not be run, because a table or column is missing or the table is empty, counts 0.
/// - A database in which there is not one row, though there should be, scores 0.
enum Score {
  /// The share of faulty rows from which on a failed check counts nothing.
  static let worstShare = 0.01
  /// The most that a failed check counts.
  static let bestFailure = 0.99

  static func faulty(_ faulty: Int64, of rows: Int64) -> Double {
    guard faulty > 0 else { return 1 }
    guard rows > 0 else { return 0 }
    return failure(1 - Double(faulty) / Double(rows) / worstShare)
  }

  /// The score of a target that was missed by a distance.
  static func missed(by distance: Double, allowance: Double) -> Double { failure(1 - distance / allowance) }

  // Not a number counts nothing.
  private static func failure(_ score: Double) -> Double {
    score.isNaN ? 0 : max(0, min(score, bestFailure))
  }

  static func total(_ results: [CheckResult], hasRows: Bool) -> Double {
    guard hasRows, !results.isEmpty else { return 0 }
    return 100 * results.reduce(0) { $0 + $1.score } / Double(results.count)
  }
}
