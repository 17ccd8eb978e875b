import DatagenSchema
import Foundation
import Testing

@testable import DatagenEngine

@Suite struct LayoutTests {
  private static let parent = entity(
    "p",
    rows: 100,
    [
      column("code", "string", "faker: { method: uuid4 }"),
      column("group", "int", "distribution: { type: poisson, lambda: 3 }"),
    ]
  )

  private func layout(_ columns: [String], constraints: String = "") throws -> (
    table: TableLayout, warnings: [Diagnostic]
  ) {
    let data = try TestData(
      schemaText([Self.parent, entity("t", rows: 100, columns)], constraints: constraints)
    )
    return (try #require(data.plan.layout.tables.first { $0.name == "t" }), data.warnings)
  }

  private func key(_ column: String, _ parent: String, _ isEnforceable: Bool = true) -> ForeignKeyLayout {
    ForeignKeyLayout(column: column, parentTable: "p", parentColumn: parent, isEnforceable: isEnforceable)
  }

  // MARK: Foreign keys

  @Test func lookupsOfKeysAreForeignKeys() throws {
    let columns = [
      column("p_id", "int", "lookup: { from: p.id }"), column("p_code", "string", "lookup: { from: p.code }"),
      column("p_group", "int", "lookup: { from: p.group, \"on\": { id: p_id } }"),
    ]
    #expect(try layout(columns).table.foreignKeys == [key("p_id", "id")])
    let unique = try layout(columns, constraints: "{ unique: [p.code] }").table.foreignKeys
    #expect(unique == [key("p_id", "id"), key("p_code", "code")])
  }

  @Test func aDeclaredForeignKeyIsNotRepeated() throws {
    let columns = [column("p_id", "int", "lookup: { from: p.id }")]
    let result = try layout(columns, constraints: "{ foreign_keys: [{ from: t.p_id, to: p.id }] }")
    #expect(result.table.foreignKeys == [key("p_id", "id")])
    #expect(result.warnings.isEmpty)
  }

  @Test func aKeyToAColumnThatIsNotUniqueIsMembership() throws {
    let columns = [column("g", "int", "lookup: { from: p.group }")]
    let result = try layout(columns, constraints: "{ foreign_keys: [{ from: t.g, to: p.group }] }")
    #expect(result.table.foreignKeys == [key("g", "group", false)])
    #expect(
      result.warnings.contains { $0.message.contains("p.group is not unique") && $0.message.contains("t.g") }
    )
  }

  /// A key of two columns, and what a table that takes both over from one row, and one that takes one, refer to.
  @Test func theColumnsOfACompositeKeyAreOneForeignKey() throws {
    let pair = """
      { id: pair, kind: entity, rows: 90, pk: [a, b], columns: [\(lookup("a", "p.id")), \(lookup("b", "q.id"))] }
      """
    func use(_ columns: String...) -> String { entity("use", rows: 50, columns) }
    func keys(_ use: String, _ constraints: String = "") throws -> (keys: [ForeignKeyLayout], warnings: [String]) {
      let text = schemaText(
        [entity("p", rows: 10, []), entity("q", rows: 20, []), pair, use],
        constraints: constraints
      )
      let data = try TestData(text)
      return (data.plan.layout.table(named: "use")?.foreignKeys ?? [], data.warnings.map(\.message))
    }
    let composite = ForeignKeyLayout(
      columns: ["x", "y"],
      parentTable: "pair",
      parentColumns: ["a", "b"],
      isEnforceable: true
    )
    let both = use(lookup("y", "pair.b"), lookup("x", "pair.a"))
    #expect(try keys(both) == ([composite], []))
    let declared = "{ foreign_keys: [{ from: use.x, to: pair.a }, { from: use.y, to: pair.b }] }"
    #expect(try keys(both, declared) == ([composite], []))
    #expect(try keys(use(lookup("x", "pair.a"))).keys.isEmpty)
    let one = try keys(use(lookup("x", "pair.a")), "{ foreign_keys: [{ from: use.x, to: pair.a }] }")
    #expect(one.keys.map(\.isEnforceable) == [false] && one.warnings.count == 1)
  }

  @Test func anEnumOfAnotherTableIsMembership() throws {
    let columns = [
      column("g", "int", "choice: { choices_ref: p.group }", "constraints: { enum_ref: p.group }")
    ]
    let table = try layout(columns).table
    #expect(table.foreignKeys == [key("g", "group", false)])
    #expect(table.column(named: "g")?.allowedValues == nil)
  }

  @Test func aSelfReferenceIsAForeignKey() throws {
    let columns = [column("boss", "int", "lookup: { from: t.id }", "nullable: true")]
    let table = try layout(columns).table
    #expect(table.foreignKeys.map(\.parentTable) == ["t"])
    #expect(table.column(named: "boss")?.isNullable == true)
    #expect(table.column(named: "id")?.isNullable == false)
  }

  // MARK: Keys

  @Test(arguments: [
    ("int", "sequence: {}", "", "", KeySequence()),
    ("int", "sequence: { start: 500001 }", "", "", .init(first: 500_001)),
    ("int", "sequence: { start: -5.0 }", "", "", .init(first: -5)),
    ("int", "sequence: { step: 2 }", "", "", .init(step: 2)),
    ("int", "sequence: { start: 100, step: -5 }", "", "", .init(first: 100, step: -5)),
    ("int", "sequence: {}", "", "{ ranges: [{ attr: t.k, min: 0, max: 1000 }] }", KeySequence()),
    ("int", "sequence: { start: 1.5 }", "", "", nil), ("int", "sequence: { step: 1.5 }", "", "", nil),
    ("float", "sequence: {}", "", "", nil), ("string", "sequence: {}", "", "", nil),
    ("int", "sequence: {}", "modifiers: [{ transform: add, args: { value: 5 } }]", "", nil),
    ("string", "faker: { method: uuid4 }", "", "", nil),
  ])
  func theKeysThatNumberRowsHaveTheirFirstAndTheirStep(
    _ type: String,
    _ generator: String,
    _ rest: String,
    _ constraints: String,
    _ expected: KeySequence?
  ) throws {
    let key = column("k", type, generator, rest)
    let text = schemaText(
      ["{ id: t, kind: entity, rows: 50, pk: k, columns: [\(key)] }"],
      constraints: constraints
    )
    #expect(try TestData(text).plan.layout.tables.first?.keySequence == expected)
  }

  @Test func uniqueColumnsAreListedOnceAndWithoutTheKey() throws {
    let columns = [column("a", "string", "faker: { method: uuid4 }")]
    let table = try layout(columns, constraints: "{ unique: [t.id, t.a, p.id, t.a] }").table
    #expect(table.uniqueColumns == ["a"])
    #expect(table.primaryKey == ["id"])
  }

  // MARK: Columns

  @Test func constraintsOfAColumnMeet() throws {
    let columns = [
      column("x", "float", "sequence: {}"),
      column(
        "w",
        "string",
        "choice: { choices: [a, b, c] }",
        "constraints: { enum: [a, b, c, d], pattern: \"^[a-z]$\" }"
      ),
      column("n", "int", "choice: { choices: [1, 2] }"), column("f", "bool", "choice: { choices: [true] }"),
    ]
    let constraints = """
      { ranges: [{ attr: t.x, min: 1, max: 50 }, { attr: t.x, min: 5 }, { attr: t.x, max: 90 }],
        enum: [{ attr: t.w, values: [c, b, a] }, { attr: t.n, values: [1, 2] }, { attr: t.f, values: [true] }] }
      """.oneLine
    let table = try layout(columns, constraints: constraints).table
    #expect(table.columns.map(\.name) == ["id", "x", "w", "n", "f"])
    #expect(table.columns.map(\.type) == [.int, .float, .string, .int, .bool])
    #expect(table.column(named: "x")?.minimum == .number(5))
    #expect(table.column(named: "x")?.maximum == .number(50))
    #expect(table.column(named: "w")?.allowedValues.map(Set.init) == [.text("a"), .text("b"), .text("c")])
    #expect(table.column(named: "w")?.pattern == "^[a-z]$")
    #expect(table.column(named: "n")?.allowedValues == [.number(1), .number(2)])
    #expect(table.column(named: "f")?.allowedValues == [.boolean(true)])
  }

  // MARK: Inequalities

  private func inequalities(_ list: String) throws -> [String: [InequalityLayout]] {
    let child = fact(
      "c",
      parents: "p",
      [column("p_id", "int", "lookup: { from: p.id }"), column("y", "int", "sequence: {}")]
    )
    let text = schemaText(
      [Self.parent, child, entity("z", [column("y", "int", "sequence: {}")])],
      constraints: "{ inequalities: [\(list)] }"
    )
    let layout = try TestData(text).plan.layout
    return Dictionary(uniqueKeysWithValues: layout.tables.map { ($0.name, $0.inequalities) })
  }

  /// A column that repeats a value of the parent does not say which row is compared.
  @Test func inequalitiesFollowTheKeyOfTheParent() throws {
    let child = fact(
      "c",
      parents: "p",
      [lookup("g", "p.group"), column("p_id", "int", "lookup: { from: p.id }"), column("y", "int", "sequence: {}")]
    )
    let text = schemaText(
      [Self.parent, child],
      constraints:
        "{ foreign_keys: [{ from: c.g, to: p.group }], inequalities: [{ left: c.y, op: \">\", right: p.group }] }"
    )
    let layout = try TestData(text).plan.layout
    #expect(layout.table(named: "c")?.inequalities.first?.parent?.columns == ["p_id"])
  }

  @Test func ofSeveralRowsOfAParentOneIsCompared() throws {
    let child = fact("c", parents: "p", [lookup("p_id", "p.id"), lookup("q_id", "q.id"), lookup("r_id", "q.id")])
    let q = entity("q", rows: 50, [column("y", "int", "distribution: { type: uniform, low: 1, high: 9 }")])
    func warnings(_ inequality: String) -> [String] {
      TestData.warnings(
        schemaText(
          [
            Self.parent, q,
            child.replacingOccurrences(
              of: "columns: [",
              with: "columns: [\(column("x", "int", "distribution: { type: uniform, low: 1, high: 20 }")), "
            ),
          ],
          constraints: "{ inequalities: [\(inequality)] }"
        )
      )
    }
    #expect(warnings("{ left: q.y, op: \"<=\", right: c.x }").contains { $0.contains("not that of \"r_id\"") })
    #expect(warnings("{ left: p.group, op: \"<=\", right: c.x }").isEmpty)
  }

  @Test func inequalitiesBelongToTheChild() throws {
    let own = try inequalities("{ left: c.id, op: \"<=\", right: c.y }")
    #expect(
      own["c"]?.map(\.left) == ["id"] && own["c"]?.map(\.right) == ["y"] && own["c"]?.first?.parent == nil
    )
    let forward = try inequalities("{ left: c.y, op: \">\", right: p.group }")
    #expect(forward["p"]?.isEmpty == true)
    #expect(forward["c"]?.first?.comparison == .greater && forward["c"]?.first?.parent?.columns == ["p_id"])
    let backward = try inequalities("{ left: p.group, op: \"<\", right: c.y }")
    #expect(backward["p"]?.isEmpty == true)
    #expect(backward["c"]?.first?.left == "y" && backward["c"]?.first?.right == "group")
    #expect(backward["c"]?.first?.comparison == .greater)
  }
}
