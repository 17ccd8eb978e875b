import ArgumentParser
import Datagen

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Standard output and standard error.
enum Terminal {
  /// Prints a result to standard output, as a whole or not at all silently.
  ///
  /// - Throws: `ExitCode` where the reader has gone away or the disk is full, after saying so.
  static func printResult(_ text: String) throws {
    guard TextFile.write(text, to: STDOUT_FILENO) else {
      let reason = String(cString: strerror(errno))
      printError("error: the results could not be written to standard output: \(reason)")
      throw ExitCode(Failure.database)
    }
  }

  /// Prints a line to standard error.
  static func printError(_ text: String) {
    _ = TextFile.write(text + "\n", to: STDERR_FILENO)
  }

  /// Prints diagnostics to standard error, as compilers do, and how many they are.
  static func printDiagnostics(_ diagnostics: [Diagnostic]) {
    for diagnostic in diagnostics {
      let text = "\(diagnostic)"
      guard hasColours else {
        printError(text)
        continue
      }
      let colour = diagnostic.severity == .error ? "\u{1B}[1;31m" : "\u{1B}[1;33m"
      let place = "\(diagnostic.file):\(diagnostic.line):\(diagnostic.column): "
      printError("\(place)\(colour)\(diagnostic.severity.rawValue):\u{1B}[0m \(diagnostic.message)")
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
