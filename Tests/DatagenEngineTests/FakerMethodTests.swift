import DatagenSchema
import Testing

@testable import DatagenEngine

/// Every method by itself: its form, the types of columns that take it, its rows, and what can be unique.
@Suite struct FakerMethodTests {
  private static func data(_ method: String, type: String = "string", rows: Int = 400, unique: Bool = false) throws
    -> TestData
  {
    try TestData(
      schemaText(
        [entity("t", rows: rows, [column("x", type, "faker: { method: \(method) }")])],
        constraints: unique ? "{ unique: [t.x] }" : ""
      )
    )
  }

  // MARK: Forms

  /// Methods with their arguments, and the regular expression of their texts in the locale en_US.
  static let forms: [(method: String, expression: String)] = [
    ("prefix_male", #"Mr\.|Dr\."#), ("prefix_female", #"Ms\.|Mrs\.|Miss|Dr\."#), ("user_name", "[a-z._0-9]+"),
    ("name_male", ".+ .+"), ("ssn", #"9\d\d-[0-4]\d-\d{4}"#), ("state_abbr", "[A-Z]{2}"), ("state", "[A-Z][A-Za-z ]+"),
    ("zipcode", #"\d{5}"#), ("postalcode", #"\d{5}"#), ("building_number", #"[1-9]\d*"#),
    ("secondary_address", #"(Apt\.|Suite|Unit) \d+"#), ("country_code", "[A-Z]{2}"),
    ("latitude", #"-?\d+(\.\d{1,6})?"#), ("longitude", #"-\d+(\.\d{1,6})?"#),
    ("timezone", "(America|Pacific)/[A-Za-z_/]+"), ("url", #"https://www\.[a-z]+-[a-z]+\.example\.(com|net|org)/"#),
    ("uri", #"https://www\.[a-z.-]+/[a-z]+/[a-z-]+"#), ("uri_path", "[a-z]+/[a-z]+"),
    ("domain_name", #"[a-z]+-[a-z]+\.example\.(com|net|org)"#),
    ("hostname", #"[a-z]+-\d\d\.[a-z-]+\.example\.(com|net|org)"#), ("slug", "[a-z]+-[a-z]+-[a-z]+"),
    ("ipv4", #"([1-9]|[1-9]\d|1\d\d|2[0-2]\d)(\.(\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])){3}"#),
    ("ipv4_private", #"(10\.\d+|172\.(1[6-9]|2\d|3[01])|192\.168)\.\d+\.\d+"#),
    ("ipv6", "2[0-9a-f]{3}(:[0-9a-f]{4}){7}"), ("mac_address", "[0-9a-f][048c](:[0-9a-f]{2}){5}"),
    ("port_number", #"[1-9]\d{0,4}"#), ("http_method", "[A-Z]+"), ("http_status_code", #"[2-5]\d\d"#),
    ("image_url", #"https://images\.example\.com/\d+/\d+/\d+"#),
    ("image_url, width: 64, height: 48", #"https://images\.example\.com/\d+/64/48"#), ("tld", "[a-z]+"),
    ("email", #"[a-z0-9._]+@([a-z]+\.)?example\.(com|org|net)"#), ("company_email", #".+@([a-z]+\.)?example\.\w+"#),
    ("catch_phrase", ".+ .+ .+"), ("bs", ".+ .+ .+"), ("currency_code", "[A-Z]{3}"), ("color", "#[0-9a-f]{6}"),
    ("safe_hex_color", #"#(.)\1(.)\2(.)\3"#), ("rgb_color", #"\d{1,3},\d{1,3},\d{1,3}"#), ("ean13", #"\d{13}"#),
    ("ean8", #"\d{8}"#), ("ean, length: 8", #"\d{8}"#), ("upc_a", #"\d{12}"#),
    ("isbn13", #"978-0-\d{2,6}-\d{2,6}-\d"#), ("isbn13, separator: \"\"", #"9780\d{9}"#),
    ("isbn10", #"0-\d{2,6}-\d{2,6}-[0-9X]"#), ("vin", "[A-HJ-NPR-Z0-9]{17}"),
    ("credit_card_number", #"\d{15,16}"#), ("credit_card_number, card_type: amex", #"378282\d{9}"#),
    ("credit_card_expire", #"(0[1-9]|1[0-2])/2[5-9]"#), ("credit_card_security_code", #"\d{3}"#),
    ("iban", #"GB\d\d[A-Z]{4}\d{14}"#), ("bban", #"[A-Z]{4}\d{14}"#), ("swift", "[A-Z]{4}US[A-Z]0"),
    ("swift11", "[A-Z]{4}US[A-Z]0[A-Z]{3}"), ("aba", #"0[1-9]\d{7}"#), ("words", #"\S+ \S+ \S+"#),
    ("words, nb: 5", #"(\S+ ){4}\S+"#), ("words, ext_word_list: [ab, cd]", "(ab|cd)( (ab|cd)){2}"),
    ("sentences, nb: 2", #"[^.]+\. [^.]+\."#), ("paragraph, variable_nb_sentences: false", #"([^.]+\. ){2}[^.]+\."#),
    ("paragraphs, nb: 2, nb_sentences: 1, variable_nb_sentences: false", #"[^.\n]+\.\n[^.\n]+\."#),
    ("word, ext_word_list: [ab, cd]", "ab|cd"), ("numerify, text: \"A-%##?\"", #"A-[1-9]\d\d\?"#),
    ("lexify, text: \"#?-??\", letters: xyz", "#[xyz]-[xyz]{2}"), ("bothify, text: \"?#\"", #"[A-Z]\d"#),
    ("hexify, text: \"0x^^\"", "0x[0-9a-f]{2}"), ("hexify, text: \"^^\", upper: true", "[0-9A-F]{2}"),
    ("random_letter", "[A-Za-z]"), ("random_digit", #"\d"#), ("random_digit_not_null", "[1-9]"),
    ("random_number, digits: 3, fix_len: true", #"[1-9]\d\d"#), ("random_int, min: 5, max: 7", "[567]"),
    ("pyint, min_value: 0, max_value: 20, step: 10", "0|10|20"),
    ("pyfloat, min_value: 1, max_value: 2, right_digits: 3", #"[12](\.\d{1,3})?"#), ("boolean", "true|false"),
    ("random_element, elements: [red, 7]", "red|7"), ("md5", "[0-9a-f]{32}"), ("sha1", "[0-9a-f]{40}"),
    ("sha256", "[0-9a-f]{64}"), ("file_name", #"[a-z]+_\d{4}\.[a-z0-9]+"#),
    ("file_path, depth: 2, extension: txt", #"/[a-z]+/[a-z]+/[a-z]+_\d{4}\.txt"#), ("mime_type", "[a-z]+/[a-z0-9.+-]+"),
    ("file_extension", "[a-z0-9]+"), ("language_code", "[a-z]{2}"), ("locale", "[a-z]{2}_[A-Z]{2}"),
    ("date", #"\d{4}-\d\d-\d\d"#), ("date_time", #"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d"#), ("year", "19[7-9].|20[0-2]."),
    ("month", #"\d\d"#), ("day_of_month", #"[0-3]\d"#), ("month_name", "[A-Z][a-z]+"),
    ("day_of_week", "[A-Z][a-z]+day"),
    ("time", #"[0-2]\d:[0-5]\d:[0-5]\d"#), ("unix_time", #"\d+"#), ("am_pm", "AM|PM"),
  ]

  @Test(arguments: forms.indices)
  func textsHaveTheirForm(_ index: Int) throws {
    let (method, form) = Self.forms[index]
    let expression = try Regex(form)
    let texts = try Self.data(method).texts("t.x")
    #expect(texts.count == 400)
    for text in texts where text.wholeMatch(of: expression) == nil {
      Issue.record("\(method): \(text)")
      break
    }
  }

  @Test func aliasesGiveTheValuesOfTheirMethod() throws {
    for entry in FakerTable.entries where entry.names.count > 1 {
      let values = try entry.names.map { try Self.data($0, rows: 50).texts("t.x") }
      #expect(Set(values).count == 1, "\(entry.names)")
    }
  }

  // MARK: Types

  private static let whole = [
    "random_int", "pyint", "random_digit", "random_digit_not_null", "random_number", "port_number", "unix_time",
    "http_status_code", "year", "month", "day_of_month",
  ]
  private static let real = ["latitude", "longitude", "pyfloat", "pydecimal"]
  private static let times = FakerTable.names.filter {
    $0.hasPrefix("date") || $0.hasSuffix("_date") || $0.hasSuffix("_datetime")
  }

  @Test(arguments: FakerTable.names)
  func columnsTakeTheKindsOfValuesThatTheyHold(_ method: String) throws {
    func isTaken(_ type: String) throws -> [Cell]? {
      let arguments = method == "random_element" && type != "string" ? "\(method), elements: [1, 2]" : method
      let text = single(type, "faker: { method: \(arguments) }", rows: 20)
      return TestData.errors(text).isEmpty ? try TestData(text).cells("t.x") : nil
    }
    let isNumber = (Self.whole + Self.real + ["boolean", "pybool", "random_element"]).contains(method)
    let isTime = Self.times.contains(method)
    let integers = try isTaken("int"), reals = try isTaken("float"), texts = try isTaken("string")
    let days = try isTaken("date"), moments = try isTaken("datetime")
    #expect((integers != nil) == (isNumber || method == "random_digit_not_zero"), "\(method)")
    #expect((reals != nil) == (integers != nil))
    #expect((days != nil) == isTime, "\(method)")
    #expect((moments != nil) == isTime)
    #expect(texts?.allSatisfy { $0.text?.isEmpty == false } == true)
    #expect(integers?.allSatisfy { if case .integer = $0 { true } else { false } } != false)
    #expect(days?.allSatisfy { if case .date = $0 { true } else { false } } != false)
    #expect(moments?.allSatisfy { if case .time = $0 { true } else { false } } != false)
  }

  // MARK: Rows

  @Test(arguments: FakerTable.names)
  func aRowDependsOnItsNumberOnly(_ method: String) throws {
    let many = try Self.data(method, rows: 120), few = try Self.data(method, rows: 40)
    let all = try many.texts("t.x")
    #expect(try few.texts("t.x") == Array(all.prefix(40)))
    #expect(try many.columns("t", rows: 77..<90)["x"]?.compactMap(\.text) == Array(all[77..<90]))
  }

  @Test func numbersKeepTheirLimits() throws {
    let tenths = try Self.data("pyfloat, min_value: -2, max_value: 3, right_digits: 1", type: "float", rows: 5000)
      .numbers("t.x")
    #expect(tenths.allSatisfy { (-2...3).contains($0) && ($0 * 10).rounded() / 10 == $0 })
    #expect(Set(tenths).count == 51)
    let truths = try Self.data("boolean, chance_of_getting_true: 10", type: "bool", rows: 10_000).integers("t.x")
    #expect(abs(truths.reduce(0, +) - 1000) < 120)
    let positive = try Self.data("pydecimal, positive: true, max_value: 1", type: "float", rows: 2000).numbers("t.x")
    #expect(positive.allSatisfy { $0 > 0 && $0 <= 1 })
    let latitudes = try Self.data("latitude, locale: cs_CZ", type: "float").numbers("t.x")
    #expect(latitudes.allSatisfy { (48.55...51.06).contains($0) })
  }

  // MARK: Uniqueness

  @Test(arguments: [
    ("random_int, min: 1, max: 500", 500), ("random_digit", 10), ("country", 195), ("currency_code", 44),
    ("numerify, text: \"##\"", 100), ("random_element, elements: [a, b, c]", 3), ("http_method", 7),
    ("random_letter", 52), ("month_name", 12), ("date_this_year", 366), ("ean8", 2000), ("ipv4", 2000), ("iban", 2000),
    ("ssn", 2000), ("vin", 2000), ("credit_card_number", 2000), ("isbn13", 2000), ("mac_address", 2000),
    ("md5", 2000), ("user_name", 2000), ("date_time_this_year", 2000), ("slug", 2000), ("file_name", 2000),
    ("hex_color", 2000), ("unix_time", 2000), ("company_email", 2000), ("ipv6", 2000), ("hostname", 2000),
  ])
  func uniqueColumnsNeverRepeat(_ method: String, _ rows: Int) throws {
    #expect(Set(try Self.data(method, rows: rows, unique: true).texts("t.x")).count == rows)
  }

  @Test(arguments: [
    ("random_int, min: 1, max: 500", "only 500 values for about 501 rows"), ("random_digit", "only 10 values"),
    ("month_name", "only 12 values"), ("http_method", "only 7 values"), ("numerify, text: \"##\"", "only 100 values"),
    ("date_this_year", "only 366 values"), ("name", "cannot promise"), ("city", "cannot promise"),
    ("ssn, locale: nl_NL", "cannot promise"), ("sentence", "cannot promise"), ("latitude", "cannot promise"),
  ])
  func whatHasTooFewValuesIsRefusedWithTheirNumber(_ method: String, _ message: String) {
    let text = schemaText(
      [entity("t", rows: 501, [column("x", "string", "faker: { method: \(method) }")])],
      constraints: "{ unique: [t.x] }"
    )
    let errors = TestData.errors(text)
    #expect(errors.contains { $0.contains(message) }, "\(errors)")
  }

  @Test func numbersOfDifferentCountriesAreNoPromise() {
    let text = schemaText(
      [
        entity(
          "t",
          rows: 50,
          [
            column("country", "string", "choice: { choices: [DE, FR] }"),
            column("x", "string", "faker: { method: ssn, locale_from: country }"),
          ]
        )
      ],
      constraints: "{ unique: [t.x] }"
    )
    #expect(TestData.errors(text).contains { $0.contains("cannot promise") })
  }
}
