import DatagenSchema
import Foundation
import Testing

@testable import DatagenEngine

/// The same column with and without a modifier gives pairs of v and f(v).
@Suite struct ModifierTests {
  private static let normal = "distribution: { type: normal, mean: 100, std: 20 }"
  private static let at = column("at", "datetime", "datetime_series: { within: timeframe }")

  /// The pairs of a number column `x`, after a column `at` of times.
  private func pairs(
    _ modifiers: [String],
    _ type: String = "float",
    _ generator: String = normal,
    rows: Int = 10_000,
    _ rest: String = ""
  ) throws -> [(v: Double, f: Double, at: Int64)] {
    func data(_ modifiers: [String]) throws -> TestData {
      try TestData(
        schemaText([
          entity("t", rows: rows, [Self.at, column("x", type, generator, modifiers: modifiers, rest)])
        ])
      )
    }
    let plain = try data([]), modified = try data(modifiers)
    let values = zip(try plain.numbers("t.x"), try modified.numbers("t.x"))
    return zip(values, try plain.integers("t.at")).map { ($0.0, $0.1, $1) }
  }

  // MARK: Formulas

  typealias Formula = @Sendable (Double) -> Double

  static let formulas: [(String, String, Formula)] = [
    ("multiply", "factor: 2.5", { v in 2.5 * v }), ("multiply", "factor: 0", { v in 0 * v }),
    ("multiply", "factor: -1", { v in -v }), ("add", "value: 7", { v in v + 7 }),
    ("add", "value: -0.5", { v in v - 0.5 }), ("clamp", "min: 90, max: 110", { v in min(max(v, 90), 110) }),
    ("clamp", "min: 105", { v in max(v, 105) }), ("clamp", "max: 95", { v in min(v, 95) }),
  ]

  @Test(arguments: formulas.indices)
  func aFormulaIsAppliedToEveryValue(_ index: Int) throws {
    let (name, arguments, formula) = Self.formulas[index]
    let pairs = try pairs([modifier(name, arguments)], rows: 2000)
    #expect(pairs.count == 2000)
    for pair in pairs { #expect(pair.f == formula(pair.v)) }
  }

  @Test func modifiersWorkInTheirOrder() throws {
    let addFirst = try pairs([modifier("add", "value: 1"), modifier("multiply", "factor: 2")], rows: 100)
    let multiplyFirst = try pairs(
      [modifier("multiply", "factor: 2"), modifier("add", "value: 1")],
      rows: 100
    )
    for pair in addFirst { #expect(pair.f == (pair.v + 1) * 2) }
    for pair in multiplyFirst { #expect(pair.f == pair.v * 2 + 1) }
  }

  @Test func wholeNumbersAreRoundedAfterTheModifiers() throws {
    let uniform = "distribution: { type: uniform, low: 1, high: 50 }"
    for pair in try pairs([modifier("multiply", "factor: 1.3")], "int", uniform, rows: 1000) {
      #expect(pair.f == (pair.v * 1.3).rounded())
    }
    for pair in try pairs(
      [modifier("multiply", "factor: 0.5"), modifier("multiply", "factor: 2")],
      "int",
      uniform,
      rows: 1000
    ) {
      #expect(pair.f == pair.v, "the order is modifiers, then cast")
    }
  }

  // MARK: map_values

  @Test func mappedTextsAreReplacedWholeAndOthersStay() throws {
    func texts(_ modifiers: [String], _ generator: String) throws -> [String] {
      try TestData(single("string", generator, modifiers: modifiers, rows: 500)).texts("t.x")
    }
    let mapping = ["a": "a much longer text than before, žluť", "b": "", "ccc": "c"]
    let mapped = modifier(
      "map_values",
      "mapping: { a: \"a much longer text than before, žluť\", b: \"\", ccc: c }"
    )
    let choice = "choice: { choices: [a, b, ccc, d] }"
    #expect(try texts([mapped], choice) == texts([], choice).map { mapping[$0] ?? $0 })
    #expect(Set(try texts([mapped], choice)) == ["a much longer text than before, žluť", "", "c", "d"])
    // Texts that are no codes: an expression's.
    let lettered = "faker: { method: bothify, text: \"?\" }"
    let letter = modifier("map_values", "mapping: { A: first, Z: last }")
    #expect(
      try texts([letter], lettered) == texts([], lettered).map { ["A": "first", "Z": "last"][$0] ?? $0 }
    )
  }

  @Test func numbersAndBooleansAreMapped() throws {
    let map = modifier("map_values", "mapping: { 1: 100, 3: -3 }")
    for pair in try pairs([map], "int", "distribution: { type: uniform, low: 1, high: 4 }", rows: 500) {
      #expect(pair.f == [1: 100, 3: -3][pair.v] ?? pair.v)
    }
    let halves = modifier("map_values", "mapping: { 0.5: 9.25 }")
    for pair in try pairs([halves], "float", "choice: { choices: [0.5, 1.5] }", rows: 100) {
      #expect(pair.f == (pair.v == 0.5 ? 9.25 : 1.5))
    }
    let flip = modifier("map_values", "mapping: { true: false, false: true }")
    for pair in try pairs([flip], "bool", "choice: { choices: [true, false] }", rows: 100) {
      #expect(pair.f == 1 - pair.v)
    }
  }

  // MARK: Noise

  /// What a modifier did, from the value before and the value after.
  typealias Difference = @Sendable (Double, Double) -> Double

  static let jitters: [(String, Double, Difference)] = [
    ("std: 3", 3, { v, f in f - v }), ("scale: 0.5, mode: add", 0.5, { v, f in f - v }),
    ("std: 0.2, mode: mul", 0.2, { v, f in f / v - 1 }),
  ]

  @Test(arguments: jitters.indices)
  func jitterIsNormalNoise(_ index: Int) throws {
    let (arguments, deviation, noise) = Self.jitters[index]
    let pairs = try pairs(
      [modifier("jitter", arguments)],
      "float",
      "distribution: { type: uniform, low: 50, high: 150 }"
    )
    let noises = pairs.map { noise($0.v, $0.f) }
    #expect(kolmogorovDistance(noises) { normalCumulative($0 / deviation) } < kolmogorovBound)
    #expect(abs(standardDeviation(noises) / deviation - 1) < normalBound / 20_000.0.squareRoot())
    let products = zip(noises, pairs).map { $0 / deviation * ($1.v - 100) / 28.87 }
    #expect(abs(mean(products)) < normalBound / 100, "the noise does not depend on the value")
  }

  @Test func timeJitterIsANormalShiftInSeconds() throws {
    func times(_ modifiers: [String]) throws -> [Int64] {
      try TestData(single("datetime", "datetime_series: {}", modifiers: modifiers)).integers("t.x")
    }
    let shifts = zip(try times([]), try times([modifier("time_jitter", "std_minutes: 30")])).map { $1 - $0 }
    #expect(shifts.allSatisfy { $0 % 1_000_000 == 0 })
    #expect(
      kolmogorovDistance(shifts.map { Double($0) / 60e6 }) { normalCumulative($0 / 30) } < kolmogorovBound
    )
  }

  @Test func anyDeviationOfTimesIsSurvived() throws {
    let text = single(
      "datetime",
      "datetime_series: {}",
      modifiers: [modifier("time_jitter", "std_minutes: 1e300")],
      rows: 10
    )
    #expect(try TestData(text).integers("t.x").count == 10)
  }

  // MARK: Seasons

  @Test(arguments: ["hour", "dow", "month"])
  func seasonalityMultipliesByTheWeightAtTheRowsTime(_ dimension: String) throws {
    let count = ["hour": 24, "dow": 7, "month": 12][dimension] ?? 0
    let weights = (0..<count).map { Double($0) * 0.5 }
    let list = weights.map { "\($0)" }.joined(separator: ", ")
    for pair in try pairs(
      [modifier("seasonality", "dimension: \(dimension), weights: [\(list)]")],
      rows: 3000
    ) {
      let time = Timestamp(microseconds: pair.at).iso8601
      let place =
        switch dimension {
        case "hour": Int(time.dropFirst(11).prefix(2)) ?? -1
        case "month": (Int(time.dropFirst(5).prefix(2)) ?? 0) - 1
        default: Int((pair.at / 86_400_000_000 + 3) % 7)
        }
      #expect(pair.f == pair.v * weights[place], "\(time)")
    }
  }

  @Test func seasonalityFollowsTheColumnThatItNames() throws {
    let weights = "[1, 1, 1, 1, 1, 0, 0]"
    func data(_ reference: String) throws -> TestData {
      try TestData(
        schemaText([
          entity(
            "t",
            rows: 500,
            [
              Self.at, column("day", "date", "datetime_series: { freq: D }"),
              column(
                "x",
                "float",
                "sequence: {}",
                modifiers: [modifier("seasonality", "dimension: dow, weights: \(weights)\(reference)")]
              ),
            ]
          )
        ])
      )
    }
    let byDay = try data(", time_reference: day"), byDefault = try data("")
    let days = try byDay.integers("t.day"), times = try byDay.integers("t.at").map { $0 / 86_400_000_000 }
    #expect(try byDay.numbers("t.x").map { $0 == 0 } == days.map { CivilDate.dayOfWeek(day: $0) > 4 })
    #expect(try byDefault.numbers("t.x").map { $0 == 0 } == times.map { CivilDate.dayOfWeek(day: $0) > 4 })
  }

  // MARK: Outliers

  static let outliers: [(String, String, Difference)] = [
    ("spike", "{ kind: uniform, min: 1, max: 3 }", { v, f in f / v - 1 }),
    ("drop", "{ type: uniform, params: { low: 1, high: 3 } }", { v, f in v / f - 1 }),
  ]

  @Test(arguments: outliers.indices)
  func outliersAreAShareOfTheRowsByTheirMagnitude(_ index: Int) throws {
    let (mode, magnitude, m) = Self.outliers[index]
    let pairs = try pairs([modifier("outliers", "rate: 0.2, mode: \(mode), magnitude_dist: \(magnitude)")])
    let hit = pairs.filter { $0.f != $0.v }
    #expect(isShare(hit.count, of: pairs.count, 0.2))
    #expect(kolmogorovDistance(hit.map { m($0.v, $0.f) }) { ($0 - 1) / 2 } < kolmogorovBound)
    // Each independently: neighbours are hit together by chance only.
    let together = zip(pairs, pairs.dropFirst()).count { $0.f != $0.v && $1.f != $1.v }
    #expect(isShare(together, of: pairs.count - 1, 0.04))
  }

  @Test(arguments: [(0, 0), (1, 1000)])
  func ratesOfZeroAndOneAreExact(_ rate: Int, _ expected: Int) throws {
    let pairs = try pairs(
      [modifier("outliers", "rate: \(rate), magnitude_dist: { type: uniform, low: 2, high: 2 }")],
      rows: 1000
    )
    #expect(pairs.count { abs($0.f / $0.v - 3) < 1e-12 } == expected)
    #expect(pairs.count { $0.f == $0.v } == 1000 - expected)
  }

  // MARK: Errors

  @Test(arguments: [
    ("string", "choice: { choices: [a] }", "multiply", "factor: 2", "needs numbers"),
    ("float", "sequence: {}", "time_jitter", "std_minutes: 1", "needs a datetime"),
    (
      "float", "sequence: {}", "seasonality", "dimension: dow, weights: [1, 1, 1, 1, 1, 1, 1]",
      "needs a datetime column before \"x\""
    ),
    ("float", "sequence: {}", "seasonality", "dimension: dow, weights: [1]", "takes 7 weights, found 1"),
    (
      "float", "sequence: {}", "seasonality",
      "dimension: dow, weights: [1, 1, 1, 1, 1, 1, 1], time_reference: ad", "names column \"ad\""
    ),
    (
      "float", "sequence: {}", "seasonality",
      "dimension: dow, weights: [1, 1, 1, 1, 1, 1, 1], time_reference: id", "needs a column of times"
    ),
    ("float", "sequence: {}", "clamp", "min: 3, max: 1", "swapped"),
    ("float", "sequence: {}", "clamp", "", "needs \"min\", \"max\""),
    ("float", "sequence: {}", "jitter", "mode: mul", "missing key \"std\""),
    ("float", "sequence: {}", "multiply", "", "missing key \"factor\""),
    ("float", "sequence: {}", "jiter", "std: 1", "did you mean \"jitter\""),
    ("int", "sequence: {}", "map_values", "mapping: { a: 1 }", "whole numbers"),
    (
      "float", "sequence: {}", "outliers", "rate: 1.5, magnitude_dist: { type: uniform, low: 1, high: 2 }",
      "at most 1"
    ),
  ])
  func aModifierThatCannotWorkIsAnError(
    _ type: String,
    _ generator: String,
    _ name: String,
    _ arguments: String,
    _ message: String
  ) {
    let diagnostics = TestData.diagnostics(single(type, generator, modifiers: [modifier(name, arguments)]))
    let found = diagnostics.first { $0.severity == .error && $0.message.contains(message) }
    #expect(found != nil, "\(diagnostics)")
    #expect((found?.line ?? 0) > 1)
  }
}
