import DatagenColumns
import DatagenSchema

extension FakerTable {
  private static let genderFrom = KeyForm(
    "gender_from",
    .string,
    "a text column of the row that says whether the person is a woman or a man"
  )

  private static func method(
    _ names: String...,
    part: PersonFakerMethod.Part,
    _ gender: PersonFakerMethod.Gender? = nil
  ) -> FakerEntry {
    FakerEntry(names: names, arguments: gender == nil ? [genderFrom] : [], isLocal: true) { context in
      PersonFakerMethod(part, gender ?? context.gender, context).map(FakerWork.text)
    }
  }

  /// Names, salutations and addresses of persons.
  static let person: [FakerEntry] = [
    method("name", part: .name),
    method("name_female", part: .name, .female),
    method("name_male", part: .name, .male),
    method("name_nonbinary", part: .name, .drawn),
    method("first_name", part: .firstName),
    method("first_name_female", part: .firstName, .female),
    method("first_name_male", part: .firstName, .male),
    method("first_name_nonbinary", part: .firstName, .drawn),
    method("last_name", part: .lastName),
    method("last_name_female", part: .lastName, .female),
    method("last_name_male", part: .lastName, .male),
    method("last_name_nonbinary", part: .lastName, .drawn),
    method("prefix", part: .prefix),
    method("prefix_female", part: .prefix, .female),
    method("prefix_male", part: .prefix, .male),
    .form("suffix", isLocal: true),
    method("email", "ascii_email", "safe_email", "free_email", "company_email", part: .email),
    method("user_name", part: .userName),
    .form("job", isLocal: true),
    .form("phone_number", isLocal: true),
    .form("language_name"),
    .text("ssn", isLocal: true) { PersonalNumber.method($0) },
  ]
}

/// What the columns of a row say about the person that it describes: first name, last name, salutation and address
/// agree wherever they stand in the row.
struct PersonFakerMethod: FakerMethod {
  enum Part: Sendable { case name, firstName, lastName, prefix, email, userName }

  /// Who the person is: drawn for the row, or given.
  enum Gender: Sendable { case drawn, female, male }

  /// First and last names of one gender, as they are and as they stand in an e-mail address.
  private struct Names: Sendable {
    let prefix: Locale.List
    let first: TextDictionary
    let firstTable: AliasTable
    let last: TextDictionary
    let lastTable: AliasTable
    let firstASCII: TextDictionary
    let lastASCII: TextDictionary

    init?(_ locale: Locale, prefix: String, first: String, last: String) {
      guard let prefix = locale.field(prefix), let first = locale.field(first),
        let last = locale.field(last) ?? locale.field("last_name")
      else { return nil }
      self.prefix = prefix.list
      self.first = first.list.fields[first.field]
      firstTable = first.list.table
      self.last = last.list.fields[last.field]
      lastTable = last.list.table
      firstASCII = TextDictionary(self.first.strings.map(Transliteration.ascii))
      lastASCII = TextDictionary(self.last.strings.map(Transliteration.ascii))
    }
  }

  private let part: Part
  private let gender: Gender
  /// Whether addresses carry the row's number, which no other has.
  private let isUnique: Bool
  private let female: Names
  private let male: Names
  private let domains: Locale.List
  private let genderKey: RandomKey
  private let firstKey: RandomKey
  private let lastKey: RandomKey
  private let prefixKey: RandomKey
  private let addressKey: RandomKey

  init?(_ part: Part, _ gender: Gender, _ context: FakerContext) {
    let locale = context.locale
    guard
      let female = Names(locale, prefix: "prefix_female", first: "first_name_female", last: "last_name_female"),
      let male = Names(locale, prefix: "prefix_male", first: "first_name_male", last: "last_name"),
      let domains = context.locale.field("email_domain")
    else { return nil }
    self.part = part
    self.gender = gender
    isUnique = context.isUnique
    self.female = female
    self.male = male
    self.domains = domains.list
    genderKey = context.personKey.derived("gender")
    firstKey = context.personKey.derived("first name")
    lastKey = context.personKey.derived("last name")
    prefixKey = context.personKey.derived("prefix")
    addressKey = context.column.key.derived("address")
  }

  var distinctValues: Double? { part == .email || part == .userName ? .infinity : nil }

  private func isFemale(_ row: Int64) -> Bool {
    switch gender {
    case .drawn: genderKey.bits(row) & 1 == 0
    case .female: true
    case .male: false
    }
  }

  func append(to text: ByteArena, row: Int64) {
    let names = isFemale(row) ? female : male
    let first = names.firstTable.index(firstKey.bits(row))
    let last = names.lastTable.index(lastKey.bits(row))
    switch part {
    case .name:
      text.append(names.first.bytes(first))
      text.append(0x20)
      text.append(names.last.bytes(last))
    case .firstName: text.append(names.first.bytes(first))
    case .lastName: text.append(names.last.bytes(last))
    case .prefix: text.append(names.prefix.fields[0].bytes(names.prefix.table.index(prefixKey.bits(row))))
    case .email:
      var stream = addressKey.stream(row)
      appendLocalPart(names, first, last, to: text, row: row, &stream)
      text.append(0x40)
      text.append(domains.fields[0].bytes(domains.table.index(stream.next())))
    case .userName:
      var stream = addressKey.stream(row)
      appendLocalPart(names, first, last, to: text, row: row, &stream)
    }
  }

  /// `mary.smith`, `msmith`, `mary_smith84`, …; in a unique column always with the row's number, which no other has.
  private func appendLocalPart(
    _ names: Names,
    _ first: Int,
    _ last: Int,
    to text: ByteArena,
    row: Int64,
    _ stream: inout CellStream
  ) {
    let style = stream.below(100)
    let firstBytes = names.firstASCII.bytes(first)
    switch style {
    case ..<55:
      text.append(firstBytes)
      text.append(0x2E)
    case ..<70:
      text.append(firstBytes)
      text.append(0x5F)
    case ..<85:
      text.append(UnsafeRawBufferPointer(rebasing: firstBytes.prefix(1)))
    default:
      text.append(firstBytes)
    }
    text.append(names.lastASCII.bytes(last))
    if isUnique {
      text.appendDecimal(row &+ 1)
    } else if stream.below(100) < 60 {
      text.appendDecimal(Int64(stream.below(99)) &+ 1)
    }
  }
}
