import DatagenColumns
import DatagenSchema
import Testing

@testable import DatagenEngine

@Suite struct FakerTests {
  private func faker(_ arguments: String, type: String = "string", rows: Int = 2000, name: String = "x")
    throws -> TestData
  {
    try TestData(schemaText([entity("t", rows: rows, [column(name, type, "faker: { \(arguments) }")])]))
  }

  // MARK: All methods

  /// Methods with fewer than 50 values.
  private static let smallDomains: [String: Int] = [
    "am_pm": 2, "boolean": 2, "pybool": 2, "company_suffix": 5, "country_code": 20, "country": 20,
    "credit_card_provider": 5, "credit_card_expire": 40, "cryptocurrency_code": 15, "cryptocurrency_name": 15,
    "currency_code": 15, "currency_name": 15, "currency_symbol": 15, "day_of_month": 31, "day_of_week": 7,
    "file_extension": 15, "mime_type": 15, "http_method": 5, "http_status_code": 5, "language_code": 15,
    "language_name": 15, "locale": 20, "month": 12, "month_name": 12, "prefix": 3, "prefix_female": 3,
    "prefix_male": 2, "random_digit": 10, "random_digit_not_null": 9, "random_digit_not_zero": 9,
    "random_element": 3, "random_letter": 45, "random_lowercase_letter": 26, "random_uppercase_letter": 26,
    "safe_color_name": 15, "secondary_address": 6, "state": 10, "administrative_unit": 10, "province": 10,
    "region": 10, "state_abbr": 10, "suffix": 3, "timezone": 1, "tld": 4, "user_agent": 20, "year": 45,
    "past_date": 25, "future_date": 25, "color_name": 30, "date_this_month": 28, "domain_word": 45,
  ]

  @Test(arguments: LocaleFile.names)
  func everyMethodGivesTextsInEveryLocale(_ locale: String) throws {
    #expect(FakerTable.names.count >= 150)
    let columns = FakerTable.names.map { column("x_\($0)", "string", "faker: { method: \($0), locale: \(locale) }") }
    let data = try TestData(schemaText([entity("t", rows: 300, columns)]))
    let table = try data.table("t")
    let batch = data.plan.evaluate(.init(table: 0, rows: 0..<300))
    for (column, buffer) in zip(table.columns, batch.columns).dropFirst() {
      for row in 0..<300 {
        let text = String(validating: buffer.bytes(row), as: UTF8.self)
        guard let text, !text.isEmpty, !text.contains(where: { "{}\t~".contains($0) }), text.first != " ",
          text.last != " ", column.name == "x_paragraphs" || !text.contains("\n")
        else {
          Issue.record("\(locale) \(column.name): \"\(text ?? "no UTF-8")\"")
          break
        }
      }
      let distinct = Set((0..<300).map { buffer.string($0) }).count
      #expect(distinct >= Self.smallDomains[String(column.name.dropFirst(2))] ?? 51, "\(locale) \(column.name)")
    }
  }

  @Test(arguments: [
    ("method: nmae", "did you mean \"name\""), ("method: name, locale: xx_XX", "no locale \"xx_XX\""),
    ("method: name, nb_words: 3", "takes no \"nb_words\""),
    ("method: name, locale: ja_JP", "it has: en_US, en_GB"), ("method: name, locale: Paris", "no locale \"Paris\""),
    ("method: name, gender_from: id", "needs a text"), ("method: city, gender_from: x", "takes no \"gender_from\""),
    ("method: ean, length: 9", "8 or 13 digits"), ("method: random_int, min: 7, max: 3", "is above"),
    ("method: pyfloat, min_value: 7, max_value: 3", "is above"), ("method: pyint, step: 0", "at least 1"),
    ("method: isbn13, separator: \"1\"", "no digits"), ("method: lexify, letters: \"aa\"", "different characters"),
    ("method: random_element, elements: []", "is empty"), ("method: words, ext_word_list: []", "needs a word"),
    ("method: credit_card_number, card_type: vsia", "did you mean \"visa\""),
    ("method: date_between, start_date: yesterday", "is no ISO 8601 date"),
    ("method: date_between, start_date: \"2030-01-01\"", "is after the last"),
    ("method: date_this_year, before_today: false", "leaves no time"),
    ("method: boolean, chance_of_getting_true: 101", "at most 100"), ("method: name, locale_from: id", "needs a text"),
    ("method: name, locale_from: nowhere", "names column \"nowhere\""),
    ("locale: en_US", "missing key \"method\""),
    ("method: date_of_birth, minimum_age: 50, maximum_age: 20", "is above"),
  ])
  func whatCannotBeMadeUpIsAnError(_ arguments: String, _ message: String) {
    let errors = TestData.errors(single("string", "faker: { \(arguments) }"))
    #expect(errors.contains { $0.contains(message) }, "\(errors)")
  }

  // MARK: Persons

  @Test(arguments: LocaleFile.names)
  func namesAndAddressesOfARowAgree(_ locale: String) throws {
    let methods = ["name", "first_name", "last_name", "email"]
    let columns = methods.map { column($0, "string", "faker: { method: \($0), locale: \(locale) }") }
    let data = try TestData(schemaText([entity("t", rows: 500, columns)]))
    let names = try data.texts("t.name"), firsts = try data.texts("t.first_name")
    let lasts = try data.texts("t.last_name"), emails = try data.texts("t.email")
    for row in names.indices {
      #expect(names[row] == "\(firsts[row]) \(lasts[row])")
      let local = emails[row].split(separator: "@").first.map(String.init) ?? ""
      #expect(local.contains(Transliteration.ascii(lasts[row])), "\(emails[row]) of \(names[row])")
      #expect(local.first == Transliteration.ascii(firsts[row]).first)
      #expect(emails[row].utf8.allSatisfy { $0 > 32 && $0 < 127 })
    }
    #expect(Set(names).count > 350)
  }

  @Test func prefixesTellPersonsApart() throws {
    let columns = ["buyer_name", "buyer_email", "seller_name"].map {
      column($0, "string", "faker: { method: \($0.hasSuffix("email") ? "email" : "name") }")
    }
    let data = try TestData(schemaText([entity("t", rows: 300, columns)]))
    let buyers = try data.texts("t.buyer_name"), sellers = try data.texts("t.seller_name")
    let emails = try data.texts("t.buyer_email")
    func agreement(_ names: [String]) -> Int {
      zip(names, emails).count { name, email in
        email.contains(Transliteration.ascii(name.split(separator: " ").last.map(String.init) ?? "?"))
      }
    }
    #expect(agreement(buyers) == 300)
    #expect(agreement(sellers) < 60)
  }

  @Test(arguments: [
    (["full_name", "work_email"], true), (["work_email", "full_name"], true), (["contact_name", "work_email"], true),
    (["member_name", "work_email"], true), (["owner_name", "work_email"], false),
    (["owner_name", "work_email", "first_name"], false),
  ])
  func wordsThatSayNoMoreThanTheTableDoNotMakeAnotherPerson(_ columns: [String], _ isOne: Bool) throws {
    let generators = columns.map { name -> String in
      let method = name.hasSuffix("email") ? "email" : name.hasSuffix("first_name") ? "first_name" : "name"
      return column(name, "string", "faker: { method: \(method), locale: de_DE }")
    }
    let data = try TestData(schemaText([entity("members", rows: 300, generators)]))
    let names = try data.texts("members.\(columns.first { $0.hasSuffix("name") } ?? "")")
    let agreeing = zip(names, try data.texts("members.work_email")).count { name, email in
      email.contains(Transliteration.ascii(name.split(separator: " ").last.map(String.init) ?? "?"))
    }
    #expect(isOne ? agreeing == 300 : agreeing < 60)
  }

  @Test(arguments: ["name", "contact", "owner_name", "full_name"])
  func aNameThatIsAddedLeavesTheAddressesAsTheyWere(_ name: String) throws {
    let address = column("email", "string", "faker: { method: email }")
    let added = column(name, "string", "faker: { method: name }")
    let before = try TestData(schemaText([entity("t", rows: 50, [address])])).texts("t.email")
    #expect(try TestData(schemaText([entity("t", rows: 50, [added, address])])).texts("t.email") == before)
  }

  @Test func namesFollowTheColumnOfGenders() throws {
    let columns = [
      column("first_name", "string", "faker: { method: first_name, locale: cs_CZ, gender_from: sex }"),
      column("last_name", "string", "faker: { method: last_name, locale: cs_CZ, gender_from: sex }"),
      column("email", "string", "faker: { method: email }"),
      column("sex", "string", "choice: { choices: [F, male, \"?\"], weights: [4, 4, 1] }"),
    ]
    let data = try TestData(schemaText([entity("t", rows: 600, columns)]))
    let locale = try #require(Locale.named("cs_CZ"))
    let women = Set(locale.values("first_name_female")), men = Set(locale.values("first_name_male"))
    let lasts = try data.texts("t.last_name"), emails = try data.texts("t.email")
    for (row, (name, sex)) in zip(try data.texts("t.first_name"), try data.texts("t.sex")).enumerated() {
      if sex == "F" { #expect(women.contains(name)) }
      if sex == "male" { #expect(men.contains(name)) }
      #expect(emails[row].contains(Transliteration.ascii(lasts[row])))
    }
    // Without the column, names are what they were.
    let plain = column("first_name", "string", "faker: { method: first_name, locale: cs_CZ }")
    let before = try TestData(schemaText([entity("t", rows: 600, [plain])])).texts("t.first_name")
    let after = try TestData(schemaText([entity("t", rows: 600, [plain, columns[3]])])).texts("t.first_name")
    #expect(before == after)
  }

  @Test func userNamesAreMadeFromTheName() throws {
    let columns = ["name", "user_name"].map { column($0, "string", "faker: { method: \($0), locale: pl_PL }") }
    let data = try TestData(schemaText([entity("t", rows: 300, columns)]))
    for (name, user) in zip(try data.texts("t.name"), try data.texts("t.user_name")) {
      #expect(user.contains(Transliteration.ascii(name.split(separator: " ").last.map(String.init) ?? "?")))
    }
  }

  @Test func stateAndAbbreviationBelongTogether() throws {
    let columns = ["state", "state_abbr"].map { column($0, "string", "faker: { method: \($0) }") }
    let data = try TestData(schemaText([entity("t", rows: 2000, columns)]))
    let pairs = Set(zip(try data.texts("t.state"), try data.texts("t.state_abbr")).map { "\($0) \($1)" })
    #expect(pairs.contains("California CA") && pairs.count <= 51)
  }

  @Test func britishPostcodesHaveNoLettersThatLookAlike() throws {
    let codes = try faker("method: postcode, locale: en_GB", rows: 5000).texts("t.x")
    let form = /[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}/
    #expect(codes.allSatisfy { $0.wholeMatch(of: form) != nil })
    let last = Set(codes.compactMap(\.last))
    #expect(last.count == 20)
  }

  @Test func emailsOfAUniqueColumnNeverRepeat() throws {
    let columns = [column("email", "string", "faker: { method: email }")]
    let text = schemaText([entity("t", rows: 20_000, columns)], constraints: "{ unique: [t.email] }")
    #expect(Set(try TestData(text).texts("t.email")).count == 20_000)
  }

  @Test(arguments: [
    ("Łódź", "lodz"), ("Žluťoučký kůň", "zlutouckykun"), ("Müller-Straße", "muellerstrasse"),
    ("O'Brien", "obrien"), ("François", "francois"), ("東京", ""),
  ])
  func addressesAreTransliterated(_ text: String, _ expected: String) {
    #expect(Transliteration.ascii(text) == expected)
  }

  @Test func cityAndPostcodeBelongTogether() throws {
    let columns = ["city", "postcode"].map { column($0, "string", "faker: { method: \($0), locale: de_DE }") }
    let data = try TestData(schemaText([entity("t", rows: 5000, columns)]))
    var prefixes: [String: Set<Substring>] = [:]
    for (city, code) in zip(try data.texts("t.city"), try data.texts("t.postcode")) {
      prefixes[city, default: []].insert(code.prefix(1))
    }
    #expect(prefixes.count > 50)
    #expect(prefixes.values.allSatisfy { $0.count == 1 }, "a German city has one leading digit")
  }

  // MARK: Codes

  @Test func uuidsHaveVersionAndVariant() throws {
    let uuids = try faker("method: uuid4", rows: 5000).texts("t.x")
    let form = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/
    for uuid in uuids { #expect(uuid.wholeMatch(of: form) != nil, "\(uuid)") }
    #expect(Set(uuids).count == 5000)
    // Every free bit is as often set as not: 5,000 draws stay within 174 of the half.
    let digits = uuids.map { $0.filter { $0 != "-" }.compactMap(\.hexDigitValue) }
    for place in 0..<32 where place != 12 {
      for bit in 0..<(place == 16 ? 2 : 4) {
        let set = digits.count { $0[place] >> bit & 1 == 1 }
        #expect(abs(set - 2500) < 174, "digit \(place), bit \(bit)")
      }
    }
  }

  @Test(arguments: [("##", 100), ("%#-?", 2340), ("?%", 234), ("A#ž?", 260)])
  func bothifyOfAUniqueColumnTakesItsWholeDomainOnce(_ form: String, _ count: Int) throws {
    let columns = [column("x", "string", "faker: { method: bothify, text: \"\(form)\" }")]
    let text = schemaText([entity("t", rows: count, columns)], constraints: "{ unique: [t.x] }")
    let codes = try TestData(text).texts("t.x")
    #expect(Set(codes).count == count)
    #expect(codes != codes.sorted())
    let classes: [Character: String] = ["#": "[0-9]", "%": "[1-9]", "?": "[A-Z]"]
    let expression = try Regex(form.map { classes[$0] ?? String($0) }.joined())
    for code in codes { #expect(code.wholeMatch(of: expression) != nil, "\(code)") }
  }

  @Test func bothifyDrawsEveryCharacterAsLikely() throws {
    let codes = try faker("method: bothify, text: \"?%#\"", rows: 10_000).texts("t.x").map { Array($0.utf8) }
    for (place, values) in [Array(UInt8(65)...90), Array(UInt8(49)...57), Array(UInt8(48)...57)].enumerated() {
      #expect(chiSquareExcess(codes.map { $0[place] }.counts(of: values), values.map { _ in 1 }) <= 1)
    }
  }

  // MARK: Ages

  @Test(arguments: [
    ("2024-12-31", 18, 90), ("2024-02-29", 18, 20), ("2023-02-28", 0, 1), ("2024-03-01", 30, 30),
  ])
  func agesCountAtTheEndOfTheTimeframe(_ end: String, _ youngest: Int, _ oldest: Int) throws {
    let columns = [
      column(
        "x",
        "date",
        "faker: { method: date_of_birth, minimum_age: \(youngest), maximum_age: \(oldest) }"
      )
    ]
    let frame = "{ start: 2020-01-01, end: \"\(end)T23:59:59Z\" }"
    let days = try TestData(schemaText([entity("t", rows: 20_000, columns)], timeframe: frame)).integers(
      "t.x"
    )
    let today = CivilDate(day: Timestamp(microseconds: moment(end)).day)
    let ages = days.map { day -> Int in
      let born = CivilDate(day: day)
      let hadBirthday = (today.month, today.day) >= (born.month, born.day)
      return today.year - born.year - (hadBirthday ? 0 : 1)
    }
    #expect(ages.allSatisfy { (youngest...oldest).contains($0) })
    #expect(Set(ages).count == oldest - youngest + 1)
    let first = Double(days.min() ?? 0), last = Double(days.max() ?? 0)
    #expect(
      kolmogorovDistance(days.map { Double($0) + 0.5 }) { ($0 - first) / (last - first + 1) }
        < kolmogorovBound * 2
    )
  }
}
