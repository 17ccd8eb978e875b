public import ArgumentParser
public import Datagen

extension SQLDialect: ExpressibleByArgument {}

struct SQLCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sql",
    abstract: "Prints the SQL that makes the tables, or that checks them."
  )

  /// Which statements are printed.
  enum Part: String, ExpressibleByArgument, CaseIterable {
    case ddl, checks
  }

  @Argument(help: "The schema file, JSON or YAML; - reads JSON from standard input.")
  var schema: String

  @Option(help: "The dialect of SQL.")
  var dialect = SQLDialect.sqlite

  @Argument(help: "ddl or checks.")
  var part = Part.ddl

  func run() throws {
    let dataset = try Dataset(schemaFile: schema)
    Terminal.printDiagnostics(dataset.warnings)
    let statements = part == .ddl ? dataset.definition(for: dialect) : dataset.checks(for: dialect)
    let terminated = statements.map { $0.hasSuffix(";") ? $0 : $0 + ";" }
    try Terminal.printData(terminated.joined(separator: "\n\n") + "\n")
  }
}
