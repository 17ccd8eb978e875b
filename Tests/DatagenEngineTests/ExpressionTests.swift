import Testing

@testable import DatagenEngine

@Suite struct ExpressionTests {
  // MARK: Constants

  @Test(arguments: [
    ("1 + 2 * 3", "7"), ("(1 + 2) * 3", "9"), ("7 / 2", "3.5"), ("-7 // 2", "-4"), ("-7 % 3", "2"),
    ("7 % -3", "-2"),
    ("7.5 // 2", "3.0"), ("-7.5 % 2", "0.5"), ("1 // 0.1", "9.0"), ("1 // 0", "NULL"), ("1 % 0", "NULL"),
    ("1 / 0", "NULL"), ("0.0 // 0.0", "NULL"), ("5.0 % 0", "NULL"), ("2 ** 3", "8.0"),
    ("2 ** 3 ** 2", "512.0"),
    ("-2 ** 2", "-4.0"), ("2 ** -1", "0.5"), ("2 * -3", "-6"), ("--3", "3"), ("+3", "3"),
    ("9223372036854775807 + 1", "NULL"), ("9223372036854775807 * 2", "NULL"),
    ("-9223372036854775807 - 2", "NULL"),
    ("1e308 * 10", "NULL"), ("1_000 + 1", "1001"), (".5 + 5.", "5.5"), ("1e3", "1000.0"), ("1.5E-1", "0.15"),
    ("True + 1", "2"), ("(2 > 1) * 5", "5"), ("10 - 4 - 3", "3"), ("2 * 3 % 4", "2"),
  ])
  func arithmetic(_ code: String, _ expected: String) throws {
    #expect(try expressionValues(code) == [expected, expected, expected])
  }

  @Test(arguments: [
    ("1 < 2", "true"), ("1 < 2 < 3", "true"), ("1 < 3 < 2", "false"), ("3 > 2 >= 2 == 2", "true"),
    ("1 == 1.0", "true"),
    ("'a' < 'b'", "true"), ("'a' != 'a'", "false"), ("'' == \"\"", "true"), ("2 in (1, 2, 3)", "true"),
    ("2 in [1, 3]", "false"), ("2 not in (1, 3)", "true"), ("'x' in ('x',)", "true"),
    ("1.5 in (1, 1.5)", "true"),
    ("1 in (1, None)", "true"), ("2 in (1, None)", "NULL"), ("2 not in (1, None)", "NULL"),
    ("None is null", "true"), ("1 is not None", "true"), ("not 1 == 2", "true"), ("!(1 == 2)", "true"),
    ("true && false", "false"), ("true || false", "true"), ("True and not False", "true"),
    ("1 == 1 or 1/0 > 0", "true"), ("date('2024-01-31') < '2024-02-01'", "true"),
    ("date('2024-01-31') == datetime('2024-01-31T00:00:00Z')", "true"), ("true == 1", "true"),
  ])
  func comparisons(_ code: String, _ expected: String) throws {
    #expect(try expressionValues(code) == [expected, expected, expected])
  }

  @Test(arguments: [
    ("true and null", "NULL"), ("false and null", "false"), ("null and false", "false"),
    ("true or null", "true"),
    ("null or true", "true"), ("false or null", "NULL"), ("not null", "NULL"), ("null and null", "NULL"),
    ("active and true", "true NULL false"), ("active or true", "true true true"),
    ("active and false", "false false false"),
    ("active or quantity > 5", "true true false"), ("quantity > 5 and active", "false NULL false"),
    ("not active", "false NULL true"), ("active is null", "false true false"),
    ("active is not null", "true false true"),
    ("price + 1", "20.99 NULL -1.5"), ("days + 1", "11 NULL 1"), ("days * 2.5", "25.0 NULL 0.0"),
    ("1 if active else 0", "1 0 0"), ("days if active else quantity", "10 7 -7"),
    ("quantity if quantity > 5 else days", "10 7 0"), ("coalesce(days, 5)", "10 5 0"),
    ("coalesce(days, price)", "10.0 NULL 0.0"),
    ("coalesce(price, days, 1)", "19.99 1.0 -2.5"), ("nullif(days, 0)", "10 NULL NULL"),
    ("nullif(quantity, 7.0)", "3.0 NULL -7.0"),
    ("max(days, quantity)", "10 NULL 0"), ("min(1, 2, days, 3.5)", "1.0 NULL 0.0"),
    ("days in (10, 11)", "true NULL false"),
    ("quantity in (days, 7)", "false true false"), ("1 < days < quantity", "false NULL false"),
    ("status == 'open'", "true false true"), ("status in ('closed', 'void')", "false true false"),
    ("city == 'x'", "false NULL false"), ("None if active else 1", "NULL 1 1"),
    ("if(active, 'a', null)", "a NULL NULL"),
    ("where(active, city, status)", "Łódź|closed|open"), ("quantity // 2", "1 3 -4"),
    ("quantity % 3", "0 1 2"),
    ("`odd name` * 2", "2 4 6"), ("quantity ** 2", "9.0 49.0 49.0"), ("-quantity", "-3 -7 7"),
    ("-price", "-19.99 NULL 2.5"),
    ("100 / days", "10.0 NULL NULL"), ("2 - quantity", "-1 -5 9"),
    ("1.0 if active else (2 if quantity > 5 else 3)", "1.0 2.0 3.0"),
  ])
  func nullsAndColumns(_ code: String, _ expected: String) throws {
    let separator: Character = expected.contains("|") ? "|" : " "
    let wanted = expected.split(separator: separator).map(String.init)
    #expect(try expressionValues(code) == (wanted.count == 1 ? [wanted[0], wanted[0], wanted[0]] : wanted))
  }

  // MARK: Functions

  @Test(arguments: [
    ("round(2.5)", "3"), ("round(-2.5)", "-3"), ("round(1.005, 2)", "1.01"), ("round(2.675, 2)", "2.68"),
    ("round(1234.5, -2)", "1200.0"),
    ("round(15, -1)", "20.0"), ("round(7, 2)", "7"), ("round(0.49999999999999994)", "0"),
    ("floor(-1.5)", "-2"), ("ceil(1.2)", "2"),
    ("trunc(-1.7)", "-1"), ("abs(-3)", "3"), ("abs(-3.5)", "3.5"), ("sign(-2.5)", "-1"), ("sign(0)", "0"),
    ("floor(1e300)", "NULL"),
    ("log(exp(1))", "1.0"), ("round(log(8, 2), 6)", "3.0"), ("log10(1000)", "3.0"), ("log2(8)", "3.0"),
    ("log(0)", "NULL"), ("log(-1)", "NULL"),
    ("sqrt(9)", "3.0"), ("sqrt(-1)", "NULL"), ("pow(2, 10)", "1024.0"), ("mod(-7, 3)", "2"),
    ("sin(0)", "0.0"), ("cos(0)", "1.0"),
    ("round(tan(pi() / 4), 9)", "1.0"), ("min(3, 1, 2)", "1"), ("max(1, 2.5)", "2.5"),
    ("max('a', 'c', 'b')", "c"), ("min(date('2024-01-31'), date('2023-01-31'))", "2023-01-31"),
    ("max(4)", "4"), ("coalesce(None, 2)", "2"), ("nullif('a', 'a')", "NULL"), ("nullif('a', 'b')", "a"),
    ("ROUND(1.5)", "2"),
  ])
  func numbers(_ code: String, _ expected: String) throws {
    #expect(try expressionValues(code) == [expected, expected, expected])
  }

  @Test(arguments: [
    ("'a' + 'b' + \"c\"", "abc"), ("concat('a', 1, 2.5, true, date('2024-01-31'))", "a12.5true2024-01-31"),
    ("concat('a', null)", "NULL"),
    ("lower('ŁÓDŹ Ab')", "łódź ab"), ("upper('straße')", "STRASSE"), ("trim('  a b\\n')", "a b"),
    ("length('Łódź')", "4"), ("len('')", "0"),
    ("substring('Łódź', 2, 2)", "ód"), ("substr('hello', 2)", "ello"), ("substring('hello', 0, 2)", "h"),
    ("substring('hello', 9, 2)", ""),
    ("substring('hello', 2, 999999999999)", "ello"), ("left('Łódź', 2)", "Łó"), ("right('Łódź', 2)", "dź"),
    ("left('ab', -1)", ""), ("right('ab', 9)", "ab"),
    ("replace('banana', 'an', '-')", "b--a"), ("replace('aaa', '', 'x')", "aaa"),
    ("starts_with('hello', 'he')", "true"), ("ends_with('hello', 'lo')", "true"),
    ("contains('hello', 'ell')", "true"), ("contains('hello', 'z')", "false"), ("contains('a', '')", "true"),
    ("lpad('7', 3, '0')", "007"), ("lpad(42, 5, 0)", "00042"),
    ("lpad('abcd', 2)", "abcd"), ("rpad('ab', 5, 'xy')", "abxyx"), ("str(2.0)", "2"), ("str(-0.0)", "0"),
    ("str(2.5)", "2.5"), ("str(5)", "5"), ("int('42')", "42"), ("int(' 7 ')", "7"), ("int('x')", "NULL"),
    ("int(-2.9)", "-2"), ("int(1e30)", "NULL"), ("float('2.5')", "2.5"), ("float('nan')", "NULL"),
    ("bool(0)", "false"), ("bool('yes')", "true"), ("int(true)", "1"),
    ("str(datetime('2024-01-31T10:00:00Z'))", "2024-01-31 10:00:00"), ("'it\\'s'", "it's"),
    ("'\\u0141'", "Ł"), ("'a' if 1 > 2 else 'b'", "b"),
    ("trim('   ')", ""), ("upper('')", ""), ("replace('', 'a', 'b')", ""),
  ])
  func texts(_ code: String, _ expected: String) throws {
    #expect(try expressionValues(code) == [expected, expected, expected])
  }

  @Test(arguments: [
    ("concat(city, '/', quantity)", "Łódź/3;NULL; New York /-7"), ("upper(status)", "OPEN;CLOSED;OPEN"),
    ("upper(city)", "ŁÓDŹ;NULL; NEW YORK "),
    ("trim(city)", "Łódź;NULL;New York"), ("length(city)", "4;NULL;10"), ("length(status)", "4;6;4"),
    ("left(status, quantity)", "ope;closed;"),
    ("coalesce(city, status)", "Łódź;closed; New York "),
    ("'x' if status == 'open' else ('y' if active is null else 'z')", "x;y;x"),
    ("upper('x' if status == 'open' else ('y' if quantity > 0 else 'z'))", "X;Y;X"),
    ("status if quantity > 0 else 'n/a'", "open;closed;n/a"),
    ("('a' if quantity > 0 else 'b') if status == 'open' else ('c' if quantity > 0 else 'd')", "a;c;b"),
    ("city + '!'", "Łódź!;NULL; New York !"),
    ("status", "open;closed;open"), ("'k'", "k;k;k"), ("status < 'd'", "false;true;false"),
    ("'closed' == status", "false;true;false"),
    ("max(status, 'm')", "open;m;open"), ("nullif(status, 'open')", "NULL;closed;NULL"),
    ("starts_with(status, 'o')", "true;false;true"),
    ("concat(price, '')", "19.99;NULL;-2.5"), ("int(concat(quantity, '0'))", "30;70;-70"),
  ])
  func textColumns(_ code: String, _ expected: String) throws {
    #expect(
      try expressionValues(code)
        == expected.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
    )
  }

  @Test(arguments: [
    ("year(created_at)", "2024 1969 2024"), ("month(born)", "1 12 2"), ("day(created_at)", "31 31 30"),
    ("hour(created_at)", "10 23 0"),
    ("minute(created_at)", "15 0 0"), ("second(created_at)", "30 0 0"), ("dow(created_at)", "2 2 0"),
    ("quarter(born)", "1 4 1"), ("day_of_year(born)", "31 365 60"),
    ("week(created_at)", "5 1 1"), ("born + 1", "2024-02-01 1970-01-01 2024-03-01"),
    ("1 + born", "2024-02-01 1970-01-01 2024-03-01"), ("born - 1", "2024-01-30 1969-12-30 2024-02-28"),
    ("born + 0.5", "2024-01-31 1969-12-31 2024-02-29"),
    ("created_at + 0.5", "2024-01-31T22:15:30Z 1970-01-01T11:00:00Z 2024-12-30T12:00:00Z"),
    ("born - date('2024-01-01')", "30 -19724 59"),
    ("created_at - born", "0.42743055555555554 0.9583333333333334 305.0"),
    ("days_between(born, '2024-02-01')", "1 19755 -28"),
    ("hours_between(born, created_at)", "10.258333333333333 23.0 7320.0"),
    ("minutes_between(born, created_at)", "615.5 1380.0 439200.0"),
    ("date_add(born, 1, 'month')", "2024-02-29 1970-01-31 2024-03-29"),
    ("date_add(born, days, 'day')", "2024-02-10 NULL 2024-02-29"),
    ("date_add(born, 1.9, 'days')", "2024-02-01 1970-01-01 2024-03-01"),
    ("date_add(born, 90, 'minute')", "2024-01-31T01:30:00Z 1969-12-31T01:30:00Z 2024-02-29T01:30:00Z"),
    ("date_add(created_at, -1, 'year')", "2023-01-31T10:15:30Z 1968-12-31T23:00:00Z 2023-12-30T00:00:00Z"),
    ("date_add(created_at, 1.5, 'hour')", "2024-01-31T11:45:30Z 1970-01-01T00:30:00Z 2024-12-30T01:30:00Z"),
    ("date_add(born, 1, 'quarter')", "2024-04-30 1970-03-31 2024-05-29"),
    ("date_add(born, 2, 'week')", "2024-02-14 1970-01-14 2024-03-14"),
    ("date_diff('month', born, '2024-03-30')", "1 650 1"), ("date_diff('day', created_at, born)", "0 0 -305"),
    ("date_diff('hour', born, created_at)", "10 23 7320"), ("date_diff('year', born, created_at)", "0 0 0"),
    ("date_trunc('month', created_at)", "2024-01-01T00:00:00Z 1969-12-01T00:00:00Z 2024-12-01T00:00:00Z"),
    ("date_trunc('week', born)", "2024-01-29 1969-12-29 2024-02-26"),
    ("date_trunc('hour', created_at)", "2024-01-31T10:00:00Z 1969-12-31T23:00:00Z 2024-12-30T00:00:00Z"),
    ("date_trunc('quarter', born)", "2024-01-01 1969-10-01 2024-01-01"),
    ("date_trunc('year', born)", "2024-01-01 1969-01-01 2024-01-01"),
    ("date_trunc('day', created_at)", "2024-01-31T00:00:00Z 1969-12-31T00:00:00Z 2024-12-30T00:00:00Z"),
    ("to_date(created_at)", "2024-01-31 1969-12-31 2024-12-30"),
    ("to_datetime(born)", "2024-01-31T00:00:00Z 1969-12-31T00:00:00Z 2024-02-29T00:00:00Z"),
    ("to_date(str(born))", "2024-01-31 1969-12-31 2024-02-29"),
    ("created_at > '2024-01-31T10:00:00Z'", "true false true"),
    ("born == date('2024-02-29')", "false false true"),
    ("born in ('2024-01-31', '2024-02-29')", "true false true"),
    ("date_add(born, 100000000000000000, 'day')", "NULL NULL NULL"),
    ("date_add(born, 9000, 'year')", "NULL NULL NULL"),
    ("born if active else created_at", "2024-01-31T00:00:00Z 1969-12-31T23:00:00Z 2024-12-30T00:00:00Z"),
    ("year(date_add(born, days, 'day'))", "2024 NULL 2024"),
    ("dow(date_add(created_at, days, 'month'))", "5 NULL 0"),
    ("year(coalesce(null, born))", "2024 1969 2024"),
  ])
  func moments(_ code: String, _ expected: String) throws {
    #expect(try expressionValues(code) == expected.split(separator: " ").map(String.init))
  }
}
