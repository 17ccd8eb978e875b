import Testing

@testable import DatagenEngine

/// Numbers, logic and choices beyond the operators.
@Suite struct ExpressionNumberFunctionTests {
  @Test(arguments: [
    ("clip(5, 0, 3)", "3"),
    ("clamp(-1.5, 0, 3)", "0.0"),
    ("clip(2, null, 1)", "1"),
    ("clip(2, 5, None)", "5"),
    ("clip(7, null, null)", "7"),
    ("clip(null, 0, 1)", "NULL"),
    ("mean(1, 2, 6)", "3.0"),
    ("avg(1, 2)", "1.5"),
    ("sum(1, 2, 3)", "6"),
    ("sum(1.5, 2)", "3.5"),
    ("sum(9223372036854775807, 1)", "NULL"),
    ("median(3, 1, 2)", "2.0"),
    ("median(4, 1, 3, 2)", "2.5"),
    ("median(-1, -3)", "-2.0"),
    ("mean(1, null)", "NULL"),
    ("median(1, null)", "NULL"),
    ("np.mean([1, 2])", "1.5"), ("max([1, 3, 2])", "3"), ("log1p(0)", "0.0"),
    ("log1p(-1)", "NULL"),
    ("expm1(0)", "0.0"),
    ("round(cbrt(27), 9)", "3.0"),
    ("trunc(2.789, 2)", "2.78"),
    ("trunc(-2.789, 2)", "-2.78"),
    ("trunc(0.29, 2)", "0.29"),
    ("trunc(1299, -2)", "1200.0"),
    ("trunc(-1.7)", "-1"),
    ("trunc(8.2, 1)", "8.2"),
    ("trunc(1.15, 2)", "1.15"),
    ("trunc(0.999999, 3)", "0.999"),
    ("sign(-3)", "-1"),
    ("mod(7, 3)", "1"),
    ("power(2, 3)", "8.0"),
    ("absolute(-3)", "3"),
    ("maximum(1, 2)", "2"),
    ("minimum(1, 2)", "1"),
    ("round(1234.567, -2)", "1200.0"),
  ])
  func numbers(_ code: String, _ expected: String) throws {
    #expect(try expressionValues(code) == [expected, expected, expected])
  }

  @Test(arguments: [
    ("asin(1) * 2 == pi", "true"),
    ("acos(1)", "0.0"),
    ("atan(0)", "0.0"),
    ("atan2(0, 1)", "0.0"),
    ("tanh(0)", "0.0"),
    ("sinh(0)", "0.0"),
    ("cosh(0)", "1.0"),
    ("asin(2)", "NULL"),
    ("degrees(pi)", "180.0"),
    ("radians(180) == pi()", "true"),
    ("hypot(3, 4)", "5.0"),
    ("round(atan2(1, -1), 4)", "2.3562"),
    ("round(e, 5)", "2.71828"),
    ("math.pi == pi", "true"),
    ("log(e)", "1.0"),
  ])
  func angles(_ code: String, _ expected: String) throws {
    #expect(try expressionValues(code) == [expected, expected, expected])
  }

  @Test(arguments: [
    ("2 between 1 and 3", "true"),
    ("2 not between 1 and 3", "false"),
    ("between(3, 1, 2)", "false"),
    ("2 between 1 and 3 and 1 == 1", "true"),
    ("1 <> 2", "true"),
    ("true xor false", "true"),
    ("true xor true", "false"),
    ("true xor null", "NULL"),
    ("xor(1 == 1, 2 == 1)", "true"),
    ("true xor true or true", "true"),
    ("isnull(null)", "true"),
    ("isna(1)", "false"),
    ("is_null(null)", "true"),
    ("notnull(1)", "true"),
    ("nvl(null, 2)", "2"),
    ("ifnull(null, 'a')", "a"),
    ("iif(1 > 2, 'a', 'b')", "b"),
    ("iff(1 < 2, 'a', 'b')", "a"),
    ("NULL is None", "true"),
    ("case when 1 > 2 then 'a' when 2 > 1 then 'b' else 'c' end", "b"),
    ("CASE WHEN false THEN 1 END", "NULL"),
    ("case 2 when 1 then 'one' when 2 then 'two' end", "two"),
    ("case when null then 1 else 2 end", "2"),
    ("case when 1 == 1 then case when 1 == 2 then 'x' else 'y' end end", "y"),
    ("(case when true then 1 end) + 1", "2"),
  ])
  func logic(_ code: String, _ expected: String) throws {
    #expect(try expressionValues(code) == [expected, expected, expected])
  }

  @Test(arguments: [
    ("cast('42' as int)", "42"),
    ("cast(2.9 as INTEGER)", "2"),
    ("cast(5 as string)", "5"),
    ("CAST('2.5' AS float)", "2.5"),
    ("cast(0 as bool)", "false"),
    ("cast('2024-02-29' as date)", "2024-02-29"),
    ("cast('x' as int)", "NULL"),
    ("cast(1 + 1 as double)", "2.0"),
    ("'7'.astype(int)", "7"),
    ("2.5.astype('str')", "2.5"),
    ("to_string(4)", "4"),
  ])
  func casts(_ code: String, _ expected: String) throws {
    #expect(try expressionValues(code) == [expected, expected, expected])
  }

  @Test(arguments: [
    ("np.where(1 > 2, 3, 4)", "4"),
    ("np.log(1)", "0.0"),
    ("math.sqrt(9)", "3.0"),
    ("np.clip(5, 0, 3)", "3"),
    ("np.round(2.456, 1)", "2.5"),
    ("np.exp(0)", "1.0"),
    ("math.floor(-1.5)", "-2"),
    ("numpy.abs(-2)", "2"),
    ("np.maximum(1, 2)", "2"),
    ("pd.isna(null)", "true"),
    ("np.pi == math.pi", "true"),
    ("str.upper('a')", "A"),
  ])
  func modules(_ code: String, _ expected: String) throws {
    #expect(try expressionValues(code) == [expected, expected, expected])
  }

  @Test(arguments: [
    ("clip(quantity, 0, 5)", "3;5;0"),
    ("clip(price, days, null)", "19.99;NULL;0.0"),
    ("mean(quantity, days)", "6.5;NULL;-3.5"),
    ("median(quantity, days, 4)", "4.0;NULL;0.0"),
    ("quantity between 0 and 5", "true;false;false"),
    ("price between days and 100", "true;NULL;false"),
    ("days not between 1 and 20", "false;NULL;true"),
    ("days is null", "false;true;false"),
    ("isnull(days)", "false;true;false"),
    ("days.isnull()", "false;true;false"),
    ("price.notna()", "true;false;true"),
    ("days.fillna(-1)", "10;-1;0"),
    ("active xor true", "false;NULL;true"),
    ("quantity.clip(0, 5)", "3;5;0"),
    ("price.round(1)", "20.0;NULL;-2.5"),
    ("quantity.abs()", "3;7;7"),
    ("case status when 'open' then 1 when 'closed' then 2 end", "1;2;1"),
    ("case when active then 'a' when quantity > 5 then 'b' end", "a;b;NULL"),
    ("quantity.isin([3, -7])", "true;false;true"),
    ("not status.isin(('open', 'x'))", "false;true;false"),
    ("status.isin(['open'])", "true;false;true"),
    ("trunc(price, 1)", "19.9;NULL;-2.5"),
    ("hypot(quantity, 0)", "3.0;7.0;7.0"),
    ("status.upper().lower()[0]", "o;c;o"),
  ])
  func columns(_ code: String, _ expected: String) throws {
    #expect(
      try expressionValues(code) == expected.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
    )
  }

  @Test func namesOfConstantsAreColumnsWhereColumnsHaveThem() throws {
    let expression = try Expression("e + pi", columns: [("e", .integer), ("pi", .integer)])
    #expect(expression.columnIndices == [0, 1])
    #expect(try Expression("case + 1", columns: [("case", .integer)]).columnIndices == [0])
    #expect(try Expression("np.upper()", columns: [("np", .text)]).type == .text)
  }

  @Test(arguments: [
    ("sum(price)", 0, "at least 2 arguments"), ("price.mean()", 5, "sees one row"),
    ("clip(price, 0)", 0, "3 arguments"),
    ("cast(price as money)", 14, "cast knows the types"), ("cast(price)", 10, "\"as\""),
    ("cast(price as varchar(3))", 21, "left(text, length)"),
    ("round(price, digits=2)", 19, "timedelta"), ("case when 1 then 2", 0, "no \"end\""),
    ("case price when 1 then 2 else 3 fi", 32, "\"end\""),
    ("price between null and 1", 14, "is null"), ("between(price, 1)", 0, "3 arguments"),
    ("xor(price, 1)", 4, "a condition"), ("random()", 0, "distribution"), ("rand()", 0, "jitter"),
    ("np.random.normal(0, 1)", 9, "distribution"), ("normal(0, 1)", 0, "jitter"), ("uuid4()", 0, "\"uuid\""),
    ("random.randint(1, 2)", 6, "distribution"),
    ("now()", 0, "timeframe"), ("datetime.now()", 8, "timeframe"), ("date.today()", 4, "timeframe"),
    ("current_date", 0, "timeframe"),
    ("datetime.datetime.utcnow()", 17, "timeframe"), ("price between 1 or 2", 16, "\"and\""),
    ("status.lower", 6, "call it: .lower()"),
    ("status.uper()", 6, "did you mean \"upper\""), ("created_at.yeer", 10, "did you mean \"year\""),
    ("customers.country", 0, "a lookup of \"customers.country\""), ("np.inf", 2, "is no value"),
    ("price.", 6, "a name behind the dot"),
  ])
  func errors(_ code: String, _ offset: Int, _ message: String) {
    let thrown = #expect(throws: ExpressionError.self) { try Expression(code, columns: ExpressionFixture.columns) }
    #expect(thrown?.offset == offset, "\(thrown?.message ?? "")")
    #expect(thrown?.message.contains(message) == true, "\(thrown?.message ?? "")")
  }
}
