import Testing

@testable import DatagenEngine

/// Texts: letters, parts, repetitions, patterns, numbers of a form.
@Suite struct ExpressionTextFunctionTests {
  @Test(arguments: [
    ("title('new york city')", "New York City"),
    ("initcap('o\\'brien-SMITH 3rd')", "O'Brien-Smith 3rd"),
    ("capitalize('hELLO World')", "Hello world"),
    ("title('łódź ÉCOLE')", "Łódź École"),
    ("title('')", ""),
    ("capitalize('ÉCOLE')", "École"),
    ("capitalize('3rd Place')", "3rd place"),
    ("title('ab1cd')", "Ab1cd"),
    ("title('é1x')", "É1x"),
    ("reverse('Łódź')", "źdóŁ"),
    ("reverse('')", ""),
    ("lcase('AB')", "ab"),
    ("ucase('ab')", "AB"),
  ])
  func letters(_ code: String, _ expected: String) throws {
    #expect(try expressionValues(code) == [expected, expected, expected])
  }

  @Test(arguments: [
    ("strip('  a b\\n')", "a b"),
    ("lstrip('  a ')", "a "),
    ("rtrim('  a ')", "  a"),
    ("ltrim('xxaxx', 'x')", "axx"),
    ("rstrip('1.500', '0')", "1.5"),
    ("trim('-_a_-', '_-')", "a"),
    ("strip('ŁaŁ', 'Ł')", "a"),
    ("strip('   ')", ""),
    ("trim('abc', '')", "abc"),
    ("trim('abc', 'cba')", ""),
    ("trim('éaé', 'è')", "éaé"),
    ("starts_with('hello', 'he')", "true"),
    ("startswith('hello', 'lo')", "false"),
    ("endswith('Łódź', 'ź')", "true"),
  ])
  func ends(_ code: String, _ expected: String) throws {
    #expect(try expressionValues(code) == [expected, expected, expected])
  }

  @Test(arguments: [
    ("split_part('a-b-c', '-', 2)", "b"),
    ("split_part('a-b-c', '-', -1)", "c"),
    ("split_part('a-b-c', '-', 4)", ""),
    ("split_part('a-b-c', '-', -4)", ""),
    ("split_part('a-b', '-', 0)", "NULL"),
    ("split_part('abc', '', 1)", "abc"),
    ("split_part('a::b', '::', 2)", "b"),
    ("split_part('', '-', 1)", ""),
    ("split_part('a-', '-', 2)", ""),
    ("split_part('a', '-', 9223372036854775807)", ""),
    ("split_part('a', '-', -9223372036854775807 - 1)", ""),
    ("'a b c'.split()[1]", "b"),
    ("'x@y.z'.split('@')[-1]", "y.z"),
    ("'a-b'.split('-')[0]", "a"),
    ("'a-b'.split('-')[5]", "NULL"),
    ("'Łódź'[0]", "Ł"),
    ("'Łódź'[-1]", "ź"),
    ("'ab'[2]", "NULL"),
    ("'ab'[-3]", "NULL"),
    ("'hello'[0:3]", "hel"),
    ("'hello'[-2:]", "lo"),
    ("'hello'[:2]", "he"),
    ("'hello'[1:-1]", "ell"),
    ("'hello'[:]", "hello"),
    ("'hello'[3:1]", ""),
    ("'hello'[-99:99]", "hello"),
    ("'Łódź'[1:3]", "ód"),
    ("'abc'[::-1]", "cba"),
    ("'abc'[None:2]", "ab"),
    ("'abc'[0:9223372036854775807]", "abc"),
    ("'abc'[-9223372036854775807 - 1:2]", "ab"),
  ])
  func parts(_ code: String, _ expected: String) throws {
    #expect(try expressionValues(code) == [expected, expected, expected])
  }

  @Test(arguments: [
    ("repeat('ab', 3)", "ababab"),
    ("repeat('ab', 0)", ""),
    ("repeat('ab', -1)", ""),
    ("'x' * 3", "xxx"),
    ("2 * 'Łó'", "ŁóŁó"),
    ("length('x' * 99999999999)", "10000"),
    ("repeat(7, 2)", "77"),
    ("zfill('42', 5)", "00042"),
    ("zfill(-7, 4)", "-007"),
    ("zfill(7, 3)", "007"),
    ("zfill('abcd', 2)", "abcd"),
    ("zfill('+1', 4)", "+001"),
    ("zfill('', 2)", "00"),
    ("rjust('7', 3)", "  7"),
    ("ljust('7', 3, '.')", "7.."),
    ("concat_ws('-', 'a', 1, null, 2.5, true)", "a-1-2.5-true"),
    ("concat_ws(null, 'a')", "NULL"),
    ("concat_ws('-', null)", ""),
    ("concat_ws(', ', 'a', '', 'b')", "a, , b"),
  ])
  func repetitionsAndFillings(_ code: String, _ expected: String) throws {
    #expect(try expressionValues(code) == [expected, expected, expected])
  }

  @Test(arguments: [
    ("strpos('Łódź', 'd')", "3"), ("instr('abc', 'z')", "0"), ("'Łódź'.find('ź')", "3"), ("find('abc', 'z')", "-1"),
    ("find('abc', '')", "0"), ("'-'.join(['a', 'b'])", "a-b"), ("'ell' in 'hello'", "true"),
    ("'z' in 'hello'", "false"),
    ("'z' not in 'hello'", "true"),
    ("'' in 'a'", "true"),
    ("null in 'abc'", "NULL"),
    ("'a' in ('a', 'b')", "true"),
    ("'a' in {'a', 'b'}", "true"),
    ("'c' not in ['a', 'b']", "true"),
    ("'hello' like 'h%o'", "true"),
    ("'hello' like 'h_l%'", "true"),
    ("'hello' like 'hello'", "true"),
    ("'hello' like 'hell'", "false"),
    ("'hello' not like '%x%'", "true"),
    ("'Łódź' like '_ód_'", "true"),
    ("'a%b' like 'a\\\\%b'", "true"),
    ("'axb' like 'a\\\\%b'", "false"),
    ("'' like '%'", "true"),
    ("'' like '_'", "false"),
    ("'aab' like '%ab'", "true"),
    ("'abcabd' like '%ab_'", "true"),
    ("'HeLLo' ilike 'hE%'", "true"),
    ("'ŁÓDŹ' ilike 'łó%'", "true"),
    ("null like 'a'", "NULL"),
    ("'a' like null", "NULL"),
    ("'mississippi' like '%iss%ip%'", "true"),
    ("'mississippi' like '%iss%iss%iss%'", "false"),
  ])
  func searching(_ code: String, _ expected: String) throws {
    #expect(try expressionValues(code) == [expected, expected, expected])
  }

  @Test(arguments: [
    ("'a' || 'b'", "ab"),
    ("'a' || 1 + 2", "a3"),
    ("1 || 'b' || 2.5", "1b2.5"),
    ("'a' || null", "NULL"),
    ("true || false", "true"),
    ("1 == 2 || 2 == 2", "true"),
    ("f'{1}-{2}'", "1-2"),
    ("f\"a{'b'}c\"", "abc"),
    ("f''", ""),
    ("f'{{x}}'", "{x}"),
    ("f'x'", "x"),
    ("f'{1 if 2 > 1 else 0}!'", "1!"),
    ("f'{2.5:.2f}'", "2.50"),
    ("f'{7:03d}'", "007"),
    ("f'{1234567.891:,.2f}'", "1,234,567.89"),
    ("f'{\"Łódź\"[0:2]}'", "Łó"),
    ("f'\\u0141{1}\\n'", "Ł1\n"),
  ])
  func joining(_ code: String, _ expected: String) throws {
    #expect(try expressionValues(code) == [expected, expected, expected])
  }

  @Test(arguments: [
    ("format(2.5, 2)", "2.50"),
    ("format(2.675, 2)", "2.68"),
    ("format(-1.005, 2)", "-1.01"),
    ("format(-0.001, 2)", "0.00"),
    ("format(3, 2)", "3.00"),
    ("to_char(0.5, 0)", "1"),
    ("format(1e15, 2)", "1000000000000000.00"),
    ("format(1e30, 2)", "NULL"),
    ("format(0.05, 1)", "0.1"),
    ("format(9.999, 2)", "10.00"),
    ("format(1234567, ',d')", "1,234,567"),
    ("format(999, ',d')", "999"),
    ("format(-1234.5, ',.2f')", "-1,234.50"),
    ("format(1000000, ',')", "1,000,000"),
    ("format(2.5, '08.3f')", "0002.500"),
    ("format(-2.5, '7.2f')", "  -2.50"),
    ("format(1.5, 'f')", "1.500000"),
    ("format(42, '5')", "   42"),
    ("format(null, 2)", "NULL"),
    ("format(1e14 + 0.25, 2)", "100000000000000.25"),
    ("str(round(2.456, 2))", "2.46"),
    ("format(12, -3)", "12"),
  ])
  func numbersAsTexts(_ code: String, _ expected: String) throws {
    #expect(try expressionValues(code) == [expected, expected, expected])
  }

  @Test(arguments: [
    ("title(city)", "Łódź;NULL; New York "),
    ("city[0]", "Ł;NULL; "),
    ("status[-2:]", "en;ed;en"),
    ("status[quantity]", "n;NULL;NULL"),
    ("'o' in status", "true;true;true"),
    ("status like 'o%'", "true;false;true"),
    ("city like '%York%'", "false;NULL;true"),
    ("city || '/' || quantity", "Łódź/3;NULL; New York /-7"),
    ("status * 2", "openopen;closedclosed;openopen"),
    ("concat_ws('-', city, status, days)", "Łódź-open-10;closed; New York -open-0"),
    ("format(price, 1)", "20.0;NULL;-2.5"),
    ("zfill(quantity, 4)", "0003;0007;-007"),
    ("f'{status}:{quantity}'", "open:3;closed:7;open:-7"),
    ("f'{city}'", "Łódź;NULL; New York "),
    ("format(price, quantity)", "19.990;NULL;-3"),
    ("reverse(status)", "nepo;desolc;nepo"),
    ("split_part(city, ' ', 2)", ";NULL;New"),
    ("trim(status, 'on')", "pe;closed;pe"),
    ("status[1:days]", "pen;NULL;"),
    ("repeat(status, days)", "openopenopenopenopenopenopenopenopenopen;NULL;"),
  ])
  func columns(_ code: String, _ expected: String) throws {
    #expect(
      try expressionValues(code) == expected.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
    )
  }

  @Test(arguments: [
    ("price['a']", 6, "by its name alone: a"), ("price[0]", 5, "takes parts of a text"),
    ("status[0:1:2]", 11, "[::-1]"),
    ("status.split('e')", 6, "take one of them"), ("f'{}'", 2, "nothing between"), ("f'{1'", 2, "never closed"),
    ("f'a}'", 3, "}}"), ("f'{pric}'", 3, "unknown column \"pric\""), ("f'{price:x}'", 9, "no format of numbers"),
    ("f'{f\"{1}\"}'", 3, "inside of another"), ("'{}-{}'.format(city, status)", 7, "f'{a}-{b}'"),
    ("'%s' % status", 5, "f'{a}-{b}'"), ("format(price, '%')", 14, "no format"),
    ("status || price > 2", 16, "|| joins texts"),
    ("status like 3", 12, "like takes a text"), ("'a' in 3", 7, "\"in\" takes a text in a text"),
    ("status = 'a'", 7, "write =="),
    ("f'abc", 0, "no closing '"), ("format(price, '99999999999999999999')", 14, "no format"),
    ("1 in {}", 5, "the list is empty"),
  ])
  func errors(_ code: String, _ offset: Int, _ message: String) {
    let thrown = #expect(throws: ExpressionError.self) { try Expression(code, columns: ExpressionFixture.columns) }
    #expect(thrown?.offset == offset, "\(thrown?.message ?? "")")
    #expect(thrown?.message.contains(message) == true, "\(thrown?.message ?? "")")
  }
}
