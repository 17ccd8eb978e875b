import DatagenSchema
import Testing

@testable import DatagenEngine

/// What is said about expressions before generating.
@Suite struct ExpressionPlanningTests {
  private func errors(_ columns: [String]) -> [String] {
    TestData.errors(schemaText([entity("t", rows: 100, columns)]))
  }

  private func expression(_ name: String, _ type: String, _ code: String, _ rest: String = "") -> String {
    column(name, type, "expression: { code: \"\(code)\" }", rest)
  }

  private let quantity = column("qty", "int", "sequence: {}")
  private let maybe = column("maybe", "int", "sequence: {}", "nullable: true, null_rate: 0.5")

  @Test func aColumnThatStandsLaterIsNamedWithWhatToDo() {
    let found = errors([expression("total", "int", "qty * 2"), quantity])
    #expect(found.count == 1)
    #expect(found.first?.contains("column \"qty\" stands after \"total\"; move it before it") == true, "\(found)")
  }

  @Test func aColumnThatReadsItselfIsPointedToModifiers() {
    let found = errors([expression("total", "int", "total * 2")])
    #expect(found.first?.contains("modifier \"expression\"") == true, "\(found)")
  }

  @Test func allUnknownNamesAreReportedAtOnceWithTheirPlaces() {
    let text = schemaText([entity("t", rows: 100, [quantity, expression("x", "int", "qy + nope + other.a")])])
    let found = TestData.diagnostics(text).filter { $0.severity == .error }
    #expect(found.count == 3, "\(found)")
    #expect(found[0].message.contains("did you mean \"qty\"?"))
    #expect(found[1].message.contains("unknown column \"nope\""))
    #expect(found[1].column - found[0].column == 5)
    #expect(found[2].message.contains("lookup"))
  }

  @Test func errorsOfOtherColumnsHideNone() {
    let broken = column("broken", "strng", "uuid: {}")
    let found = errors([quantity, broken, expression("x", "int", "nope + 1"), expression("y", "int", "1 +")])
    #expect(found.count == 3, "\(found)")
    #expect(found.contains { $0.contains("unknown column \"nope\"") })
    #expect(found.contains { $0.contains("found the end") })
    // What rests on the type that could not be read is not judged.
    #expect(
      errors([broken, expression("x", "int", "broken + 1"), expression("y", "string", "upper(broken)")]).count == 1
    )
  }

  @Test(arguments: [
    "null if qty > 3 else 1", "1 if qty > 3 else null", "case when qty > 3 then 1 end", "null",
    "qty + (null if qty > 3 else 1)",
    "nullif(null if qty > 3 else 1, 2)", "coalesce(null, null if qty > 3 else 1)", "sqrt(-1)",
  ])
  func aNullBranchNeedsANullableColumn(_ code: String) {
    let found = errors([quantity, expression("x", "float", code)])
    #expect(found.count == 1 && found[0].contains("column \"x\" is not nullable"), "\(found)")
    #expect(errors([quantity, expression("x", "float", code, "nullable: true")]).isEmpty)
  }

  @Test(arguments: ["'x' if qty > 3 else null", "month_name(null)", "null || 'a'"])
  func aNullBranchOfTextsToo(_ code: String) {
    let found = errors([quantity, expression("x", "string", code)])
    #expect(found.count == 1 && found[0].contains("not nullable"), "\(found)")
  }

  @Test(arguments: [
    "coalesce(null if qty > 3 else 1, 0)", "1 if (null if qty > 3 else true) else 2",
    "1 if (null if qty > 3 else 1) is null else 2",
    "case when qty > 3 then 1 else 2 end", "nullif(qty, 3)", "coalesce(maybe, 0) + 1",
    "maybe if maybe is not null else 0",
    "1 if maybe > 3 else 2",
  ])
  func aCoveredNullIsNone(_ code: String) {
    #expect(errors([quantity, maybe, expression("x", "int", code)]).isEmpty)
  }

  @Test(arguments: ["maybe", "maybe + 1", "abs(maybe) * qty", "nullif(maybe, 3)", "int(str(maybe))"])
  func aNullableColumnNeedsANullableColumn(_ code: String) {
    let found = errors([quantity, maybe, expression("x", "int", code)])
    #expect(found.count == 1 && found[0].contains("\"maybe\" can be NULL"), "\(found)")
    #expect(errors([quantity, maybe, expression("x", "int", code, "nullable: true")]).isEmpty)
  }

  @Test func aModifierMayGiveTheValue() {
    func modified(_ code: String, _ modifiers: String...) -> [String] {
      let list = modifiers.map { "{ transform: expression, args: { code: \"\($0)\" } }" }
      return errors([quantity, column("x", "int", "expression: { code: \"\(code)\" }", modifiers: list)])
    }
    #expect(modified("null if qty > 3 else 1", "coalesce(value, 7)").isEmpty)
    #expect(modified("1", "null if qty > 3 else value", "coalesce(value, 7)").isEmpty)
    #expect(modified("1", "value + 1", "null if qty > 3 else value").count == 1)
  }
}
