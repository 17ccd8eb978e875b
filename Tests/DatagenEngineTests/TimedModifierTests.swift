import DatagenSchema
import Testing

@testable import DatagenEngine

@Suite struct TimedModifierTests {
  private static let time =
    "{ \"name\": \"at\", \"type\": \"datetime\", \"generator\": { \"datetime_series\": {} } },"

  private static func column(_ transform: String, _ arguments: String) -> String {
    """
    { "name": "v", "type": "float", "generator": { "constant": { "value": 10 } },
      "modifiers": [{ "transform": "\(transform)", "args": { \(arguments) } }] }
    """
  }

  /// The years since the beginning of 2023.
  private func years(_ table: GeneratedTable) -> [Double] {
    table.texts("at").map { text in
      let start = Timestamp(iso8601: "2023-01-01")?.microseconds ?? 0
      return Double((Timestamp(iso8601: text)?.microseconds ?? 0) - start) / (365.25 * 86_400e6)
    }
  }

  // MARK: trend

  @Test func `the three forms of a trend are exact`() throws {
    let cases: [(String, (Double) -> Double)] = [
      ("\"type\": \"exponential\", \"growth_rate\": 0.3", { power(1.3, $0) }),
      ("\"type\": \"exponential\", \"growth_rate\": -0.2", { power(0.8, $0) }),
      ("\"type\": \"linear\", \"growth_rate\": 0.5", { 1 + 0.5 * $0 }),
      ("\"type\": \"logarithmic\"", { 1 + 0.1 * logarithmOfOnePlus($0) }),
      (
        "\"type\": \"logarithmic\", \"params\": { \"a\": 0.7, \"b\": 3 }",
        { 1 + 0.7 * logarithmOfOnePlus(3 * $0) }
      ),
    ]
    for (arguments, factor) in cases {
      let table = try GeneratedTable(Self.time + Self.column("trend", arguments), rows: 500)
      for (t, value) in zip(years(table), table.doubles("v")) { #expect(abs(value - 10 * factor(t)) < 1e-9) }
      #expect(table.oneByOne("v", rows: 3..<6) == Array(table.texts("v")[3..<6]))
    }
  }

  @Test func `a trend follows the column of times that is named, and a date`() throws {
    let table = try GeneratedTable(
      Self.time + """
        { "name": "on", "type": "date", "nullable": true, "null_rate": 0.2,
          "generator": { "datetime_series": { "freq": "D" } } },
        """ + Self.column("trend", "\"type\": \"linear\", \"growth_rate\": 1, \"time_reference\": \"on\""),
      rows: 300
    )
    for (date, value) in zip(table.texts("on"), table.doubles("v")) {
      let days = Timestamp(iso8601: date).map { Double($0.day - 19_358) }
      #expect(abs(value - 10 * (1 + (days ?? 0) / 365.25)) < 1e-9)
    }
  }

  @Test func `a trend without a time, or with the wrong parameters, is a positioned error`() {
    let errors = GeneratedTable.errors(Self.column("trend", "\"type\": \"linear\", \"growth_rate\": 1"))
    #expect(errors.count == 1 && errors[0].contains("needs a datetime column before \"v\""), "\(errors)")
    for (arguments, message) in [
      ("\"type\": \"linear\"", "needs \"growth_rate\""), ("\"growth_rate\": -1", "above -1"),
      (
        "\"type\": \"linear\", \"growth_rate\": 1, \"params\": { \"a\": 1 }", "belongs to a logarithmic trend"
      ),
      ("\"type\": \"linear\", \"growth_rate\": 1, \"time_reference\": \"id\"", "is none"),
      ("\"type\": \"square\"", "unknown value \"square\""),
    ] {
      let errors = GeneratedTable.errors(Self.time + Self.column("trend", arguments))
      #expect(errors.count == 1 && errors[0].contains(message) && errors[0].hasPrefix("2:"), "\(errors)")
    }
  }

  // MARK: burst

  @Test func `bursts hit whole cells of the timeframe, at their rate`() throws {
    let uniform = "\"magnitude_dist\": { \"kind\": \"uniform\", \"min\": 2, \"max\": 4 }"
    let table = try GeneratedTable(
      Self.time.replacing("{} }", with: "{ \"freq\": \"S\" } }")
        + Self.column("outliers", "\"rate\": 0.1, \"mode\": \"burst\", \(uniform)"),
      rows: 60_000
    )
    var cells: [Int: Set<Bool>] = [:]
    for (t, value) in zip(years(table), table.doubles("v")) {
      let isHit = value > 10
      if isHit { #expect((30...50).contains(value)) }
      let place = t * 365.25 / (731 - 1.0 / 86_400) * 4096
      cells[Int(place), default: []].insert(isHit)
    }
    #expect(cells.values.allSatisfy { $0.count == 1 })
    let share = Double(cells.values.count { $0.contains(true) }) / Double(cells.count)
    #expect(abs(share - 0.1) < 0.02)
  }

  @Test func `a burst without a time is a positioned error`() {
    let distribution = "\"magnitude_dist\": { \"kind\": \"uniform\", \"min\": 2, \"max\": 4 }"
    let errors = GeneratedTable.errors(
      Self.column("outliers", "\"rate\": 0.1, \"mode\": \"burst\", \(distribution)")
    )
    #expect(errors.count == 1 && errors[0].hasPrefix("2:"), "\(errors)")
    let stray = GeneratedTable.errors(
      Self.time + Self.column("outliers", "\"rate\": 0.1, \"time_reference\": \"at\", \(distribution)")
    )
    #expect(stray.count == 1 && stray[0].contains("belongs to the mode \"burst\""), "\(stray)")
  }

  // MARK: expression

  @Test func `an expression sees the value so far and the columns before it`() throws {
    let table = try GeneratedTable(
      """
      { "name": "n", "type": "int", "generator": { "distribution": { "type": "uniform", "low": 1, "high": 9 } } },
      { "name": "v", "type": "float", "generator": { "constant": { "value": 10 } }, "modifiers": [
        { "transform": "add", "args": { "value": 1 } },
        { "transform": "expression", "args": { "code": "value * 2 + n" } },
        { "transform": "multiply", "args": { "factor": 10 } } ] },
      { "name": "s", "type": "string", "generator": { "choice": { "choices": ["a", "b"] } }, "modifiers": [
        { "transform": "expression", "args": { "code": "concat(upper(value), '-', n)" } } ] },
      { "name": "value", "type": "int", "generator": { "sequence": {} } },
      { "name": "w", "type": "int", "generator": { "constant": { "value": 3 } }, "modifiers": [
        { "transform": "expression", "args": { "code": "value + 1" } } ] }
      """,
      rows: 100
    )
    let n = table.doubles("n")
    #expect(table.doubles("v") == n.map { (22 + $0) * 10 })
    for (text, number) in zip(table.texts("s"), n) {
      #expect(["A-\(Int(number))", "B-\(Int(number))"].contains(text))
    }
    #expect(table.doubles("w") == [Double](repeating: 4, count: 100))
    #expect(table.oneByOne("s", rows: 3..<6) == Array(table.texts("s")[3..<6]))
  }

  @Test func `a wrong expression has a position`() {
    let errors = GeneratedTable.errors(
      """
      { "name": "v", "type": "int", "generator": { "sequence": {} }, "modifiers": [
        { "transform": "expression", "args": { "code": "value + later" } } ] },
      { "name": "later", "type": "int", "generator": { "sequence": {} } }
      """
    )
    #expect(errors.count == 1 && errors[0].hasPrefix("2:59: in the expression"), "\(errors)")
  }
}
