import DatagenDatabase
import DatagenSchema
import Foundation
import Testing

@testable import DatagenValidation

/// The SQL of `sql/checks` and what is embedded of it.
@Suite struct CheckTemplateTests {
  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("sql/checks")

  private func files() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
      .filter { !$0.hasPrefix(".") }.sorted()
  }

  private func text(_ file: String) throws -> String {
    try String(contentsOf: Self.folder.appendingPathComponent(file), encoding: .utf8)
  }

  /// The text without the comments.
  private func code(_ file: String) throws -> String {
    try text(file).split(separator: "\n").filter { !$0.hasPrefix("--") }.joined(separator: "\n")
  }

  @Test func everyFileIsEmbeddedAndNothingElse() throws {
    #expect(try files() == CheckTemplate.names)
    #expect(CheckTemplate.names.count > 30)
  }

  @Test func whatIsEmbeddedIsWhatIsShown() throws {
    for file in try files() {
      let parts = file.split(separator: ".").map(String.init)
      let dialects = Dialect.allCases.filter { parts.count == 2 || $0.rawValue == parts[1] }
      #expect(!dialects.isEmpty, "\(file)")
      let code = try code(file)
      for dialect in dialects { #expect(CheckTemplate(parts[0], dialect).statement == code, "\(file)") }
    }
  }

  @Test func everyFileExplainsItselfAndHoldsOneStatement() throws {
    for file in try files() {
      let text = try text(file)
      #expect(text.hasPrefix("-- "), "\(file)")
      #expect(text.hasSuffix(";\n"), "\(file)")
      #expect(try code(file).filter { $0 == ";" } == ";", "\(file)")
      #expect(text.split(separator: "\n").allSatisfy { $0.count <= 118 }, "\(file)")
    }
  }

  @Test func bothDialectsHaveEveryTemplate() {
    func stems(_ dialect: Dialect) -> [String] {
      CheckTemplate.names.filter { $0.hasSuffix(".\(dialect.rawValue).sql") }
        .map { String($0.prefix { $0 != "." }) }
    }
    #expect(stems(.sqlite) == stems(.postgres))
    #expect(!stems(.sqlite).isEmpty)
  }

  /// Every file belongs to a check: none is shown that does not run.
  @Test func everyFileIsOfACheck() {
    let known =
      CheckKind.allCases.map(\.rawValue) + ColumnType.allCases.map { "type_\($0.rawValue)" }
      + ["range_minimum", "range_maximum", "recorded_rows"]
    let stems = Set(CheckTemplate.names.map { String($0.prefix { $0 != "." }) })
    #expect(stems == Set(known).subtracting(["type"]))
  }

  @Test func theFormOfATemplateDecidesHowItIsRun() {
    let rows = "-- Why.\nSELECT count(*)\nFROM {table} AS this\nWHERE this.{column} IS NULL;\n"
    #expect(CheckTemplate(text: rows).form == .rows(predicate: "this.{column} IS NULL"))
    #expect(
      CheckTemplate(text: "SELECT avg({value})\nFROM {table} AS this;\n").form
        == .aggregate(expression: "avg({value})")
    )
    for other in [
      "SELECT count(*)\nFROM {table} AS this\nJOIN {parent} AS parent ON 1 = 1\nWHERE 1;",
      "SELECT 1\nFROM (\n  SELECT 1\n  FROM {table} AS this\n) AS x;", "",
    ] {
      #expect(CheckTemplate(text: other).form == .statement)
    }
  }

  @Test(
    arguments: [
      ("SELECT {a}, {b}", "SELECT {b}, [1]{2}"), ("{a}{a}", "{b}{b}"), ("no braces", "no braces"),
      ("{b} and {open", "[1]{2} and {open"), ("", ""),
    ]
  )
  func placeholdersAreFilledInOnePass(text: String, filled: String) {
    #expect(CheckTemplate.fill(text, ["a": "{b}", "b": "[1]{2}"]) == filled)
  }

  // MARK: The statements

  private static let layout = DatabaseLayout([
    TableLayout(
      "t",
      ColumnType.allCases.map { ColumnLayout($0.rawValue, $0, nullable: false) }
        + [
          ColumnLayout("low", .int, minimum: .number(1)), ColumnLayout("high", .int, maximum: .number(1)),
          ColumnLayout("both", .int, minimum: .number(1), maximum: .number(2)),
          ColumnLayout("word", .string, values: [.text("a")], pattern: "a|b'"),
        ],
      key: ["int"],
      foreignKeys: [
        ForeignKeyLayout("low", "t", "int"), ForeignKeyLayout("word", "t", "string", enforceable: false),
      ],
      unique: ["string"],
      inequalities: [
        InequalityLayout(left: "low", comparison: .notEqual, right: "high"),
        InequalityLayout(
          left: "low",
          comparison: .equal,
          right: "high",
          parent: ForeignKeyLayout("low", "t", "int")
        ),
      ]
    )
  ])

  private static let targets = [
    ForeseenTarget(
      .weekendShare(column: ColumnReference(table: "t", column: "datetime"), minimum: 0, maximum: 1)
    ),
    ForeseenTarget(.meanInRange(column: ColumnReference(table: "t", column: "bool"), minimum: 0, maximum: 1)),
  ]

  @Test(arguments: Dialect.allCases)
  func everyStatementIsFilledAndNamed(dialect: Dialect) throws {
    let statements = Validator(layout: Self.layout, targets: Self.targets, expectedRows: nil)
      .statements(dialect)
    for statement in statements {
      #expect(statement.hasPrefix("-- "))
      #expect(statement.hasSuffix(";"))
      #expect(!statement.contains("{"), "\(statement)")
    }
    let kinds = Set(statements.compactMap { $0.split(separator: " ").dropFirst().first.map(String.init) })
    #expect(kinds == Set(CheckKind.allCases.map(\.rawValue)).subtracting(["composite_effect"]))
    #expect(statements.contains { $0.hasPrefix("-- pattern of t.word\n") })
  }

  @Test func statementsForPostgresUseItsOperators() {
    let statements = Validator(layout: Self.layout, targets: Self.targets, expectedRows: nil)
      .statements(.postgres).joined(separator: "\n")
    for part in [
      #"WHERE this."word" !~ '^(?:a|b'')$';"#, #"avg(CAST(this."bool" AS integer))"#,
      "IN ('timestamptz', 'timestamp')", "declared.attname = 'datetime'",
      #"LEFT JOIN "t" AS parent ON parent."int" = this."low""#,
    ] {
      #expect(statements.contains(part), "\(part)")
    }
  }

  @Test func statementsForSQLiteRun() throws {
    let columns = Self.layout.tables[0].columns.map { "\"\($0.name)\"" }.joined(separator: ", ")
    let connection = try database("CREATE TABLE t (\(columns)); INSERT INTO t (\"int\") VALUES (1)")
    for statement in Validator(layout: Self.layout, targets: Self.targets, expectedRows: nil)
      .statements(.sqlite)
    {
      #expect(try !connection.query(statement).isEmpty, "\(statement)")
    }
  }
}
