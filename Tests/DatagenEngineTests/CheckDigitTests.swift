import DatagenSchema
import Testing

@testable import DatagenEngine

/// Check digits, computed again by other means.
@Suite struct CheckDigitTests {
  private static func texts(_ method: String, locale: String = "en_US", rows: Int = 1000) throws -> [String] {
    try TestData(single("string", "faker: { method: \(method), locale: \(locale) }", rows: rows)).texts("t.x")
  }

  private static func digits(_ text: String) -> [Int] { text.compactMap(\.wholeNumberValue) }

  private static func isLuhn(_ text: String) -> Bool {
    digits(text).reversed().enumerated().reduce(0) { sum, digit in
      let doubled = digit.element * (digit.offset % 2 + 1)
      return sum + doubled / 10 + doubled % 10
    } % 10 == 0
  }

  /// The rest modulo a number of a decimal text of any length.
  private static func rest(_ digits: String, _ modulus: Int) -> Int {
    digits.reduce(0) { ($0 * 10 + ($1.wholeNumberValue ?? 0)) % modulus }
  }

  @Test func publishedExamplesAreValid() {
    // Of the standards and authorities.
    let examples: [(CheckDigits, String)] = [
      (.ean, "4006381333931"), (.ean, "9780306406157"), (.isbn10, "0306406152"), (.luhn, "4242424242424242"),
      (.luhn, "378282246310005"), (.iban, "GB82WEST12345698765432"), (.iban, "DE89370400440532013000"),
      (.vin, "1M8GDM9AXKP042788"), (.vin, "11111111111111111"), (.spanishLetter, "12345678Z"),
      (.italianLetter, "RSSMRA85T10A562S"), (.pesel, "44051401359"), (.luhn, "811218-9876"), (.aba, "111000025"),
      (.french, "255081416802538"), (.german, "15070649C103"), (.german, "65170839J003"), (.dutch, "111222333"),
      (.norwegian, "01010750160"), (.isbn10, "080442957X"),
    ]
    for (check, example) in examples {
      var bytes = Array(example.utf8)
      bytes.withUnsafeMutableBytes { check.complete($0) }
      #expect(String(decoding: bytes, as: UTF8.self) == example)
    }
  }

  @Test func cardsFollowLuhn() throws {
    for text in try Self.texts("credit_card_number") { #expect(Self.isLuhn(text), "\(text)") }
  }

  @Test(arguments: ["ean13", "ean8", "upc_a", "isbn13"])
  func goodsHaveTheWeightsOneAndThree(_ method: String) throws {
    for text in try Self.texts(method) {
      let sum = Self.digits(text).reversed().enumerated().reduce(0) { $0 + $1.element * ($1.offset % 2 * 2 + 1) }
      #expect(sum % 10 == 0, "\(text)")
    }
  }

  @Test func oldBookNumbersAreDivisibleByEleven() throws {
    for text in try Self.texts("isbn10") {
      let values = text.filter { $0 != "-" }.map { $0 == "X" ? 10 : $0.wholeNumberValue ?? 0 }
      #expect(values.count == 10 && zip(values, (1...10).reversed()).reduce(0) { $0 + $1.0 * $1.1 } % 11 == 0)
    }
  }

  @Test(arguments: zip(LocaleFile.names, [22, 22, 22, 27, 24, 15, 24, 18, 24, 27, 28]))
  func accountsHaveTheLengthOfTheirCountry(_ locale: String, _ length: Int) throws {
    for text in try Self.texts("iban", locale: locale) {
      #expect(text.count == length, "\(text)")
      let moved = text.dropFirst(4) + text.prefix(4)
      let number = moved.map { $0.isNumber ? String($0) : String(Int($0.asciiValue ?? 0) - 55) }.joined()
      #expect(Self.rest(number, 97) == 1, "\(text)")
    }
  }

  @Test func vehiclesHaveTheCheckCharacterOfTheirNumber() throws {
    let values = Dictionary(
      uniqueKeysWithValues: zip(
        "ABCDEFGHJKLMNPRSTUVWXYZ",
        [1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9]
      )
    )
    let weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]
    for text in try Self.texts("vin") {
      let sum = zip(text, weights).reduce(0) { $0 + ($1.0.wholeNumberValue ?? values[$1.0] ?? 0) * $1.1 }
      let check = Array(text)[8]
      #expect(check == (sum % 11 == 10 ? "X" : Character(String(sum % 11))), "\(text)")
    }
  }

  @Test(arguments: [
    ("en_GB", #"ZZ \d\d \d\d \d\d [A-D]"#), ("de_DE", #"9\d{7}[A-Z]\d{3}"#), ("fr_FR", #"[12]\d{14}"#),
    ("cs_CZ", #"\d\d[0156]\d\d\d/\d{4}"#), ("nb_NO", #"\d\d[89]\d{8}"#), ("sv_SE", #"\d{6}-9[89]\d\d"#),
    ("nl_NL", #"9999\d{5}"#), ("es_ES", #"\d{8}[A-Z]"#), ("it_IT", #"[A-Z]{6}\d\d[A-Z]\d\dZ9\d\d[A-Z]"#),
    ("pl_PL", #"\d\d[89]\d{8}"#),
  ])
  func personsHaveNumbersOfTheirCountry(_ locale: String, _ form: String) throws {
    let expression = try Regex(form)
    let isValid: (String) -> Bool =
      switch locale {
      case "cs_CZ": { Self.rest($0.filter(\.isNumber), 11) == 0 }
      case "sv_SE": { Self.isLuhn($0) }
      case "fr_FR": { Self.rest(String($0.prefix(13)), 97) + (Int($0.suffix(2)) ?? 0) == 97 }
      case "nl_NL": { zip(Self.digits($0), [9, 8, 7, 6, 5, 4, 3, 2, -1]).reduce(0) { $0 + $1.0 * $1.1 } % 11 == 0 }
      case "pl_PL":
        { zip(Self.digits($0), [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]).reduce(0) { $0 + $1.0 * $1.1 } % 10 == 0 }
      case "nb_NO":
        {
          let digits = Self.digits($0)
          return zip(digits, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]).reduce(0) { $0 + $1.0 * $1.1 } % 11 == 0
            && zip(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]).reduce(0) { $0 + $1.0 * $1.1 } % 11 == 0
        }
      case "es_ES": { Array("TRWAGMYFPDXBNJZSQVHLCKE")[(Int($0.prefix(8)) ?? 0) % 23] == $0.last }
      default: { _ in true }
      }
    let wrong = try Self.texts("ssn", locale: locale).filter { $0.wholeMatch(of: expression) == nil || !isValid($0) }
    #expect(wrong.isEmpty)
  }
}
