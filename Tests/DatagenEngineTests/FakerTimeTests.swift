import DatagenSchema
import Testing

@testable import DatagenEngine

/// Dates and times count from the end of the timeframe, 2024-12-31 23:59:59.
@Suite struct FakerTimeTests {
  private static let day: Int64 = 86_400_000_000

  /// The least and the greatest moment of a method in a datetime column.
  private static func ends(_ arguments: String, rows: Int = 4000) throws -> (Int64, Int64) {
    let moments = try TestData(single("datetime", "faker: { \(arguments) }", rows: rows)).integers("t.x")
    return (moments.min() ?? 0, moments.max() ?? 0)
  }

  @Test(arguments: [
    ("date_between, start_date: -30d, end_date: today", "2024-12-01", "2024-12-31"),
    ("date_between, start_date: \"2024-02-27\", end_date: \"2024-03-01\"", "2024-02-27", "2024-03-01"),
    ("date_between, start_date: +1d, end_date: +1M", "2025-01-01", "2025-01-31"),
    ("date_between, start_date: -1y1M, end_date: -1y", "2023-11-30", "2023-12-31"),
    ("date_between_dates, date_start: \"2024-05-01\", date_end: \"2024-05-31\"", "2024-05-01", "2024-05-31"),
    ("past_date", "2024-12-01", "2024-12-30"), ("future_date", "2025-01-01", "2025-01-30"),
    ("past_date, start_date: -1w", "2024-12-24", "2024-12-30"), ("date_this_month", "2024-12-01", "2024-12-31"),
    ("date_this_year", "2024-01-01", "2024-12-31"),
    ("date_between, start_date: now, end_date: now", "2024-12-31", "2024-12-31"),
  ])
  func datesFillTheirSpan(_ method: String, _ first: String, _ last: String) throws {
    let (low, high) = try Self.ends("method: \(method)")
    #expect(low == moment(first) && high == moment(last))
  }

  @Test(arguments: [
    ("date_time_between, start_date: -1h, end_date: now", "2024-12-31T22:59:59Z", "2024-12-31T23:59:59Z"),
    ("date_time_between, start_date: -90s", "2024-12-31T23:58:29Z", "2024-12-31T23:59:59Z"),
    ("past_datetime, start_date: -1m", "2024-12-31T23:58:59Z", "2024-12-31T23:59:58Z"),
    ("future_datetime, end_date: +1m", "2025-01-01T00:00:00Z", "2025-01-01T00:00:59Z"),
    (
      "date_time_between_dates, datetime_start: \"2024-05-01T10:00:00Z\", datetime_end: \"2024-05-01T10:00:59Z\"",
      "2024-05-01T10:00:00Z", "2024-05-01T10:00:59Z"
    ),
  ])
  func momentsFillTheirSpan(_ method: String, _ first: String, _ last: String) throws {
    let (low, high) = try Self.ends("method: \(method)", rows: 60_000)
    #expect(low == moment(first) && high == moment(last))
  }

  @Test(arguments: [
    ("date", "1970-01-01", "2025-01-01"), ("date_time", "1970-01-01", "2025-01-01"),
    ("date_between", "1994-12-31", "2025-01-01"), ("date_time_between", "1994-12-31", "2025-01-01"),
    ("date_this_decade", "2020-01-01", "2025-01-01"), ("date_this_century", "2000-01-01", "2025-01-01"),
    ("date_time_this_month", "2024-12-01", "2025-01-01"), ("date_time_this_year", "2024-01-01", "2025-01-01"),
    ("date_time_this_decade", "2020-01-01", "2025-01-01"), ("date_time_this_century", "2000-01-01", "2025-01-01"),
    ("date_this_decade, before_today: false, after_today: true", "2025-01-01", "2030-01-01"),
    ("date_this_decade, after_today: true", "2020-01-01", "2030-01-01"),
    ("date_time_this_decade, before_now: false, after_now: true", "2024-12-31", "2030-01-01"),
  ])
  func spansReachNearlyToTheirEnds(_ method: String, _ start: String, _ end: String) throws {
    let (low, high) = try Self.ends("method: \(method)")
    let length = moment(end) - moment(start)
    #expect(low >= moment(start) && high < moment(end))
    #expect(low - moment(start) < length / 50 + Self.day && moment(end) - high < length / 50 + Self.day)
  }

  @Test func partsOfDatesAreNumbersWhereTheColumnHoldsThem() throws {
    for (method, range) in [("year", 1970...2024), ("month", 1...12), ("day_of_month", 1...31)] {
      let numbers = try TestData(single("int", "faker: { method: \(method) }")).integers("t.x")
      #expect(Set(numbers) == Set(range.map(Int64.init)))
    }
  }

  @Test(arguments: ["", "-", "-30", "30 d", "-30x", "yesterday", "2024-13-01", "-99999999d", "-100000y", "d"])
  func whatIsNoMomentIsNone(_ text: String) {
    #expect(FakerSpan.moment(text, now: Timestamp(microseconds: 0)) == nil)
  }
}
