import DatagenSchema

/// `ssn`: the number by which a country's offices know a person, with its check digits.
///
/// Where a country keeps a range that no person has, the number is of that range.
enum PersonalNumber {
  static func method(_ context: FakerContext) -> (any FakerMethod)? {
    typealias Slot = CodeForm.Slot
    let digits = { (form: String) in CodeForm.slots(form) }
    // Births of the last century only, whose numbers have one form.
    let year = Slot.number(40...99, width: 2), day = Slot.number(1...28, width: 2)
    let month = Slot.number(1...12, width: 2)
    let dot = Slot.literal([48])
    switch context.locale.name {
    case "en_GB":
      // ZZ is a prefix that is never given out.
      return CodeFakerMethod(
        digits("ZZ ## ## ## ") + [.byte(Array("ABCD".utf8))],
        context
      )
    case "de_DE":
      // Areas of insurance end at 89.
      return CodeFakerMethod(
        [.number(90...99, width: 2), day, month, year] + digits("?##") + [dot],
        check: .german,
        context
      )
    case "fr_FR":
      return CodeFakerMethod(
        [.byte(Array("12".utf8)), year, month, .number(1...95, width: 2)] + digits("###") + digits("###") + [dot, dot],
        check: .french,
        context
      )
    case "cs_CZ":
      return CodeFakerMethod(
        [year, .byte(Array("05".utf8)), .number(1...9, width: 1), day] + digits("/###") + [dot],
        check: .czech,
        context
      )
    case "nb_NO":
      // The authorities' synthetic persons are born in the months 81 to 92.
      return CodeFakerMethod(
        [day, .number(81...92, width: 2), year, .number(0...499, width: 3), dot, dot],
        check: .norwegian,
        context
      )
    case "sv_SE":
      // The authorities keep the birth numbers 980 to 999 for tests.
      return CodeFakerMethod(
        [year, month, day, .literal(Array("-".utf8)), .number(980...999, width: 3), dot],
        check: .luhn,
        context
      )
    case "nl_NL":
      // Numbers that begin with 9999 are for tests.
      return CodeFakerMethod(digits("9999####") + [dot], check: .dutch, context)
    case "es_ES":
      return CodeFakerMethod(digits("########") + [dot], check: .spanishLetter, context)
    case "it_IT":
      // No birthplace abroad has a code from Z900.
      let consonants = Array("BCDFGLMNPRSTVZ".utf8)
      let name = Slot.byte(consonants)
      return CodeFakerMethod(
        [name, name, name, name, name, name, year, .byte(Array("ABCDEHLMPRST".utf8)), .number(1...28, width: 2)]
          + digits("Z9##") + [dot],
        check: .italianLetter,
        context
      )
    case "pl_PL":
      // Months from 81 stand for births of the 19th century.
      return CodeFakerMethod(
        [year, .number(81...92, width: 2), day] + digits("####") + [dot],
        check: .pesel,
        context
      )
    default:
      // Numbers from 900 are never given out, and groups below 50 not as taxpayers' numbers either.
      return CodeFakerMethod(
        digits("9##-") + [.number(1...49, width: 2)] + digits("-") + [.number(1...9999, width: 4)],
        context
      )
    }
  }
}
