import DatagenSchema
import Testing

@testable import DatagenEngine

@Suite struct FakerTextTests {
  private func texts(_ arguments: String, rows: Int = 300) throws -> [String] {
    try TestData(single("string", "faker: { \(arguments) }", rows: rows)).texts("t.x")
  }

  // MARK: Prose

  @Test(arguments: ["en_US", "cs_CZ", "fr_FR"])
  func textsKeepTheirGreatestLength(_ locale: String) throws {
    let lengths = Array(1...60) + [80, 100, 150, 200, 300, 400]
    let columns = lengths.map {
      column("x\($0)", "string", "faker: { method: text, max_nb_chars: \($0), locale: \(locale) }")
    }
    let cells = try TestData(schemaText([entity("t", rows: 40, columns)])).columns("t")
    for length in lengths {
      let texts = (cells["x\(length)"] ?? []).compactMap(\.text)
      #expect(texts.count == 40)
      for text in texts {
        #expect(text.unicodeScalars.count <= length, "\(text)")
        #expect(!text.isEmpty && !text.unicodeScalars.contains("\u{FFFD}"))
      }
      if length >= 100 {
        #expect(texts.contains { $0.count > length / 2 } && texts.allSatisfy { $0.hasSuffix(".") })
      }
    }
  }

  @Test func everyLengthUpTo400IsKept() throws {
    let columns = (1...400).map {
      column("x\($0)", "string", "faker: { method: text, max_nb_chars: \($0), locale: cs_CZ }")
    }
    let cells = try TestData(schemaText([entity("t", rows: 6, columns)])).columns("t")
    for length in 1...400 {
      let texts = (cells["x\(length)"] ?? []).compactMap(\.text)
      #expect(texts.count == 6 && texts.allSatisfy { $0.unicodeScalars.count <= length }, "\(length)")
    }
  }

  @Test(arguments: [
    ("nb_words: 1, variable_nb_words: false", 1...1), ("nb_words: 6", 4...8), ("nb_words: 10", 6...14),
    ("nb_words: 10, variable_nb_words: false", 10...10), ("", 4...8),
  ])
  func sentencesHaveTheirWords(_ arguments: String, _ words: ClosedRange<Int>) throws {
    let sentences = try texts("method: sentence\(arguments.isEmpty ? "" : ", \(arguments)")", rows: 2000)
    #expect(Set(sentences.map { $0.split(separator: " ").count }) == Set(words))
    for sentence in sentences {
      #expect(sentence.hasSuffix(".") && sentence.first?.isUppercase == true)
      #expect(!sentence.contains("  ") && !sentence.dropLast().contains("."))
    }
  }

  // MARK: Locales of other columns

  /// The values of a country column, with the locale that they stand for.
  static let places: [(value: String, locale: String)] = [
    ("US", "en_US"), ("USA", "en_US"), ("United States", "en_US"), ("en_US", "en_US"), ("en-US", "en_US"),
    ("DE", "de_DE"), ("Germany", "de_DE"), ("Deutschland", "de_DE"), ("de_DE", "de_DE"), ("de", "de_DE"),
    ("FR", "fr_FR"), ("France", "fr_FR"), ("fr_FR", "fr_FR"), ("CZ", "cs_CZ"), ("cs_CZ", "cs_CZ"),
    ("GB", "en_GB"),
    ("UK", "en_GB"), ("United Kingdom", "en_GB"), ("germany", "de_DE"), ("GERMANY", "de_DE"),
    ("Praha", "cs_CZ"),
    ("München", "de_DE"), ("Paris", "fr_FR"),
  ]

  @Test(arguments: places.indices)
  func localesFollowCodesNamesLocalesAndCities(_ index: Int) throws {
    let (value, locale) = Self.places[index]
    let finder = LocaleFinder.shared
    let place = try #require(finder.place(of: StableHash.hash(value)), "\(value)")
    #expect(finder.locales[place].name == locale)
  }

  @Test func namesFollowTheColumnOfCountries() throws {
    let choices = Self.places.map { "\"\($0.value)\"" }.joined(separator: ", ")
    func names(_ country: String) throws -> (countries: [String], names: [String]) {
      let data = try TestData(
        schemaText([
          entity(
            "t",
            rows: 1000,
            [
              column("country", "string", country),
              column("name", "string", "faker: { method: first_name, locale_from: country }"),
            ]
          )
        ])
      )
      return (try data.texts("t.country"), try data.texts("t.name"))
    }
    // Once as codes of a list, once as computed texts.
    let coded = try names("choice: { choices: [\(choices)] }")
    let locales = Dictionary(uniqueKeysWithValues: Self.places.map { ($0.value, $0.locale) })
    for (country, name) in zip(coded.countries, coded.names) {
      let locale = try #require(locales[country].flatMap(Locale.named))
      #expect(
        (locale.values("first_name_female") + locale.values("first_name_male")).contains(name),
        "\(name), \(country)"
      )
    }
    let german = try names("expression: { code: \"concat('D', 'E')\" }")
    let locale = try #require(Locale.named("de_DE"))
    let known = Set(locale.values("first_name_female") + locale.values("first_name_male"))
    #expect(german.names.allSatisfy(known.contains))
  }

  @Test func unknownCountriesGetTheStandardLocaleAndAWarning() throws {
    let columns = [
      column("country", "string", "choice: { choices: [Atlantis] }"),
      column("city", "string", "faker: { method: city, locale: fr_FR, locale_from: country }"),
    ]
    let data = try TestData(schemaText([entity("t", rows: 200, columns)]))
    #expect(data.warnings.contains { $0.message.contains("no locale for \"Atlantis\"") })
    let french = try #require(Locale.named("fr_FR"))
    #expect(Set(try data.texts("t.city")).isSubset(of: french.values("city")))
  }

  @Test func localeFromMayNameALaterColumn() throws {
    func names(_ columns: [String]) throws -> [String] {
      try TestData(schemaText([entity("t", rows: 200, columns)])).texts("t.name")
    }
    let name = column("name", "string", "faker: { method: name, locale_from: country }")
    let country = column("country", "string", "choice: { choices: [US, CZ, DE] }")
    #expect(try names([name, country]) == names([country, name]))
  }

  // MARK: Spellings

  @Test(arguments: [
    ("de-DE", "de_DE"), ("de_de", "de_DE"), ("de", "de_DE"), ("DE", "de_DE"), ("Germany", "de_DE"), ("no_NO", "nb_NO"),
    ("no", "nb_NO"), ("nb", "nb_NO"), ("GB", "en_GB"), ("United Kingdom", "en_GB"), ("USA", "en_US"),
    ("fr-fr", "fr_FR"),
    ("Poland", "pl_PL"), ("it_IT", "it_IT"),
  ])
  func localesMayBeSpeltDifferently(_ text: String, _ locale: String) throws {
    let schema = single("string", "faker: { method: name, locale: \"\(text)\" }", rows: 100)
    #expect(TestData.diagnostics(schema).isEmpty)
    #expect(try TestData(schema).texts("t.x") == texts("method: name, locale: \(locale)", rows: 100))
  }

  @Test(arguments: [
    ("de_AT", "de_DE"), ("de-CH", "de_DE"), ("fr_CA", "fr_FR"), ("fr_BE", "fr_FR"), ("nl_BE", "nl_NL"),
    ("en_CA", "en_US"), ("en_AU", "en_GB"), ("en_IN", "en_GB"), ("en_IE", "en_GB"), ("en-nz", "en_GB"),
    ("es_MX", "es_ES"), ("it_CH", "it_IT"),
  ])
  func theNearestLocaleStandsForOneWithoutData(_ text: String, _ locale: String) throws {
    let schema = single("string", "faker: { method: name, locale: \"\(text)\" }", rows: 100)
    let data = try TestData(schema)
    #expect(
      data.warnings.map(\.message) == [
        "this version of datagen has no locale \"\(text)\"; \"\(locale)\" stands for it"
      ]
    )
    #expect(try data.texts("t.x") == texts("method: name, locale: \(locale)", rows: 100))
  }

  @Test func spellingsNameOneLocaleEach() {
    for spelling in LocaleFinder.spellings {
      #expect(LocaleFinder.locale(spelled: spelling) != nil, "\(spelling)")
    }
    for missing in ["ja_JP", "xx", "de_XX", "Paris", "", "pt_BR"] {
      #expect(LocaleFinder.locale(spelled: missing) == nil, "\(missing)")
    }
  }
}
