import DatagenColumns
import DatagenSchema

/// A method of `faker`, compiled for a column and one locale: it appends a text for a row.
protocol FakerMethod: Sendable {
  func append(to text: ByteArena, row: Int64)
}

/// What a method is compiled from.
struct FakerContext {
  let locale: Locale
  let arguments: DocumentNode
  let column: ColumnContext
  /// The key of the person that the columns of a row with the same prefix describe: `name` and `email` agree.
  let personKey: RandomKey
  /// The key of their place.
  let placeKey: RandomKey

  /// - Parameter prefix: what is left of the column's name without the words that say what it holds.
  init(locale: Locale, arguments: DocumentNode, column: ColumnContext) {
    self.locale = locale
    self.arguments = arguments
    self.column = column
    let name = column.column.name.value
    personKey = column.tableKey.derived("person " + Self.personPrefix(of: name))
    placeKey = column.tableKey.derived("place " + Self.prefix(of: name, without: Self.placeWords))
  }

  /// Which person a column of this name describes: `contact_email` and `contact_name` the same.
  static func personPrefix(of name: String) -> String { prefix(of: name, without: personWords) }

  private static let personWords: Set<String> = [
    "name", "full", "first", "last", "given", "family", "sur", "surname", "forename", "email", "mail", "e", "address",
    "user", "username", "login",
  ]
  private static let placeWords: Set<String> = [
    "address", "street", "city", "town", "postcode", "postal", "zip", "zipcode", "code", "state", "region", "line",
    "line1",
  ]

  /// `contact_email` → `contact`, `email` → ``: columns with the same prefix describe the same subject.
  private static func prefix(of name: String, without words: Set<String>) -> String {
    name.lowercased().split(separator: "_").filter { !words.contains(String($0)) }.joined(separator: "_")
  }

  /// A whole-number argument, or its default.
  func integer(_ name: String, default standard: Int64) -> Int64 { arguments[name]?.integer ?? standard }
}
