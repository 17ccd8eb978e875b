internal import CSQLite

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// SQLite's result codes as errors that say what to do.
enum SQLiteFailure {
  static func error(_ result: Int32, _ handle: OpaquePointer?, path: String) -> DatabaseError {
    let words = String(cString: handle.map { sqlite3_errmsg($0) } ?? sqlite3_errstr(result))
    let code = String(result)
    switch result & 0xFF {
    case SQLITE_INTERRUPT:
      return .interrupted
    case SQLITE_FULL:
      return DatabaseError(
        "the disk is full while \(path) is written",
        code: code,
        advice: "Free some space, or write to another disk."
      )
    case SQLITE_IOERR:
      // Quotas and limits on the size of files, too; and a directory that could be opened and cannot be read.
      if FileKind(path) == .directory { return unopened(path, words, code) }
      return DatabaseError(
        "\(path) cannot be read or written: \(words)",
        code: code,
        advice: "Check that the disk is neither full nor failing, and that no limit is reached."
      )
    case SQLITE_READONLY, SQLITE_PERM:
      return DatabaseError(
        "\(path) cannot be written: \(words)",
        code: code,
        advice: "Check the permissions of the file and of its directory."
      )
    case SQLITE_CANTOPEN:
      return unopened(path, words, code)
    case SQLITE_NOTADB:
      return DatabaseError(
        "\(path) is not a SQLite database",
        code: code,
        advice: "Give another path, or move the file away."
      )
    case SQLITE_CORRUPT:
      return DatabaseError("\(path) is damaged: \(words)", code: code)
    case SQLITE_BUSY, SQLITE_LOCKED:
      return DatabaseError(
        "\(path) is locked: \(words)",
        code: code,
        advice: "Another program is using the database; end it, or wait until it is done."
      )
    case SQLITE_CONSTRAINT where words.hasPrefix("NOT NULL"):
      var error = DatabaseError(words, code: code, advice: DatabaseError.missingValue)
      // "NOT NULL constraint failed: table.column"
      error.column = words.split(separator: ".").last.map(String.init)
      return error
    default:
      return DatabaseError(words, code: code)
    }
  }

  private static func unopened(_ path: String, _ words: String, _ code: String) -> DatabaseError {
    switch FileKind(path) {
    case .directory:
      DatabaseError("\(path) is a directory", code: code, advice: "Give the path of a file.")
    case .absent where FileKind(directory(of: path)) == .directory:
      DatabaseError(
        "\(path) cannot be opened: \(words)",
        code: code,
        advice: "If it should exist, check the path; otherwise whether its directory can be written to."
      )
    case .absent:
      DatabaseError("\(path) cannot be opened: there is no such directory", code: code)
    default:
      DatabaseError(
        "\(path) cannot be opened: \(words)",
        code: code,
        advice: "Check the permissions of the file and of its directory."
      )
    }
  }
}

extension DatabaseError {
  /// What a statement fails with after `interrupt()`.
  static let interrupted = DatabaseError("interrupted")

  /// A failed call of the operating system, with `errno`'s text.
  static func system(_ action: String, _ number: Int32 = errno, advice: String? = nil) -> DatabaseError {
    DatabaseError("\(action): \(String(cString: strerror(number)))", advice: advice)
  }

  /// The same error at a table and its rows; an interruption, which may come anywhere, has no place.
  func at(_ table: String, rows: Range<Int64>? = nil) -> DatabaseError {
    if self == .interrupted { return self }
    var error = self
    error.table = table
    error.rows = rows
    return error
  }
}

extension DatabaseError {
  /// Whether a value was there twice.
  var isDuplicateKey: Bool {
    // SQLITE_CONSTRAINT_UNIQUE and SQLITE_CONSTRAINT_PRIMARYKEY, macros that Swift cannot import.
    code == String(SQLITE_CONSTRAINT | 8 << 8) || code == String(SQLITE_CONSTRAINT | 6 << 8)
  }
}
