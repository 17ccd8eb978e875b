import DatagenColumns
import Testing

@testable import DatagenEngine

@Suite struct ExpressionBehaviourTests {
  // MARK: Properties

  @Test(arguments: [
    "round(price * quantity * (1 - days / 100), 2)", "concat(city, '-', quantity)",
    "'a' if days > 5 else ('b' if active else city)",
    "date_add(created_at, days, 'hour')", "1 < quantity < days", "quantity in (days, 3)",
    "coalesce(price, days, 1)", "upper(status)",
    "status in ('open', 'void')", "lpad(quantity, 5, '0')", "max(price, quantity, days)",
    "nullif(status, 'open')",
  ])
  func rowsOneByOneEqualABatch(_ code: String) throws {
    let single = try (0..<3).flatMap { try expressionValues(code, rows: $0..<$0 + 1) }
    #expect(try expressionValues(code) == single)
  }

  @Test func readsOnlyTheColumnsItNames() throws {
    let expression = try Expression("quantity * price + quantity", columns: ExpressionFixture.columns)
    #expect(expression.columnIndices == [1, 0])
    #expect(expression.type == .double)
    #expect(try Expression("1 + 1", columns: ExpressionFixture.columns).columnIndices.isEmpty)
  }

  @Test func mayWriteIntoItsInput() throws {
    for (code, expected) in [
      ("price * 2", "39.98"), ("price", "19.99"), ("7", "7"), ("price + price ** 2 - price", "399.600"),
    ] {
      let expression = try Expression(code, columns: ExpressionFixture.columns)
      let buffers = ExpressionFixture.buffers()
      expression.evaluate(count: 3, into: buffers[0]) { buffers[$0] }
      #expect(buffers[0].describe(0).hasPrefix(expected))
    }
  }

  @Test func inputsOfAnotherNumericKindAreConverted() throws {
    let expression = try Expression("x + 1", columns: [("x", .double)])
    let input = ColumnBuffer(), output = ColumnBuffer()
    input.reset(.integer, count: 1)
    input.integers[0] = 41
    expression.evaluate(count: 1, into: output) { _ in input }
    #expect(output.describe(0) == "42.0")
  }

  @Test func scratchIsReusedFromBatchToBatch() throws {
    let expression = try Expression("upper(city) + str(price * 2)", columns: ExpressionFixture.columns)
    let scratch = ExpressionScratch(), output = ColumnBuffer()
    for _ in 0..<3 {
      let buffers = ExpressionFixture.buffers()
      expression.evaluate(count: 3, into: output, scratch: scratch) { buffers[$0] }
      #expect((0..<3).map { output.describe($0) } == ["ŁÓDŹ39.98", "NULL", " NEW YORK -5"])
    }
  }

  // MARK: Errors

  @Test(arguments: [
    ("pric * 2", 0, "unknown column \"pric\" (did you mean \"price\"?)"),
    ("1 + ruond(2)", 4, "unknown function \"ruond\" (did you mean \"round\"?)"),
    ("price = 2", 6, "write =="), ("price & 2", 6, "write \"and\""),
    ("2 ^ 3", 2, "write **"), ("lambda x: 1", 0, "lambdas"), ("__import__('os')", 0, "__"),
    ("open('x')", 0, "unknown function \"open\""),
    ("", 0, "empty"), ("1 +", 3, "expected a value, found the end"), ("(1 + 2", 0, "never closed"),
    ("1 2", 2, "expected an operator or the end"), ("round(1", 5, "never closed"),
    ("'abc", 0, "no closing '"), ("'a' 'b'", -1, ""),
    ("round()", 0, "round takes 1 or 2 arguments, found 0: round(x, digits = 0)"),
    ("lower(price)", 6, "lower takes a text, found a number"),
    ("price + city", 6, "concat(a, b)"), ("city - 1", 5, "not defined between a text and a whole number"),
    ("price == city", 9, "cannot compare a number with a text"),
    ("born > 'yesterday'", 7, "is not a date"), ("price == None", 9, "is null"),
    ("1 if price else 2", 5, "takes a condition"), ("1 if active", 2, "no \"else\""),
    ("1 if active else 'a'", 17, "the branches differ"),
    ("date_add(born, 1, 'fortnight')", 18, "unknown unit"),
    ("date_add(born, 1.5, 'month')", 15, "use int() or round()"),
    ("date_add(1, 'day', born)", 19, "takes one of"), ("year(city)", 5, "to_date"),
    ("hour(born)", 5, "takes a datetime"), ("price in status", 0, "\"in\" takes a text in a text, or a list"),
    ("1 in ()", 5, "the list is empty"),
    ("ł + nope", 0, "unknown column"), ("'Łódź' + nope", 9, "unknown column \"nope\""),
    ("99999999999999999999", 0, "does not fit 64 bits"), ("1e999", 0, "too large"), ("3abc", 1, "runs into"),
    ("a ? b : c", 2, "if condition else"), ("round", 0, "is a function"), ("b'price'", 0, "concat"),
    ("price is 3", 9, "asks for null"), ("-city", 0, "means nothing"), ("$x", 0, "does not belong"),
    ("min(price, city)", 11, "one type"), ("case when active then 1", 0, "no \"end\""),
    ("1 < 2 in (1, 2)", 6, "parentheses"), ("(1, 2)", 2, "after \"in\" only"),
    ("not price", 4, "takes a condition"),
    ("bool(born)", 5, "no meaning"), ("x := 3", 2, "not an operator"), ("sum(x for x in y)", 6, "loops"),
  ])
  func errors(_ code: String, _ offset: Int, _ message: String) {
    let thrown = #expect(throws: ExpressionError.self) {
      try Expression(code, columns: ExpressionFixture.columns)
    }
    if offset >= 0 { #expect(thrown?.offset == offset) }
    if !message.isEmpty { #expect(thrown?.message.contains(message) == true, "\(thrown?.message ?? "")") }
  }

  @Test func nestingAndLengthAreBounded() throws {
    func fails(_ code: String, _ message: String) {
      let thrown = #expect(throws: ExpressionError.self) {
        try Expression(code, columns: ExpressionFixture.columns)
      }
      #expect(thrown?.message.contains(message) == true, "\(thrown?.message ?? "")")
    }
    fails(String(repeating: "(", count: 9000) + "1", "levels of nesting")
    fails(String(repeating: "-", count: 9000) + "1", "levels of nesting")
    fails("1" + String(repeating: "+1", count: 9000), "levels of nesting")
    fails("1" + String(repeating: "**1", count: 6000), "levels of nesting")
    fails(String(repeating: "1 if active else ", count: 1000) + "1", "levels of nesting")
    fails(String(repeating: "1", count: 20_001), "at most 20000")
    #expect(
      try expressionValues(String(repeating: "(", count: 199) + "7" + String(repeating: ")", count: 199))[0]
        == "7"
    )
    let many = "quantity == 3" + String(repeating: " or quantity == 4", count: 1000)
    #expect(try expressionValues(many)[0] == "true")
    #expect(try expressionValues("max(" + String(repeating: "quantity, ", count: 1900) + "2)")[2] == "2")
    // Operands are evaluated once each, so that nesting does not multiply the work.
    let nested =
      String(repeating: "nullif(", count: 150) + "quantity" + String(repeating: ", 99)", count: 150)
    #expect(try expressionValues(nested)[1] == "7")
    let chain = String(repeating: "(0 <= ", count: 90) + "quantity" + String(repeating: " <= 9)", count: 90)
    #expect(try expressionValues(chain)[1] == "true")
  }
}
