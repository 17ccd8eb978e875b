import DatagenSchema
import Testing

@testable import DatagenEngine

@Suite struct LoadOrderTests {
  private func order(_ tables: [String], constraints: String = "", dag: String = "") throws -> [String] {
    let plan = try TestData(schemaText(tables, constraints: constraints, dag: dag)).plan
    #expect(plan.order.sorted() == Array(plan.tables.indices))
    #expect(plan.layout.tables.map(\.name) == plan.order.map { plan.tables[$0].name })
    return plan.order.map { plan.tables[$0].name }
  }

  private func refers(_ column: String, _ to: String, _ rest: String = "") -> String {
    DatagenEngineTests.column(column, "int", "lookup: { from: \(to).id }", rest)
  }

  @Test func parentsAndReferencedTablesComeFirst() throws {
    let tables = [
      fact("d", parents: "c", [refers("c_id", "c")]), entity("b", [refers("a_id", "a")]),
      fact("c", parents: "a, b", [refers("a_id", "a"), refers("b_id", "b")]), entity("a"),
    ]
    #expect(try order(tables) == ["a", "b", "c", "d"])
    #expect(try order(tables.reversed()) == ["a", "b", "c", "d"])
  }

  @Test func independentTablesKeepTheOrderOfTheFile() throws {
    #expect(try order([entity("c"), entity("a"), entity("b")]) == ["c", "a", "b"])
  }

  @Test func declaredForeignKeysCountToo() throws {
    let child = entity("a", [column("b_id", "int", "distribution: { type: uniform, low: 1, high: 1000 }")])
    let keys = "{ foreign_keys: [{ from: a.b_id, to: b.id }] }"
    #expect(try order([child, entity("b")], constraints: keys) == ["b", "a"])
    #expect(try order([child, entity("b")]) == ["a", "b"])
  }

  @Test func aSelfReferenceIsNoObstacle() throws {
    #expect(
      try order([entity("a", [refers("boss", "a")]), entity("b", [refers("a_id", "a")])]) == ["a", "b"]
    )
  }

  @Test func referencesInACycleStillLoadAndResolve() throws {
    let tables = [
      entity("a", rows: 50, [refers("b_id", "b")]), entity("b", rows: 60, [refers("c_id", "c")]),
      entity("c", rows: 70, [refers("a_id", "a")]),
    ]
    #expect(Set(try order(tables)) == ["a", "b", "c"])
    let data = try TestData(schemaText(tables))
    for (column, rows) in [("a.b_id", 60), ("b.c_id", 70), ("c.a_id", 50)] {
      #expect(try data.integers(column).allSatisfy { $0 >= 1 && $0 <= Int64(rows) }, "\(column)")
    }
  }

  /// A parent that refers back to its children is loaded before them: they are its children, it only knows one.
  @Test func inACycleTheDrivingParentComesFirst() throws {
    let parent = entity("p", rows: 50, [refers("favourite", "c")])
    let child = fact("c", parents: "p", [refers("p_id", "p")])
    #expect(try order([parent, child]) == ["p", "c"])
    #expect(try order([child, parent]) == ["p", "c"])
    let grandchild = fact("g", parents: "c", [refers("c_id", "c")])
    let other = entity("p", rows: 50, [refers("favourite", "g")])
    #expect(try order([other, grandchild, child]) == ["p", "c", "g"])
    #expect(try order([grandchild, other, child]) == ["p", "c", "g"])
  }

  @Test func drivingParentsInACycleAreAnError() {
    let errors = TestData.errors(
      schemaText([fact("a", parents: "b"), fact("b", parents: "c"), fact("c", parents: "a")])
    )
    #expect(errors.filter { $0.contains("the parents form a cycle") }.count == 1, "\(errors)")
    #expect(errors.contains { $0.contains("\"a\" → \"b\" → \"c\" → \"a\"") })
    #expect(TestData.errors(schemaText([fact("a", parents: "a")])).contains { $0.contains("form a cycle") })
  }

  // MARK: dag

  private let family = [
    entity("a"), entity("b"), fact("c", parents: "a", [column("a_id", "int", "lookup: { from: a.id }")]),
  ]

  @Test(arguments: [
    ("[[b], [a], [c]]", "bac"), ("[[a, b], [c]]", "abc"), ("[[a], [c], [b]]", "acb"), ("[[b, a, c]]", "bac"),
  ])
  func anExplicitOrderIsHonoured(_ dag: String, _ expected: String) throws {
    #expect(try order(family, dag: dag) == expected.map(String.init))
  }

  @Test(arguments: [
    ("[[c], [a], [b]]", "\"dag\" puts table \"c\" before \"a\", to which it refers"),
    ("[[a], [c]]", "leaves out table \"b\""),
    ("[[a, b], [c, d]]", "a table that does not exist: \"d\""),
    ("[[a, b], [c, a]]", "names table \"a\" twice"),
  ])
  func anImpossibleOrderIsAnError(_ dag: String, _ message: String) {
    let errors = TestData.errors(schemaText(family, dag: dag))
    #expect(errors.contains { $0.contains(message) }, "\(errors)")
  }

  @Test func anExplicitOrderMayCutACycleAnywhere() throws {
    let tables = [entity("a", [refers("b_id", "b")]), entity("b", [refers("a_id", "a")])]
    #expect(try order(tables, dag: "[[a], [b]]") == ["a", "b"])
    #expect(try order(tables, dag: "[[b], [a]]") == ["b", "a"])
  }

  @Test func theOrderOfTheLoadDoesNotChangeTheRows() throws {
    let first = try TestData(schemaText(family, dag: "[[b], [a], [c]]")).everything()
    #expect(try first == TestData(schemaText(family, dag: "[[a], [c], [b]]")).everything())
  }
}
