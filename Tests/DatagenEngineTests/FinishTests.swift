import DatagenColumns
import DatagenSchema
import Testing

@testable import DatagenEngine

/// What happens to values at the end: casts, rounding, ranges, NULLs.
@Suite struct FinishTests {
  private func buffer(_ kind: ColumnBuffer.Kind, _ values: [Double]) -> ColumnBuffer {
    let buffer = ColumnBuffer()
    buffer.reset(kind, count: values.count)
    for (row, value) in values.enumerated() {
      if kind == .double { buffer.doubles[row] = value } else { buffer.integers[row] = Int64(value) }
    }
    return buffer
  }

  // MARK: Casts

  @Test(arguments: [
    (0.4, 0), (0.5, 1), (1.5, 2), (2.5, 3), (-0.4, 0), (-0.5, -1), (-2.5, -3), (1e300, Int64.max),
    (-1e300, Int64.min),
    (.nan, 0), (9_007_199_254_740_992, 9_007_199_254_740_992),
  ])
  func aCastToIntRoundsToTheNearest(_ value: Double, _ expected: Int64) {
    let column = buffer(.double, [value])
    ColumnFinish(type: .int).apply(to: column)
    #expect(column.cells == [.integer(expected)])
  }

  @Test(arguments: [(ColumnType.datetime, false), (.datetime, true), (.date, false), (.string, false)])
  func timesEndWithTheYears1And9999(type: ColumnType, hasRange: Bool) {
    let column = ColumnBuffer()
    column.reset(.timestamp, count: 4)
    for (row, value) in [Int64.min, -62_135_596_800_000_001, 253_402_300_800_000_000, .max].enumerated() {
      column.integers[row] = value
    }
    // A range that is wider changes nothing about it.
    ColumnFinish(type: type, minimum: hasRange ? -1e18 : nil, maximum: hasRange ? 1e18 : nil).apply(to: column)
    let ends: [Cell] =
      switch type {
      case .datetime: [.time(-62_135_596_800_000_000), .time(253_402_300_799_999_999)]
      case .date: [.date(-719_162), .date(2_932_896)]
      default: [.text("0001-01-01 00:00:00"), .text("9999-12-31 23:59:59.999999")]
      }
    #expect(column.cells == [ends[0], ends[0], ends[1], ends[1]])
  }

  @Test(arguments: [nil, 2]) func zeroHasNoSign(decimals: Int?) {
    let column = buffer(.double, decimals == nil ? [-0.0] : [-0.001])
    ColumnFinish(type: .float, decimals: decimals).apply(to: column)
    #expect(column.doubles[0].bitPattern == 0)
  }

  @Test(arguments: [
    (1.005, 2, 1.0), (1.2345, 3, 1.235), (-1.25, 1, -1.3), (2.5, 0, 3), (1234.5678, 2, 1234.57),
    (0.1 + 0.2, 1, 0.3),
  ])
  func decimalsRoundAFloat(_ value: Double, _ decimals: Int, _ expected: Double) {
    let column = buffer(.double, [value])
    ColumnFinish(type: .float, decimals: decimals).apply(to: column)
    #expect(abs(column.doubles[0] - expected) < (value == 1.005 ? 0.011 : 1e-12))
    #expect(
      column.doubles[0].description.split(separator: ".").last.map { $0.count <= max(1, decimals) } == true
    )
  }

  @Test func everyKindThatFitsIsCast() {
    let cases: [(ColumnBuffer.Kind, Double, ColumnType, Cell)] = [
      (.integer, 3, .float, .real(3.0.bitPattern)), (.boolean, 1, .int, .integer(1)),
      (.integer, -2, .bool, .boolean(true)),
      (.double, 0, .bool, .boolean(false)), (.double, 0.1, .bool, .boolean(true)),
      (.date, 2, .datetime, .time(172_800_000_000)),
      (.timestamp, 86_399_999_999, .date, .date(0)), (.timestamp, -1, .date, .date(-1)),
      (.integer, -12, .string, .text("-12")),
      (.double, 2.5, .string, .text("2.5")), (.double, 3, .string, .text("3")),
      (.boolean, 0, .string, .text("false")),
      (.boolean, 1, .string, .text("true")), (.date, -1, .string, .text("1969-12-31")),
      (.timestamp, 1_500_000, .string, .text("1970-01-01 00:00:01.500000")),
      (.timestamp, 0, .string, .text("1970-01-01 00:00:00")),
    ]
    for (kind, value, type, expected) in cases {
      #expect(ColumnFinish.canCast(kind, to: type))
      let column = buffer(kind, [value, value, value])
      column.requireNulls()[1] = true
      ColumnFinish(type: type).apply(to: column)
      #expect(column.cells == [expected, .null, expected], "\(kind) as \(type)")
    }
  }

  @Test(arguments: [
    ("int", "choice: { choices_ref: w.code }", "texts"), ("date", "sequence: {}", "whole numbers"),
    ("int", "datetime_series: {}", "times"), ("bool", "faker: { method: name }", "texts"),
  ])
  func valuesThatDoNotFitTheTypeAreAnError(_ type: String, _ generator: String, _ kind: String) {
    let words =
      "{ id: w, kind: vocab, pk: code, columns: [\(column("code", "string", "enum_list: { values: [a] }"))] }"
    let errors = TestData.errors(schemaText([words, entity("t", rows: 5, [column("x", type, generator)])]))
    #expect(
      errors.contains {
        $0.contains("gives \(kind), which cannot be stored in column \"x\" of type \(type)")
      },
      "\(errors)"
    )
  }

  @Test func datesAndTimesBecomeTexts() throws {
    let data = try TestData(
      schemaText([
        entity(
          "t",
          rows: 50,
          [
            column("at", "datetime", "datetime_series: { freq: S }"),
            column("day", "date", "expression: { code: at }"),
            column("text", "string", "expression: { code: at }"),
          ]
        )
      ])
    )
    let times = try data.integers("t.at")
    #expect(try data.integers("t.day") == times.map { $0 / 86_400_000_000 })
    #expect(try data.texts("t.text").map { moment($0) } == times)
  }

  // MARK: Ranges

  @Test(arguments: [
    ("float", "min: 90.5, max: 105", 90.5, 105.0), ("int", "min: 90, max: 105", 90, 105),
    ("int", "min: 90.5, max: 104.5", 91, 104),
    ("float", "min: 101", 101, .infinity), ("int", "max: 99", -.infinity, 99),
  ])
  func rangesClampValues(_ type: String, _ range: String, _ low: Double, _ high: Double) throws {
    let columns = [column("x", type, "distribution: { type: normal, mean: 100, std: 10 }")]
    let plain = try TestData(schemaText([entity("t", rows: 2000, columns)])).numbers("t.x")
    let clamped = try TestData(
      schemaText([entity("t", rows: 2000, columns)], constraints: "{ ranges: [{ attr: t.x, \(range) }] }")
    ).numbers("t.x")
    #expect(clamped == plain.map { min(max($0, low), high) })
    #expect(clamped != plain)
  }

  @Test func rangesAndDecimalsTogetherStayInside() throws {
    let columns = [column("x", "float", "distribution: { type: uniform, low: 0, high: 1 }", "decimals: 1")]
    let values = try TestData(
      schemaText(
        [entity("t", rows: 500, columns)],
        constraints: "{ ranges: [{ attr: t.x, min: 0.25, max: 0.75 }] }"
      )
    ).numbers("t.x")
    #expect(Set(values) == [0.3, 0.4, 0.5, 0.6, 0.7])
  }

  @Test func severalRangesOfAColumnAllHold() throws {
    let columns = [column("x", "int", "distribution: { type: uniform, low: 0, high: 100 }")]
    let ranges = "{ ranges: [{ attr: t.x, min: 10, max: 60 }, { attr: t.x, min: 30, max: 90 }] }"
    let values = try TestData(schemaText([entity("t", rows: 500, columns)], constraints: ranges)).integers(
      "t.x"
    )
    #expect(values.min() == 30 && values.max() == 60)
  }

  @Test func rangesOfTimesClampDatesAndTimes() throws {
    let columns = [
      column("day", "date", "datetime_series: { freq: D }"),
      column("at", "datetime", "datetime_series: { freq: H }"),
    ]
    let ranges = """
      { ranges: [{ attr: t.day, min: 2024-03-01, max: 2024-03-31 },
                 { attr: t.at, max: "2024-02-01T12:00:00Z" }] }
      """.oneLine
    let data = try TestData(schemaText([entity("t", rows: 1000, columns)], constraints: ranges))
    let days = try data.integers("t.day"), times = try data.integers("t.at")
    #expect(days.min() == Timestamp(microseconds: moment("2024-03-01")).day)
    #expect(days.max() == Timestamp(microseconds: moment("2024-03-31")).day)
    #expect(times.max() == moment("2024-02-01T12:00:00Z") && Set(times).count > 50)
  }

  /// A reference stays a key: a row inside the range is drawn.
  @Test func rangesChooseAmongTheRowsReferredTo() throws {
    let child = entity("c", rows: 500, [column("p_id", "int", "lookup: { from: p.id }")])
    let data = try TestData(
      schemaText(
        [entity("p", rows: 100), child],
        constraints: "{ ranges: [{ attr: c.p_id, min: 20, max: 30 }] }"
      )
    )
    #expect(Set(try data.integers("c.p_id")) == Set(20...30))
  }

  // MARK: NULL

  @Test(arguments: [0.0, 0.05, 0.5, 1])
  func nullRateIsTheShareOfNulls(_ rate: Double) throws {
    let columns = [
      column(
        "a",
        "float",
        "distribution: { type: normal, mean: 0, std: 1 }",
        "nullable: true, null_rate: \(rate)"
      ),
      column("b", "string", "choice: { choices: [x, y] }", "nullable: true, null_rate: \(rate)"),
      column("c", "float", "distribution: { type: normal, mean: 0, std: 1 }", "nullable: true"),
    ]
    let data = try TestData(schemaText([entity("t", rows: 10_000, columns)]))
    let a = try data.cells("t.a").map { $0 == .null }, b = try data.cells("t.b").map { $0 == .null }
    for nulls in [a, b] { #expect(isShare(nulls.count { $0 }, of: 10_000, rate)) }
    #expect(
      isShare(zip(a, b).count { $0 && $1 }, of: 10_000, rate * rate),
      "two columns are NULL independently"
    )
    #expect(try !data.cells("t.c").contains(.null))
  }

  @Test func nullsLeaveTheOtherValuesAsTheyWere() throws {
    func cells(_ rest: String) throws -> [Cell] {
      try TestData(
        single(
          "float",
          "distribution: { type: normal, mean: 0, std: 1 }",
          rows: 1000,
          "nullable: true\(rest)"
        )
      ).cells("t.x")
    }
    let plain = try cells(""), holed = try cells(", null_rate: 0.4")
    #expect(zip(plain, holed).allSatisfy { $1 == .null || $0 == $1 })
    #expect(holed.contains(.null))
  }

  @Test func aNullRateNeedsANullableColumn() {
    let errors = TestData.errors(single("int", "sequence: {}", "null_rate: 0.5"))
    #expect(errors.contains { $0.contains("needs \"nullable\": true") })
  }
}
