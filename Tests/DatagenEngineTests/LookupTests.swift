import DatagenSchema
import Testing

@testable import DatagenEngine

@Suite struct LookupTests {
  /// Parents whose number and name say which row they are.
  private static let parent = entity(
    "p",
    rows: 50,
    [
      column("name", "string", "faker: { method: uuid4 }"),
      column("number", "int", "sequence: { start: 1000 }"),
      column("maybe", "int", "sequence: { start: 5 }", "nullable: true, null_rate: 0.4"),
    ]
  )

  private func lookup(_ from: String, _ rest: String = "") -> String { "lookup: { from: \(from)\(rest) }" }

  // MARK: Which row

  @Test func theDrivingParentGivesItsOwnRow() throws {
    let child = fact(
      "c",
      parents: "p",
      fanout: "distribution: uniform, min: 0, max: 9",
      [
        column("p_id", "int", lookup("p.id")), column("name", "string", lookup("p.name")),
        column("number", "int", lookup("p.number")),
        column("maybe", "int", lookup("p.maybe"), "nullable: true"),
      ]
    )
    let data = try TestData(schemaText([child, Self.parent]))
    let ids = try data.integers("c.p_id").map { Int($0) - 1 }
    #expect(ids == ids.sorted() && ids.count > 150)
    for name in ["name", "number", "maybe"] {
      let values = try data.cells("p.\(name)")
      #expect(try data.cells("c.\(name)") == ids.map { values[$0] }, "\(name)")
    }
    #expect(try data.cells("c.maybe").contains(.null))
  }

  @Test func lookupsOfATableReferredToOnceShareItsRow() throws {
    // The key may stand before or after.
    let columns = [
      column("name", "string", lookup("p.name")), column("p_id", "int", lookup("p.id")),
      column("number", "int", lookup("p.number")),
    ]
    let data = try TestData(schemaText([entity("t", rows: 3000, columns), Self.parent]))
    let ids = try data.integers("t.p_id").map { Int($0) - 1 }
    let names = try data.cells("p.name"), numbers = try data.cells("p.number")
    #expect(try data.cells("t.name") == ids.map { names[$0] })
    #expect(try data.cells("t.number") == ids.map { numbers[$0] })
    #expect(chiSquareExcess(ids.counts(of: Array(0..<50)), (0..<50).map { _ in 1 }) <= 1)
  }

  @Test func onFollowsTheColumnThatItNames() throws {
    let columns = [
      column("a", "int", lookup("p.id")), column("b", "int", lookup("p.id", ", weights_kind: zipf@1")),
      column("name_a", "string", lookup("p.name", ", \"on\": { id: a }")),
      column("name_b", "string", lookup("p.name", ", \"on\": { id: b }")),
    ]
    let data = try TestData(schemaText([Self.parent, entity("t", rows: 3000, columns)]))
    let names = try data.cells("p.name")
    let a = try data.integers("t.a").map { Int($0) - 1 }, b = try data.integers("t.b").map { Int($0) - 1 }
    #expect(try data.cells("t.name_a") == a.map { names[$0] })
    #expect(try data.cells("t.name_b") == b.map { names[$0] })
    let same = zip(a, b).count { $0 == $1 }
    #expect(isShare(same, of: 3000, 0.02), "the two references are drawn independently: \(same)")
  }

  @Test func lookupsWithoutAKeyAreDrawnEachOnItsOwn() throws {
    let columns = [column("name", "string", lookup("p.name")), column("number", "int", lookup("p.number"))]
    let data = try TestData(schemaText([Self.parent, entity("t", rows: 3000, columns)]))
    let names = try data.texts("p.name")
    let rows = try data.texts("t.name").map { names.firstIndex(of: $0) ?? -1 }
    let numbers = try data.integers("t.number").map { Int($0) - 1000 }
    #expect(isShare(zip(rows, numbers).count { $0 == $1 }, of: 3000, 0.02))
  }

  @Test func aSecondParentIsReferredToAtRandom() throws {
    let child = fact(
      "c",
      parents: "p, q",
      fanout: "distribution: uniform, min: 40, max: 40",
      [
        column("p_id", "int", lookup("p.id")), column("q_id", "int", lookup("q.id")),
        column("q_name", "string", lookup("q.name")),
      ]
    )
    let second = entity("q", rows: 30, [column("name", "string", "faker: { method: uuid4 }")])
    let data = try TestData(schemaText([Self.parent, child, second]))
    let rows = try data.integers("c.q_id").map { Int($0) - 1 }
    let names = try data.cells("q.name")
    #expect(chiSquareExcess(rows.counts(of: Array(0..<30)), (0..<30).map { _ in 1 }) <= 1)
    #expect(try data.cells("c.q_name") == rows.map { names[$0] })
  }

  @Test func lookupsOfLookupsReachThrough() throws {
    let middle = fact(
      "m",
      parents: "p",
      fanout: "distribution: uniform, min: 1, max: 4",
      [
        column("p_id", "int", lookup("p.id")), column("name", "string", lookup("p.name")),
      ]
    )
    let last = entity(
      "t",
      rows: 1000,
      [
        column("m_id", "int", lookup("m.id")), column("name", "string", lookup("m.name")),
        column("p_id", "int", lookup("m.p_id")),
      ]
    )
    let data = try TestData(schemaText([last, middle, Self.parent]))
    let names = try data.cells("p.name")
    let parents = try data.integers("m.p_id"), rows = try data.integers("t.m_id").map { Int($0) - 1 }
    #expect(try data.integers("t.p_id") == rows.map { parents[$0] })
    #expect(try data.cells("t.name") == rows.map { names[Int(parents[$0]) - 1] })
  }

  // MARK: Popularity

  @Test(arguments: ["uniform", "zipf@0.4", "zipf@1.2", "\"head_tail@{0.6,1.1}\""])
  func weightsKindSaysHowPopularRowsAre(_ kind: String) throws {
    let text = schemaText([
      Self.parent,
      entity("t", rows: 10_000, [column("p_id", "int", lookup("p.id", ", weights_kind: \(kind)"))]),
    ])
    let weights = try #require(WeightsKind(kind.filter { $0 != "\"" })).weights(count: 50)
    #expect(chiSquareExcess(try TestData(text).integers("t.p_id").counts(of: Array(1...50)), weights) <= 1)
  }

  // MARK: Distinct

  @Test(arguments: [50, 20])
  func uniqueReferencesAreAPermutation(_ rows: Int) throws {
    let columns = [column("p_id", "int", lookup("p.id")), column("name", "string", lookup("p.name"))]
    let text = schemaText(
      [Self.parent, entity("t", rows: rows, columns)],
      constraints: "{ unique: [t.p_id] }"
    )
    let data = try TestData(text)
    let ids = try data.integers("t.p_id")
    #expect(Set(ids).count == rows)
    #expect(ids.allSatisfy { (1...50).contains($0) })
    #expect(ids != ids.sorted())
    let names = try data.cells("p.name")
    #expect(try data.cells("t.name") == ids.map { names[Int($0) - 1] })
  }

  @Test func moreUniqueReferencesThanRowsAreRefused() {
    let text = schemaText(
      [Self.parent, entity("t", rows: 51, [column("p_id", "int", lookup("p.id"))])],
      constraints: "{ unique: [t.p_id] }"
    )
    #expect(TestData.errors(text).contains { $0.contains("only 50 values for about 51 rows") })
  }

  // MARK: Forests

  @Test(arguments: ["", ", weights_kind: zipf@0.8"])
  func aSelfReferenceIsAForestWithNullRoots(_ weights: String) throws {
    let data = try TestData(
      schemaText([
        entity(
          "t",
          rows: 2000,
          [
            column("boss", "int", lookup("t.id", weights), "nullable: true"),
            column("boss_name", "string", lookup("t.name", ", \"on\": { id: boss }"), "nullable: true"),
            column("name", "string", "faker: { method: uuid4 }"),
          ]
        )
      ])
    )
    let bosses = try data.cells("t.boss"), names = try data.cells("t.name")
    #expect(bosses.first == .null)
    #expect(bosses.count { $0 == .null } == 1)
    for (row, boss) in bosses.enumerated() {
      if let boss = boss.whole { #expect(boss <= Int64(row) && boss >= 1, "row \(row)") }
    }
    #expect(Set(bosses).count > 300)
    #expect(try data.cells("t.boss_name") == bosses.map { $0.whole.map { names[Int($0) - 1] } ?? .null })
  }

  @Test func rootsThatCannotBeNullReferToThemselves() throws {
    let data = try TestData(schemaText([entity("t", rows: 500, [column("boss", "int", lookup("t.id"))])]))
    let bosses = try data.integers("t.boss")
    #expect(bosses[0] == 1)
    for row in 1..<500 { #expect(bosses[row] <= Int64(row)) }
  }

  @Test func theNullRateOfASelfReferenceMakesMoreRoots() throws {
    let text = schemaText([
      entity("t", rows: 5000, [column("boss", "int", lookup("t.id"), "nullable: true, null_rate: 0.3")])
    ])
    let nulls = try TestData(text).cells("t.boss").count { $0 == .null }
    #expect(isShare(nulls, of: 5000, 0.3))
  }

  // MARK: NULL

  @Test func nullsOfTheSourceReachTheLookup() throws {
    let columns = [
      column("p_id", "int", lookup("p.id")), column("maybe", "int", lookup("p.maybe"), "nullable: true"),
    ]
    let data = try TestData(schemaText([Self.parent, entity("t", rows: 500, columns)]))
    let source = try data.cells("p.maybe")
    #expect(try data.cells("t.maybe") == data.integers("t.p_id").map { source[Int($0) - 1] })
    #expect(source.contains(.null))
  }

  @Test func aNullKeyMakesItsLookupsNull() throws {
    let columns = [
      column("p_id", "int", lookup("p.id"), "nullable: true, null_rate: 0.5"),
      column("name", "string", lookup("p.name"), "nullable: true"),
      column("number", "int", lookup("p.number", ", \"on\": { id: p_id }"), "nullable: true"),
    ]
    let data = try TestData(schemaText([Self.parent, entity("t", rows: 1000, columns)]))
    let keys = try data.cells("t.p_id").map { $0 == .null }
    #expect(try data.cells("t.name").map { $0 == .null } == keys)
    #expect(try data.cells("t.number").map { $0 == .null } == keys)
    #expect(isShare(keys.count { $0 }, of: 1000, 0.5))
  }

  @Test func aSourceThatMayBeNullNeedsANullableColumn() {
    let text = schemaText([Self.parent, entity("t", rows: 10, [column("maybe", "int", lookup("p.maybe"))])])
    #expect(TestData.errors(text).contains { $0.contains("p.maybe can be NULL") })
  }
}
