internal import DatagenSchema

// Names that are no column's, and what to say about them.
extension ExpressionCompiler {
  /// Constants that need no parentheses where no column has their name.
  static let constants: [String: Double] = ["pi": .pi, "PI": .pi, "e": 2.718281828459045]

  /// The first name that no column has, with the others.
  var unknownName: ExpressionError? {
    guard var first = unknownNames.first else { return nil }
    first.isUnknownName = true
    first.others = Array(unknownNames.dropFirst())
    return first
  }

  /// The message about a name that no visible column has.
  func unknownColumn(_ name: String) -> String {
    if surroundings.laterColumns.contains(name) {
      return "column \"\(name)\" stands after \"\(surroundings.owner)\"; move it before it"
    }
    if name == surroundings.owner {
      return "column \"\(name)\" cannot be computed from itself; give it another generator and a modifier "
        + "\"expression\", in which value is the value so far"
    }
    if let reason = Self.refusal(name.lowercased()) { return reason }
    if ExpressionFunctionTable.find(name) != nil { return "\"\(name)\" is a function; call it: \(name)(…)" }
    if columns.isEmpty { return "unknown column \"\(name)\" (none is visible here)" }
    return "unknown column \"\(name)\"" + Suggestion.text(for: name, among: columns.map(\.name))
  }

  /// A column's name as an expression writes it.
  static func quoted(_ name: String) -> String {
    let isWord =
      name.unicodeScalars.first.map { $0 == "_" || $0.properties.isXIDStart } == true
      && name.unicodeScalars.allSatisfy { $0 == "_" || $0.properties.isXIDContinue }
    return isWord ? name : "`\(name)`"
  }

  func isColumn(_ name: String) -> Bool { columns.contains { $0.name == name } }

  /// A unit of time that is written without quotes, as `datediff(day, a, b)` has it.
  func bareUnit(_ syntax: ExpressionSyntax) -> String? {
    guard case .column(let name) = syntax.form, !isColumn(name), CalendarUnit(word: name) != nil else {
      return nil
    }
    return name
  }

  /// The part of a moment that is named by a text or a bare word.
  func part(_ syntax: ExpressionSyntax) throws(ExpressionError) -> String {
    switch syntax.form {
    case .text(let name), .column(let name): return name
    default: throw fail("the part of a moment is a word, such as 'year'", syntax.offset)
    }
  }

  private static let random: Set<String> = [
    "random", "rand", "randn", "randint", "randrange", "random_int", "normal", "gauss", "uniform", "normalvariate",
    "choice", "choices", "shuffle", "sample", "uuid", "uuid4", "gen_random_uuid", "newid",
  ]

  private static let clocks: Set<String> = [
    "now", "today", "utcnow", "current_date", "current_timestamp", "current_time", "getdate", "sysdate", "curdate",
  ]

  /// Why a function that people look for is not part of the language.
  static func refusal(_ name: String) -> String? {
    if name.hasPrefix("uuid") || name == "newid" || name == "gen_random_uuid" {
      return "\"\(name)\" is not part of expressions; use the generator \"uuid\" in a column of its own"
    }
    if random.contains(name) {
      return "\"\(name)\" is not part of expressions, which compute without chance; draw with a generator such as "
        + "\"distribution\" or \"choice\" in a column before this one and read it, or add the modifier \"jitter\""
    }
    if clocks.contains(name) {
      return "\"\(name)\" is not part of expressions: the same schema and seed give the same data on any day; "
        + "write a date, such as the end of the timeframe: to_date('2024-12-31')"
    }
    return nil
  }
}
