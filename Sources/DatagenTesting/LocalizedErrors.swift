public import Datagen
public import Foundation

// XCTest, and whoever prints an error's `localizedDescription`, says nothing of other errors but their number.

extension DatabaseError: LocalizedError {
  /// The message with its place and advice.
  public var errorDescription: String? { description }
}

extension SchemaError: LocalizedError {
  /// All diagnostics, one on a line.
  public var errorDescription: String? { description }
}

extension UsageError: LocalizedError {
  /// What is wrong, and the fix.
  public var errorDescription: String? { description }
}

extension FileError: LocalizedError {
  /// The path and the reason.
  public var errorDescription: String? { description }
}
