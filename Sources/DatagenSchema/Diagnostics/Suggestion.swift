/// The nearest valid word to one that is not valid.
package enum Suggestion {
  /// ` (did you mean "x"?)`, or, where nothing is near, ` (one of: …)` for a short list, or nothing.
  package static func text(for word: String, among candidates: [String]) -> String {
    if let nearest = nearest(to: word, among: candidates) { return " (did you mean \"\(nearest)\"?)" }
    return list(candidates)
  }

  /// ` (one of: …)` for a short list, nothing for a long one.
  package static func list(_ candidates: [String]) -> String {
    guard !candidates.isEmpty, candidates.count <= 24 else { return "" }
    return " (one of: \(candidates.joined(separator: ", ")))"
  }

  /// The candidate with the fewest edits, if it takes at most a third of the word's letters; or one that the word
  /// lengthens or shortens (`frequency` for `freq`).
  package static func nearest(to word: String, among candidates: [String]) -> String? {
    // Words of everyday length only: the comparison takes the product of the two lengths.
    guard word.utf8.count <= 100 else { return nil }
    let lowered = word.lowercased()
    let measured = candidates.map { ($0, distance(lowered, $0.lowercased())) }
    guard let best = measured.min(by: { $0.1 < $1.1 }) else { return nil }
    if best.1 <= max(1, min(word.count, best.0.count) / 3) { return best.0 }
    return candidates.first { candidate in
      min(candidate.count, word.count) >= 3
        && (lowered.hasPrefix(candidate.lowercased()) || candidate.lowercased().hasPrefix(lowered))
    }
  }

  /// The number of insertions, deletions, substitutions and swaps of neighbours between two words (optimal
  /// string alignment).
  ///
  /// Complexity: the product of the two lengths.
  static func distance(_ left: String, _ right: String) -> Int {
    let left = Array(left), right = Array(right)
    var rows = [[Int]](repeating: [Int](repeating: 0, count: right.count + 1), count: left.count + 1)
    for i in 0...left.count { rows[i][0] = i }
    for j in 0...right.count { rows[0][j] = j }
    guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
    for i in 1...left.count {
      for j in 1...right.count {
        let substitution = rows[i - 1][j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1)
        rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, substitution)
        if i > 1, j > 1, left[i - 1] == right[j - 2], left[i - 2] == right[j - 1] {
          rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
        }
      }
    }
    return rows[left.count][right.count]
  }
}
