/// A rule that gives the ranks of a list their weights: `uniform`, `zipf@1.2`, `head_tail@{0.6,1.5}`.
package enum WeightsKind: Sendable, Hashable {
  case uniform
  /// The weight of rank k is `1 / k^exponent`.
  case zipf(exponent: Double)
  /// The first 20 % of the list (at least one) share `share` equally; the rest share the remainder by zipf.
  case headTail(share: Double, exponent: Double)

  /// The form of the text, for error messages.
  package static let examples = "uniform, zipf@1.2, head_tail@{0.6,1.5}"

  /// What the text form matches.
  package static let pattern =
    #"^\s*(uniform\s*|zipf\s*@\s*([\s0-9.eE+-]+|[{][\s0-9.eE+-]+[}]\s*)|head_tail\s*@\s*([\s0-9.eE+,-]+|[{][\s0-9.eE+,-]+[}]\s*))$"#

  /// Reads the text form; nil where it is none.
  package init?(_ text: String) {
    let parts = text.split(separator: "@", maxSplits: 1).map { $0.filter { !$0.isWhitespace } }
    switch (parts.first, parts.count) {
    case ("uniform", 1):
      self = .uniform
    case ("zipf", 2):
      guard let exponent = parts[1].withoutBraces.flatMap({ Double($0) }), exponent >= 0, exponent.isFinite else {
        return nil
      }
      self = .zipf(exponent: exponent)
    case ("head_tail", 2):
      let numbers = (parts[1].withoutBraces ?? "").split(separator: ",", omittingEmptySubsequences: false)
        .map { Double($0) ?? .nan }
      guard numbers.count == 2, (0...1).contains(numbers[0]), numbers[1] >= 0, numbers[1].isFinite else {
        return nil
      }
      self = .headTail(share: numbers[0], exponent: numbers[1])
    default:
      return nil
    }
  }

  /// How many ranks of `count` belong to the head.
  package static func headCount(of count: Int64) -> Int64 { max(1, count / 5) }

  /// The weights of all ranks, summing to 1.
  package func weights(count: Int) -> [Double] {
    guard count > 0 else { return [] }
    switch self {
    case .uniform:
      return [Double](repeating: 1 / Double(count), count: count)
    case .zipf(let exponent):
      return Self.zipf(count: count, exponent: exponent, total: 1)
    case .headTail(let share, let exponent):
      let head = Int(Self.headCount(of: Int64(count)))
      guard head < count else { return [Double](repeating: 1 / Double(count), count: count) }
      return [Double](repeating: share / Double(head), count: head)
        + Self.zipf(count: count - head, exponent: exponent, total: 1 - share)
    }
  }

  private static func zipf(count: Int, exponent: Double, total: Double) -> [Double] {
    let raw = (1...count).map { 1 / power(Double($0), exponent) }
    let sum = raw.reduce(0, +)
    return raw.map { $0 / sum * total }
  }
}

extension String {
  /// What stands between the braces around a text, or the text where there are none; nil where one is missing.
  fileprivate var withoutBraces: String? {
    let isEnclosed = hasPrefix("{") && hasSuffix("}") && count > 1
    let inner = isEnclosed ? String(dropFirst().dropLast()) : self
    return inner.contains { $0 == "{" || $0 == "}" } ? nil : inner
  }
}
