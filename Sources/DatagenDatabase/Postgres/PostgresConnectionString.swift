internal import CPostgres

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// A connection string taken apart, so that parts of it can be replaced.
package struct PostgresConnectionString: Sendable {
  private let isURI: Bool
  private var parameters: [(keyword: String, value: String)] = []

  /// Reads a URI or a list of `keyword=value`.
  package init(_ text: String) throws(DatabaseError) {
    isURI = text.hasPrefix("postgres://") || text.hasPrefix("postgresql://")
    guard let options = PQconninfoParse(text, nil) else {
      throw DatabaseError("the connection string cannot be read")
    }
    defer { PQconninfoFree(options) }
    var option = options
    while let keyword = option.pointee.keyword {
      if let value = option.pointee.val {
        parameters.append((String(cString: keyword), String(cString: value)))
      }
      option += 1
    }
  }

  /// The value of a keyword, nil where the string leaves it open.
  package subscript(keyword: String) -> String? {
    get { parameters.first { $0.keyword == keyword }?.value }
    set {
      parameters.removeAll { $0.keyword == keyword }
      if let newValue { parameters.append((keyword, newValue)) }
    }
  }

  /// Has the server look names up in one schema only, with the other options as they are.
  package mutating func setSearchPath(_ schema: String) {
    // Where the string gives options, libpq does not look into its environment for more.
    let options = self["options"] ?? getenv("PGOPTIONS").map { String(cString: $0) } ?? ""
    self["options"] = options + (options.isEmpty ? "" : " ") + "-c search_path=\(schema)"
  }

  /// The string, in the form that it had.
  package var text: String { isURI ? uri : connectionInfo }

  private var connectionInfo: String {
    parameters.map { keyword, value in
      let isPlain = !value.isEmpty && value.utf8.allSatisfy { Self.isUnreserved($0) || $0 == 0x2F }
      if isPlain { return "\(keyword)=\(value)" }
      let escaped = value.utf8.flatMap { $0 == 0x27 || $0 == 0x5C ? [0x5C, $0] : [$0] }
      return "\(keyword)='\(String(decoding: escaped, as: UTF8.self))'"
    }.joined(separator: " ")
  }

  private var uri: String {
    var rest = self
    var text = "postgresql://"
    // Several hosts, and sockets, are left to the parameters.
    if let host = self["host"], host.utf8.allSatisfy(Self.isUnreserved) {
      if let user = self["user"] {
        text += Self.encoded(user) + (self["password"].map { ":" + Self.encoded($0) } ?? "") + "@"
        rest["user"] = nil
        rest["password"] = nil
      }
      text += host
      rest["host"] = nil
      if let port = self["port"] {
        text += ":" + port
        rest["port"] = nil
      }
    }
    text += "/" + Self.encoded(self["dbname"] ?? "")
    rest["dbname"] = nil
    guard !rest.parameters.isEmpty else { return text }
    return text + "?"
      + rest.parameters.map { "\($0.keyword)=\(Self.encoded($0.value))" }.joined(separator: "&")
  }

  private static func encoded(_ text: String) -> String {
    text.utf8.map { byte in
      if isUnreserved(byte) { return String(UnicodeScalar(byte)) }
      let digits = String(byte, radix: 16, uppercase: true)
      return "%" + (digits.utf8.count < 2 ? "0" : "") + digits
    }.joined()
  }

  /// Whether a byte stands for itself everywhere.
  private static func isUnreserved(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || "-._~".utf8.contains(byte)
  }
}
