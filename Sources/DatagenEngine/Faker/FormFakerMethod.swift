import DatagenColumns
import DatagenSchema

/// Methods that are nothing but a list or forms of the locale: `city`, `job`, `address`, `phone_number`, `company`, ….
struct FormFakerMethod: FakerMethod {
  let template: TextTemplate
  private let key: RandomKey
  /// In a unique column, the order in which the values of a list are dealt out, none of which is there twice.
  let distinct: Permutation?
  let distinctValues: Double?

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
    let texts = template.singlePick?.texts.strings ?? []
    let isListed = context.isUnique && !texts.isEmpty && Set(texts).count == texts.count
    distinct = isListed ? Permutation(count: UInt64(texts.count), key: key) : nil
    distinctValues = isListed ? Double(texts.count) : nil
  }

  func append(to text: ByteArena, row: Int64) {
    var stream = key.stream(row)
    template.append(to: text, row: row, &stream)
  }
}
