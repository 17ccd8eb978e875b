import ArgumentParser
import Datagen

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Prints the JSON Schema of the language, by which editors complete and check schemas."
  )

  func run() throws { try Terminal.printData(JSONSchema.text) }
}
