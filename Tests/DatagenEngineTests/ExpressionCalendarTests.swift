import Testing

@testable import DatagenEngine

/// Dates and times: parts, names, forms, steps, durations.
@Suite struct ExpressionCalendarTests {
  @Test(arguments: [
    ("strftime('2024-02-29', '%Y-%m-%d')", "2024-02-29"),
    ("date_format('2024-02-29', '%d.%m.%y')", "29.02.24"),
    ("to_char(datetime('2024-01-31T03:05:09Z'), '%H:%M:%S')", "03:05:09"),
    ("strftime(datetime('2024-01-31T15:05:09Z'), '%I %p')", "03 PM"),
    ("strftime(datetime('2024-01-31T00:05:09Z'), '%I%p')", "12AM"),
    ("strftime('2024-12-31', '%j')", "366"),
    ("strftime('2023-01-01', '%j')", "001"),
    ("strftime('2024-01-31', '%b %B %a %A')", "Jan January Wed Wednesday"),
    ("strftime('2024-01-31', '100%% %Y')", "100% 2024"),
    ("format(date('2024-01-31'), '%Y')", "2024"),
    ("strftime('0900-01-02', '%Y')", "0900"),
    ("f'{date(2024, 1, 31):%Y/%m}'", "2024/01"),
    ("strftime(null, '%Y')", "NULL"),
    ("strftime('2024-01-31', 'Łódź %d')", "Łódź 31"),
  ])
  func forms(_ code: String, _ expected: String) throws {
    #expect(try expressionValues(code) == [expected, expected, expected])
  }

  @Test(arguments: [
    ("month_name('2024-02-29')", "February"),
    ("day_name('2024-02-29')", "Thursday"),
    ("day_name('1969-12-31')", "Wednesday"),
    ("monthname('2024-12-01')", "December"),
    ("weekday('2024-01-01')", "0"),
    ("date_part('month', date('2024-02-29'))", "2"), ("date_part(year, date('2024-02-29'))", "2024"),
    ("isoweekday('2024-01-07')", "7"),
    ("dayofweek('2024-01-07')", "6"),
    ("is_weekend('2024-01-06')", "true"),
    ("is_weekend('2024-01-05')", "false"),
    ("dayofyear('2023-12-31')", "365"),
    ("isoweek('2021-01-03')", "53"),
    ("days_in_month('2023-02-10')", "28"),
    ("days_in_month('1900-02-10')", "28"),
    ("days_in_month('2000-02-10')", "29"),
    ("extract(year from date('2024-02-29'))", "2024"),
  ])
  func names(_ code: String, _ expected: String) throws {
    #expect(try expressionValues(code) == [expected, expected, expected])
  }

  @Test(arguments: [
    ("last_day('2024-02-10')", "2024-02-29"),
    ("last_day('2023-02-10')", "2023-02-28"),
    ("last_day(datetime('2024-12-31T23:59:59Z'))", "2024-12-31"),
    ("add_days(date('2024-02-28'), 2)", "2024-03-01"),
    ("add_months(date('2024-01-31'), 1)", "2024-02-29"),
    ("add_months(date('2024-03-31'), -1)", "2024-02-29"),
    ("add_years(date('2024-02-29'), 1)", "2025-02-28"),
    ("add_hours(date('2024-01-31'), 2)", "2024-01-31T02:00:00Z"),
    ("add_weeks(date('2024-01-31'), 1)", "2024-02-07"),
    ("add_minutes('2024-01-31T23:59:00Z', 2)", "2024-02-01T00:01:00Z"),
    ("add_seconds('2024-01-31T23:59:59Z', 1)", "2024-02-01T00:00:00Z"),
    ("date_add(date('2024-01-31'), 1)", "2024-02-01"),
    ("date_sub(date('2024-03-01'), 1)", "2024-02-29"),
    ("date_sub(date('2024-03-31'), 1, 'month')", "2024-02-29"),
    ("dateadd('month', 1, date('2024-01-31'))", "2024-02-29"),
    ("dateadd(month, 1, date('2024-01-31'))", "2024-02-29"),
    ("date_add(date('2024-01-31'), 1, year)", "2025-01-31"),
    ("date_trunc('2024-02-29', 'month')", "2024-02-01"),
    ("date_trunc(year, date('2024-02-29'))", "2024-01-01"),
    ("date(2024, 2, 29)", "2024-02-29"),
    ("make_date(2023, 2, 29)", "NULL"),
    ("make_date(2023, 13, 1)", "NULL"),
    ("date(10000, 1, 1)", "NULL"),
    ("datetime(2024, 2, 29)", "2024-02-29T00:00:00Z"),
    ("date(2024, null, 1)", "NULL"),
    ("epoch('1970-01-02')", "86400"),
    ("unix_timestamp('1969-12-31T23:59:59Z')", "-1"),
    ("epoch(date('2024-01-01'))", "1704067200"),
    ("date_add(date('9999-12-31'), 1)", "NULL"),
    ("add_days(null, 1)", "NULL"),
  ])
  func steps(_ code: String, _ expected: String) throws {
    #expect(try expressionValues(code) == [expected, expected, expected])
  }

  @Test(arguments: [
    ("months_between('2024-01-31', '2024-03-30')", "1"),
    ("months_between('2024-03-30', '2024-01-31')", "-1"),
    ("years_between('2000-02-29', '2024-02-28')", "23"),
    ("age('2000-02-29', '2024-02-29')", "24"),
    ("age('2000-02-29', '2023-02-28')", "22"),
    ("age('2000-02-29', '2023-03-01')", "23"),
    ("age(date('2000-06-15'), datetime('2024-06-15T10:00:00Z'))", "24"),
    ("seconds_between('2024-01-31T10:00:00Z', '2024-01-31T10:01:30Z')", "90.0"),
    ("datediff('2024-03-01', '2024-02-28')", "2"),
    ("datediff('day', '2024-02-28', '2024-03-01')", "2"),
    ("datediff(month, '2024-01-31', '2024-03-31')", "2"),
    ("date_diff('2024-03-01', '2024-02-28', day)", "2"),
    ("days_between('2024-03-01', '2024-02-28')", "-2"),
  ])
  func distances(_ code: String, _ expected: String) throws {
    #expect(try expressionValues(code) == [expected, expected, expected])
  }

  @Test(arguments: [
    ("date('2024-02-28') + timedelta(days=2)", "2024-03-01"),
    ("date('2024-03-01') - timedelta(days=1)", "2024-02-29"),
    ("timedelta(1) + date('2024-02-28')", "2024-02-29"),
    ("date('2024-01-31') + timedelta(days=1, hours=2)", "2024-02-01T02:00:00Z"),
    ("date('2024-01-31') + relativedelta(months=1)", "2024-02-29"),
    ("date('2024-01-31') + relativedelta(months=1, days=1)", "2024-03-01"),
    ("date('2024-01-31') + relativedelta(days=1, months=1)", "2024-03-01"),
    ("date('2024-02-29') - pd.DateOffset(years=1)", "2023-02-28"),
    ("datetime('2024-01-31T10:00:00Z') + timedelta(minutes=90)", "2024-01-31T11:30:00Z"),
    ("datetime('2024-01-31T10:00:00Z') + datetime.timedelta(seconds=1)", "2024-01-31T10:00:01Z"),
    ("date('2024-01-31') + timedelta(weeks=1)", "2024-02-07"),
    ("timedelta(days=1, hours=12)", "1.5"),
    ("timedelta(weeks=1)", "7"),
    ("(date('2024-01-31') - date('2024-01-01')) > timedelta(days=29)", "true"),
    ("date('2024-01-31') + timedelta(days=null)", "NULL"),
    ("(date('2024-01-31') - date('2024-01-01')).days", "30"),
    ("(datetime('2024-01-02T12:00:00Z') - datetime('2024-01-01T00:00:00Z')).days", "1"),
    ("(datetime('2024-01-01T00:00:00Z') - datetime('2024-01-01T12:00:00Z')).days", "-1"),
    ("(datetime('2024-01-01T00:01:00Z') - datetime('2024-01-01T00:00:00Z')).total_seconds()", "60.0"),
    ("null + timedelta(days=1)", "NULL"),
  ])
  func durations(_ code: String, _ expected: String) throws {
    #expect(try expressionValues(code) == [expected, expected, expected])
  }

  @Test(arguments: [
    ("created_at.year", "2024;1969;2024"),
    ("created_at.month", "1;12;12"),
    ("created_at.hour", "10;23;0"),
    ("created_at.weekday()", "2;2;0"),
    ("created_at.dayofweek", "2;2;0"),
    ("created_at.date()", "2024-01-31;1969-12-31;2024-12-30"),
    ("created_at.dt.quarter", "1;4;4"),
    ("created_at.strftime('%Y-%m')", "2024-01;1969-12;2024-12"),
    ("born.month_name()", "January;December;February"),
    ("created_at.dt.strftime('%d')", "31;31;30"),
    ("born + timedelta(days=days)", "2024-02-10;NULL;2024-02-29"),
    ("born + timedelta(hours=quantity)", "2024-01-31T03:00:00Z;1969-12-31T07:00:00Z;2024-02-28T17:00:00Z"),
    ("day_name(add_days(born, days))", "Saturday;NULL;Thursday"),
    ("(created_at - born).days", "0;0;305"),
    ("(created_at - born).dt.days", "0;0;305"),
    ("months_between(born, created_at)", "0;0;10"),
    ("age(born, created_at)", "0;0;0"),
    ("date(2024, quantity, 1)", "2024-03-01;2024-07-01;NULL"),
    ("is_weekend(born)", "false;false;false"),
    ("epoch(created_at)", "1706696130;-3600;1735516800"),
    ("last_day(born)", "2024-01-31;1969-12-31;2024-02-29"),
    ("created_at.timestamp()", "1706696130;-3600;1735516800"),
    ("status.replace('o', '0')", "0pen;cl0sed;0pen"),
    ("status.startswith('op')", "true;false;true"),
    ("city.strip().lower()", "łódź;NULL;new york"),
    ("status.str.upper()", "OPEN;CLOSED;OPEN"),
    ("status.title()", "Open;Closed;Open"),
    ("month_name(born) == 'January'", "true;false;false"),
    ("upper(day_name(created_at))[0:3]", "WED;WED;MON"),
    ("created_at.isoweekday()", "3;3;1"),
    ("month_name(born) if active else 'none'", "January;none;none"),
    ("day_name(add_days(born, days)) if quantity > 0 else status", "Saturday;NULL;open"),
    (
      "case when quantity > 5 then day_name(born) when active then month_name(born) else 'x' end", "January;Wednesday;x"
    ),
    ("coalesce(month_name(add_days(born, days)), 'none')", "February;none;February"),
  ])
  func columns(_ code: String, _ expected: String) throws {
    #expect(
      try expressionValues(code) == expected.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
    )
  }

  @Test(arguments: [
    ("strftime(born, '%Q')", 15, "\"%Q\" is unknown (one of: %A"), ("strftime(born, 'YYYY')", 15, "no directive"),
    ("strftime(born, '%')", 15, "single %"),
    ("strftime(born, status)", 15, "in quotes"), ("born + timedelta()", 5, "names its units"),
    ("born + timedelta(fortnights=1)", 27, "unknown unit"),
    ("born + timedelta(months=1.5)", 24, "whole number"), ("status + timedelta(days=1)", 0, "a date or a datetime"),
    ("timedelta(months=1)", 0, "no fixed length"),
    ("age(born)", 0, "2 arguments"), ("dateadd(fortnight, 1, born)", 8, "unknown column"),
    ("date(2024, 1)", 11, "year, month and day"),
    ("month_name(status)", 11, "a date or a datetime"), ("price.year", 0, "a date or a datetime"),
    ("hour(born)", 5, "a datetime"), ("price.dt.year", 5, "behind dates"),
  ])
  func errors(_ code: String, _ offset: Int, _ message: String) {
    let thrown = #expect(throws: ExpressionError.self) { try Expression(code, columns: ExpressionFixture.columns) }
    #expect(thrown?.offset == offset, "\(thrown?.message ?? "")")
    #expect(thrown?.message.contains(message) == true, "\(thrown?.message ?? "")")
  }
}
