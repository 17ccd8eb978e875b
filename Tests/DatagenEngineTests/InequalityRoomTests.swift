import DatagenColumns
import DatagenSchema
import Testing

@testable import DatagenEngine

/// What lies between two columns leaves room for a value of each column between them, however coarse, also where they are a
/// child's and its parents'.
@Suite struct InequalityRoomTests {
  private static let numbers = ["int", "float 1", "float"]
  private static let times = ["date", "datetime D", "datetime H"]
  /// The outer types, and the type between them.
  static let triples = [numbers, times].flatMap { types in
    types.flatMap { low in types.flatMap { middle in types.map { (low, middle, $0) } } }
  }

  /// A column of a type, with its decimals or its grid, whose few values are often near to each other.
  private static func part(_ name: String, _ type: String, _ rest: String = "") -> String {
    let words = type.split(separator: " ").map(String.init)
    var keys = rest.isEmpty ? [] : [rest]
    guard words[0].hasPrefix("date") else {
      if words.count > 1 { keys.append("decimals: \(words[1])") }
      return column(name, words[0], "distribution: { type: uniform, low: 1, high: 4 }", keys.joined(separator: ", "))
    }
    let grid = words.count > 1 ? words[1] : "D"
    return column(
      name,
      words[0],
      "datetime_series: { freq: \(grid), within: { start: 2024-03-01, end: 2024-03-04 } }",
      keys.joined(separator: ", ")
    )
  }

  private static func inequalities(_ list: [String]) -> String {
    let parts = list.map { text -> String in
      let words = text.split(separator: " ")
      return "{ left: \(words[0]), op: \"\(words[1])\", right: \(words[2]) }"
    }
    return "{ inequalities: [\(parts.joined(separator: ", "))] }"
  }

  /// A parent with the columns `low` and `high`, and its children.
  private static func family(_ low: String, _ high: String, _ children: [String], _ list: [String]) -> String {
    schemaText(
      [
        entity("p", rows: 60, [part("low", low), part("high", high, "nullable: true, null_rate: 0.1")]),
        fact("c", parents: "p", fanout: "distribution: uniform, min: 1, max: 4", [lookup("p_id", "p.id")] + children),
      ],
      constraints: inequalities(list)
    )
  }

  /// The cells of a column as numbers, dates and times in days.
  private func values(_ data: TestData, _ name: String) throws -> [Double?] {
    try data.cells(name).map { cell in
      switch cell {
      case .date(let day): Double(day)
      case .time(let time): Double(time) / Double(QuarterDays.day)
      default: cell.number
      }
    }
  }

  /// How many rows break an inequality of columns of `c`, or of its parent `p`.
  private func broken(_ data: TestData, _ text: String) throws -> Int {
    let words = text.split(separator: " ").map(String.init)
    let owners = try data.integers("c.p_id")
    func side(_ name: String) throws -> [Double?] {
      let values = try values(data, name)
      return name.hasPrefix("p.") ? owners.map { values[Int($0) - 1] } : values
    }
    return zip(try side(words[0]), try side(words[2])).count { left, right in
      guard let left, let right else { return false }
      return words[1] == "<" ? left >= right : left > right
    }
  }

  private func expectAll(_ list: [String], _ text: String, _ comment: Comment) throws {
    let data = try TestData(text)
    for inequality in list { #expect(try broken(data, inequality) == 0, "\(comment): \(inequality)") }
    #expect(Set(try values(data, "c.x").compactMap(\.self)).count > 1)
  }

  // MARK: Coarse columns

  @Test(arguments: triples)
  func aChildFindsRoomBetweenTwoColumnsOfItsParent(_ low: String, _ middle: String, _ high: String) throws {
    for comparison in ["<", "<="] {
      let list = ["p.low \(comparison) c.x", "c.x \(comparison) p.high"]
      try expectAll(list, Self.family(low, high, [Self.part("x", middle)], list), "\(low), \(middle), \(high)")
    }
  }

  @Test(arguments: triples)
  func aChildFindsRoomBetweenAnotherColumnAndItsParent(_ first: String, _ middle: String, _ high: String) throws {
    for comparison in ["<", "<="] {
      let list = ["c.a \(comparison) c.x", "c.x <= p.high"]
      let children = [Self.part("a", first), Self.part("x", middle)]
      try expectAll(list, Self.family(high, high, children, list), "\(first), \(middle), \(high)")
    }
  }

  @Test(arguments: triples)
  func chainsFindRoomThroughColumnsOfAllTypes(_ low: String, _ middle: String, _ high: String) throws {
    let list = ["p.low < p.high", "p.low <= c.x", "c.x < c.b", "c.b <= c.d", "c.d < p.high"]
    let children = [Self.part("x", middle), Self.part("b", low), Self.part("d", middle)]
    // What lies between needs more than the domain of four days, or numbers, has between its ends.
    let text = Self.family(low, high, children, list).replacing("high: 4", with: "high: 9")
      .replacing("end: 2024-03-04", with: "end: 2024-03-09")
    try expectAll(list, text, "\(low), \(middle), \(high)")
  }

  /// Nothing but a second is missing: the grids are of days.
  @Test func timesFindRoomBetweenTimes() throws {
    let list = ["c.x < c.b", "c.b < p.high"]
    let jitter = modifier("time_jitter", "std_minutes: 30")
    let series = "datetime_series: { freq: D }"
    let children = [column("x", "datetime", series, modifiers: [jitter]), column("b", "datetime", series)]
    try expectAll(list, Self.family("datetime D", "datetime D", children, list), "with jitter")
  }

  /// 0.29 times 100 is less than 29.
  @Test func aDecimalThatTwoBoundsLeaveIsFound() throws {
    let constant = "distribution: { type: uniform, low: 0.29, high: 0.29 }"
    let list = ["p.low <= c.x", "c.x <= p.high"]
    let text = schemaText(
      [
        entity("p", rows: 5, [column("low", "float", constant), column("high", "float", constant)]),
        fact(
          "c",
          parents: "p",
          [
            lookup("p_id", "p.id"),
            column("x", "float", "distribution: { type: uniform, low: 0, high: 1 }", "decimals: 2"),
          ]
        ),
      ],
      constraints: Self.inequalities(list)
    )
    let found = try TestData(text).numbers("c.x")
    #expect(!found.isEmpty && found.allSatisfy { $0 == 0.29 })
  }

  @Test func theEndOfARangeIsOneOfTheColumnsValues() throws {
    let uniform = "distribution: { type: uniform, low: 0, high: 9 }"
    let data = try TestData(
      schemaText(
        [
          entity("p", rows: 300, [column("low", "float", uniform)]),
          fact("c", parents: "p", [lookup("p_id", "p.id"), column("x", "int", uniform)]),
        ],
        constraints:
          "{ ranges: [{ attr: c.x, max: 4.5 }], inequalities: [{ left: p.low, op: \"<=\", right: c.x }] }"
      )
    )
    #expect(try broken(data, "p.low <= c.x") == 0)
    #expect(try data.integers("c.x").max() == 4)
  }

  // MARK: Two parents

  private static func twoParents(_ columns: [String], low: String, high: String, _ list: [String]) -> String {
    let series = { (end: String) in "datetime_series: { freq: H, within: { start: 2024-01-01, end: \(end) } }" }
    return schemaText(
      [
        entity("p", rows: 60, [column("low", "datetime", series(low))]),
        entity("q", rows: 200, [column("high", "datetime", series(high))]),
        fact("c", parents: "p, q", [lookup("p_id", "p.id"), lookup("q_id", "q.id")] + columns),
      ],
      constraints: inequalities(list)
    )
  }

  @Test func aDateFindsRoomBetweenTwoParents() throws {
    let list = ["p.low < c.x", "c.x < q.high"]
    let text = Self.twoParents([Self.part("x", "date")], low: "2024-03-01", high: "2024-06-30", list)
      .replacing("start: 2024-03-01, end: 2024-03-04", with: "start: 2024-01-01, end: 2024-06-30")
    let data = try TestData(text)
    #expect(try broken(data, list[0]) == 0)
    let high = try values(data, "q.high"), keys = try data.integers("c.q_id")
    #expect(zip(try values(data, "c.x"), keys).allSatisfy { $0 ?? 0 < high[Int($1) - 1] ?? 0 })
    #expect(!TestData.warnings(text).contains { $0.contains("lies between") })
  }

  /// The second parent is drawn to fit the event, so that what comes before the event must not wait for it.
  @Test func aDateBeforeAnEventThatAParentIsDrawnToFit() throws {
    let list = ["p.low <= c.x", "c.x <= c.at", "c.at < q.high"]
    let columns = [
      column("x", "date", "datetime_series: { freq: D }"), column("at", "datetime", "datetime_series: { freq: H }"),
    ]
    let data = try TestData(Self.twoParents(columns, low: "2024-03-01", high: "2024-06-30", list))
    for inequality in list.prefix(2) { #expect(try broken(data, inequality) == 0) }
    let high = try values(data, "q.high"), keys = try data.integers("c.q_id")
    #expect(zip(try values(data, "c.at"), keys).allSatisfy { $0 ?? 0 < high[Int($1) - 1] ?? 0 })
  }

  // MARK: What is told

  @Test func parentsThatMayLeaveNoRoomAreWarnedOf() {
    let text = Self.twoParents(
      [Self.part("x", "date")],
      low: "2024-06-30",
      high: "2024-06-30",
      [
        "p.low < c.x", "c.x < q.high",
      ]
    )
    #expect(
      TestData.warnings(text).contains {
        $0.contains("c.x lies between p.low and q.high") && $0.contains("confine p.low by a range")
      }
    )
  }

  @Test func constantsThatLeaveNoRoomAreRefused() {
    let text = schemaText(
      [
        entity(
          "p",
          [column("low", "float", "constant: { value: 1.2 }"), column("high", "float", "constant: { value: 1.8 }")]
        ),
        fact("c", parents: "p", [lookup("p_id", "p.id"), Self.part("x", "int")]),
      ],
      constraints: Self.inequalities(["p.low <= c.x", "c.x <= p.high"])
    )
    #expect(TestData.errors(text).contains { $0.contains("p.low") && $0.contains("c.x") }, "\(TestData.errors(text))")
  }

  @Test func domainsThatHaveNoRoomAreRefused() {
    let uniform = { (low: String, high: String) in "distribution: { type: uniform, low: \(low), high: \(high) }" }
    let text = schemaText(
      [
        entity("p", [column("low", "float", uniform("1.2", "1.4")), column("high", "float", uniform("1.6", "1.8"))]),
        fact("c", parents: "p", [lookup("p_id", "p.id"), Self.part("x", "int")]),
      ],
      constraints: Self.inequalities(["p.low <= c.x", "c.x <= p.high"])
    )
    #expect(TestData.errors(text).contains { $0.contains("with room for c.x between them, cannot hold") })
  }
}
