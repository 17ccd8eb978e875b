import DatagenSchema
import Testing

@testable import DatagenEngine

/// The rows of another parent that an event is drawn for are those that are there at its time.
@Suite struct SecondParentTests {
  private static func sales(_ parents: String, _ columns: [String], lambda: Int = 8) -> String {
    fact(
      "sale",
      parents: parents,
      fanout: "distribution: poisson, lambda: \(lambda)",
      columns + [column("at", "datetime", "datetime_series: { freq: min }")]
    )
  }

  /// Nearly all products come at the end of the year: of the few before, none stands in for all that are not there yet.
  @Test(arguments: ["", ", weights_kind: zipf@1"])
  func theFewThatAreThereShareTheEvents(_ weights: String) throws {
    let months = (0..<12).map { "\(1 << $0)" }.joined(separator: ", ")
    let launched = "datetime_series: { freq: min, patterns: [{ dimension: month, weights: [\(months)] }] }"
    let data = try TestData(
      schemaText(
        [
          entity("customer", rows: 4000),
          entity("product", rows: 20_000, [column("launched", "datetime", launched)]),
          Self.sales(
            "customer, product",
            [lookup("customer_id", "customer.id"), lookup("product_id", "product.id", "int", weights)]
          ),
        ],
        constraints: "{ inequalities: [{ left: product.launched, op: \"<=\", right: sale.at }] }"
      )
    )
    let born = try data.moments("product.launched").map { $0 ?? .max }
    let times = try data.integers("sale.at"), chosen = try data.integers("sale.product_id").map { Int($0) - 1 }
    #expect(zip(times, chosen).allSatisfy { born[$1] <= $0 })
    // In March a hundred-odd of the 20,000 are there.
    let first = QuarterDays.start + 60 * QuarterDays.day, last = first + 30 * QuarterDays.day
    var observed = [Int](repeating: 0, count: 20_000), expected = [Double](repeating: 0, count: 20_000)
    let present = born.indices.filter { born[$0] < first }
    for (time, product) in zip(times, chosen) where (first..<last).contains(time) && born[product] < first {
      observed[product] += 1
    }
    for product in present { expected[product] = weights.isEmpty ? 1 : 1 / Double(product + 1) }
    let places = present.sorted { expected[$0] > expected[$1] }
    let halves = [Array(places.prefix(places.count / 4)), Array(places.dropFirst(places.count / 4))]
    let counts = halves.map { half in half.reduce(0) { $0 + observed[$1] } }
    let shares = halves.map { half in half.reduce(0) { $0 + expected[$1] } }
    #expect(counts.reduce(0, +) > 500)
    let share = Double(counts[0]) / Double(counts[0] + counts[1])
    #expect(abs(share - shares[0] / (shares[0] + shares[1])) < 0.08, "\(counts) \(shares)")
    let most = try #require(observed.indices.max { observed[$0] < observed[$1] })
    let fair = expected[most] / shares.reduce(0, +) * Double(counts.reduce(0, +))
    #expect(Double(observed[most]) < 2 * fair + 10, "\(observed[most]) \(fair)")
  }

  /// Few campaigns, and most of the time none: the events of a visitor come to one that is still to be.
  @Test(arguments: [10, 100]) func whereNoneIsThereAnotherTimeIsDrawn(_ count: Int) throws {
    let registered = "datetime_series: { freq: H, within: { start: 2023-07-01, end: 2024-11-30 } }"
    // The last campaign ends with the year, so that there is one for everybody.
    let opens = "expression: { code: \"date_add(first, 366 * (id - 1) // \(count))\" }"
    let data = try TestData(
      schemaText(
        [
          entity("visitor", rows: 1500, [column("registered", "datetime", registered)]),
          entity(
            "campaign",
            rows: count,
            [
              column("first", "datetime", "constant: { value: \"2024-01-01T00:00:00Z\" }"),
              column("opens", "datetime", opens),
              column("closes", "datetime", "expression: { code: \"date_add(opens, if(id == \(count), 60, 2))\" }"),
            ]
          ),
          Self.sales(
            "visitor, campaign",
            [lookup("visitor_id", "visitor.id"), lookup("campaign_id", "campaign.id")],
            lambda: 3
          ),
        ],
        constraints: """
          { inequalities: [{ left: visitor.registered, op: "<=", right: sale.at },
            { left: campaign.opens, op: "<=", right: sale.at }, { left: sale.at, op: "<=", right: campaign.closes }] }
          """.oneLine
      )
    )
    let times = try data.integers("sale.at"), campaigns = try data.integers("sale.campaign_id")
    let visitors = try data.integers("sale.visitor_id")
    let registrations = try data.moments("visitor.registered")
    let begins = try data.moments("campaign.opens"), ends = try data.moments("campaign.closes")
    for (time, (visitor, campaign)) in zip(times, zip(visitors, campaigns)) {
      #expect(registrations[Int(visitor) - 1] ?? .max <= time)
      #expect(begins[Int(campaign) - 1] ?? .max <= time && time <= ends[Int(campaign) - 1] ?? .min)
    }
    #expect(Set(campaigns).count > count * 3 / 4)
  }
}
