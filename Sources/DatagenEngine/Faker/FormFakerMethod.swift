import DatagenColumns
import DatagenSchema

/// Methods that are nothing but a list or forms of the locale: `city`, `job`, `address`, `phone_number`, `company`, ….
struct FormFakerMethod: FakerMethod {
  let template: TextTemplate
  private let key: RandomKey

  /// - Returns: nil where the locale has no list or form of this name.
  init?(_ name: String, _ context: FakerContext) {
    let compiler = TemplateCompiler(
      locale: context.locale,
      columnKey: context.column.key,
      placeKey: context.placeKey
    )
    guard let template = compiler.compile(named: name) else { return nil }
    self.template = template
    key = context.column.key.derived("characters")
  }

  func append(to text: ByteArena, row: Int64) {
    var stream = key.stream(row)
    template.append(to: text, row: row, &stream)
  }
}
