import DatagenColumns
import DatagenSchema

extension FakerTable {
  private typealias Slot = CodeForm.Slot

  /// Files, hashes and names of languages.
  static let files: [FakerEntry] = [
    .text("uuid4") { UUIDFakerMethod($0) },
    .text("md5") { hash(32, $0) },
    .text("sha1") { hash(40, $0) },
    .text("sha256") { hash(64, $0) },
    .form("file_extension"),
    .form("mime_type"),
    .text("file_name", arguments: [ending]) { CodeFakerMethod(file($0), $0) },
    .text(
      "file_path",
      arguments: [
        ending,
        KeyForm(
          "depth",
          .number(NumberLimits(minimum: 0, maximum: 20, isInteger: true)),
          "the folders of a file_path, 1 by default"
        ),
      ]
    ) { context in
      let folders = Array(
        repeating: [text("/"), word("folder", context)],
        count: Int(context.integer("depth", default: 1))
      )
      return CodeFakerMethod(folders.flatMap(\.self) + [text("/")] + file(context), context)
    },
    .form("language_code"),
    .form("locale"),
  ]

  private static let ending = KeyForm("extension", .string, "the ending of a file name, random by default")

  private static func text(_ text: String) -> Slot { .literal(Array(text.utf8)) }

  private static func hash(_ digits: Int, _ context: FakerContext) -> (any FakerMethod)? {
    CodeFakerMethod(CodeForm.slots(String(repeating: "#", count: digits), hexadecimal), context)
  }

  /// `invoice_4821.pdf`.
  private static func file(_ context: FakerContext) -> [Slot] {
    let ending = context.arguments["extension"]?.string.map { text($0) } ?? word("file_extension", context)
    return [word("file_word", context), text("_"), .number(0...9999, width: 4), text("."), ending]
  }
}
