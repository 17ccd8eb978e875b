import ArgumentParser
import Datagen

struct DigestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "digest",
    abstract: "Digests the rows that a database holds: the same for the same rows in any database."
  )

  @Argument(help: "The schema file, which says how to read the columns; without it their declared types do.")
  var schema: String?

  @Option(
    help: ArgumentHelp("The database: a path, sqlite:PATH, postgres://… or \"host=… dbname=…\".", valueName: "database")
  )
  var data: String

  @Option(help: ArgumentHelp("PostgreSQL: the schema to look into.", valueName: "name"))
  var dbSchema: String?

  @Flag(help: "Print one JSON object and nothing else on standard output.")
  var json = false

  func run() throws {
    let dataset = try schema.map { try Dataset(schemaFile: $0) }
    let digests = try DatabaseDigests(of: data, schema: dbSchema, dataset: dataset)
    if json { try Terminal.printData(digests.jsonText) } else { try Terminal.printResult(digests.text) }
  }
}
