import DatagenColumns
import DatagenSchema
import Foundation
import Testing

@testable import DatagenEngine

/// Inequalities of references, texts and enums hold by construction, and the columns before leave room for those after.
@Suite struct ConstructedInequalityTests {
  private static let accounts = entity(
    "account",
    rows: 60,
    [
      column("city", "string", "choice: { choices: [Brno, Graz, Lyon] }"),
      column("opened", "datetime", "datetime_series: { freq: D }"),
    ]
  )

  private static func transfers(_ inequalities: String, _ columns: [String] = []) -> String {
    schemaText(
      [
        accounts,
        entity(
          "transfer",
          rows: 3000,
          [
            lookup("payer", "account.id", "int", ", weights_kind: zipf@1.3"), lookup("payee", "account.id"),
            column("payer_city", "string", "lookup: { from: account.city, \"on\": { id: payer } }"),
            column("payee_city", "string", "lookup: { from: account.city, \"on\": { id: payee } }"),
          ] + columns
        ),
      ],
      constraints: "{ inequalities: [\(inequalities)] }"
    )
  }

  // MARK: References

  @Test func twoReferencesDiffer() throws {
    let data = try TestData(Self.transfers("{ left: transfer.payer, op: \"!=\", right: transfer.payee }"))
    let payers = try data.integers("transfer.payer"), payees = try data.integers("transfer.payee")
    #expect(zip(payers, payees).allSatisfy { $0 != $1 })
    // The first one keeps its popularity, the second one is as likely to be any other row.
    let first = payers.count { $0 == 1 }
    #expect(isShare(payees.count { $0 == 1 }, of: 3000 - first, 1.0 / 59))
  }

  @Test func whatIsLookedUpComesFromTheRowThatWasDrawnAtLast() throws {
    let data = try TestData(
      Self.transfers("{ left: transfer.payer_city, op: \"!=\", right: transfer.payee_city }")
    )
    let cities = try data.texts("account.city")
    for side in ["payer", "payee"] {
      let keys = try data.integers("transfer.\(side)"), texts = try data.texts("transfer.\(side)_city")
      #expect(zip(keys, texts).allSatisfy { cities[Int($0) - 1] == $1 })
    }
    let pairs = zip(try data.texts("transfer.payer_city"), try data.texts("transfer.payee_city"))
    #expect(pairs.allSatisfy { $0 != $1 })
  }

  @Test func keysInOrderLeaveRoomForTheGreaterOne() throws {
    let data = try TestData(Self.transfers("{ left: transfer.payer, op: \"<\", right: transfer.payee }"))
    let payers = try data.integers("transfer.payer"), payees = try data.integers("transfer.payee")
    #expect(zip(payers, payees).allSatisfy { $0 < $1 } && payers.contains(59) && payees.contains(60))
  }

  /// Any rows, alone or in batches, have the same parents.
  @Test func redrawnRowsDependOnThemselvesAlone() throws {
    let data = try TestData(
      Self.transfers(
        "{ left: transfer.payer, op: \"!=\", right: transfer.payee }, { left: transfer.low, op: \"<\", right: transfer.high }",
        [
          column("low", "float", "distribution: { type: normal, mean: 1, std: 1 }"),
          column("high", "float", "distribution: { type: normal, mean: 0, std: 1 }"),
        ]
      )
    )
    let whole = try data.columns("transfer")
    for row in stride(from: Int64(0), to: 3000, by: 97) {
      let alone = try data.columns("transfer", rows: row..<row + 1)
      for (name, cells) in alone { #expect(cells[0] == whole[name]?[Int(row)], "\(name) of row \(row)") }
    }
  }

  @Test func aBossIsHiredBeforeWhomHeLeads() throws {
    let data = try TestData(
      schemaText(
        [
          entity(
            "person",
            rows: 500,
            [
              column("hired", "date", "datetime_series: { freq: D }"),
              column("boss", "int", "lookup: { from: person.id }", "nullable: true"),
              column("boss_hired", "date", "lookup: { from: person.hired, \"on\": { id: boss } }", "nullable: true"),
            ]
          )
        ],
        constraints: "{ inequalities: [{ left: person.boss_hired, op: \"<=\", right: person.hired }] }"
      )
    )
    let hired = try data.integers("person.hired"), bosses = try data.cells("person.boss")
    let led = bosses.enumerated().compactMap { row, boss in boss.whole.map { (row, Int($0) - 1) } }
    #expect(led.count > 480)
    #expect(led.allSatisfy { row, boss in hired[boss] <= hired[row] && boss < row })
  }

  @Test func valuesOfOneRowAreAnInequalityOfThatRow() throws {
    let uniform = "distribution: { type: uniform, low: 0, high: 50 }"
    let data = try TestData(
      schemaText(
        [
          entity("product", rows: 300, [column("list", "int", uniform), column("net", "int", uniform)]),
          fact(
            "line",
            parents: "product",
            [lookup("product_id", "product.id"), lookup("list", "product.list"), lookup("net", "product.net")]
          ),
        ],
        constraints: "{ inequalities: [{ left: line.net, op: \"<=\", right: line.list }] }"
      )
    )
    let list = try data.integers("product.list"), net = try data.integers("product.net")
    #expect(zip(net, list).allSatisfy { $0 <= $1 } && Set(list).count > 30)
  }

  // MARK: Pairs of one table

  @Test func aTableIsRelatedToItself() throws {
    let data = try TestData(
      schemaText(
        [
          entity("user", rows: 30),
          """
          { id: follow, kind: fact, parents: [user], pk: [from_id, to_id], fanout: { distribution: poisson, lambda: 9 },
            columns: [\(lookup("from_id", "user.id")), \(lookup("to_id", "user.id"))] }
          """.oneLine,
          """
          { id: friend, kind: entity, rows: 435, pk: [a, b],
            columns: [\(lookup("a", "user.id")), \(lookup("b", "user.id"))] }
          """.oneLine,
        ],
        constraints:
          "{ inequalities: [{ left: follow.from_id, op: \"!=\", right: follow.to_id }, { left: friend.a, op: \"<\", right: friend.b }] }"
      )
    )
    let from = try data.integers("follow.from_id"), to = try data.integers("follow.to_id")
    #expect(from.count > 200 && zip(from, to).allSatisfy { $0 != $1 })
    #expect(Set(zip(from, to).map { [$0, $1] }).count == from.count)
    let a = try data.integers("friend.a"), b = try data.integers("friend.b")
    #expect(zip(a, b).allSatisfy { $0 < $1 } && Set(zip(a, b).map { [$0, $1] }).count == 435)
  }

  @Test(arguments: [RowRelation.any, .different, .ascending, .descending])
  func pairsAreNumberedWithoutGaps(_ relation: RowRelation) {
    for size: UInt64 in [1, 2, 3, 10, 77] {
      let space = PairSpace(firsts: size, seconds: size, relation: relation)
      let pairs = (0..<space.count).map(space.pair)
      #expect(Set(pairs.map { $0.first * 1000 + $0.second }).count == pairs.count)
      #expect(pairs.allSatisfy { $0.first < size && $0.second < size })
      switch relation {
      case .any: #expect(space.count == size * size)
      case .different: #expect(pairs.allSatisfy { $0.first != $0.second } && space.count == size * (size - 1))
      case .ascending: #expect(pairs.allSatisfy { $0.first < $0.second } && space.count == size * (size - 1) / 2)
      case .descending: #expect(pairs.allSatisfy { $0.first > $0.second } && space.count == size * (size - 1) / 2)
      }
    }
  }

  @Test func aSecondKeyOfTheParentIsWarnedOf() {
    let text = schemaText(
      [
        entity("account"),
        fact("transfer", parents: "account", [lookup("payer", "account.id"), lookup("payee", "account.id")]),
      ]
    )
    #expect(TestData.warnings(text).contains { $0.contains("\"payee\" repeats \"payer\"") })
  }

  // MARK: Room

  @Test func aChainStaysInsideItsRange() throws {
    let uniform = "distribution: { type: uniform, low: 1, high: 9 }"
    let columns = ["a", "b", "c"].map { column($0, "int", uniform) }
    let ranges = ["a", "b", "c"].map { "{ attr: t.\($0), min: 1, max: 9 }" }.joined(separator: ", ")
    let data = try TestData(
      schemaText(
        [entity("t", rows: 20_000, columns)],
        constraints: """
          { ranges: [\(ranges)], inequalities: [{ left: t.a, op: "<", right: t.b }, { left: t.b, op: "<", right: t.c }] }
          """.oneLine
      )
    )
    let a = try data.integers("t.a"), b = try data.integers("t.b"), c = try data.integers("t.c")
    #expect(a.indices.allSatisfy { a[$0] < b[$0] && b[$0] < c[$0] } && a.min() == 1 && c.max() == 9)
    // a is drawn from what leaves room, 1 to 7; b from what a leaves.
    #expect(chiSquareExcess(a.counts(of: Array(1...7)), [Double](repeating: 1 / 7, count: 7)) <= 1)
    let afterFive = zip(a, b).filter { $0.0 == 5 }.map(\.1)
    #expect(chiSquareExcess(afterFive.counts(of: Array(6...8)), [Double](repeating: 1 / 3, count: 3)) <= 1)
  }

  /// Where next to nothing is left, also of columns that are not drawn by inversion alone.
  @Test(arguments: [
    ("normal, mean: 3, std: 2", "modifiers: [{ transform: jitter, args: { std: 1 } }]"),
    ("normal, mean: 3, std: 2, correlate: { with: z, rho: 0.5 }", ""),
    ("beta, alpha: 0.5, beta: 3, low: -1, high: 12", ""),
    ("gamma, shape: 2, scale: 0.5", ""),
  ])
  func nothingPilesUpAtABound(_ distribution: String, _ modifiers: String) throws {
    let (type, correlation) =
      distribution.range(of: ", correlate").map {
        (String(distribution[..<$0.lowerBound]), String(distribution[$0.lowerBound...]))
      } ?? (distribution, "")
    let columns = [
      column("z", "float", "distribution: { type: normal, mean: 0, std: 1 }"),
      column("a", "float", "distribution: { type: uniform, low: 0, high: 10 }"),
      column("b", "float", "distribution: { type: \(type)\(correlation) }", modifiers),
    ]
    let data = try TestData(
      schemaText(
        [entity("t", rows: 4000, columns)],
        constraints: "{ inequalities: [{ left: t.a, op: \"<=\", right: t.b }] }"
      )
    )
    let a = try data.numbers("t.a"), b = try data.numbers("t.b")
    #expect(zip(a, b).allSatisfy { $0 <= $1 })
    #expect(zip(a, b).count { $1 - $0 < 1e-6 } == 0)
  }

  /// The window ends on a Sunday, and the later time never lies on a weekend: the earlier one leaves room on Friday.
  @Test func thePatternsOfTheLaterTimeLeaveTheirPointsOnly() throws {
    let series = "datetime_series: { freq: H, within: { start: 2024-01-01, end: \"2024-03-31T23:00:00Z\" }"
    let weekdays = ", pattern: { dimension: dow, weights: [1, 1, 1, 1, 1, 0, 0] } }"
    let data = try TestData(
      schemaText(
        [
          entity(
            "t",
            rows: 4000,
            [column("a", "datetime", series + " }"), column("b", "datetime", series + weekdays)]
          ),
          fact("c", parents: "t", [lookup("t_id", "t.id"), column("at", "datetime", series + weekdays)]),
        ],
        constraints: """
          { inequalities: [{ left: t.a, op: "<", right: t.b }, { left: t.a, op: "<", right: c.at }] }
          """.oneLine
      )
    )
    let first = try data.integers("t.a")
    for (later, parents) in [
      (try data.integers("t.b"), Array(1...4000)), (try data.integers("c.at"), try data.integers("c.t_id")),
    ] {
      #expect(later.allSatisfy { QuarterDays.weekday($0) < 5 })
      #expect(zip(later, parents).allSatisfy { first[Int($1) - 1] < $0 })
    }
  }

  @Test func constantsThatDoNotCompareAreRefused() {
    let columns = [column("a", "int", "constant: { value: 5 }"), column("b", "int", "constant: { value: 4 }")]
    let text = schemaText(
      [entity("t", columns)],
      constraints: "{ inequalities: [{ left: t.a, op: \"<\", right: t.b }] }"
    )
    #expect(TestData.errors(text).contains { $0.contains("t.a is always 5, and t.b is always 4") })
  }

  /// What is rounded to 9 comes from 8.5 to 9.5.
  @Test func wholeNumbersBehindABoundAreRoundedOnes() throws {
    let data = try TestData(
      schemaText(
        [
          entity(
            "t",
            rows: 8000,
            [
              column("a", "int", "constant: { value: 8 }"),
              column("b", "int", "distribution: { type: normal, mean: 3, std: 2 }"),
            ]
          )
        ],
        constraints: "{ inequalities: [{ left: t.a, op: \"<\", right: t.b }] }"
      )
    )
    func tail(_ x: Double) -> Double { erfc((x - 3) / 2 / 2.0.squareRoot()) }
    let first = (tail(8.5) - tail(9.5)) / tail(8.5)
    #expect(abs(Double(try data.integers("t.b").count { $0 == 9 }) / 8000 - first) < 0.02)
  }

  @Test func whatIsLeftOfADistributionIsNotPiledUpAtItsEnd() throws {
    let data = try TestData(
      schemaText(
        [
          entity(
            "t",
            rows: 10_000,
            [
              column("a", "float", "constant: { value: 4 }"),
              column("b", "float", "distribution: { type: normal, mean: 0, std: 1 }"),
            ]
          )
        ],
        constraints: "{ inequalities: [{ left: t.a, op: \"<\", right: t.b }] }"
      )
    )
    let b = try data.numbers("t.b")
    // The upper tail of a normal distribution, in which the difference of two cumulative values would lose its digits.
    func tail(_ z: Double) -> Double { erfc(z / 2.0.squareRoot()) }
    #expect(b.allSatisfy { $0 > 4 } && Set(b).count > 9_990)
    #expect(kolmogorovDistance(b) { 1 - tail($0) / tail(4) } < kolmogorovBound)
  }

  // MARK: Texts and enums

  @Test(arguments: ["<", "<=", ">", ">=", "==", "!="])
  func textsKeepThem(_ word: String) throws {
    let choice = "choice: { choices: [Anna, Berta, anna, Zoë] }"
    let data = try TestData(
      schemaText(
        [entity("t", rows: 500, [column("a", "string", choice), column("b", "string", choice)])],
        constraints: "{ inequalities: [{ left: t.a, op: \"\(word)\", right: t.b }] }"
      )
    )
    let holds = zip(try data.texts("t.a"), try data.texts("t.b")).allSatisfy { a, b in
      let isLess = a.utf8.lexicographicallyPrecedes(b.utf8)
      switch word {
      case "<": return isLess
      case "<=": return isLess || a == b
      case ">": return !isLess && a != b
      case ">=": return !isLess
      case "==": return a == b
      default: return a != b
      }
    }
    #expect(holds)
  }

  @Test func textsWithoutAListAreRefusedInOrder() {
    let city = "faker: { method: city }"
    let text = schemaText(
      [entity("t", [column("a", "string", city), column("b", "string", city)])],
      constraints: "{ inequalities: [{ left: t.a, op: \"<\", right: t.b }] }"
    )
    #expect(TestData.errors(text).contains { $0.contains("needs a list of choices") })
  }

  @Test(arguments: [
    ("int", "distribution: { type: uniform, low: 1, high: 10 }", "[2, 4, 400]"),
    ("string", "faker: { method: word }", "[red, green]"), ("bool", "choice: { choices: [true, false] }", "[true]"),
    ("string", "choice: { choices: [a, b] }, modifiers", "[x, a]"),
  ])
  func anEnumIsKeptWhateverDraws(_ type: String, _ generator: String, _ values: String) throws {
    let parts = generator.components(separatedBy: ", modifiers")
    let modifiers = parts.count > 1 ? [modifier("map_values", "mapping: { b: q }")] : []
    let data = try TestData(
      schemaText(
        [entity("t", rows: 2000, [column("x", type, parts[0], modifiers: modifiers)])],
        constraints: "{ enum: [{ attr: t.x, values: \(values) }] }"
      )
    )
    let allowed = Set(
      values.dropFirst().dropLast().split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    )
    let found = try data.cells("t.x").map { cell -> String in
      if case .boolean(let flag) = cell { return String(flag) }
      return cell.text ?? cell.whole.map(String.init) ?? "NULL"
    }
    #expect(Set(found).isSubset(of: allowed))
  }

  // MARK: Second parents

  private static func sales(_ nullRate: String = "") -> String {
    schemaText(
      [
        entity("shop", rows: 20),
        entity("member", rows: 400, [column("joined", "datetime", "datetime_series: { freq: D }")]),
        fact(
          "sale",
          parents: "shop, member",
          fanout: "distribution: poisson, lambda: 600",
          [
            lookup("shop_id", "shop.id"),
            column("member_id", "int", "lookup: { from: member.id }", nullRate),
            column("at", "datetime", "datetime_series: { freq: min }"),
          ]
        ),
      ],
      constraints: "{ inequalities: [{ left: sale.at, op: \">=\", right: member.joined }] }"
    )
  }

  /// Times keep their density, and the other parent is one that is there then.
  @Test func aSecondParentFitsTheTime() throws {
    let data = try TestData(Self.sales())
    let joined = try data.integers("member.joined"), members = try data.integers("sale.member_id")
    let times = try data.integers("sale.at")
    #expect(zip(times, members).allSatisfy { $0 >= joined[Int($1) - 1] })
    // From February on nearly all times are those of the grid; the first days wait for the first member.
    let days = times.map { Double($0 - QuarterDays.start) / Double(QuarterDays.day) }.filter { $0 >= 31 }
    #expect(kolmogorovDistance(days) { ($0 - 31) / 335 } < kolmogorovBound)
    // A member who joined in December has few sales, one who joined in January many.
    let counts = members.counts(of: (1...400).map(Int64.init))
    let early = zip(joined, counts).filter { $0.0 - QuarterDays.start < 30 * QuarterDays.day }.map { Double($0.1) }
    let late = zip(joined, counts).filter { $0.0 - QuarterDays.start > 335 * QuarterDays.day }.map { Double($0.1) }
    #expect(mean(early) > 10 * mean(late))
  }

  /// A row without a parent has neither its creation nor its segment.
  @Test func aReferenceThatIsNullDoesNothing() throws {
    let text = schemaText(
      [
        entity("p"),
        table(
          "member",
          """
          kind: entity, rows: 50, segment_behavior: { segment_column: tier, applies_to_columns: [amount],
          behaviors: { gold: { value_multiplier: 10 }, basic: {} } }
          """.oneLine,
          [column("tier", "string", "choice: { choices: [gold, basic] }")]
        ),
        fact(
          "sale",
          parents: "p, member",
          [
            lookup("p_id", "p.id"),
            column("member_id", "int", "lookup: { from: member.id }", "nullable: true, null_rate: 0.5"),
            column("amount", "float", "constant: { value: 1 }"),
          ]
        ),
      ]
    )
    let data = try TestData(text)
    let members = try data.cells("sale.member_id"), amounts = try data.numbers("sale.amount")
    let tiers = try data.texts("member.tier")
    #expect(isShare(members.count { $0 == .null }, of: members.count, 0.5))
    for (member, amount) in zip(members, amounts) {
      let isGold = member.whole.map { tiers[Int($0) - 1] == "gold" } ?? false
      #expect(amount == (isGold ? 10 : 1))
    }
  }

  @Test func whatCannotBePromisedIsTold() {
    let text = schemaText(
      [
        entity("p", [column("code", "int", "sequence: { start: 500, step: -1 }")]),
        fact("c", parents: "p", [lookup("p_id", "p.id"), column("n", "int", "sequence: {}")]),
      ],
      constraints: "{ inequalities: [{ left: c.n, op: \">\", right: p.code }] }"
    )
    #expect(TestData.warnings(text).contains { $0.contains("is not kept by construction") })
  }
}
