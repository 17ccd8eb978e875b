import ArgumentParser
import Datagen

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

struct ValidateCommand: ParsableCommand {
  static let standardMinimumScore = 80.0

  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Proves with SQL that a database holds what the schema promises."
  )

  @Argument(help: "The schema file, JSON or YAML; - reads JSON from standard input.")
  var schema: String

  @Option(help: ArgumentHelp("The database, or the folder of <schema file stem>.sqlite.", valueName: "database|dir"))
  var data = "./output"

  @Option(help: ArgumentHelp("PostgreSQL: the schema to look into.", valueName: "name"))
  var dbSchema: String?

  @Option(help: ArgumentHelp("Write the whole report as JSON.", valueName: "file"))
  var output: String?

  @Option(help: ArgumentHelp("Write the report as one HTML page.", valueName: "file"))
  var html: String?

  @Option(help: ArgumentHelp("The least score that counts as a success.", valueName: "0…100"))
  var minScore = standardMinimumScore

  @Flag(help: "Print the report as one JSON object and nothing else on standard output.")
  var json = false

  func validate() throws {
    guard (0...100).contains(minScore) else { throw ValidationError("--min-score takes 0 to 100") }
    if let output, output == html { throw ValidationError("--output and --html take different files") }
  }

  func run() throws {
    var arguments = SchemaArguments()
    arguments.schema = schema
    arguments.seed = 42
    arguments.rows = []
    arguments.scale = 1
    let dataset = try arguments.dataset()
    let database = Self.isDirectory(data) ? arguments.standardDatabase(in: data) : data
    let report = try dataset.validate(database, schema: dbSchema)
    if let output { try TextFile.write(report.jsonText(), to: output) }
    if let html { try TextFile.write(report.htmlText(), to: html) }
    if json {
      try Terminal.printData(report.jsonText())
    } else {
      try Terminal.printResult(report.text(colours: Terminal.resultHasColours))
    }
    if !report.passed || report.score < minScore { throw ExitCode(1) }
  }

  private static func isDirectory(_ path: String) -> Bool {
    var information = stat()
    return stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
  }
}
