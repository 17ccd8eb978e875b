import ArgumentParser
import Datagen

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Standard output and standard error.
enum Terminal {
  /// Prints a result for people to standard output, with visible signs in place of control characters.
  ///
  /// - Throws: `ExitCode` where the reader has gone away or the disk is full, after saying so.
  static func printResult(_ text: String) throws {
    try print(text.showingControlCharacters(styles: resultHasColours))
  }

  /// Prints a result for programs to standard output: JSON, SQL.
  ///
  /// Every character stays, but on a terminal, where no program reads it.
  ///
  /// - Throws: `ExitCode` where the reader has gone away or the disk is full, after saying so.
  static func printData(_ text: String) throws {
    try print(isatty(STDOUT_FILENO) != 0 ? text.showingControlCharacters() : text)
  }

  private static func print(_ text: String) throws {
    guard TextFile.write(text, to: STDOUT_FILENO) else {
      let reason = String(cString: strerror(errno))
      printError("error: the results could not be written to standard output: \(reason)")
      throw ExitCode(Failure.database)
    }
  }

  /// Prints lines to standard error.
  static func printError(_ text: String) { writeError(text.showingControlCharacters()) }

  private static func writeError(_ text: String) { _ = TextFile.write(text + "\n", to: STDERR_FILENO) }

  /// Prints diagnostics to standard error, as compilers do, and how many they are.
  static func printDiagnostics(_ diagnostics: [Diagnostic]) {
    for diagnostic in diagnostics {
      guard hasColours else {
        writeError("\(diagnostic)".withoutControlCharacters)
        continue
      }
      let colour = diagnostic.severity == .error ? "\u{1B}[1;31m" : "\u{1B}[1;33m"
      let place = "\(diagnostic.file):\(diagnostic.line):\(diagnostic.column): ".withoutControlCharacters
      let message = diagnostic.message.withoutControlCharacters
      writeError("\(place)\(colour)\(diagnostic.severity.rawValue):\u{1B}[0m \(message)")
    }
    let errors = diagnostics.count { $0.severity == .error }
    if errors > 1 { printError("\(errors) errors") }
  }

  /// Ends the process.
  static func exit(_ code: Int32) -> Never { systemExit(code) }

  /// Whether standard error is a terminal that wants colours.
  static var hasColours: Bool { isatty(STDERR_FILENO) != 0 && getenv("NO_COLOR") == nil }

  /// Whether standard output is a terminal that wants colours.
  static var resultHasColours: Bool { isatty(STDOUT_FILENO) != 0 && getenv("NO_COLOR") == nil }
}

// The C function, whose name ParsableCommand's own hides.
private func systemExit(_ code: Int32) -> Never { exit(code) }
