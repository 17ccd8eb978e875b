import DatagenColumns
import DatagenSchema

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

  private static let loaded: [String: Locale] = {
    let common = LocaleFile.load(LocaleFile.common)
    return Dictionary(
      uniqueKeysWithValues: LocaleFile.names.compactMap { name in
        LocaleFile.load(name).map { (name, Locale(name, $0, common)) }
      }
    )
  }()

  /// A locale by its name; nil where there is none.
  static func named(_ name: String) -> Locale? { loaded[name] }

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

/// Which locale a value of a country column stands for: a country's code or name, a locale, or a known city.
struct LocaleFinder: Sendable {
  /// The place in `locales` by the hash of the value.
  private let places: [UInt64: Int]
  let locales: [Locale]

  static let shared = LocaleFinder()

  private init() {
    locales = LocaleFile.names.compactMap(Locale.named)
    var places: [UInt64: Int] = [:]
    for (place, locale) in locales.enumerated() {
      let language = locale.name.split(separator: "_").first.map(String.init) ?? locale.name
      let spellings = [locale.name, locale.name.split(separator: "_").joined(separator: "-")]
      for value in locale.values("country_alias") + spellings + locale.values("city") {
        for spelling in [value, value.uppercased(), value.lowercased()] where places[StableHash.hash(spelling)] == nil {
          places[StableHash.hash(spelling)] = place
        }
      }
      if places[StableHash.hash(language)] == nil { places[StableHash.hash(language)] = place }
    }
    self.places = places
  }

  /// The place of the locale in `locales`; nil where the value names none that is known.
  func place(of hash: UInt64) -> Int? { places[hash] }

  /// The place of a locale by its name.
  func place(named name: String) -> Int? { locales.firstIndex { $0.name == name } }
}
