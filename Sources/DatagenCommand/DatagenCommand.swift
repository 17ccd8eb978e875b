import ArgumentParser
import Datagen

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The `datagen` command.
@main
struct DatagenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "datagen",
    abstract: "Turns a declarative schema into a populated, validated relational database.",
    discussion: """
      Exit codes: 0 done; 1 validation ran and a hard check failed or the score is too low; 2 the schema is wrong; \
      3 the database refused; 64 wrong usage.
      """,
    version: datagenVersion,
    subcommands: [
      GenerateCommand.self, ValidateCommand.self, PreviewCommand.self, PlanCommand.self, DigestCommand.self,
      SQLCommand.self, SchemaCommand.self,
    ]
  )

  static func main() {
    // A reader that goes away is an error of the write, not the silent end of the process.
    signal(SIGPIPE, SIG_IGN)
    // So is a file that may not grow any more.
    signal(SIGXFSZ, SIG_IGN)
    ProcessTitle.hidePasswords()
    Signals.watch()
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let code as ExitCode {
      Terminal.exit(code.rawValue)
    } catch {
      if Failure.report(error) { Terminal.exit(Failure.exitCode(of: error)) }
      exit(withError: error)
    }
  }
}
