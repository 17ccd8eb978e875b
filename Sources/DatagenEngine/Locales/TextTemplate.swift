import DatagenColumns
import DatagenSchema

/// A compiled text form: literal bytes, drawn values, digits and letters.
///
/// In a form `{field}` stands for a value of a locale's list or for another form, `#` for a digit, `%` for a digit
/// that is not 0, `?` for an upper-case letter. Fields of one list that belong to the same subject come from the same
/// entry: the postcode is that of the city.
struct TextTemplate: Sendable {
  fileprivate enum Part: Sendable {
    case literal(TextDictionary)
    case digit, nonzeroDigit, letter
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
    /// The compiled texts where they are patterns themselves.
    let patterns: [TextTemplate]?

    @inline(__always)
    func code(_ row: Int64) -> Int { table.index(key.bits(row)) }
  }

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
      case .pick(let pick):
        let code = pick.code(row)
        if let patterns = pick.patterns {
          patterns[code].append(to: text, row: row, &stream)
        } else {
          text.append(pick.texts.bytes(code))
        }
      case .choice(let table, let key, let templates):
        templates[table.index(key.bits(row))].append(to: text, row: row, &stream)
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

  /// The lists whose entries belong to the row's place.
  private static let placeLists: Set<String> = ["place"]

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
      let key = (Self.placeLists.contains(list.name) ? placeKey : columnKey.derived(path)).derived(list.name)
      let patterns = list.isPattern[field]
        ? list.fields[field].strings.map { compile($0, path: path + name) } : nil
      return .pick(
        .init(
          texts: list.fields[field], table: list.table, key: use == 0 ? key : key.derived(use), patterns: patterns))
    }
    guard let formats = locale.formats(name) else { return nil }
    let key = columnKey.derived(path).derived("form of \(name)").derived(use)
    let templates = formats.map { compile($0.template, path: path + name) }
    return .choice(AliasTable(weights: formats.map(\.weight)), key, templates)
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
      case "#", "%", "?":
        flush()
        parts.append((false, String(character)))
      default: literal.append(character)
      }
    }
    flush()
    return parts
  }
}
