import DatagenColumns
import DatagenSchema
import Synchronization

/// The names, places and forms of a language and country, ready to be drawn from.
///
/// Immutable and shared.
final class Locale: Sendable {
  /// A list with its weights; each field is a column of texts.
  struct List: Sendable {
    let name: String
    let fields: [TextDictionary]
    let isPattern: [Bool]
    let table: AliasTable
  }

  let name: String
  private let lists: [String: List]
  private let fields: [String: (list: String, field: Int)]
  private let formats: [String: [(template: String, weight: Double)]]

  static let standardName = "en_US"

  private static let common = LocaleFile.load(LocaleFile.common)
  private static let loaded = Mutex<[String: Locale]>([:])

  /// A locale by its name, read when it is asked for at first; nil where there is none.
  static func named(_ name: String) -> Locale? {
    loaded.withLock { loaded in
      if let locale = loaded[name] { return locale }
      guard LocaleFile.names.contains(name), let file = LocaleFile.load(name) else { return nil }
      let locale = Locale(name, file, common)
      loaded[name] = locale
      return locale
    }
  }

  private init(_ name: String, _ file: LocaleFile, _ common: LocaleFile?) {
    self.name = name
    let all = file.lists.merging(common?.lists ?? [:]) { own, _ in own }
    var lists: [String: List] = [:]
    var fields: [String: (list: String, field: Int)] = [:]
    for (name, list) in all where !list.entries.isEmpty {
      let columns = list.fields.indices.map { field in TextDictionary(list.entries.map { $0[field] }) }
      lists[name] = List(
        name: name,
        fields: columns,
        isPattern: list.isPattern,
        table: AliasTable(weights: list.weights)
      )
      for (index, field) in list.fields.enumerated() { fields[field] = (name, index) }
    }
    self.lists = lists
    self.fields = fields
    formats = file.formats.merging(common?.formats ?? [:]) { own, _ in own }.mapValues { list in
      zip(list.entries, list.weights).map { ($0[0], $1) }
    }
  }

  /// The list that has a field, and the field's place in it.
  func field(_ name: String) -> (list: List, field: Int)? {
    guard let place = fields[name], let list = lists[place.list] else { return nil }
    return (list, place.field)
  }

  /// The templates of a method, with weights.
  func formats(_ name: String) -> [(template: String, weight: Double)]? { formats[name] }

  /// The texts of a field, for look-ups.
  func values(_ field: String) -> [String] { self.field(field).map { $0.list.fields[$0.field].strings } ?? [] }
}
