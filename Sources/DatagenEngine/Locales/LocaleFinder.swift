import DatagenSchema

/// Which locale a text stands for: a country's code or name, a locale, or a known city.
struct LocaleFinder: Sendable {
  /// The place in `locales` by the hash of the value.
  private let places: [UInt64: Int]
  let locales: [Locale]

  static let shared = LocaleFinder()

  private init() {
    locales = LocaleFile.names.compactMap(Locale.named)
    var places: [UInt64: Int] = [:]
    func add(_ spellings: [String], _ place: Int) {
      for spelling in spellings where places[StableHash.hash(spelling)] == nil {
        places[StableHash.hash(spelling)] = place
      }
    }
    for (place, locale) in locales.enumerated() {
      add(Self.separators(locale.name), place)
      add((locale.values("country_alias") + locale.values("city")).flatMap(Self.cases), place)
    }
    for (place, locale) in locales.enumerated() {
      add([Self.language(of: locale.name)], place)
      add(Self.otherSpellings[locale.name] ?? [], place)
      add((Self.relatives[locale.name] ?? []).flatMap(Self.separators), place)
    }
    self.places = places
  }

  /// The place of the locale in `locales`; nil where the value names none that is known.
  func place(of hash: UInt64) -> Int? { places[hash] }

  /// The place of a locale by its name.
  func place(named name: String) -> Int? { locales.firstIndex { $0.name == name } }

  /// The locale that an author means, and whether it is only the nearest to what is asked for; nil where there is none.
  static func locale(spelled text: String) -> (name: String, isRelative: Bool)? { spelled[text] }

  // MARK: Spellings

  /// All texts that name a locale where an author gives one, in alphabetical order.
  static let spellings = spelled.keys.sorted()

  /// The locale of each spelling, found without reading the locales' lists; of several the first one.
  private static let spelled: [String: (name: String, isRelative: Bool)] = {
    var spelled: [String: (name: String, isRelative: Bool)] = [:]
    func add(_ spellings: [String], _ name: String, isRelative: Bool = false) {
      for spelling in spellings where spelled[spelling] == nil { spelled[spelling] = (name, isRelative) }
    }
    for name in LocaleFile.names { add(separators(name) + LocaleFile.entries(of: "country_alias", in: name), name) }
    for name in LocaleFile.names {
      add([language(of: name)] + (otherSpellings[name] ?? []), name)
      add((relatives[name] ?? []).flatMap(separators), name, isRelative: true)
    }
    return spelled
  }()

  /// `de_AT`, `de-AT` and both in lower case.
  private static func separators(_ name: String) -> [String] {
    [name, name.split(separator: "_").joined(separator: "-")].flatMap { [$0, $0.lowercased()] }
  }

  private static func cases(_ text: String) -> [String] { [text, text.uppercased(), text.lowercased()] }

  private static func language(of name: String) -> String {
    name.split(separator: "_").first.map(String.init) ?? name
  }

  /// Other names of the same language and country.
  private static let otherSpellings = ["nb_NO": ["no_NO", "no-NO", "no_no", "no-no", "no"]]

  /// Locales without data of their own, by the one that is nearest: the same language in another country.
  private static let relatives = [
    "en_US": ["en_CA", "en_PH", "en_PR"],
    "en_GB": ["en_AU", "en_HK", "en_IE", "en_IN", "en_KE", "en_MT", "en_NG", "en_NZ", "en_PK", "en_SG", "en_ZA"],
    "de_DE": ["de_AT", "de_BE", "de_CH", "de_LI", "de_LU"],
    "fr_FR": ["fr_BE", "fr_CA", "fr_CH", "fr_DZ", "fr_LU", "fr_MA", "fr_MC"],
    "nl_NL": ["nl_BE"],
    "es_ES": [
      "es_AR", "es_BO", "es_CA", "es_CL", "es_CO", "es_CR", "es_EC", "es_GT", "es_MX", "es_PE", "es_UY", "es_VE",
    ],
    "it_IT": ["it_CH"],
    "sv_SE": ["sv_FI"],
    "nb_NO": ["nn_NO"],
  ]
}
