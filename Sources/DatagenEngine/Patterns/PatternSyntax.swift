/// A regular expression as a description of the texts that match it as a whole.
indirect enum PatternSyntax {
  /// One of a set of characters.
  case characters(CharacterRanges)
  case sequence([PatternSyntax])
  case alternation([PatternSyntax])
  case repetition(PatternSyntax, from: Int, to: Int)
  /// `^`, with its place in the expression.
  case start(Int)
  /// `$`, with its place in the expression.
  case end(Int)

  static var empty: PatternSyntax { .sequence([]) }
}

/// A set of Unicode scalars, as ascending ranges that do not touch.
struct CharacterRanges: Hashable {
  private(set) var ranges: [ClosedRange<UInt32>]

  init(_ ranges: [ClosedRange<UInt32>]) {
    var merged: [ClosedRange<UInt32>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, range.lowerBound <= last.upperBound &+ 1 {
        merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    self.ranges = merged
  }

  init(_ scalar: Unicode.Scalar) { self.init([scalar.value...scalar.value]) }

  /// How many characters there are.
  var count: Int { ranges.reduce(0) { $0 + $1.count } }

  /// The visible characters of ASCII and the space: what a negated set is drawn from.
  static let printable = CharacterRanges([0x20...0x7E])
  static let digits = CharacterRanges([0x30...0x39])
  static let word = CharacterRanges([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
  static let space = CharacterRanges([0x20...0x20])

  func union(_ other: CharacterRanges) -> CharacterRanges { CharacterRanges(ranges + other.ranges) }

  /// The printable characters that are not in the set.
  var complement: CharacterRanges {
    var left: [ClosedRange<UInt32>] = []
    var next: UInt32 = 0x20
    for range in ranges where range.upperBound >= 0x20 && range.lowerBound <= 0x7E {
      if range.lowerBound > next { left.append(next...range.lowerBound - 1) }
      next = max(next, range.upperBound + 1)
    }
    if next <= 0x7E { left.append(next...0x7E) }
    return CharacterRanges(left)
  }
}

/// What is wrong with a pattern, or not supported in it.
struct PatternError: Error {
  var message: String
  /// The place in the expression, in Unicode scalars from 0.
  var offset: Int
}

extension PatternSyntax {
  /// The most characters of a text that matches.
  var maximumLength: Int {
    switch self {
    case .characters: 1
    case .sequence(let parts): parts.reduce(0) { Self.sum($0, $1.maximumLength) }
    case .alternation(let branches): branches.map(\.maximumLength).max() ?? 0
    case .repetition(let body, _, let most):
      body.maximumLength.multipliedReportingOverflow(by: most).overflow ? .max : body.maximumLength * most
    case .start, .end: 0
    }
  }

  private static func sum(_ left: Int, _ right: Int) -> Int {
    left.addingReportingOverflow(right).overflow ? .max : left + right
  }

  /// Reports anchors that do not stand at the edges: no text as a whole could match.
  func checkAnchors(isFirst: Bool = true, isLast: Bool = true) throws(PatternError) {
    switch self {
    case .characters: return
    case .start(let offset):
      if !isFirst { throw PatternError(message: "\"^\" stands at the beginning or nowhere", offset: offset) }
    case .end(let offset):
      if !isLast { throw PatternError(message: "\"$\" stands at the end or nowhere", offset: offset) }
    case .sequence(let parts):
      for (place, part) in parts.enumerated() {
        let nothingBefore = parts[..<place].allSatisfy { $0.maximumLength == 0 }
        let nothingAfter = parts[(place + 1)...].allSatisfy { $0.maximumLength == 0 }
        try part.checkAnchors(isFirst: isFirst && nothingBefore, isLast: isLast && nothingAfter)
      }
    case .alternation(let branches):
      for branch in branches { try branch.checkAnchors(isFirst: isFirst, isLast: isLast) }
    case .repetition(let body, _, let most):
      try body.checkAnchors(isFirst: isFirst && most <= 1, isLast: isLast && most <= 1)
    }
  }
}
