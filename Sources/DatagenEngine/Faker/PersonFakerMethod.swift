import DatagenColumns
import DatagenSchema

/// `name`, `first_name`, `last_name` and `email` of the person that a row describes: first name, last name and address
/// agree wherever they stand in the row.
struct PersonFakerMethod: FakerMethod {
  enum Part: Sendable {
    case name, firstName, lastName
    case email(isUnique: Bool)
  }

  /// First and last names of one gender, as they are and as they stand in an e-mail address.
  private struct Names: Sendable {
    let first: TextDictionary
    let firstTable: AliasTable
    let last: TextDictionary
    let lastTable: AliasTable
    let firstASCII: TextDictionary
    let lastASCII: TextDictionary

    init?(_ locale: Locale, first: String, last: String) {
      guard let first = locale.field(first), let last = locale.field(last) ?? locale.field("last_name") else {
        return nil
      }
      self.first = first.list.fields[first.field]
      firstTable = first.list.table
      self.last = last.list.fields[last.field]
      lastTable = last.list.table
      firstASCII = TextDictionary(self.first.strings.map(Transliteration.ascii))
      lastASCII = TextDictionary(self.last.strings.map(Transliteration.ascii))
    }
  }

  private let part: Part
  private let female: Names
  private let male: Names
  private let domains: Locale.List
  private let genderKey: RandomKey
  private let firstKey: RandomKey
  private let lastKey: RandomKey
  private let addressKey: RandomKey

  init?(_ part: Part, _ context: FakerContext) {
    guard let female = Names(context.locale, first: "first_name_female", last: "last_name_female"),
      let male = Names(context.locale, first: "first_name_male", last: "last_name"),
      let domains = context.locale.field("email_domain")
    else { return nil }
    self.part = part
    self.female = female
    self.male = male
    self.domains = domains.list
    genderKey = context.personKey.derived("gender")
    firstKey = context.personKey.derived("first name")
    lastKey = context.personKey.derived("last name")
    addressKey = context.column.key.derived("address")
  }

  func append(to text: ByteArena, row: Int64) {
    let names = genderKey.bits(row) & 1 == 0 ? female : male
    let first = names.firstTable.index(firstKey.bits(row))
    let last = names.lastTable.index(lastKey.bits(row))
    switch part {
    case .name:
      text.append(names.first.bytes(first))
      text.append(0x20)
      text.append(names.last.bytes(last))
    case .firstName: text.append(names.first.bytes(first))
    case .lastName: text.append(names.last.bytes(last))
    case .email(let isUnique): appendAddress(names, first, last, isUnique, to: text, row: row)
    }
  }

  /// `mary.smith@`, `msmith@`, `mary_smith84@`, …; in a unique column always with the row's number, which no other has.
  private func appendAddress(
    _ names: Names,
    _ first: Int,
    _ last: Int,
    _ isUnique: Bool,
    to text: ByteArena,
    row: Int64
  ) {
    var stream = addressKey.stream(row)
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
    text.append(0x40)
    text.append(domains.fields[0].bytes(domains.table.index(stream.next())))
  }
}
