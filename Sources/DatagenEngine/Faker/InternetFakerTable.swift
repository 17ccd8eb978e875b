import DatagenColumns
import DatagenSchema

extension FakerTable {
  private typealias Slot = CodeForm.Slot

  /// Addresses of machines, pages and programs; all names of machines lie in domains that are reserved for examples.
  static let internet: [FakerEntry] = [
    .text("domain_name") { CodeFakerMethod(domain($0), $0) },
    .text("domain_word") { CodeFakerMethod([word("domain_word", $0)], $0) },
    .text("hostname") { context in
      CodeFakerMethod(
        [word("host_role", context), text("-"), .number(1...99, width: 2), text(".")] + domain(context),
        context
      )
    },
    .text("url") { CodeFakerMethod([text("https://www.")] + domain($0) + [text("/")], $0) },
    .text("uri") { context in
      CodeFakerMethod(
        [text("https://www.")] + domain(context) + [
          text("/"), word("url_word", context), text("/"), word("domain_word", context), text("-"),
          word("domain_word", context),
        ],
        context
      )
    },
    .text("uri_path") { CodeFakerMethod([word("url_word", $0), text("/"), word("domain_word", $0)], $0) },
    .text("slug") { context in
      CodeFakerMethod(
        [
          word("domain_word", context), text("-"), word("domain_word", context), text("-"), word("url_word", context),
        ],
        context
      )
    },
    .text(
      "image_url",
      arguments: [
        KeyForm("width", .count, "the width of an image in pixels, random by default"),
        KeyForm("height", .count, "the height of an image in pixels, random by default"),
      ]
    ) { context in
      CodeFakerMethod(
        [text("https://images.example.com/"), .number(1...99_999_999, width: 1), text("/")] + size("width", context) + [
          text("/")
        ] + size("height", context),
        context
      )
    },
    .form("tld", isLocal: true),
    // Networks from 1 to 223, without those of one's own machine and house.
    .text("ipv4", "ipv4_public") { context in
      let first = Array(1...223).filter { ![10, 100, 127, 169, 172, 192, 198, 203].contains($0) }.map(String.init)
      return CodeFakerMethod([.word(TextDictionary(first))] + octets(3), context)
    },
    .text("ipv4_private") { context in
      MixedCodeFakerMethod(
        [
          (2, [text("10")] + octets(3)), (1, [text("172."), .number(16...31, width: 1)] + octets(2)),
          (2, [text("192.168")] + octets(2)),
        ],
        check: .none,
        context
      )
    },
    // Global unicast addresses: 2000::/3.
    .text("ipv6") { context in
      let group: [Slot] = [text(":")] + CodeForm.slots("####", hexadecimal)
      return CodeFakerMethod(
        [text("2")] + CodeForm.slots("###", hexadecimal) + Array(repeating: group, count: 7).flatMap(\.self),
        context
      )
    },
    // Unicast, assigned by the maker: the two lowest bits of the first byte are 0.
    .text("mac_address") { context in
      let first: [Slot] = [.byte(CodeForm.hexadecimal), .byte(Array("048c".utf8))]
      let group: [Slot] = [text(":")] + CodeForm.slots("##", hexadecimal)
      return CodeFakerMethod(first + Array(repeating: group, count: 5).flatMap(\.self), context)
    },
    FakerEntry("port_number") { .number(RangeFakerMethod(low: 1, high: 65_535, $0)) },
    .form("http_method"),
    FakerEntry("http_status_code") { context in
      context.wantsNumber
        ? ListedNumberFakerMethod("http_status_code", context).map(FakerWork.number)
        : FormFakerMethod("http_status_code", context).map(FakerWork.text)
    },
    .form("user_agent"),
  ]

  static let hexadecimal: [Character: [UInt8]] = ["#": CodeForm.hexadecimal]

  private static func text(_ text: String) -> Slot { .literal(Array(text.utf8)) }

  /// A word of a list that all locales share, or have of their own.
  static func word(_ list: String, _ context: FakerContext) -> CodeForm.Slot {
    context.locale.field(list).map { .word($0.list.fields[$0.field]) } ?? .literal([])
  }

  /// `juniper-ridge.example.com`: below the domains of RFC 2606.
  private static func domain(_ context: FakerContext) -> [Slot] {
    [
      word("domain_word", context), text("-"), word("domain_word", context), text("."),
      .word(TextDictionary(["example.com", "example.net", "example.org"])),
    ]
  }

  private static func octets(_ count: Int) -> [Slot] {
    Array(repeating: [text("."), .number(0...255, width: 1)], count: count).flatMap(\.self)
  }

  private static func size(_ argument: String, _ context: FakerContext) -> [Slot] {
    if let given = context.arguments[argument]?.integer { return [text(String(given))] }
    return [.number(16...1024, width: 1)]
  }
}
