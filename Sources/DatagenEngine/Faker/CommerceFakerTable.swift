import DatagenColumns
import DatagenSchema

extension FakerTable {
  private typealias Slot = CodeForm.Slot

  /// Companies, goods and vehicles.
  static let commerce: [FakerEntry] = [
    .form("company", isLocal: true),
    .form("company_suffix", isLocal: true),
    .form("catch_phrase"),
    .form("bs"),
    .form("color_name"),
    .form("safe_color_name"),
    .text("hex_color", "color") { CodeFakerMethod([text("#")] + CodeForm.slots("######", hexadecimal), $0) },
    .text("safe_hex_color") { context in
      let pairs = TextDictionary("0123456789abcdef".map { "\($0)\($0)" })
      return CodeFakerMethod([text("#"), .word(pairs), .word(pairs), .word(pairs)], context)
    },
    .text("rgb_color") { context in
      let level = Slot.number(0...255, width: 1)
      return CodeFakerMethod([level, text(","), level, text(","), level], context)
    },
    .text("ean", arguments: [KeyForm("length", .integer, "the digits of an ean: 13, the default, or 8")]) { context in
      let length = context.integer("length", default: 13)
      guard length == 8 || length == 13 else {
        context.column.error("an ean has 8 or 13 digits, not \(length)", at: context.arguments["length"]?.position)
        return nil
      }
      return CodeFakerMethod(
        CodeForm.slots(String(repeating: "#", count: Int(length) - 1)) + [text("0")],
        check: .ean,
        context
      )
    },
    .text("ean13") { CodeFakerMethod(CodeForm.slots("############0"), check: .ean, $0) },
    .text("ean8") { CodeFakerMethod(CodeForm.slots("#######0"), check: .ean, $0) },
    .text("upc_a") { CodeFakerMethod(CodeForm.slots("###########0"), check: .ean, $0) },
    .text("isbn13", arguments: [separator]) { isbn("978-", check: .ean, $0) },
    .text("isbn10", arguments: [separator]) { isbn("", check: .isbn10, $0) },
    .text("vin") { context in
      // I, O and Q are never used; the model year has no U, Z or 0 either.
      let places = Slot.byte(Array("ABCDEFGHJKLMNPRSTUVWXYZ0123456789".utf8))
      let years = Slot.byte(Array("ABCDEFGHJKLMNPRSTVWXY123456789".utf8))
      return CodeFakerMethod(
        [word("vehicle_maker", context)] + Array(repeating: places, count: 5) + [text("0"), years, places]
          + CodeForm.slots("######"),
        check: .vin,
        context
      )
    },
  ]

  private static let separator = KeyForm("separator", .string, "what stands between the parts of an isbn, - by default")

  private static func text(_ text: String) -> Slot { .literal(Array(text.utf8)) }

  /// Group, publisher and title of the English group with the registrant lengths of the ISBN agency's ranges 00 to 94.
  private static func isbn(_ prefix: String, check: CheckDigits, _ context: FakerContext) -> (any FakerMethod)? {
    let separator = context.arguments["separator"]?.string ?? "-"
    // A publisher of two digits is below 20, one of three from 200 to 227 or 229 to 368, one of four from 3690.
    let publishers: [(weight: Double, publisher: Slot, title: String)] = [
      (1, .number(0...19, width: 2), "######"), (2, .number(229...368, width: 3), "#####"),
      (3, .number(4000...6389, width: 4), "####"), (2, .number(70_000...84_999, width: 5), "###"),
      (1, .number(900_000...949_999, width: 6), "##"),
    ]
    // The check digits count digits only; what a separator may be is limited so that it is none.
    guard separator.utf8.allSatisfy({ $0 < 48 || $0 > 57 }), separator.utf8.count <= 3 else {
      context.column.error("a separator has at most three characters, and no digits", at: context.arguments.position)
      return nil
    }
    let begin = prefix.isEmpty ? [] : [text("978" + separator)]
    return MixedCodeFakerMethod(
      publishers.map {
        let parts = begin + [text("0" + separator), $0.publisher, text(separator)]
        return ($0.weight, parts + CodeForm.slots($0.title) + [text(separator + "0")])
      },
      check: check,
      context
    )
  }
}
