import Testing

@testable import DatagenEngine

/// Random trees of words: whatever is written, it compiles or is refused, and every row has the same value alone.
@Suite struct ExpressionFuzzTests {
  @Test func nonsenseNeverCrashes() throws {
    var state: UInt64 = 42
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
    let atoms = [
      "price", "quantity", "city", "active", "born", "created_at", "days", "status", "1", "2.5", "0", "-1",
      "'a'", "''", "null", "true",
      "9223372036854775807", "'2024-01-31'", "1e300", "'Łó'",
    ]
    let binary = ["+", "-", "*", "/", "//", "%", "**", "==", "<", ">=", "and", "or"]
    func tree(_ depth: Int) -> String {
      if depth == 0 || next(5) == 0 { return atoms[next(atoms.count)] }
      switch next(6) {
      case 0:
        let names = ExpressionFunctionTable.names
        let name = names[next(names.count)]
        let arity = ExpressionFunctionTable.find(name)?.arity ?? 3...3
        var arguments = (0..<min(arity.lowerBound + next(2), arity.upperBound)).map { _ in tree(depth - 1) }
        if ExpressionFunctionTable.find(name)?.takesUnit == true {
          arguments[next(arguments.count)] = "'\(CalendarUnit.allCases[next(8)])'"
        }
        if name == "strftime" { arguments[1] = "'%Y-%j %b%A'" }
        return "\(name)(\(arguments.joined(separator: ", ")))"
      case 1:
        return
          "(\(tree(depth - 1)) if \(tree(depth - 1)) \(binary[next(binary.count)]) \(tree(depth - 1)) else \(tree(depth - 1)))"
      case 4: return "\(tree(depth - 1))[\(tree(0)):\(next(3) - 1)]"
      case 5: return "\(tree(depth - 1)).\(ExpressionFunctionTable.names[next(ExpressionFunctionTable.names.count)])()"
      case 2: return "\(tree(depth - 1)) in (\(tree(depth - 1)), \(tree(depth - 1)))"
      default: return "(\(tree(depth - 1)) \(binary[next(binary.count)]) \(tree(depth - 1)))"
      }
    }
    var compiled = 0
    for _ in 0..<4000 {
      let code = tree(1 + next(3))
      guard (try? Expression(code, columns: ExpressionFixture.columns)) != nil else { continue }
      compiled += 1
      let together = try expressionValues(code)
      let alone = try (0..<3).flatMap { try expressionValues(code, rows: $0..<$0 + 1) }
      #expect(together == alone, "\(code)")
    }
    #expect(compiled > 400)
  }

  /// Words in any order: the parser reads them or says where they go wrong.
  @Test func wordsInAnyOrderNeverCrash() throws {
    var state: UInt64 = 7
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
    let words = [
      "price", "city", "born", "created_at", "1", "-2", "'a'", "null", "(", ")", "[", "]", "{", "}", ",", ".", ":", "=",
      "case", "when", "then", "else", "end", "if", "not", "in", "is", "like", "between", "and", "or", "xor", "||", "+",
      "*", "cast(", "as", "int", "extract(", "year", "from", "f'", "'", "f\"{", "}\"", ":.2f", "lower", "upper()",
      "np", "timedelta(", "days", "split('a')", "isin(", "dt", "str", "::-1", "ł",
    ]
    var compiled = 0
    for _ in 0..<60_000 {
      let code = (0..<1 + next(7)).map { _ in words[next(words.count)] }.joined(separator: next(2) == 0 ? "" : " ")
      do throws(ExpressionError) {
        _ = try Expression(code, columns: ExpressionFixture.columns)
        compiled += 1
      } catch {
        #expect(error.offset >= 0 && error.offset <= code.unicodeScalars.count, "\(code): \(error)")
      }
    }
    #expect(compiled > 500)
  }
}
