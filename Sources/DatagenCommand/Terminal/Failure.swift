import ArgumentParser
import Datagen

/// How errors are printed, and which exit code each kind has.
enum Failure {
  /// The exit code for a schema that is wrong.
  static let schema: Int32 = 2
  /// The exit code for a database, or a file, that refuses.
  static let database: Int32 = 3
  /// The exit code for wrong usage.
  static let usage: Int32 = 64

  /// Prints one of our own errors to standard error; false for errors that ArgumentParser prints.
  static func report(_ error: any Error) -> Bool {
    switch error {
    case let error as SchemaError: Terminal.printDiagnostics(error.diagnostics)
    case let error as DatabaseError: Terminal.printError("error: \(error)")
    case let error as FileError: Terminal.printError("error: \(error)")
    case let error as UsageError: Terminal.printError("error: \(error)")
    default: return false
    }
    return true
  }

  static func exitCode(of error: any Error) -> Int32 {
    if Signals.cancellation.isRequested { return Signals.exitCode }
    switch error {
    case is SchemaError: return schema
    case let error as FileError: return error.isSchema ? schema : database
    case is UsageError: return usage
    default: return database
    }
  }
}
