import DatagenDatabase

/// Where the databases of tests are made: a PostgreSQL server, SQLite files, or memory.
///
/// A string literal is a PostgreSQL connection string, `"sqlite"` or `":memory:"`.
public struct TestServer: Sendable, Hashable {
  enum Kind: Sendable, Hashable {
    case sqlite
    case memory
    case postgres(String)
  }

  let kind: Kind

  /// SQLite files of the tests' own, in a folder for temporary files.
  public static let sqlite = TestServer(kind: .sqlite)

  /// SQLite databases in memory, which connections of the same process can open by their URI.
  public static let memory = TestServer(kind: .memory)

  /// A PostgreSQL server; the database that is named gets the schemas of the tests.
  ///
  /// - Parameter connection: a `postgres://` URI or a list of `keyword=value`, as libpq reads them.
  public static func postgres(_ connection: String) -> TestServer { TestServer(kind: .postgres(connection)) }
}

extension TestServer: ExpressibleByStringLiteral {
  /// A PostgreSQL connection string, `sqlite` or `:memory:`.
  public init(stringLiteral text: String) {
    switch text {
    case "sqlite": self = .sqlite
    case ":memory:": self = .memory
    default: self = .postgres(text)
    }
  }
}

extension TestServer: CustomStringConvertible, CustomReflectable {
  /// The server, without a password.
  public var description: String {
    switch kind {
    case .sqlite: "sqlite"
    case .memory: ":memory:"
    case .postgres(let text): DatabaseLocation.postgres(connection: text).description
    }
  }

  /// Nothing but the description: failed expectations print what is inside, and a password may be.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
