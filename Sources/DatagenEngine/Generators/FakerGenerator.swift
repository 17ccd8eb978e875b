import DatagenColumns
import DatagenSchema

/// `faker`: what everyday life is made of (names, addresses, companies, dates, …) in a locale, which may follow another
/// column.
///
/// The methods stand in the tables of the folder `Faker`.
struct FakerGenerator: DeclaredGenerator {
  static let form = KeyForm(
    "faker",
    .object(
      ObjectForm(
        "faker",
        [
          KeyForm("method", .name(FakerTable.names), required: true, "what is made up"),
          KeyForm("locale", .name(LocaleFinder.spellings), "the language and country, en_US by default"),
          KeyForm("locale_from", .string, "an earlier column that holds a country, a locale or a city"),
        ] + FakerTable.arguments,
        cases: FakerTable.cases
      )
    ),
    "texts, numbers and dates of everyday life"
  )

  private enum Work: Sendable {
    /// A method for each locale that a row may have, and for each gender where a column says it.
    case texts([any FakerMethod])
    /// The same of methods of numbers, days or moments.
    case numbers([any FakerNumberMethod])
    /// A list of one locale, stored as codes; dealt out by the permutation where none may repeat.
    case codes(TextTemplate.Pick, Permutation?)
  }

  private let work: Work
  /// The columns that say which of the methods a row takes, and the place of the locale where they do not.
  private let localeFrom: ColumnIndex?
  private let genderFrom: ColumnIndex?
  private let standard: Int
  private let distinct: Double?
  let kind: ColumnBuffer.Kind
  let summary: String

  init?(_ arguments: DocumentNode, _ context: ColumnContext) {
    guard let method = arguments["method"]?.located else { return nil }
    guard let entry = FakerTable.byName[method.value] else {
      context.error(
        "this version of datagen has no faker method \"\(method.value)\""
          + Suggestion.text(for: method.value, among: FakerTable.names),
        at: method.position
      )
      return nil
    }
    let general = ["method", "locale", "locale_from"] + entry.arguments.map(\.name)
    for member in arguments.members where !general.contains(member.key) {
      guard FakerTable.arguments.contains(where: { $0.name == member.key }) else { continue }
      context.error(
        "faker's \"\(method.value)\" takes no \"\(member.key)\""
          + Suggestion.list(entry.arguments.map(\.name)),
        at: member.keyPosition
      )
    }
    let arguments = FakerLocales.inherited(arguments, context)
    // A wrong locale is an error even where it says nothing.
    guard let declared = FakerLocales(arguments, context) else { return nil }
    let locales = entry.isLocal ? declared : FakerLocales.shared
    var gender: ColumnIndex?
    if let source = arguments["gender_from"]?.located {
      gender = context.textColumn(named: source.value, at: source.position, for: "\"gender_from\"")
      if gender == nil { return nil }
    }
    let works = locales.used.flatMap { locale -> [FakerWork?] in
      var part = FakerContext(locale: locale, arguments: arguments, column: context)
      let genders: [PersonFakerMethod.Gender] = gender == nil ? [.drawn] : [.drawn, .female, .male]
      return genders.map {
        part.gender = $0
        return entry.make(part)
      }
    }
    let texts = works.compactMap { if case .text(let method)? = $0 { method } else { nil } }
    let numbers = works.compactMap { if case .number(let method)? = $0 { method } else { nil } }
    localeFrom = locales.column
    genderFrom = gender
    standard = locales.standard
    // Rows of different locales may have the same text, unless no texts repeat at all.
    let counts = works.map { $0?.distinctValues }
    distinct = works.count == 1 || counts.allSatisfy { $0 == .infinity } ? counts[0] : nil
    summary = entry.isLocal ? "\(method.value) (\(locales.summary))" : method.value
    if texts.count == 1, let form = texts[0] as? FormFakerMethod, let pick = form.template.singlePick {
      kind = .text
      work = .codes(pick, form.distinct)
    } else if texts.count == works.count {
      kind = .text
      work = .texts(texts)
    } else if numbers.count == works.count {
      kind = numbers[0].kind
      work = .numbers(numbers)
    } else {
      // Methods say what is wrong with their arguments.
      if !context.diagnostics.hasErrors {
        context.error("faker's \"\(method.value)\" is not there in every locale", at: method.position)
      }
      return nil
    }
  }

  var dependencies: [ColumnIndex] { [localeFrom, genderFrom].compactMap(\.self) }

  func distinctValues(_ counts: ExpectedCounts) -> Double? { distinct }

  func generate(into output: ColumnBuffer, _ batch: BatchEvaluation) {
    let rows = batch.draws
    switch work {
    case .codes(let pick, let distinct):
      output.reset(pick.texts, count: batch.count)
      let codes = output.integers
      if let distinct {
        let count = UInt64(pick.texts.count)
        for row in 0..<batch.count { codes[row] = Int64(distinct(UInt64(bitPattern: rows[row]) % count)) }
      } else {
        for row in 0..<batch.count { codes[row] = Int64(pick.code(rows[row])) }
      }
    case .texts(let methods):
      output.reset(.text, count: batch.count)
      each(methods, batch) { row, method in
        method.append(to: output.text, row: rows[row])
        output.endText(row)
      }
    case .numbers(let methods):
      output.reset(kind, count: batch.count)
      let values = output.integers
      each(methods, batch) { row, method in values[row] = method.value(rows[row]) }
    }
  }

  /// Calls `work` for each row with the method of its locale and gender.
  @inline(__always)
  private func each<Method>(_ methods: [Method], _ batch: BatchEvaluation, _ work: (Int, Method) -> Void) {
    if methods.count == 1 {
      let method = methods[0]
      for row in 0..<batch.count { work(row, method) }
      return
    }
    let places = localeFrom.map { LocalePlaces(batch.column($0.column), standard: standard) }
    let genders = genderFrom.map { TextLookup(batch.column($0.column), standard: 0, GenderWords.place) }
    for row in 0..<batch.count {
      let place = places?.place(row) ?? standard
      work(row, methods[genders.map { place * 3 + $0.place(row) } ?? place])
    }
  }
}
