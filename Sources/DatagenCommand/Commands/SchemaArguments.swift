import ArgumentParser
import Datagen

/// The schema and what changes its rows, the same for every command.
struct SchemaArguments: ParsableArguments {
  @Argument(help: "The schema file, JSON or YAML; - reads JSON from standard input.")
  var schema: String

  @Option(help: "The seed from which all values follow.")
  var seed: UInt64 = 42

  @Option(
    help: ArgumentHelp("Rows of an entity, instead of those of the schema; may be repeated.", valueName: "table=n")
  )
  var rows: [RowCount] = []

  @Option(help: ArgumentHelp("A factor for the rows of all entities; facts follow from their parents.", valueName: "x"))
  var scale: Double = 1

  /// The dataset; its warnings have been printed.
  func dataset(maximumRows: Int64? = nil, quiet: Bool = false) throws -> Dataset {
    var options = GenerationOptions()
    options.seed = seed
    options.rows = Dictionary(rows.map { ($0.table, $0.rows) }, uniquingKeysWith: { _, last in last })
    options.scale = scale
    options.maximumRows = maximumRows
    let dataset = try Dataset(schemaFile: schema, options: options)
    if !quiet { Terminal.printDiagnostics(dataset.warnings) }
    return dataset
  }

  /// The database that a schema is loaded into where none is named: `DIR/<schema file stem>.sqlite`.
  func standardDatabase(in directory: String) -> String {
    let file = schema.split(separator: "/").last.map(String.init) ?? schema
    let stem = schema == "-" ? "dataset" : file.lastIndex(of: ".").map { String(file[..<$0]) } ?? file
    let folder = directory.hasSuffix("/") ? String(directory.dropLast()) : directory
    return "\(folder)/\(stem.isEmpty ? file : stem).sqlite"
  }
}

/// `TABLE=N`.
struct RowCount: ExpressibleByArgument {
  var table: String
  var rows: Int64

  init?(argument: String) {
    guard let equals = argument.lastIndex(of: "="), let rows = Int64(argument[argument.index(after: equals)...])
    else { return nil }
    table = String(argument[..<equals])
    self.rows = rows
  }
}
