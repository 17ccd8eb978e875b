import DatagenColumns

/// Draws texts of a pattern: each branch of an alternation, each number of repetitions and each character of a set is
/// as likely as the others.
struct PatternSampler: Sendable {
  /// A node of the pattern; its parts stand in `parts` from `first`.
  private enum Node {
    case characters(first: Int, count: Int, size: UInt64)
    case sequence(first: Int, count: Int)
    case alternation(first: Int, count: Int)
    case repetition(Int, from: Int, to: Int)
  }

  private var nodes: [Node] = []
  private var parts: [Int] = []
  private var ranges: [ClosedRange<UInt32>] = []
  private var root = 0

  init(_ syntax: PatternSyntax) { root = add(syntax) }

  private mutating func add(_ syntax: PatternSyntax) -> Int {
    let node: Node
    switch syntax {
    case .characters(let set):
      node = .characters(first: ranges.count, count: set.ranges.count, size: UInt64(set.count))
      ranges += set.ranges
    case .sequence(let children):
      let added = children.map { add($0) }
      node = .sequence(first: parts.count, count: added.count)
      parts += added
    case .alternation(let children):
      let added = children.map { add($0) }
      node = .alternation(first: parts.count, count: added.count)
      parts += added
    case .repetition(let body, let least, let most): node = .repetition(add(body), from: least, to: most)
    case .start, .end: node = .sequence(first: 0, count: 0)
    }
    nodes.append(node)
    return nodes.count - 1
  }

  /// Appends a text.
  func append(to text: ByteArena, _ stream: inout CellStream) { append(root, to: text, &stream) }

  private func append(_ node: Int, to text: ByteArena, _ stream: inout CellStream) {
    switch nodes[node] {
    case .characters(let first, let count, let size):
      var place = size == 1 ? 0 : stream.below(size)
      for range in first..<first + count {
        let width = UInt64(ranges[range].upperBound &- ranges[range].lowerBound) &+ 1
        if place < width {
          text.append(scalar: ranges[range].lowerBound &+ UInt32(truncatingIfNeeded: place))
          return
        }
        place &-= width
      }
    case .sequence(let first, let count):
      for part in first..<first + count { append(parts[part], to: text, &stream) }
    case .alternation(let first, let count):
      append(parts[first + Int(stream.below(UInt64(count)))], to: text, &stream)
    case .repetition(let body, let least, let most):
      let count = least == most ? least : least + Int(stream.below(UInt64(most - least + 1)))
      for _ in 0..<count { append(body, to: text, &stream) }
    }
  }
}

extension ByteArena {
  /// Appends a character in UTF-8.
  @inline(__always)
  func append(scalar: UInt32) {
    if scalar < 0x80 {
      append(UInt8(truncatingIfNeeded: scalar))
    } else if let scalar = Unicode.Scalar(scalar) {
      for byte in UTF8.encode(scalar).unsafelyUnwrapped { append(byte) }
    }
  }
}
