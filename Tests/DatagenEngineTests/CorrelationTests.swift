import Testing

@testable import DatagenEngine

@Suite struct CorrelationTests {
  private static func columns(_ first: String, _ second: String, rho: Double, type: String = "float")
    -> String
  {
    """
    { "name": "x", "type": "\(type)", "generator": { "distribution": { \(first) } } },
    { "name": "y", "type": "\(type)", "generator": { "distribution": { \(second),
      "correlate": { "with": "x", "rho": \(rho) } } } }
    """
  }

  private static let normal = "\"type\": \"normal\", \"mean\": 0, \"std\": 1"

  @Test(arguments: [0.8, -0.5, 0, 1, -1])
  func `normal columns have the correlation that was asked for`(rho: Double) throws {
    let table = try GeneratedTable(Self.columns(Self.normal, Self.normal, rho: rho), rows: 100_000)
    let x = table.doubles("x"), y = table.doubles("y")
    #expect(abs(Sample.pearson(x, y) - rho) < 0.01)
    #expect(Sample.kolmogorov(x, normalCumulative) < 1.95)
    #expect(Sample.kolmogorov(y, normalCumulative) < 1.95)
  }

  @Test(
    arguments: [
      "\"type\": \"exponential\", \"scale\": 3", "\"type\": \"lognormal\", \"mean\": 1, \"sigma\": 0.7",
      "\"type\": \"uniform\", \"low\": -2, \"high\": 5",
      "\"type\": \"weibull\", \"shape\": 1.5, \"scale\": 2",
      "\"type\": \"pareto\", \"shape\": 3, \"scale\": 2",
      "\"type\": \"triangular\", \"low\": 0, \"mode\": 1, \"high\": 4",
    ],
    [0.8, -0.5]
  )
  func `any marginals keep the rank correlation`(family: String, rho: Double) throws {
    // Of a Gaussian copula: 6 / π arcsin(rho / 2).
    let expected = 6 / Double.pi * arcsine(rho / 2)
    for (first, second) in [(family, Self.normal), (Self.normal, family), (family, family)] {
      let table = try GeneratedTable(Self.columns(first, second, rho: rho), rows: 50_000)
      #expect(abs(Sample.spearman(table.doubles("x"), table.doubles("y")) - expected) < 0.015)
    }
  }

  @Test func `both distributions stay what they were`() throws {
    let exponential = "\"type\": \"exponential\", \"scale\": 3"
    let lognormal = "\"type\": \"lognormal\", \"mean\": 1, \"sigma\": 0.7"
    let table = try GeneratedTable(Self.columns(exponential, lognormal, rho: 0.8), rows: 50_000)
    #expect(Sample.kolmogorov(table.doubles("x")) { 1 - DatagenEngine.exponential(-$0 / 3) } < 1.95)
    #expect(
      Sample.kolmogorov(table.doubles("y")) { normalCumulative((naturalLogarithm($0) - 1) / 0.7) } < 1.95
    )
    let reversed = try GeneratedTable(Self.columns(lognormal, exponential, rho: -0.5), rows: 50_000)
    #expect(Sample.kolmogorov(reversed.doubles("y")) { 1 - DatagenEngine.exponential(-$0 / 3) } < 1.95)
  }

  @Test(arguments: [
    ("\"type\": \"poisson\", \"lambda\": 4", 4.0, 2.0),
    ("\"type\": \"binomial\", \"n\": 20, \"p\": 0.3", 6, 2.05),
    ("\"type\": \"geometric\", \"p\": 0.25", 4, 3.46), ("\"type\": \"bernoulli\", \"p\": 0.3", 0.3, 0.458),
    ("\"type\": \"uniform\", \"low\": 1, \"high\": 6", 3.5, 1.708),
  ])
  func `whole numbers rise together and keep mean and deviation`(
    family: String,
    mean: Double,
    deviation: Double
  ) throws {
    for rho in [0.8, -0.5] {
      let table = try GeneratedTable(Self.columns(family, family, rho: rho, type: "int"), rows: 50_000)
      let x = table.doubles("x"), y = table.doubles("y")
      for values in [x, y] {
        #expect(abs(Sample.mean(values) - mean) < 0.06)
        #expect(abs(Sample.deviation(values) / deviation - 1) < 0.03)
      }
      let correlation = Sample.pearson(x, y)
      #expect(rho > 0 ? (0.55...0.81).contains(correlation) : (-0.55 ... -0.25).contains(correlation))
    }
  }

  @Test func `a chain has the products of its correlations`() throws {
    let table = try GeneratedTable(
      Self.columns(Self.normal, Self.normal, rho: 0.8) + """
        , { "name": "z", "type": "float", "generator": { "distribution": { \(Self.normal),
          "correlate": { "with": "y", "rho": -0.5 } } } }
        """,
      rows: 100_000
    )
    #expect(abs(Sample.pearson(table.doubles("y"), table.doubles("z")) + 0.5) < 0.01)
    #expect(abs(Sample.pearson(table.doubles("x"), table.doubles("z")) + 0.4) < 0.01)
    #expect(Sample.kolmogorov(table.doubles("z"), normalCumulative) < 1.95)
    #expect(table.oneByOne("z", rows: 10..<14) == Array(table.texts("z")[10..<14]))
  }

  @Test func `what cannot be correlated is a positioned error`() {
    let errors = GeneratedTable.errors(
      """
      { "name": "g", "type": "float", "generator": { "distribution": { "type": "gamma", "shape": 2 } } },
      { "name": "c", "type": "int", "generator": { "choice": { "choices": [1, 2] } } },
      { "name": "y1", "type": "float", "generator": { "distribution": { \(Self.normal), "correlate": { "with": "g", "rho": 0.5 } } } },
      { "name": "y2", "type": "float", "generator": { "distribution": { \(Self.normal), "correlate": { "with": "c", "rho": 0.5 } } } },
      { "name": "y3", "type": "float", "generator": { "distribution": { \(Self.normal), "correlate": { "with": "y4", "rho": 0.5 } } } },
      { "name": "y4", "type": "float", "generator": { "distribution": { "type": "gamma", "shape": 2, "correlate": { "with": "y1", "rho": 0.5 } } } },
      { "name": "y5", "type": "float", "generator": { "distribution": { \(Self.normal), "correlate": { "with": "y1", "rho": 1.5 } } } }
      """
    )
    // A form error comes first and alone.
    #expect(errors.count == 1 && errors[0].hasPrefix("7:"), "\(errors)")
    let others = GeneratedTable.errors(
      """
      { "name": "g", "type": "float", "generator": { "distribution": { "type": "gamma", "shape": 2 } } },
      { "name": "c", "type": "int", "generator": { "choice": { "choices": [1, 2] } } },
      { "name": "y1", "type": "float", "generator": { "distribution": { \(Self.normal), "correlate": { "with": "g", "rho": 0.5 } } } },
      { "name": "y2", "type": "float", "generator": { "distribution": { \(Self.normal), "correlate": { "with": "c", "rho": 0.5 } } } },
      { "name": "y3", "type": "float", "generator": { "distribution": { \(Self.normal), "correlate": { "with": "y4", "rho": 0.5 } } } },
      { "name": "y4", "type": "float", "generator": { "distribution": { "type": "gamma", "shape": 2, "correlate": { "with": "c", "rho": 0.5 } } } }
      """
    )
    let expected = [
      "3:129: \"correlate\" needs a distribution", "4:129: \"correlate\" needs a column with the generator",
    ]
    for message in expected { #expect(others.contains { $0.hasPrefix(message) }, "\(others)") }
    #expect(others.contains { $0.hasPrefix("5:") && $0.contains("to stand before") })
    #expect(others.contains { $0.hasPrefix("6:") && $0.contains("one random number") })
  }
}

@Suite struct ConditionalChoiceTests {
  private static func columns(_ other: String, _ weights: String, extra: String = "") -> String {
    """
    { "name": "k", \(other) },
    { "name": "c", "type": "string", "generator": { "choice": { "choices": ["a", "b", "c"]\(extra),
      "given": { "column": "k", "weights": \(weights) } } } }
    """
  }

  private static let text =
    "\"type\": \"string\", \"generator\": { \"choice\": { \"choices\": [\"x\", \"y\", \"z\"] } }"

  private func shares(_ table: GeneratedTable, where key: String) -> [Double] {
    let rows = zip(table.texts("k"), table.texts("c")).filter { $0.0 == key }.map(\.1)
    return ["a", "b", "c"].map { value in Double(rows.count { $0 == value }) / Double(max(1, rows.count)) }
  }

  private func expect(_ shares: [Double], _ expected: [Double]) {
    for (left, right) in zip(shares, expected) { #expect(abs(left - right) < 0.02) }
  }

  @Test func `weights follow a text, and the plain ones serve the rest`() throws {
    let table = try GeneratedTable(
      Self.columns(
        Self.text,
        "{ \"x\": [8, 1, 1], \"y\": [0, 0, 1] }",
        extra: ", \"weights\": [0.2, 0.3, 0.5]"
      ),
      rows: 30_000
    )
    expect(shares(table, where: "x"), [0.8, 0.1, 0.1])
    #expect(shares(table, where: "y") == [0, 0, 1])
    expect(shares(table, where: "z"), [0.2, 0.3, 0.5])
    #expect(table.oneByOne("c", rows: 3..<9) == Array(table.texts("c")[3..<9]))
  }

  @Test func `weights follow whole numbers, truth values and texts without codes`() throws {
    let number =
      "\"type\": \"int\", \"generator\": { \"distribution\": { \"type\": \"uniform\", \"low\": 1, \"high\": 3 } }"
    let numbers = try GeneratedTable(
      Self.columns(number, "{ \"1\": [1, 0, 0], \"3\": [0, 1, 1] }"),
      rows: 20_000
    )
    #expect(shares(numbers, where: "1") == [1, 0, 0])
    expect(shares(numbers, where: "2"), [1.0 / 3, 1.0 / 3, 1.0 / 3])
    expect(shares(numbers, where: "3"), [0, 0.5, 0.5])
    let truth =
      "\"type\": \"bool\", \"nullable\": true, \"null_rate\": 0.3, \"generator\": { \"choice\": { \"choices\": [true, false] } }"
    let truths = try GeneratedTable(
      Self.columns(truth, "{ \"true\": [1, 0, 0], \"false\": [0, 1, 0] }"),
      rows: 20_000
    )
    #expect(shares(truths, where: "true") == [1, 0, 0])
    #expect(shares(truths, where: "false") == [0, 1, 0])
    expect(shares(truths, where: "NULL"), [1.0 / 3, 1.0 / 3, 1.0 / 3])
    let text = "\"type\": \"string\", \"generator\": { \"pattern\": { \"regex\": \"[xy]\" } }"
    let texts = try GeneratedTable(Self.columns(text, "{ \"x\": [1, 0, 0] }"), rows: 10_000)
    #expect(shares(texts, where: "x") == [1, 0, 0])
    expect(shares(texts, where: "y"), [1.0 / 3, 1.0 / 3, 1.0 / 3])
  }

  @Test func `wrong lengths, unknown values and later columns are positioned errors`() {
    let errors = GeneratedTable.errors(
      """
      { "name": "k", \(Self.text) },
      { "name": "c", "type": "string", "generator": { "choice": { "choices": ["a", "b"], "given": { "column": "k",
        "weights": { "x": [1],
                     "w": [1, 2],
                     "y": [0, 0] } } } } },
      { "name": "d", "type": "string", "generator": { "choice": { "choices": ["a"], "given": { "column": "e", "weights": { "x": [1] } } } } },
      { "name": "e", "type": "string" }
      """
    )
    #expect(errors.count == 4, "\(errors)")
    #expect(errors.first?.hasPrefix("3:21: 1 weights for 2 choices") == true, "\(errors)")
    #expect(errors.dropFirst().first?.hasPrefix("4:16: column \"k\" never has the value \"w\"") == true)
    #expect(errors.dropFirst(2).first?.hasPrefix("5:21: at least one weight") == true)
    #expect(errors.last?.hasPrefix("6:") == true)
  }
}
