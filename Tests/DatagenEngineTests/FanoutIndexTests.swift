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

  private func parents(_ index: FanoutIndex, _ children: [Int64]) -> [Int64] {
    var output = [Int64](repeating: -1, count: children.count)
    index.fillParents(of: children, count: children.count, into: &output)
    return output
  }

  /// The parent of every child by definition.
  private func expected(_ sampler: FanoutSampler, _ parents: Range<Int64>) -> [Int64] {
    parents.flatMap { [Int64](repeating: $0, count: Int(sampler.count($0))) }
  }

  @Test(arguments: fanouts, [0, 1, 63, 64, 65, 500])
  func everyChildHasTheParentThatCountedIt(_ fanout: Fanout, _ count: Int64) {
    for (first, firstChild) in [(Int64(0), Int64(0)), (1000, 77)] {
      let sampler = FanoutSampler(fanout, key: Self.key)
      let rows = first..<first + (fanout.mean > 1000 ? min(count, 70) : count)
      let index = FanoutIndex(sampler, parents: rows, firstChild: firstChild)
      let expected = expected(sampler, rows)
      #expect(index.childCount == Int64(expected.count))
      let children = expected.indices.map { firstChild + Int64($0) }
      #expect(parents(index, children) == expected)
      var random = FixedRandom(5)
      let chosen =
        expected.isEmpty ? [] : (0..<300).map { _ in Int.random(in: expected.indices, using: &random) }
      #expect(parents(index, chosen.map { firstChild + Int64($0) }) == chosen.map { expected[$0] })
      for place in chosen.prefix(50) {
        #expect(parents(index, [firstChild + Int64(place)]) == [expected[place]])
      }
    }
  }

  /// Long stretches without children, as after a filter: a block of 64 parents may be empty, several in a row too.
  @Test func childrenOfRareParentsAreFound() {
    let sampler = FanoutSampler(
      Fanout(distribution: .poisson(lambda: 0.002), minimum: 0, maximum: .max),
      key: Self.key
    )
    let index = FanoutIndex(sampler, parents: 0..<20_000, firstChild: 0)
    let expected = expected(sampler, 0..<20_000)
    #expect((10...90).contains(expected.count))
    for (child, parent) in expected.enumerated().reversed() {
      #expect(parents(index, [Int64(child)]) == [parent])
    }
    #expect(parents(index, expected.indices.reversed().map(Int64.init)) == expected.reversed())
  }

  @Test func withoutParentsThereAreNoChildren() {
    let index = FanoutIndex(FanoutSampler(.one, key: Self.key), parents: 5..<5, firstChild: 3)
    #expect(index.childCount == 0)
    #expect(parents(index, []).isEmpty)
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
