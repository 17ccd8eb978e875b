import DatagenColumns
import DatagenSchema

extension FakerTable {
  private typealias Slot = CodeForm.Slot

  /// Money, accounts and cards.
  static let finance: [FakerEntry] = [
    .form("currency_code"),
    .form("currency_name"),
    .form("currency_symbol"),
    .form("cryptocurrency_code"),
    .form("cryptocurrency_name"),
    .text(
      "credit_card_number",
      arguments: [
        KeyForm("card_type", .word(cardTypes), "the provider of a credit_card_number, any by default")
      ]
    ) { context in
      let type = context.arguments["card_type"]?.string
      return MixedCodeFakerMethod(
        cards.filter { type == nil || $0.type == type }.map { ($0.weight, CodeForm.slots($0.form + "0")) },
        check: .luhn,
        context
      )
    },
    .form("credit_card_provider"),
    // Cards are valid for up to five years from the end of the timeframe.
    .text("credit_card_expire") { context in
      let end = CivilDate(day: context.column.schema.timeframe.end.day)
      let months = (1...60).map { end.adding(months: $0) }
      return CodeFakerMethod(
        [.word(TextDictionary(months.map { $0.month.padded + "/" + ($0.year % 100).padded }))],
        context
      )
    },
    .text("credit_card_security_code") { CodeFakerMethod(CodeForm.slots("###"), $0) },
    .text("iban", isLocal: true) { account($0, isInternational: true) },
    .text("bban", isLocal: true) { account($0, isInternational: false) },
    .text("swift", "swift8", isLocal: true) { swift($0, branch: "") },
    .text("swift11", isLocal: true) { swift($0, branch: "???") },
    .text("aba") { CodeFakerMethod(CodeForm.slots("0%######0"), check: .aba, $0) },
  ]

  /// Ranges that card schemes and payment providers publish for tests, and the card's length.
  private static let cards: [(type: String, weight: Double, form: String)] = [
    ("visa", 45, "424242##########"), ("visa", 5, "411111##########"), ("mastercard", 34, "555555##########"),
    ("amex", 8, "378282#########"), ("discover", 4, "601111##########"), ("jcb", 2, "353011##########"),
    ("maestro", 2, "675964##########"),
  ].map { ($0.0, $0.1, String($0.2.dropLast())) }

  private static let cardTypes = ["amex", "discover", "jcb", "maestro", "mastercard", "visa"]

  private static func text(_ text: String) -> Slot { .literal(Array(text.utf8)) }

  /// The account of the locale's country; the United States have no IBAN and get British ones, as in Python's Faker.
  private static func account(_ context: FakerContext, isInternational: Bool) -> (any FakerMethod)? {
    guard let country = context.locale.values("bank_country").first,
      let form = context.locale.values("bban_form").first
    else { return nil }
    return CodeFakerMethod(
      (isInternational ? [text(country + "00")] : []) + CodeForm.slots(form),
      check: isInternational ? .iban : .none,
      context
    )
  }

  /// ISO 9362: bank, country, place, and a branch; a 0 in the place's second character marks a test code.
  private static func swift(_ context: FakerContext, branch: String) -> (any FakerMethod)? {
    guard let country = context.locale.values("bank_nation").first else { return nil }
    return CodeFakerMethod(CodeForm.slots("????" + country + "?0" + branch), context)
  }
}

extension Int {
  /// Two digits.
  var padded: String { self < 10 ? "0\(self)" : "\(self)" }
}
