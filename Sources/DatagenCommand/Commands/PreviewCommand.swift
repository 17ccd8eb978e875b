import ArgumentParser
import Datagen

struct PreviewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "preview",
    abstract: "Shows rows of the tables, without a database and without generating the rows before them."
  )

  @OptionGroup var arguments: SchemaArguments

  @Option(help: ArgumentHelp("The table to show; may be repeated. By default all.", valueName: "t"))
  var table: [String] = []

  @Option(
    name: .customShort("n"),
    help: ArgumentHelp("How many rows of each table; 10 by default.", valueName: "rows")
  )
  var count: Int?

  @Option(help: ArgumentHelp("The number of the first row, counted from 0.", valueName: "row"))
  var from: Int64?

  @Option(help: ArgumentHelp("N rows drawn at random, the same ones for the same seed.", valueName: "n"))
  var random: Int?

  @Flag(help: "Print one JSON object and nothing else on standard output.")
  var json = false

  func validate() throws {
    if let count, !(1...1_000_000).contains(count) { throw ValidationError("-n takes 1 to 1000000") }
    if let random, !(1...1_000_000).contains(random) { throw ValidationError("--random takes 1 to 1000000") }
    if let from, from < 0 { throw ValidationError("--from takes a row number, counted from 0") }
    if random != nil, count != nil || from != nil {
      throw ValidationError("--random says which rows and how many, so -n and --from have no meaning")
    }
  }

  func run() throws {
    let dataset = try arguments.dataset()
    var options = PreviewOptions()
    options.tables = table.isEmpty ? nil : table
    options.rows = random ?? count ?? options.rows
    options.firstRow = from ?? 0
    options.isRandom = random != nil
    let preview = try dataset.preview(options)
    if json { return try Terminal.printData(preview.jsonText) }
    try Terminal.printResult(preview.text(width: Terminal.resultWidth, styles: Terminal.resultHasColours))
  }
}
