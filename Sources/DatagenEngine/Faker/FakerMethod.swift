import DatagenColumns
import DatagenSchema

/// A method of `faker` that gives texts, compiled for a column and one locale: it appends a text for a row.
protocol FakerMethod: Sendable {
  func append(to text: ByteArena, row: Int64)

  /// How many different texts it gives in a column that must be unique: infinity where there is no bound, nil where it
  /// cannot promise anything.
  var distinctValues: Double? { get }
}

extension FakerMethod {
  var distinctValues: Double? { nil }
}

/// A method of `faker` that gives numbers, days or moments.
protocol FakerNumberMethod: Sendable {
  /// What the words of `value` are.
  var kind: ColumnBuffer.Kind { get }

  /// The value of a row as a column of this kind stores it: a number, days, microseconds, or the bits of a double.
  func value(_ row: Int64) -> Int64

  /// As in `FakerMethod`.
  var distinctValues: Double? { get }
}

/// A compiled method.
enum FakerWork: Sendable {
  case text(any FakerMethod)
  case number(any FakerNumberMethod)

  var distinctValues: Double? {
    switch self {
    case .text(let method): method.distinctValues
    case .number(let method): method.distinctValues
    }
  }
}

/// A method in the table of its family.
struct FakerEntry: Sendable {
  /// Its name and the other names that it has.
  let names: [String]
  let arguments: [KeyForm]
  /// Whether the values depend on the language and country.
  let isLocal: Bool
  /// Compiles the method; reports what is wrong with its arguments, and returns nil.
  let make: @Sendable (FakerContext) -> FakerWork?

  init(
    _ names: String...,
    arguments: [KeyForm] = [],
    isLocal: Bool = false,
    make: @escaping @Sendable (FakerContext) -> FakerWork?
  ) {
    self.names = names
    self.arguments = arguments
    self.isLocal = isLocal
    self.make = make
  }

  /// A method that gives texts.
  static func text(
    _ names: String...,
    arguments: [KeyForm] = [],
    isLocal: Bool = false,
    make: @escaping @Sendable (FakerContext) -> (any FakerMethod)?
  ) -> FakerEntry {
    FakerEntry(names: names, arguments: arguments, isLocal: isLocal) { make($0).map(FakerWork.text) }
  }

  /// A list or forms of the locale files, by default of the method's name.
  static func form(_ names: String..., list: String? = nil, isLocal: Bool = false) -> FakerEntry {
    let list = list ?? names[0]
    return FakerEntry(names: names, arguments: [], isLocal: isLocal) {
      FormFakerMethod(list, $0).map(FakerWork.text)
    }
  }

  init(
    names: [String],
    arguments: [KeyForm],
    isLocal: Bool,
    make: @escaping @Sendable (FakerContext) -> FakerWork?
  ) {
    self.names = names
    self.arguments = arguments
    self.isLocal = isLocal
    self.make = make
  }
}

/// All methods.
enum FakerTable {
  static let entries: [FakerEntry] =
    person + place + internet + commerce + finance + prose + numbers + files + times

  static let byName: [String: FakerEntry] = {
    var table: [String: FakerEntry] = [:]
    for entry in entries {
      for name in entry.names { table[name] = entry }
    }
    return table
  }()

  /// The names of all methods, in alphabetical order.
  static let names = byName.keys.sorted()

  /// The arguments of all methods, each once.
  static let arguments: [KeyForm] = {
    var known: Set<String> = []
    return entries.flatMap(\.arguments).filter { known.insert($0.name).inserted }
  }()

  /// The arguments that methods do not take, for all that take the same at a time.
  static let cases: [FormCase] = {
    let all = arguments.map(\.name)
    let methods = Dictionary(grouping: names) { name in (byName[name]?.arguments ?? []).map(\.name).sorted() }
    return methods.sorted { $0.value[0] < $1.value[0] }.map { own, names in
      FormCase(["method"], names, lacks: all.filter { !own.contains($0) })
    }
  }()
}

/// What a method is compiled from.
struct FakerContext {
  let locale: Locale
  let arguments: DocumentNode
  let column: ColumnContext
  /// The key of the person that the columns of a row with the same prefix describe: `name` and `email` agree.
  let personKey: RandomKey
  /// Who the person is.
  var gender = PersonFakerMethod.Gender.drawn
  /// The key of their place.
  let placeKey: RandomKey

  init(locale: Locale, arguments: DocumentNode, column: ColumnContext) {
    self.locale = locale
    self.arguments = arguments
    self.column = column
    personKey = column.tableKey.derived("person " + PersonColumns(column).prefix)
    placeKey = column.tableKey.derived(
      "place " + Self.prefix(of: column.column.name.value, without: Self.placeWords)
    )
  }

  private static let placeWords: Set<String> = [
    "address", "street", "city", "town", "postcode", "postal", "zip", "zipcode", "postalcode", "code", "state",
    "region",
    "line", "line1", "abbr", "abbreviation", "province", "county", "building", "house", "number", "name",
  ]

  /// `contact_email` → `contact`, `email` → ``: columns with the same prefix describe the same subject.
  static func prefix(of name: String, without words: Set<String>) -> String {
    name.lowercased().split(separator: "_").filter { !words.contains(String($0)) }.joined(separator: "_")
  }

  /// The key of the column's own draws.
  var key: RandomKey { column.key }

  /// Whether the column's values must never repeat.
  var isUnique: Bool { column.isUnique }

  /// A whole-number argument, or its default.
  func integer(_ name: String, default standard: Int64) -> Int64 { arguments[name]?.integer ?? standard }

  /// Whether the column holds numbers, so that a method of numbers in text form gives them as numbers.
  var wantsNumber: Bool { [.int, .float].contains(column.column.type) }
}

/// Which person the columns of a row describe.
struct PersonColumns {
  /// What is left of the column's name without the words that say what it holds, and without those of the table's own
  /// name: `customer_name` of a customer is that of the row's `email`.
  let prefix: String
  /// The columns that hold this person's name, in alphabetical order.
  let names: [Column]

  static let nameMethods: Set<String> = Set(
    FakerTable.person.flatMap(\.names).filter { $0.contains("name") && $0 != "user_name" }
  )
  /// Methods that are made from a person's name.
  static let contactMethods: Set<String> = [
    "email", "ascii_email", "safe_email", "free_email", "company_email", "user_name",
  ]
  private static let words: Set<String> = [
    "name", "full", "first", "last", "given", "family", "sur", "surname", "forename", "email", "mail", "e", "address",
    "user", "username", "login", "prefix", "suffix", "salutation", "contact", "person", "primary", "main",
    "work", "business", "office", "private", "personal", "home",
  ]

  init(_ context: ColumnContext) {
    let table = context.table
    let subject = table.name.value.lowercased().split(separator: "_")
      .flatMap { [String($0), String($0.hasSuffix("s") ? $0.dropLast() : $0)] }
    func rest(of column: Column) -> String {
      FakerContext.prefix(of: column.name.value, without: Self.words.union(subject))
    }
    let own = rest(of: context.column)
    prefix = own
    names = Self.columns(of: table, Self.nameMethods).filter { rest(of: $0) == own }
  }

  private static func columns(of table: Table, _ methods: Set<String>) -> [Column] {
    table.columns.filter { column in
      guard let generator = column.generator, generator.name.value == FakerGenerator.form.name else { return false }
      return methods.contains(generator.arguments["method"]?.string ?? "")
    }
    .sorted { $0.name.value < $1.name.value }
  }
}
