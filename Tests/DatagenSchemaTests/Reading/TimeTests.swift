import DatagenSchema
import Testing

/// Timestamps, dates and frequencies.
@Suite struct TimeTests {
  @Test(
    arguments: [
      ("1970-01-01", 0), ("1970-01-01T00:00:00Z", 0), ("1970-01-01 00:00", 0), ("1970-01-02", 86_400_000_000),
      ("1969-12-31T23:59:59.999999Z", -1), ("2024-02-29T12:30:45.5Z", 1_709_209_845_500_000),
      ("2024-01-01T00:00:00+01:00", 1_704_063_600_000_000),
      ("2024-01-01T00:00:00-0530", 1_704_087_000_000_000),
      ("2024-01-01t00:00:00z", 1_704_067_200_000_000),
      ("2024-01-01T00:00:00.1234567Z", 1_704_067_200_123_456),
      ("20240229", 1_709_164_800_000_000), ("20240229T123045.5Z", 1_709_209_845_500_000),
      ("20240229T1230", 1_709_209_800_000_000), ("2024-01-01T24:00:00", 1_704_153_600_000_000),
      ("2024-01-01T24:00Z", 1_704_153_600_000_000), ("0001-01-01", -62_135_596_800_000_000),
      ("9999-12-31T23:59:59Z", 253_402_300_799_000_000),
    ] as [(String, Int64)]
  )
  func readsISOForms(_ text: String, _ microseconds: Int64) {
    #expect(Timestamp(iso8601: text)?.microseconds == microseconds)
  }

  @Test(arguments: [
    "", "2024", "2024-1-1", "2024-02-30", "2023-02-29", "1900-02-29", "2024-13-01", "2024-00-10",
    "2024-01-00",
    "2024-01-32", "2024-01-01T24:00:01", "2024-01-01T24:00:00.5", "2024-01-01T25:00", "202401", "2024-0101",
    "20240101T12:00", "2024-01-01T1200", "2024-01-01T12:60:00", "2024-01-01T12:00:60", "2024-01-01T1:00",
    "2024-01-01T",
    "2024-01-01T12:00:00.", "2024-01-01T12:00:00X", "2024-01-01T12:00:00+1", "2024-01-01T12:00:00+24:00",
    "2024-01-01 ", " 2024-01-01", "01/31/2024", "2024-01-01T12:00:00Z1", "２０２４-01-01", "0000-01-01",
  ])
  func refusesWhatIsNoTime(_ text: String) {
    #expect(Timestamp(iso8601: text) == nil)
  }

  @Test func writesWhatItReads() throws {
    var generator = SplitMix(state: 1)
    let first = try #require(Timestamp(iso8601: "0001-01-01")).microseconds
    let last = try #require(Timestamp(iso8601: "9999-12-31")).microseconds
    for _ in 0..<20_000 {
      let time = Timestamp(microseconds: Int64.random(in: first...last, using: &generator))
      #expect(Timestamp(iso8601: time.iso8601) == time, "\(time.iso8601)")
      let second = Timestamp(microseconds: time.microseconds / 1_000_000 * 1_000_000)
      #expect(Timestamp(iso8601: second.iso8601) == second, "\(second.iso8601)")
    }
  }

  /// The calendar counted day by day, against the closed formulas, over a whole cycle of 400 years.
  @Test func datesFollowTheCalendar() {
    var year = 1801, month = 1, day = 1
    // 1801-01-01 was a Thursday, 61,726 days before 1970-01-01.
    var number: Int64 = -61_726
    var weekday = 3
    while year <= 2200 {
      let date = CivilDate(day: number)
      #expect(date == CivilDate(year: year, month: month, day: day))
      #expect(date.dayNumber == number)
      #expect(CivilDate.dayOfWeek(day: number) == weekday)
      number += 1
      weekday = (weekday + 1) % 7
      let isLeap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
      let length = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
      day += 1
      if day > length { (day, month) = (1, month + 1) }
      if month > 12 { (month, year) = (1, year + 1) }
    }
    #expect(number == -61_726 + 146_097)
    #expect(weekday == 3)
  }

  @Test(arguments: [
    ("2024-01-31", 1, "2024-02-29"), ("2023-01-31", 1, "2023-02-28"), ("2024-01-31", -1, "2023-12-31"),
    ("2024-03-31", 11, "2025-02-28"), ("2024-12-15", 1, "2025-01-15"), ("2024-06-15", -18, "2022-12-15"),
  ])
  func monthsAreAddedWithinTheirEnds(_ start: String, _ months: Int, _ end: String) throws {
    let date = CivilDate(day: try #require(Timestamp(iso8601: start)).day)
    #expect(date.adding(months: months).dayNumber == Timestamp(iso8601: end)?.day)
  }

  @Test(
    arguments: [
      ("S", 1, .second), ("s", 1, .second), ("T", 1, .minute), ("15min", 15, .minute),
      ("Minutes", 1, .minute),
      ("H", 1, .hour), ("h", 1, .hour), ("6H", 6, .hour), ("D", 1, .day), ("2W", 2, .week),
      ("M", 1, .monthEnd),
      ("ME", 1, .monthEnd), ("MS", 1, .monthStart), ("Q", 1, .quarterEnd), ("3Y", 3, .yearEnd),
      ("A", 1, .yearEnd),
    ] as [(String, Int, Frequency.Unit)]
  )
  func readsTheAliasesOfPandas(_ text: String, _ multiplier: Int, _ unit: Frequency.Unit) {
    #expect(Frequency(text) == Frequency(multiplier: multiplier, unit: unit))
  }

  @Test(arguments: [
    "", "hourly", "0H", "-1H", "1.5H", "H2", "1 H", "10000000S", "99999999999999999999S", "٣H",
  ])
  func refusesWhatIsNoFrequency(_ text: String) {
    #expect(Frequency(text) == nil)
  }

  @Test func fixedStepsAreExact() {
    #expect(Frequency("15min")?.fixedStep == 900_000_000)
    #expect(Frequency("W")?.fixedStep == 604_800_000_000)
    #expect(Frequency("MS")?.fixedStep == nil)
  }
}

/// A generator of numbers that are the same in every run.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return StableHash.mix(state)
  }
}
