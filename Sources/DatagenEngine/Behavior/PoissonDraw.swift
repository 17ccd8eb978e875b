/// Draws from poisson distributions whose means differ from row to row.
enum PoissonDraw {
  /// The mean up to which one inversion is exact in double precision and cheap.
  private static let largestPart = 30.0

  /// A poisson number, by inversion of parts: the sum of independent poisson numbers is one too.
  ///
  /// Complexity: O(lambda).
  static func count(_ lambda: Double, _ stream: inout CellStream) -> Int64 {
    guard lambda > 0 else { return 0 }
    let parts = max(1, (lambda / largestPart).rounded(.up))
    let part = lambda / parts
    var total: Int64 = 0
    for _ in 0..<Int(parts) { total += inverted(part, stream.unit()) }
    return total
  }

  private static func inverted(_ lambda: Double, _ unit: Double) -> Int64 {
    var probability = exponential(-lambda)
    var sum = probability
    var count: Int64 = 0
    while unit > sum, count < 1000 {
      count += 1
      probability *= lambda / Double(count)
      sum += probability
    }
    return count
  }
}
