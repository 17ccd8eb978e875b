import Testing

@testable import DatagenEngine

/// What authors bring along from SQL, Python and pandas.
@Suite struct ExpressionOtherLanguageTests {
  @Test(arguments: [
    ("quantity::text", 8, "write str(x), or cast(x as type)"), ("quantity::float", 8, "write float(x)"),
    ("row['quantity']", 4, "write a column by its name alone: quantity"),
    ("df['odd name']", 3, "write a column by its name alone: `odd name`"),
    ("status.count('e')", 6, "length(t) - length(replace(t, 'a', ''))"),
    ("price.count()", 5, "an expression sees one row"),
    ("created_at + interval '1 day'", 22, "timedelta(days=1)"), ("born + interval 1 day", 16, "timedelta(days=1)"),
    ("born > date '2024-01-01'", 12, "write date('2024-01-01')"),
    ("created_at > timestamp '2024-01-01 10:00'", 23, "write datetime('2024-01-01 10:00')"),
    ("substring(status from 2 for 3)", 17, "substring(t, 2, 3)"),
    ("9223372036854775808", 0, "does not fit 64 bits"), ("1 - 9223372036854775808", 4, "does not fit 64 bits"),
    ("-9223372036854775809", 1, "does not fit 64 bits"), ("born if active else 'soon'", 20, "is not a date"),
    ("max(born, 'soon')", 10, "is not a date"), ("coalesce(born, status)", 15, "one type"),
  ])
  func isToldWhatToWrite(_ code: String, _ offset: Int, _ message: String) {
    let thrown = #expect(throws: ExpressionError.self) { try Expression(code, columns: ExpressionFixture.columns) }
    #expect(thrown?.offset == offset, "\(thrown?.message ?? "")")
    #expect(thrown?.message.contains(message) == true, "\(thrown?.message ?? "")")
  }

  @Test(arguments: [
    ("'a-b'.split('-')[1]", "b"), ("'a-b'.split('-')[2]", "NULL"), ("'a-b'.split('-')[-2]", "a"),
    ("'a-b'.split('-')[-3]", "NULL"), ("''.split('-')[0]", ""), ("'a-'.split('-')[1]", ""),
    ("split_part('a-b', '-', 3)", ""), ("'  a \\t b '.split()[0]", "a"), ("'  a \\t b '.split()[1]", "b"),
    ("'  a \\t b '.split()[-1]", "b"), ("'  a \\t b '.split()[2]", "NULL"), ("'  '.split()[0]", "NULL"),
    ("-9223372036854775808", "-9223372036854775808"), ("-9223372036854775808 + 1", "-9223372036854775807"),
    ("to_date('20240131')", "2024-01-31"), ("to_datetime('20240131T101530Z')", "2024-01-31T10:15:30Z"),
    ("to_datetime('2024-01-31T24:00:00')", "2024-02-01T00:00:00Z"),
  ])
  func readsAsItDoesThere(_ code: String, _ expected: String) throws {
    #expect(try expressionValues(code) == [expected, expected, expected])
  }

  @Test(arguments: [
    ("max(born, '2024-02-01')", "2024-02-01 2024-02-01 2024-02-29"),
    ("coalesce(nullif(born, '2024-01-31'), '20240301')", "2024-03-01 1969-12-31 2024-02-29"),
    ("born if active else '2024-03-01'", "2024-01-31 2024-03-01 2024-03-01"),
    ("'2024-03-01' if active else born", "2024-03-01 1969-12-31 2024-02-29"),
    ("born if active else ('2024-03-01' if days is null else '2024-04-01')", "2024-01-31 2024-03-01 2024-04-01"),
    ("clip(born, '2024-01-01', null)", "2024-01-31 2024-01-01 2024-02-29"),
    ("min(born, '2024-02-01T10:00:00')", "2024-01-31T00:00:00Z 1969-12-31T00:00:00Z 2024-02-01T10:00:00Z"),
  ])
  func textsBesideMomentsAreMoments(_ code: String, _ expected: String) throws {
    #expect(try expressionValues(code) == expected.split(separator: " ").map(String.init))
  }
}
