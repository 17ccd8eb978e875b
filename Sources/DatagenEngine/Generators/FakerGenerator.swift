import DatagenColumns
import DatagenSchema

/// `faker`: texts of everyday life (names, addresses, companies, …) in a locale, which may follow another column.
struct FakerGenerator: Generator {
  static let form = KeyForm(
    "faker",
    .object(
      ObjectForm(
        "faker",
        [
          KeyForm("method", .string, required: true, "what is made up"),
          KeyForm("locale", .string, "the language and country, en_US by default"),
          KeyForm("locale_from", .string, "an earlier column that holds a country, a locale or a city"),
          KeyForm("text", .string, "the form of bothify: # a digit, ? a letter"),
          KeyForm("nb_words", .count, "the words of a sentence, 6 by default"),
          KeyForm("variable_nb_words", .boolean, "whether sentences differ in length, true by default"),
          KeyForm("max_nb_chars", .count, "the most characters of a text, 200 by default"),
          KeyForm("minimum_age", .count, "the least age of date_of_birth, 0 by default"),
          KeyForm("maximum_age", .count, "the greatest age of date_of_birth, 115 by default"),
        ]
      )
    ),
    "texts of everyday life"
  )

  /// The methods and the arguments that each takes.
  static let methods: [String: [String]] = [
    "name": [], "first_name": [], "last_name": [], "email": [], "phone_number": [], "company": [], "address": [],
    "street_address": [], "city": [], "postcode": [], "country": [], "job": [], "word": [], "user_agent": [],
    "license_plate": [], "uuid4": [], "sentence": ["nb_words", "variable_nb_words"], "text": ["max_nb_chars"],
    "bothify": ["text"], "date_of_birth": ["minimum_age", "maximum_age"],
  ]

  private enum Work: Sendable {
    /// A method for each locale that a row may have, and the column that says which.
    case texts([any FakerMethod], localeFrom: ColumnIndex?, standard: Int)
    /// A list of one locale, stored as codes.
    case codes(TextTemplate.Pick)
    /// Days from the first to the last birthday.
    case births(first: Int64, span: UInt64)
  }

  private let work: Work
  private let key: RandomKey
  private let distinct: Double?
  let summary: String

  init?(_ arguments: DocumentNode, _ context: ColumnContext) {
    guard let method = arguments["method"]?.located else { return nil }
    guard let known = Self.methods[method.value] else {
      context.error(
        "this version of datagen has no faker method \"\(method.value)\""
          + Suggestion.text(for: method.value, among: Self.methods.keys.sorted()),
        at: method.position
      )
      return nil
    }
    let general = ["method", "locale", "locale_from"]
    for member in arguments.members where !general.contains(member.key) && !known.contains(member.key) {
      guard Self.methods.values.joined().contains(member.key) else { continue }
      context.error("faker's \"\(method.value)\" takes no \"\(member.key)\"", at: member.keyPosition)
    }
    key = context.key
    if method.value == "date_of_birth" {
      guard let births = Self.births(arguments, context) else { return nil }
      work = births
      distinct = nil
      summary = "date of birth"
      return
    }
    guard let locales = FakerLocales(arguments, context) else { return nil }
    let methods = locales.used.compactMap { locale -> (any FakerMethod)? in
      Self.method(method.value, FakerContext(locale: locale, arguments: arguments, column: context))
    }
    guard methods.count == locales.used.count else {
      context.error("faker's \"\(method.value)\" is not there in every locale", at: method.position)
      return nil
    }
    summary = "\(method.value) (\(locales.summary))"
    switch method.value {
    case "uuid4", "email": distinct = .infinity
    case "bothify": distinct = (methods.first as? BothifyFakerMethod)?.capacity
    default: distinct = nil
    }
    if methods.count == 1, let form = methods[0] as? FormFakerMethod, let pick = form.template.singlePick {
      work = .codes(pick)
    } else {
      work = .texts(methods, localeFrom: locales.column, standard: locales.standard)
    }
  }

  private static func method(_ name: String, _ context: FakerContext) -> (any FakerMethod)? {
    switch name {
    case "name": PersonFakerMethod(.name, context)
    case "first_name": PersonFakerMethod(.firstName, context)
    case "last_name": PersonFakerMethod(.lastName, context)
    case "email": PersonFakerMethod(.email(isUnique: context.column.isUnique), context)
    case "sentence":
      ProseFakerMethod(
        .words(
          context.integer("nb_words", default: 6),
          varies: context.arguments["variable_nb_words"]?.boolean ?? true
        ),
        context
      )
    case "text": ProseFakerMethod(.characters(context.integer("max_nb_chars", default: 200)), context)
    case "bothify": BothifyFakerMethod(context)
    case "uuid4": UUIDFakerMethod(context)
    default: FormFakerMethod(name, context)
    }
  }

  /// Ages count at the end of the timeframe, never today: the same schema gives the same rows next year.
  private static func births(_ arguments: DocumentNode, _ context: ColumnContext) -> Work? {
    let youngest = arguments["minimum_age"]?.integer ?? 0, oldest = arguments["maximum_age"]?.integer ?? 115
    guard youngest <= oldest, oldest <= 1000 else {
      context.error("\"minimum_age\" \(youngest) is above \"maximum_age\" \(oldest)", at: arguments.position)
      return nil
    }
    let end = CivilDate(day: context.schema.timeframe.end.day)
    let first = end.adding(months: -12 * (Int(oldest) + 1)).dayNumber + 1
    let last = end.adding(months: -12 * Int(youngest)).dayNumber
    return .births(first: first, span: UInt64(last - first) + 1)
  }

  var kind: ColumnBuffer.Kind {
    if case .births = work { .date } else { .text }
  }

  var dependencies: [ColumnIndex] {
    if case .texts(_, let column?, _) = work { [column] } else { [] }
  }

  func distinctValues(_ counts: ExpectedCounts) -> Double? { distinct }

  func generate(into output: ColumnBuffer, _ batch: BatchEvaluation) {
    let rows = batch.draws
    switch work {
    case .births(let first, let span):
      output.reset(.date, count: batch.count)
      let days = output.integers
      for row in 0..<batch.count { days[row] = first &+ Int64(key.bits(rows[row]).scaled(below: span)) }
    case .codes(let pick):
      output.reset(pick.texts, count: batch.count)
      let codes = output.integers
      for row in 0..<batch.count { codes[row] = Int64(pick.code(rows[row])) }
    case .texts(let methods, let localeFrom, let standard):
      output.reset(.text, count: batch.count)
      guard let localeFrom else {
        let method = methods[0]
        for row in 0..<batch.count {
          method.append(to: output.text, row: rows[row])
          output.endText(row)
        }
        return
      }
      let places = LocalePlaces(batch.column(localeFrom.column), standard: standard)
      for row in 0..<batch.count {
        methods[places.place(row)].append(to: output.text, row: rows[row])
        output.endText(row)
      }
    }
  }
}

/// Which locale each row of a batch has.
private struct LocalePlaces {
  private let column: ColumnBuffer
  private let standard: Int
  /// The place for each code, where the column is coded.
  private let byCode: [Int]

  init(_ column: ColumnBuffer, standard: Int) {
    self.column = column
    self.standard = standard
    let dictionary = column.dictionary
    byCode =
      column.kind == .dictionary
      ? (0..<dictionary.count).map { LocaleFinder.shared.place(of: dictionary.hash($0)) ?? standard } : []
  }

  @inline(__always)
  func place(_ row: Int) -> Int {
    if column.isNull(row) { return standard }
    if column.kind == .dictionary { return byCode[Int(column.integers[row])] }
    return LocaleFinder.shared.place(of: StableHash.hash(column.bytes(row))) ?? standard
  }
}

/// The locales that a faker column may need.
private struct FakerLocales {
  /// One locale, or all of them where a column decides.
  let used: [Locale]
  let column: ColumnIndex?
  /// The place in `used` of the locale for rows whose column names none.
  let standard: Int
  let summary: String

  init?(_ arguments: DocumentNode, _ context: ColumnContext) {
    let names = LocaleFile.names
    let arguments = Self.inherited(arguments, context)
    var named = Locale.standardName
    if let node = arguments["locale"]?.located {
      guard names.contains(node.value) else {
        context.error(
          "this version of datagen has no locale \"\(node.value)\" (it has: \(names.joined(separator: ", ")))",
          at: node.position
        )
        return nil
      }
      named = node.value
    }
    guard let source = arguments["locale_from"]?.located else {
      used = [Locale.named(named)].compactMap(\.self)
      column = nil
      standard = 0
      summary = named
      return
    }
    guard let index = context.otherColumn(named: source.value, at: source.position, for: "\"locale_from\"")
    else { return nil }
    let other = context.table.columns[index.column]
    guard other.type == .string else {
      context.error(
        "\"locale_from\" needs a text, and column \"\(source.value)\" is \(other.type.rawValue)",
        at: source.position
      )
      return nil
    }
    let finder = LocaleFinder.shared
    let choices = other.generator?.arguments["choices"]?.elements?.compactMap(\.string) ?? []
    let strangers = choices.filter { finder.place(of: StableHash.hash($0)) == nil }
    if !strangers.isEmpty,
      arguments["method"]?.string != "email" || context.column.generator?.arguments["locale_from"] != nil
    {
      context.diagnostics.warning(
        "no locale for \(strangers.map { "\"\($0)\"" }.joined(separator: ", ")): these rows get \(named) (there are: "
          + "\(names.joined(separator: ", ")))",
        at: source.position
      )
    }
    used = finder.locales
    column = index
    standard = finder.place(named: named) ?? 0
    summary = "locale from \"\(source.value)\""
  }

  /// The arguments of an e-mail address without a locale: it takes that of the name of the same person, so that the
  /// two agree.
  ///
  /// Of several names the first in the alphabet decides, wherever it stands in the table.
  private static func inherited(_ arguments: DocumentNode, _ context: ColumnContext) -> DocumentNode {
    guard arguments["method"]?.string == "email", arguments["locale"] == nil, arguments["locale_from"] == nil else {
      return arguments
    }
    let person = FakerContext.personPrefix(of: context.column.name.value)
    let names = context.table.columns.sorted { $0.name.value < $1.name.value }
    for column in names where FakerContext.personPrefix(of: column.name.value) == person {
      guard column.generator?.name.value == FakerGenerator.form.name, let other = column.generator?.arguments,
        ["name", "first_name", "last_name"].contains(other["method"]?.string)
      else { continue }
      if other["locale"] != nil || other["locale_from"] != nil { return other }
    }
    return arguments
  }
}
