/// Where data is, named by one string: a file, or what libpq calls a connection string.
package enum DatabaseLocation: Sendable, Hashable {
  /// A file's path, or `:memory:`.
  case sqlite(path: String)
  /// A `postgres://` URI or a list of `keyword=value`.
  case postgres(connection: String)

  /// Reads `dev.sqlite`, `sqlite:PATH`, `:memory:`, `postgres://…` or `host=… dbname=…`.
  package init(_ text: String) throws(DatabaseError) {
    if Self.isBrokenURI(text) {
      throw DatabaseError(
        "\"\(text.prefix { $0 != ":" }):…\" is no database",
        advice: "Write postgres://user:password@host/database, with two slashes; a file of this name is sqlite:PATH."
      )
    }
    if Self.uriSchemes.contains(where: text.hasPrefix) || Self.isConnectionInfo(text) {
      self = .postgres(connection: text)
      return
    }
    let path = text.hasPrefix("sqlite:") ? String(text.dropFirst("sqlite:".count)) : text
    if path != text, path.hasPrefix("//") {
      throw DatabaseError(
        "\"sqlite://\" is no path",
        advice: "Write sqlite:PATH, for example sqlite:data/dev.sqlite."
      )
    }
    guard !path.isEmpty else {
      throw DatabaseError("no database is named", advice: Self.forms)
    }
    if path == text, let scheme = Self.scheme(of: text) {
      throw DatabaseError("\"\(scheme)://\" is no database that can be loaded", advice: Self.forms)
    }
    self = .sqlite(path: path)
  }

  /// Whether a text begins like a URI of PostgreSQL and is none; it may hold a password.
  private static func isBrokenURI(_ text: String) -> Bool {
    ["postgres:", "postgresql:"].contains { text.lowercased().hasPrefix($0) }
      && !uriSchemes.contains(where: text.hasPrefix)
  }

  package var dialect: Dialect {
    switch self {
    case .sqlite: .sqlite
    case .postgres: .postgres
    }
  }

  private static let forms =
    "Give a path (dev.sqlite), sqlite:PATH, postgres://user@host/database, or \"host=… dbname=…\"."
  private static let uriSchemes = ["postgres://", "postgresql://"]

  private static func scheme(of text: String) -> String? {
    guard let end = text.firstRange(of: "://") else { return nil }
    let scheme = text[..<end.lowerBound]
    guard !scheme.isEmpty, scheme.utf8.allSatisfy({ isLetterOrDigit($0) || $0 == 0x2B }) else { return nil }
    return String(scheme)
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte)
  }

  /// Whether a text begins with one of libpq's keywords and `=`; a file may well have an `=` in its name.
  private static func isConnectionInfo(_ text: String) -> Bool {
    guard let equals = text.firstIndex(of: "=") else { return false }
    let keyword = text[..<equals].drop(while: \.isWhitespace).prefix { !$0.isWhitespace }
    return keywords.contains(String(keyword))
  }

  private static let keywords: Set<String> = [
    "service", "servicefile", "user", "password", "passfile", "channel_binding", "connect_timeout", "dbname",
    "host", "hostaddr", "port", "client_encoding", "options", "application_name", "fallback_application_name",
    "keepalives", "keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout", "sslmode",
    "sslcompression", "sslcert", "sslkey", "sslpassword", "sslrootcert", "sslcrl", "sslcrldir", "sslsni",
    "sslnegotiation", "sslcertmode", "requirepeer", "require_auth", "ssl_min_protocol_version",
    "ssl_max_protocol_version", "gssencmode", "krbsrvname", "gsslib", "gssdelegation", "target_session_attrs",
    "load_balance_hosts", "replication",
  ]
}

extension DatabaseLocation: CustomStringConvertible {
  /// The string with any password replaced by `***`.
  package var description: String {
    switch self {
    case .sqlite(let path): path
    case .postgres(let text):
      Self.uriSchemes.contains(where: text.hasPrefix)
        ? Self.maskedURI(text) : Self.redacted(Self.maskedConnectionInfo(text))
    }
  }

  /// A message without the passwords of the connection strings in it.
  ///
  /// Only those: a password may be a word that messages have anyway, as the name of a database.
  package static func redacted(_ message: String) -> String {
    var result = ""
    var rest = message[...]
    while let start = rest.firstRange(of: "://") {
      let end = rest[start.upperBound...].firstIndex { $0.isWhitespace || $0 == "\"" || $0 == "'" } ?? rest.endIndex
      result += rest[..<start.lowerBound] + maskedURI(String(rest[start.lowerBound..<end]))
      rest = rest[end...]
    }
    result += rest
    return result.contains("password=") ? maskedConnectionInfo(result) : result
  }

  private static let mask = "***"

  private static func isSecret(_ keyword: Substring) -> Bool { keyword.lowercased().hasSuffix("password") }

  /// A URI's password is hidden even where it holds an `@`, `/` or `?` that ought to have been encoded.
  private static func maskedURI(_ text: String) -> String {
    guard let scheme = text.firstRange(of: "://") else { return text }
    let rest = text[scheme.upperBound...]
    let (userEnd, queryStart) = bounds(of: rest)
    var result = String(text[..<scheme.upperBound])
    var place = rest[..<queryStart]
    if let userEnd {
      let credentials = rest[..<userEnd]
      if let colon = credentials.firstIndex(of: ":") {
        result += credentials[...colon] + mask
      } else {
        result += credentials
      }
      place = rest[userEnd..<queryStart]
    }
    result += place
    guard queryStart < rest.endIndex else { return result }
    let parameters = rest[rest.index(after: queryStart)...].split(
      separator: "&",
      omittingEmptySubsequences: false
    )
    return result + "?" + parameters.map(maskedParameter).joined(separator: "&")
  }

  /// Whether a URI's password has characters in it at which libpq would cut it off, and show the rest.
  static func hasUnreadablePassword(_ text: String) -> Bool {
    guard uriSchemes.contains(where: text.hasPrefix), let scheme = text.firstRange(of: "://") else {
      return false
    }
    let rest = text[scheme.upperBound...]
    guard let userEnd = bounds(of: rest).userEnd else { return false }
    return rest[..<userEnd].contains { "@/?#".contains($0) }
  }

  private static func maskedParameter(_ parameter: Substring) -> String {
    guard let equals = parameter.firstIndex(of: "=") else { return String(parameter) }
    let keyword = parameter[..<equals]
    // libpq decodes keywords, too; nobody encodes one who has nothing to hide.
    guard isSecret(keyword) || keyword.contains("%") else { return String(parameter) }
    return parameter[...equals] + mask
  }

  /// Where the user and password end, at an `@`, and where the query begins.
  private static func bounds(of rest: Substring) -> (userEnd: Substring.Index?, queryStart: Substring.Index) {
    let question = rest.firstIndex(of: "?") ?? rest.endIndex
    // `user:what?ever@host`: an `@` behind the question mark with no `keyword=` between the two.
    if let at = rest[question...].firstIndex(of: "@"), !rest[question..<at].contains("=") {
      return (at, rest[at...].firstIndex(of: "?") ?? rest.endIndex)
    }
    if let at = rest[..<question].lastIndex(of: "@") { return (at, question) }
    // `user:what?e=ver@host`: libpq takes all up to the first `@` for a password, unless a slash comes before.
    if let at = rest.firstIndex(where: { $0 == "@" || $0 == "/" }), rest[at] == "@",
      rest[..<at].contains(":")
    {
      return (at, rest[at...].firstIndex(of: "?") ?? rest.endIndex)
    }
    return (nil, question)
  }

  /// Hides values as libpq delimits them: quoted ones may hold spaces, and a backslash takes the next character.
  private static func maskedConnectionInfo(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let equals = rest.firstIndex(of: "=") {
      let keyword = rest[..<equals].split(whereSeparator: \.isWhitespace).last ?? ""
      let valueStart = rest[equals...].dropFirst().firstIndex { !$0.isWhitespace } ?? rest.endIndex
      let valueEnd = endOfValue(rest[valueStart...])
      result += rest[..<valueStart]
      result += isSecret(keyword) ? mask : String(rest[valueStart..<valueEnd])
      rest = rest[valueEnd...]
    }
    return result + rest
  }

  private static func endOfValue(_ text: Substring) -> Substring.Index {
    let isQuoted = text.first == "'"
    var isEscaped = false
    for index in text.indices.dropFirst(isQuoted ? 1 : 0) {
      let character = text[index]
      if isEscaped {
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if isQuoted ? character == "'" : character.isWhitespace {
        return isQuoted ? text.index(after: index) : index
      }
    }
    return text.endIndex
  }
}
