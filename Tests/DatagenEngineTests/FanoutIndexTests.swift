import Testing

@testable import DatagenEngine
@testable import DatagenSchema

@Suite struct FanoutIndexTests {
  private static let key = RandomKey(seed: 9).derived("fanout")

  static let fanouts: [Fanout] = [
    .one, Fanout(distribution: .poisson(lambda: 0.05), minimum: 0, maximum: .max),
    Fanout(distribution: .poisson(lambda: 2.5), minimum: 0, maximum: .max),
    Fanout(distribution: .poisson(lambda: 300), minimum: 0, maximum: .max),
    Fanout(distribution: .poisson(lambda: 3), minimum: 2, maximum: 4),
    Fanout(distribution: .uniform(low: 0, high: 3), minimum: 0, maximum: 3),
    Fanout(distribution: .constant(0), minimum: 0, maximum: .max),
    Fanout(distribution: .constant(5000), minimum: 0, maximum: .max),
  ]

  /// The children of some parents as they are found.
  private struct Children {
    let index: FanoutIndex
    let plan: Plan

    /// The parents of children, and each child's place among its siblings.
    func find(_ children: [Int64]) -> (parents: [Int64], ordinals: [Int64]) {
      var parents = [Int64](repeating: -1, count: children.count), ordinals = parents
      index.fillParents(
        of: children,
        count: children.count,
        into: &parents,
        ordinals: &ordinals,
        plan: plan,
        pool: BufferPool()
      )
      return (parents, ordinals)
    }
  }

  /// The children of `rows`, and the parent of every child by definition.
  private func children(_ fanout: Fanout, of rows: Range<Int64>, first: Int64 = 0) throws -> (
    found: Children, expected: [Int64]
  ) {
    let plan = try TestData(schemaText([entity("p", rows: rows.count)]), after: ["p": rows.lowerBound]).plan
    let sampler = FanoutSampler(fanout, key: Self.key)
    let index = FanoutIndex(PlainChildModel(sampler: sampler), parentTable: 0, plan: plan, firstChild: first)
    let expected = rows.flatMap { [Int64](repeating: $0, count: Int(sampler.count($0))) }
    return (Children(index: index, plan: plan), expected)
  }

  @Test(arguments: fanouts, [0, 1, 63, 64, 65, 500])
  func everyChildHasTheParentThatCountedIt(_ fanout: Fanout, _ count: Int64) throws {
    for (first, firstChild) in [(Int64(0), Int64(0)), (1000, 77)] {
      let rows = first..<first + (fanout.mean > 1000 ? min(count, 10) : count)
      let (found, expected) = try children(fanout, of: rows, first: firstChild)
      #expect(found.index.childCount == Int64(expected.count))
      let all = found.find(expected.indices.map { firstChild + Int64($0) })
      #expect(all.parents == expected)
      let firsts = Dictionary(zip(expected, expected.indices), uniquingKeysWith: { first, _ in first })
      #expect(all.ordinals == expected.indices.map { Int64($0 - (firsts[expected[$0]] ?? 0)) })
      var random = FixedRandom(5)
      let chosen =
        expected.isEmpty ? [] : (0..<200).map { _ in Int.random(in: expected.indices, using: &random) }
      #expect(found.find(chosen.map { firstChild + Int64($0) }).parents == chosen.map { expected[$0] })
      for place in chosen.prefix(20) {
        #expect(found.find([firstChild + Int64(place)]).parents == [expected[place]])
      }
    }
  }

  /// Long stretches without children: a block of 64 parents may be empty, several in a row too.
  @Test func childrenOfRareParentsAreFound() throws {
    let fanout = Fanout(distribution: .poisson(lambda: 0.002), minimum: 0, maximum: .max)
    let (found, expected) = try children(fanout, of: 0..<20_000)
    #expect((10...90).contains(expected.count))
    for (child, parent) in expected.enumerated().reversed() {
      #expect(found.find([Int64(child)]).parents == [parent])
    }
    #expect(found.find(expected.indices.reversed().map(Int64.init)).parents == expected.reversed())
  }

  @Test func withoutParentsThereAreNoChildren() throws {
    let (found, _) = try children(.one, of: 5..<5, first: 3)
    #expect(found.index.childCount == 0)
    #expect(found.find([]).parents.isEmpty)
  }

  @Test(
    arguments: [
      ("distribution: poisson, lambda: 3, min: 2, max: 4", 2...4),
      ("distribution: poisson, lambda: 3, clamp: [1, 5]", 1...5),
      ("distribution: uniform, min: 1, max: 5", 1...5), ("distribution: uniform, clamp: [2, 3]", 2...3),
      ("distribution: poisson, lambda: 0", 0...0), ("", 1...1),
      ("distribution: poisson, lambda: 50, max: 7", 7...7),
    ] as [(String, ClosedRange<Int>)]
  )
  func boundsOfTheFanOutHold(_ fanout: String, _ bounds: ClosedRange<Int>) throws {
    let child = fact("c", parents: "p", fanout: fanout, [column("p_id", "int", "lookup: { from: p.id }")])
    let data = try TestData(schemaText([entity("p", rows: 2000), child]))
    let children = try data.integers("c.p_id").counts(of: Array(1...2000))
    #expect(Set(children) == Set(bounds))
    #expect(try data.rowRange("c") == 0..<Int64(children.reduce(0, +)))
    let expected = data.plan.expectedRows(of: 1)
    #expect(
      abs(Double(children.reduce(0, +)) - expected) <= 5 * (2000.0 * expected / 2000).squareRoot() + 1e-6
    )
  }

  @Test func childrenFollowTheDistributionOfTheFanOut() throws {
    func counts(_ fanout: String) throws -> [Int] {
      let child = fact("c", parents: "p", fanout: fanout, [column("p_id", "int", "lookup: { from: p.id }")])
      return try TestData(schemaText([entity("p", rows: 5000), child])).integers("c.p_id").counts(
        of: Array(1...5000)
      )
    }
    let uniform = try counts("distribution: uniform, min: 1, max: 5")
    #expect(chiSquareExcess(uniform.counts(of: Array(0...6)), [0, 1, 1, 1, 1, 1, 0]) <= 1)
    let poisson = try counts("distribution: poisson, lambda: 2.5")
    var probabilities = [exponential(-2.5)]
    for k in 1...20 { probabilities.append(probabilities[k - 1] * 2.5 / Double(k)) }
    #expect(chiSquareExcess(poisson.counts(of: Array(0...20)), probabilities) <= 1)
  }

  @Test(arguments: fanouts)
  func theMeanOfAFanOutCountsItsBounds(_ fanout: Fanout) {
    let sampler = FanoutSampler(fanout, key: Self.key)
    let counts = (0..<20_000).map { Double(sampler.count($0)) }
    #expect(
      abs(mean(counts) - fanout.mean) <= normalBound * standardDeviation(counts) / 20_000.0.squareRoot()
        + 1e-9
    )
  }

  @Test func grandchildrenFollowTheirParents() throws {
    let child = fact(
      "c",
      parents: "p",
      fanout: "distribution: poisson, lambda: 2",
      [
        column("p_id", "int", "lookup: { from: p.id }")
      ]
    )
    let grandchild = fact(
      "g",
      parents: "c",
      fanout: "distribution: uniform, min: 0, max: 2",
      [
        column("c_id", "int", "lookup: { from: c.id }"), column("p_id", "int", "lookup: { from: c.p_id }"),
      ]
    )
    let data = try TestData(schemaText([grandchild, child, entity("p", rows: 400)]))
    let parents = try data.integers("c.p_id")
    let found = try data.integers("g.c_id").map { parents[Int($0) - 1] }
    #expect(try data.integers("g.p_id") == found)
    #expect(found.count > 500)
  }
}
