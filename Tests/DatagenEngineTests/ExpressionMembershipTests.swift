import Testing

@testable import DatagenEngine

/// `in`: lists in brackets, or in parentheses with a comma; anything else is an operand.
@Suite struct ExpressionMembershipTests {
  @Test(arguments: [
    ("'e' in (status + '')", "true;true;true"), ("'e' in status + ''", "true;true;true"),
    ("'z' in (status)", "false;false;false"), ("'E' in (status).upper()", "true;true;true"),
    ("'ope' in ('x' + status)[:4]", "true;false;true"), ("'e' not in (status)", "false;false;false"),
    ("'e' in (status if active else city)", "true;NULL;true"), ("'x' in ('x')", "true;true;true"),
    ("'pen' in ('open')", "true;true;true"), ("'pen' in ('open',)", "false;false;false"),
    ("'pen' in ['open']", "false;false;false"), ("quantity in (3)", "true;false;false"),
    ("quantity not in (3)", "false;true;true"), ("born in ('2024-01-31')", "true;false;false"),
    ("active in (true)", "true;NULL;false"), ("quantity in ((3))", "true;false;false"),
    ("quantity in (null)", "NULL;NULL;NULL"), ("quantity in (days, max(3, 7))", "false;true;false"),
    ("quantity in (3,) or quantity in (7)", "true;true;false"),
    ("quantity in (3 if active else 7)", "true;true;false"), ("'a' in (f'{quantity}a')", "true;true;true"),
  ])
  func listsAndOperands(_ code: String, _ expected: String) throws {
    #expect(try expressionValues(code) == expected.split(separator: ";").map(String.init))
  }

  @Test(arguments: [
    ("quantity in (2) + 1", 16, "takes a text in a text, or a list, found a whole number"),
    ("quantity in (2, 3) * 0", 19, "\"*\" is not defined for a list"),
    ("quantity in [2, 3][0]", 18, "\"[\" is not defined for a list"), ("quantity in ()", 12, "the list is empty"),
    ("quantity in ('a')", 13, "cannot compare a whole number with a text"), ("'a' in (3)", 8, "cannot compare"),
    ("quantity in (2", 12, "never closed"), ("quantity in (2, 3", 12, "never closed"),
    ("quantity in (2) in (true)", 16, "parentheses around the comparison"),
  ])
  func errors(_ code: String, _ offset: Int, _ message: String) {
    let thrown = #expect(throws: ExpressionError.self) { try Expression(code, columns: ExpressionFixture.columns) }
    #expect(thrown?.offset == offset, "\(thrown?.message ?? "")")
    #expect(thrown?.message.contains(message) == true, "\(thrown?.message ?? "")")
  }

  @Test func nestedTestsAreCompiledOnce() throws {
    let code = String(repeating: "true in (", count: 150) + "true" + String(repeating: ")", count: 150)
    #expect(try expressionValues(code)[0] == "true")
  }
}
