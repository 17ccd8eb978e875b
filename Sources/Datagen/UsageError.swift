/// A request that makes no sense for the schema: an option names a table that is not there.
public struct UsageError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong, and the fix.
  public var message: String

  /// The message.
  public var description: String { message }

  init(_ message: String) { self.message = message }
}

/// A file that cannot be read or written.
public struct FileError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The path as it was given.
  public var path: String
  /// What the system says.
  public var reason: String

  /// Whether it is a schema that could not be read, rather than a result that could not be written.
  public var isSchema: Bool

  /// What to do about it.
  public var advice: String?

  /// The path and the reason, and the advice on a line of its own.
  public var description: String { "\(path): \(reason)" + (advice.map { "\n  \($0)" } ?? "") }
}
