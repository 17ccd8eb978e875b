internal import CPostgres

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Opens connections: with a time limit, interruptible, and with the server's error codes.
///
/// libpq's own blocking call gives no code for a refused connection; asked for its verbose messages before the
/// first byte is sent, it does.
struct PostgresOpening {
  /// The connection string without a password.
  let location: String
  let interruption: Interruption

  private static let defaultTimeout = 10

  /// Connects as a connection string and libpq's environment say.
  func open(_ text: String) throws(DatabaseError) -> OpaquePointer {
    if DatabaseLocation.hasUnreadablePassword(text) {
      throw DatabaseError(
        "\(location) cannot be read",
        advice: "Write @ / ? and # in the password as %40 %2F %3F and %23."
      )
    }
    try requireReadable(text)
    guard let handle = start(text) else { throw DatabaseError("there is no memory for a connection") }
    do {
      PQsetErrorVerbosity(handle, PQERRORS_VERBOSE)
      try complete(handle)
      PQsetErrorVerbosity(handle, PQERRORS_DEFAULT)
      return handle
    } catch {
      PQfinish(handle)
      throw error
    }
  }

  /// libpq would echo what it cannot read, and with it parts of a password.
  private func requireReadable(_ text: String) throws(DatabaseError) {
    guard text.hasPrefix("postgres") || text.contains("=") else { return }
    var message: UnsafeMutablePointer<CChar>?
    guard let options = PQconninfoParse(text, &message) else {
      defer { PQfreemem(message) }
      let reason = message.map { String(cString: $0) } ?? ""
      let words = reason.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
        .map { place, part in
          if place.isMultiple(of: 2) { return String(part) }
          // What stands before a `=` outside of a password is an option's name.
          return location.contains("\(part)=") ? "\"\(part)\"" : "\"…\""
        }.joined()
      throw DatabaseError(
        "the connection string cannot be read: \(words.trimmed)",
        advice: "Write postgres://user:password@host/database?option=value, or \"host=… dbname=… option=value\", with "
          + "libpq's options."
      )
    }
    PQconninfoFree(options)
  }

  private func start(_ text: String) -> OpaquePointer? {
    // What comes before the string can be overruled by it, what comes after cannot.
    let options = [
      ("fallback_application_name", "datagen"), ("keepalives_idle", "30"), ("keepalives_interval", "10"),
      ("keepalives_count", "3"), ("dbname", text), ("client_encoding", "UTF8"),
    ]
    let keywords = options.map { strdup($0.0) }
    let values = options.map { strdup($0.1) }
    defer { for pointer in keywords + values { free(pointer) } }
    let constantKeywords = keywords.map { UnsafePointer<CChar>($0) } + [nil]
    let constantValues = values.map { UnsafePointer<CChar>($0) } + [nil]
    return PQconnectStartParams(constantKeywords, constantValues, 1)
  }

  private func complete(_ handle: OpaquePointer) throws(DatabaseError) {
    guard PQstatus(handle) != CONNECTION_BAD else { throw failure(handle) }
    let clock = ContinuousClock()
    let seconds = timeout(handle)
    let deadline = clock.now + .seconds(seconds ?? 0)
    var state = PGRES_POLLING_WRITING
    while state != PGRES_POLLING_OK {
      if state == PGRES_POLLING_FAILED { throw failure(handle) }
      try interruption.check()
      let events = state == PGRES_POLLING_READING ? POLLIN : POLLOUT
      var descriptor = pollfd(fd: PQsocket(handle), events: Int16(events), revents: 0)
      if poll(&descriptor, 1, 100) > 0 {
        state = PQconnectPoll(handle)
      } else if let seconds, clock.now > deadline {
        throw DatabaseError(
          "\(location) cannot be reached: no answer within \(seconds) seconds",
          code: "08001",
          advice: PostgresAddress(handle).advice(nil, "")
        )
      }
    }
  }

  /// The seconds that connecting may take; nil where the user asked for no limit.
  private func timeout(_ handle: OpaquePointer) -> Int? {
    let hosts = max(1, option("host", handle).split(separator: ",").count)
    guard let seconds = Int(option("connect_timeout", handle).trimmed) else {
      return Self.defaultTimeout * hosts
    }
    return seconds > 0 ? seconds * hosts : nil
  }

  private func option(_ name: String, _ handle: OpaquePointer) -> String {
    guard let options = PQconninfo(handle) else { return "" }
    defer { PQconninfoFree(options) }
    var option = options
    while let keyword = option.pointee.keyword {
      if String(cString: keyword) == name { return option.pointee.val.map { String(cString: $0) } ?? "" }
      option += 1
    }
    return ""
  }

  private func failure(_ handle: OpaquePointer) -> DatabaseError {
    let (code, words) = Self.reason(String(cString: PQerrorMessage(handle)))
    let message = DatabaseLocation.redacted(words)
    return DatabaseError(
      message,
      code: code ?? "08001",
      advice: DatabaseLocation.redacted(PostgresAddress(handle).advice(code, message))
    )
  }

  /// The code and the words of a verbose message of libpq, which tells of all attempts to connect.
  static func reason(_ text: String) -> (code: String?, words: String) {
    var codes: [String] = []
    var lines: [String] = []
    for line in text.split(separator: "\n") {
      if line.hasPrefix("LOCATION:") { continue }
      var words = line.split(separator: " ", omittingEmptySubsequences: false)
      if let place = words.firstIndex(where: isCode) {
        codes.append(String(words.remove(at: place).dropLast()))
      }
      let text = words.joined(separator: " ").trimmed
      // One line for each address that was tried; they mostly say the same.
      if !lines.contains(text) { lines.append(text) }
    }
    // Refused over SSL, libpq tries without, which a server may not let in at all: what came first is the reason.
    return (codes.last { $0 != "28000" } ?? codes.last, lines.joined(separator: "; "))
  }

  /// `3D000:`, as verbose messages begin behind the severity.
  private static func isCode(_ word: Substring) -> Bool {
    word.utf8.count == 6 && word.last == ":" && word.dropLast().first?.isNumber == true
      && word.dropLast().allSatisfy { $0.isNumber || $0.isUppercase }
  }
}

extension String {
  /// The text without spaces and line ends around it.
  var trimmed: String {
    var rest = self[...]
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}
