import DatagenColumns
import DatagenSchema

/// The locales that a faker column may need.
struct FakerLocales {
  /// One locale, or all of them where a column decides.
  let used: [Locale]
  let column: ColumnIndex?
  /// The place in `used` of the locale for rows whose column names none.
  let standard: Int
  let summary: String

  /// The locale of methods whose values have no language and no country.
  static let shared = FakerLocales(Locale.standardName)

  private init(_ name: String) {
    self.init(used: [Locale.named(name)].compactMap(\.self), column: nil, standard: 0, summary: name)
  }

  private init(used: [Locale], column: ColumnIndex?, standard: Int, summary: String) {
    self.used = used
    self.column = column
    self.standard = standard
    self.summary = summary
  }

  init?(_ arguments: DocumentNode, _ context: ColumnContext) {
    var named = Locale.standardName
    if let node = arguments["locale"]?.located {
      guard let found = LocaleFinder.locale(spelled: node.value) else {
        context.error(
          "this version of datagen has no locale \"\(node.value)\" (it has: \(LocaleFile.names.joined(separator: ", ")))",
          at: node.position
        )
        return nil
      }
      named = found.name
      if found.isRelative, Self.isOwn("locale", context) {
        context.diagnostics.warning(
          "this version of datagen has no locale \"\(node.value)\"; \"\(named)\" stands for it",
          at: node.position
        )
      }
    }
    guard let source = arguments["locale_from"]?.located else {
      self.init(named)
      return
    }
    guard let index = context.textColumn(named: source.value, at: source.position, for: "\"locale_from\"") else {
      return nil
    }
    let finder = LocaleFinder.shared
    let other = context.table.columns[index.column]
    let choices = other.generator?.arguments["choices"]?.elements?.compactMap(\.string) ?? []
    let strangers = choices.filter { finder.place(of: StableHash.hash($0)) == nil }
    if !strangers.isEmpty, Self.isOwn("locale_from", context) {
      context.diagnostics.warning(
        "no locale for \(strangers.map { "\"\($0)\"" }.joined(separator: ", ")): these rows get \(named) (there are: "
          + "\(LocaleFile.names.joined(separator: ", ")))",
        at: source.position
      )
    }
    self.init(
      used: finder.locales,
      column: index,
      standard: finder.place(named: named) ?? 0,
      summary: "locale from \"\(source.value)\""
    )
  }

  /// Whether the column has an argument itself, and has not inherited it.
  private static func isOwn(_ argument: String, _ context: ColumnContext) -> Bool {
    context.column.generator?.arguments[argument] != nil
  }

  /// The arguments of an e-mail address or user name without a locale or a gender: it takes those of the name of the
  /// same person, so that they agree.
  ///
  /// Of several names the first in the alphabet decides, wherever it stands in the table.
  static func inherited(_ arguments: DocumentNode, _ context: ColumnContext) -> DocumentNode {
    guard PersonColumns.contactMethods.contains(arguments["method"]?.string ?? ""),
      inherited.allSatisfy({ arguments[$0] == nil })
    else { return arguments }
    for column in PersonColumns(context).names {
      guard let other = column.generator?.arguments else { continue }
      let members = other.members.filter { inherited.contains($0.key) }
      if !members.isEmpty { return DocumentNode(.object(arguments.members + members), at: arguments.position) }
    }
    return arguments
  }

  private static let inherited: Set<String> = ["locale", "locale_from", "gender_from"]
}

/// Which locale each row of a batch has.
struct LocalePlaces {
  private let lookup: TextLookup

  init(_ column: ColumnBuffer, standard: Int) {
    lookup = TextLookup(column, standard: standard) { LocaleFinder.shared.place(of: $0) }
  }

  @inline(__always)
  func place(_ row: Int) -> Int { lookup.place(row) }
}

/// What the texts of a column stand for, by their hashes.
struct TextLookup {
  private let column: ColumnBuffer
  private let standard: Int
  private let find: (UInt64) -> Int?
  /// The place for each code, where the column is coded.
  private let byCode: [Int]

  /// - Parameter standard: the place of NULLs and of what is not found.
  init(_ column: ColumnBuffer, standard: Int, _ find: @escaping (UInt64) -> Int?) {
    self.column = column
    self.standard = standard
    self.find = find
    let dictionary = column.dictionary
    byCode =
      column.kind == .dictionary ? (0..<dictionary.count).map { find(dictionary.hash($0)) ?? standard } : []
  }

  @inline(__always)
  func place(_ row: Int) -> Int {
    if column.isNull(row) { return standard }
    if column.kind == .dictionary { return byCode[Int(column.integers[row])] }
    return find(StableHash.hash(column.bytes(row))) ?? standard
  }
}

/// The words by which a column says whether a person is a woman or a man.
enum GenderWords {
  /// 1 for a woman, 2 for a man; nothing else is one of these words.
  static func place(of hash: UInt64) -> Int? { places[hash] }

  private static let places: [UInt64: Int] = {
    let women =
      "f female woman w girl frau weiblich femme femenino femmina mujer donna žena vrouw kvinna kvinne kobieta k"
    let men = "m male man boy mann männlich homme masculino maschio hombre uomo muž mężczyzna"
    var places: [UInt64: Int] = [:]
    for (place, words) in [(1, women), (2, men)] {
      for word in words.split(separator: " ").map(String.init) {
        for spelling in [word, word.uppercased(), word.prefix(1).uppercased() + word.dropFirst()] {
          places[StableHash.hash(spelling)] = place
        }
      }
    }
    return places
  }()
}

extension ColumnContext {
  /// The place of another column that holds texts; reports it where there is none.
  func textColumn(named name: String, at position: SourcePosition, for purpose: String) -> ColumnIndex? {
    guard let index = otherColumn(named: name, at: position, for: purpose) else { return nil }
    let other = table.columns[index.column]
    guard other.type == .string else {
      error("\(purpose) needs a text, and column \"\(name)\" is \(other.type.rawValue)", at: position)
      return nil
    }
    return index
  }
}
