public import ArgumentParser
public import Datagen

extension LoadOptions.ExistingTables: ExpressibleByArgument {}
extension LoadOptions.Method: ExpressibleByArgument {}
extension LoadOptions.Constraints: ExpressibleByArgument {}

struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Generates a dataset and loads it into a database."
  )

  @OptionGroup var arguments: SchemaArguments

  @Option(
    help: ArgumentHelp(
      "The database: a path, sqlite:PATH, postgres://… or \"host=… dbname=…\". By default OUTPUT-DIR/<schema file stem>.sqlite.",
      valueName: "database"
    )
  )
  var to: String?

  @Option(help: "The folder of the database where none is named.")
  var outputDir = "./output"

  @Option(
    help: ArgumentHelp(
      "Load at most N rows of every entity into memory, validate them, and write nothing.",
      valueName: "n"
    )
  )
  var dryRunSample: Int64?

  @Option(help: ArgumentHelp("Only these tables, and those they refer to.", valueName: "t,…"))
  var tables: String?

  @Option(help: "What happens to tables that are already there.")
  var ifExists = LoadOptions.ExistingTables.fail

  @Option(help: "PostgreSQL: when keys are enforced. after proves all rows at once, which is several times faster.")
  var constraints = LoadOptions.Constraints.first

  @Option(help: "PostgreSQL: how rows travel. copy is the faster one.")
  var method = LoadOptions.Method.insert

  @Flag(help: "PostgreSQL: both of the fast choices, --method copy --constraints after.")
  var fast = false

  @Option(help: ArgumentHelp("PostgreSQL: the schema to load into, made if it is missing.", valueName: "name"))
  var dbSchema: String?

  @Option(help: ArgumentHelp("Threads that generate; by default one per processor.", valueName: "n"))
  var jobs: Int?

  @Option(help: ArgumentHelp("Rows that are generated and inserted at a time.", valueName: "n"))
  var batchRows = 4096

  @Flag(name: .customLong("validate"), help: "Validate what was loaded.")
  var isValidated = false

  @Flag(help: "Print one JSON object and nothing else on standard output.")
  var json = false

  @Flag(help: "Print nothing but errors and warnings.")
  var quiet = false

  func validate() throws {
    if let jobs, !(1...256).contains(jobs) { throw ValidationError("--jobs takes 1 to 256") }
    if !(1...1_000_000).contains(batchRows) { throw ValidationError("--batch-rows takes 1 to 1000000") }
    if let dryRunSample, dryRunSample < 1 { throw ValidationError("--dry-run-sample takes at least 1") }
    if dryRunSample != nil, to != nil {
      throw ValidationError("--dry-run-sample writes nothing, so --to has no meaning")
    }
  }

  func run() throws {
    let dataset = try arguments.dataset(maximumRows: dryRunSample)
    var options = LoadOptions()
    options.existingTables = ifExists
    options.tables = tables?.split(separator: ",").map { String($0) }
    options.jobs = jobs
    options.batchRows = batchRows
    options.method = fast ? .copy : method
    options.constraints = fast ? .after : constraints
    options.databaseSchema = dbSchema
    announce(dataset)

    var bar = ProgressBar(isWanted: !quiet)
    Signals.setLoading(true)
    defer { bar.clear() }
    if dryRunSample != nil {
      let (summary, report) = try dataset.rehearse(options: options, cancellation: Signals.cancellation) {
        bar.update($0)
      }
      bar.clear()
      try finish(summary, report)
      return
    }
    let database = to ?? arguments.standardDatabase(in: outputDir)
    let summary = try dataset.load(into: database, options: options, cancellation: Signals.cancellation) {
      bar.update($0)
    }
    bar.clear()
    Signals.setLoading(false)
    adviseOnSpeed(summary, database)
    try finish(summary, isValidated ? dataset.validate(database, tables: options.tables, schema: dbSchema) : nil)
  }

  /// Says the size before the work where it is large.
  private func announce(_ dataset: Dataset) {
    let rows = dataset.planDescription.expectedRows
    guard rows >= 10_000_000, !quiet else { return }
    let shown = rows < 1e15 ? Int64(rows).grouped : "\(rows)"
    Terminal.printError("\(dataset.name): about \(shown) rows (--scale makes it smaller)")
  }

  /// Tells a user whose large load took the slow road of the fast one, where there is one, and where there is none.
  private func adviseOnSpeed(_ summary: LoadSummary, _ database: String) {
    guard dialect(of: database) == .postgres, !quiet else { return }
    guard ifExists == .fail || ifExists == .replace else {
      if fast || constraints == .after {
        Terminal.printError(
          "note: --if-exists \(ifExists.rawValue) leaves the constraints of tables that exist as they are: "
            + "\(fast ? "--fast" : "--constraints after") has no effect on those"
        )
      }
      return
    }
    guard summary.rows >= 1_000_000, !fast else { return }
    if constraints == .first || method == .insert {
      Terminal.printError("hint: --fast loads several times faster: COPY, and the keys proved when the rows are in")
    }
  }

  private func dialect(of database: String) -> SQLDialect? { try? SQLDialect(database: database) }

  private func finish(_ summary: LoadSummary, _ report: ValidationReport?) throws {
    if json {
      try Terminal.printData(summary.jsonText(with: report))
    } else if !quiet {
      try Terminal.printResult(summary.text)
      if let report { try Terminal.printResult(report.text(colours: Terminal.resultHasColours)) }
    }
    if let report, !report.passed || report.score < ValidateCommand.standardMinimumScore { throw ExitCode(1) }
  }
}
