import ArgumentParser
import Datagen

struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Shows what would be generated: order, rows, references, what each column does."
  )

  @OptionGroup var arguments: SchemaArguments

  @Flag(help: "Print one JSON object and nothing else on standard output.")
  var json = false

  func run() throws {
    let plan = try arguments.dataset().planDescription
    if json { try Terminal.printData(plan.jsonText) } else { try Terminal.printResult(plan.text) }
  }
}
