import DatagenColumns
import DatagenSchema

/// A compiled text form: literal bytes, drawn values, digits and letters.
///
/// In a form `{field}` stands for a value of a locale's list or for another form, `#` for a digit, `%` for a digit
/// that is not 0, `?` for an upper-case letter, `~` for one that ends a British postcode (none of C, I, K, M, O, V). What belongs to the place of a row is drawn with the place's keys, so
/// that its address, street, city and postcode agree in whatever columns they stand.
struct TextTemplate: Sendable {
  fileprivate enum Part: Sendable {
    case literal(TextDictionary)
    case digit, nonzeroDigit, letter, postcodeLetter
    /// A value of a list.
    case pick(Pick)
    /// One of several forms.
    case choice(AliasTable, RandomKey, [TextTemplate])
  }

  /// A value of one field of a list.
  struct Pick: Sendable {
    let texts: TextDictionary
    let table: AliasTable
    let key: RandomKey
    /// The digits and letters of patterns.
    let characters: RandomKey
    /// The compiled texts where they are patterns themselves.
    let patterns: [TextTemplate]?

    @inline(__always)
    func code(_ row: Int64) -> Int { table.index(key.bits(row)) }
  }

  private static let postcodeLetters: StaticString = "ABDEFGHJLNPQRSTUWXYZ"

  private let parts: [Part]

  /// Appends the text for a row.
  ///
  /// - Parameter stream: the row's random digits and letters.
  func append(to text: ByteArena, row: Int64, _ stream: inout CellStream) {
    for part in parts {
      switch part {
      case .literal(let literal): text.append(literal.bytes(0))
      case .digit: text.append(UInt8(truncatingIfNeeded: 48 &+ stream.below(10)))
      case .nonzeroDigit: text.append(UInt8(truncatingIfNeeded: 49 &+ stream.below(9)))
      case .letter: text.append(UInt8(truncatingIfNeeded: 65 &+ stream.below(26)))
      case .postcodeLetter:
        text.append(Self.postcodeLetters.utf8Start[Int(stream.below(UInt64(Self.postcodeLetters.utf8CodeUnitCount)))])
      case .pick(let pick):
        let code = pick.code(row)
        if let patterns = pick.patterns {
          var characters = pick.characters.stream(row)
          patterns[code].append(to: text, row: row, &characters)
        } else {
          text.append(pick.texts.bytes(code))
        }
      case .choice(let table, let key, let templates):
        var characters = key.stream(row)
        let form = table.index(characters.next())
        templates[form].append(to: text, row: row, &characters)
      }
    }
  }

  /// A single drawn value, where the form is nothing else; such a column can be stored as codes.
  var singlePick: Pick? {
    if parts.count == 1, case .pick(let pick) = parts[0], pick.patterns == nil { return pick }
    return nil
  }

  fileprivate init(parts: [Part]) { self.parts = parts }
}

/// Compiles the forms of a locale for one column.
struct TemplateCompiler {
  let locale: Locale
  /// The key of the column: what it draws is its own.
  let columnKey: RandomKey
  /// The key of the place that the columns of a row share: city, region and postcode agree.
  let placeKey: RandomKey

  /// The lists and forms that belong to the row's place.
  private static let placeParts: Set<String> = ["place", "street", "building_number", "street_address", "address"]

  /// Compiles a field or a method's forms; nil where the locale has neither.
  func compile(named name: String) -> TextTemplate? {
    guard locale.field(name) != nil || locale.formats(name) != nil else { return nil }
    return compile("{\(name)}")
  }

  /// Compiles a form.
  func compile(_ form: String) -> TextTemplate { compile(form, path: "") }

  private func compile(_ form: String, path: String) -> TextTemplate {
    var uses: [String: Int] = [:]
    let parts = Self.split(form).compactMap { part -> TextTemplate.Part? in
      if part.isLiteral { return .literal(TextDictionary([part.text])) }
      switch part.text {
      case "#": return .digit
      case "%": return .nonzeroDigit
      case "?": return .letter
      case "~": return .postcodeLetter
      default:
        let use = uses[part.text, default: 0]
        uses[part.text] = use + 1
        return source(part.text, use: use, path: path)
      }
    }
    return TextTemplate(parts: parts)
  }

  private func source(_ name: String, use: Int, path: String) -> TextTemplate.Part? {
    if let (list, field) = locale.field(name) {
      let key = partKey(of: list.name, use: use, path: path)
      let patterns =
        list.isPattern[field]
        ? list.fields[field].strings.map { compile($0, path: path + name) } : nil
      return .pick(
        .init(
          texts: list.fields[field],
          table: list.table,
          key: key,
          characters: key.derived(name),
          patterns: patterns
        )
      )
    }
    guard let formats = locale.formats(name) else { return nil }
    let key = partKey(of: name, use: use, path: path).derived("form")
    let templates = formats.map { compile($0.template, path: path + name) }
    return .choice(AliasTable(weights: formats.map(\.weight)), key, templates)
  }

  /// The key of a list or of forms: the place's for what belongs to it, otherwise one for each use in each form.
  private func partKey(of name: String, use: Int, path: String) -> RandomKey {
    if Self.placeParts.contains(name) { return placeKey.derived(name) }
    return columnKey.derived(path).derived(name).derived(use)
  }

  /// The literal stretches and the placeholders of a form.
  private static func split(_ form: String) -> [(isLiteral: Bool, text: String)] {
    var parts: [(isLiteral: Bool, text: String)] = []
    var literal = ""
    func flush() {
      if !literal.isEmpty { parts.append((true, literal)) }
      literal = ""
    }
    var rest = form[...]
    while let character = rest.first {
      rest = rest.dropFirst()
      switch character {
      case "{":
        flush()
        let name = rest.prefix { $0 != "}" }
        parts.append((false, String(name)))
        rest = rest.dropFirst(name.count + 1)
      case "#", "%", "?", "~":
        flush()
        parts.append((false, String(character)))
      default: literal.append(character)
      }
    }
    flush()
    return parts
  }
}
