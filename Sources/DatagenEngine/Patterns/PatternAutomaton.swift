import DatagenColumns

/// The texts of a pattern, each once and numbered: a deterministic automaton whose states know how many texts they
/// lead to.
///
/// An expression may match a text in several ways (`a?a?`); an automaton without choices has one path for each text, so
/// that different numbers give different texts. Built by the subset construction; the language is finite, hence the
/// automaton has no cycles.
struct PatternAutomaton: Sendable {
  private struct Edge {
    var first: UInt32
    var width: UInt64
    var target: Int
  }

  private struct State {
    var isAccepting = false
    var edges: [Edge] = []
    /// How many texts begin here, at most `limit`.
    var count: UInt64 = 0
  }

  /// Numbers go up to here: more texts than any table has rows.
  private static let limit: UInt64 = 1 &<< 62

  private var states: [State] = []
  private var start = 0
  /// How many texts there are; `numbers` of them are numbered.
  private(set) var count = 0.0

  /// The numbers that `append` takes: 0 up to this.
  var numbers: UInt64 { states[start].count }

  /// - Returns: nil where the automaton would be too large.
  init?(_ syntax: PatternSyntax) {
    guard let graph = PatternGraph(syntax) else { return nil }
    var counts: [Double] = []
    var known: [[Int]: Int] = [:]
    /// Adds the state that stands for a set of the graph's nodes, and all that follow it. The depth is at most the
    /// length of the longest text.
    func add(_ nodes: [Int]) -> Int? {
      if let number = known[nodes] { return number }
      var state = State(isAccepting: nodes.contains(graph.end))
      var count = state.isAccepting ? 1.0 : 0
      state.count = state.isAccepting ? 1 : 0
      for (first, last, targets) in graph.steps(from: nodes) {
        guard let target = add(targets) else { return nil }
        let width = UInt64(last - first) + 1
        let (product, overflow) = states[target].count.multipliedReportingOverflow(by: width)
        state.count = min(Self.limit, state.count + (overflow ? Self.limit : min(product, Self.limit)))
        count += counts[target] * Double(width)
        state.edges.append(Edge(first: first, width: width, target: target))
      }
      guard states.count < 50_000 else { return nil }
      states.append(state)
      counts.append(count)
      known[nodes] = states.count - 1
      return states.count - 1
    }
    guard let start = add(graph.closure([graph.start])) else { return nil }
    self.start = start
    count = counts[start]
  }

  /// Appends the text of a number below `numbers`; different numbers give different texts.
  ///
  /// Where there are more texts than numbers, the number decides only as much as it can: `stream`, which has to depend
  /// on nothing but the number, chooses among the ways that lead to more texts than there are numbers.
  func append(_ number: UInt64, to text: ByteArena, _ stream: inout CellStream) {
    var rest = number
    var state = start
    while true {
      if states[state].count == Self.limit, let edge = wideEdge(from: state, &stream) {
        // Two numbers that part here differ in this character; two that do not still differ in the rest.
        let edge = states[state].edges[edge]
        text.append(scalar: edge.first &+ UInt32(truncatingIfNeeded: stream.below(edge.width)))
        state = edge.target
        continue
      }
      if states[state].isAccepting {
        if rest == 0 { return }
        rest &-= 1
      }
      var next: Int?
      for edge in states[state].edges {
        let each = states[edge.target].count
        // Nothing overflows here: a target with `limit` texts would have been a wide edge.
        let place = rest / each
        if place < edge.width {
          text.append(scalar: edge.first &+ UInt32(truncatingIfNeeded: place))
          rest -= place * each
          next = edge.target
          break
        }
        rest &-= edge.width &* each
      }
      guard let next else { return }
      state = next
    }
  }

  /// One of the edges to states with as many texts as there are numbers, by their characters.
  private func wideEdge(from state: Int, _ stream: inout CellStream) -> Int? {
    let edges = states[state].edges
    var total: UInt64 = 0
    for edge in edges where states[edge.target].count == Self.limit { total += edge.width }
    guard total > 0 else { return nil }
    var place = stream.below(total)
    for (number, edge) in edges.enumerated() where states[edge.target].count == Self.limit {
      if place < edge.width { return number }
      place -= edge.width
    }
    return nil
  }
}

/// A pattern as a graph with choices (Thompson's construction): each node is left for nothing or by one character.
private struct PatternGraph {
  private enum Node {
    case free([Int])
    case characters(CharacterRanges, Int)
  }

  private var nodes: [Node] = []
  private(set) var start = 0
  private(set) var end = 0

  private static let limit = 100_000

  init?(_ syntax: PatternSyntax) {
    end = add(.free([]))
    guard let start = add(syntax, before: end) else { return nil }
    self.start = start
  }

  private mutating func add(_ node: Node) -> Int {
    nodes.append(node)
    return nodes.count - 1
  }

  /// Adds what leads from the returned node to `next`.
  private mutating func add(_ syntax: PatternSyntax, before next: Int) -> Int? {
    guard nodes.count < Self.limit else { return nil }
    switch syntax {
    case .characters(let set): return add(.characters(set, next))
    case .start, .end: return next
    case .sequence(let parts):
      var first = next
      for part in parts.reversed() {
        guard let node = add(part, before: first) else { return nil }
        first = node
      }
      return first
    case .alternation(let branches):
      var firsts: [Int] = []
      for branch in branches {
        guard let node = add(branch, before: next) else { return nil }
        firsts.append(node)
      }
      return add(.free(firsts))
    case .repetition(let body, let least, let most):
      var first = next
      for place in (0..<most).reversed() {
        guard let node = add(body, before: first) else { return nil }
        first = place < least ? node : add(.free([node, next]))
      }
      return first
    }
  }

  /// The nodes that can be reached without a character, in ascending order.
  func closure(_ nodes: [Int]) -> [Int] {
    var reached = Set(nodes)
    var waiting = nodes
    while let node = waiting.popLast() {
      guard case .free(let targets) = self.nodes[node] else { continue }
      for target in targets where reached.insert(target).inserted { waiting.append(target) }
    }
    // Only nodes that wait for a character, and the end, tell one state from another.
    return reached.filter { node in
      if case .free = self.nodes[node] { node == end } else { true }
    }.sorted()
  }

  /// Where each character leads, as ranges of characters with the same targets.
  func steps(from nodes: [Int]) -> [(first: UInt32, last: UInt32, targets: [Int])] {
    var edges: [(range: ClosedRange<UInt32>, target: Int)] = []
    for node in nodes {
      guard case .characters(let set, let target) = self.nodes[node] else { continue }
      for range in set.ranges { edges.append((range, target)) }
    }
    let bounds = Set(edges.flatMap { [$0.range.lowerBound, $0.range.upperBound + 1] }).sorted()
    var steps: [(first: UInt32, last: UInt32, targets: [Int])] = []
    for (first, after) in zip(bounds, bounds.dropFirst()) {
      let targets = Set(edges.filter { $0.range.contains(first) }.map(\.target))
      if !targets.isEmpty { steps.append((first, after - 1, closure(targets.sorted()))) }
    }
    return steps
  }
}
