import DatagenSchema

/// The check digits of a code, which make the rest of it verifiable.
///
/// `complete` replaces the placeholders by what the other characters imply.
enum CheckDigits: Sendable {
  case none
  /// The last digit by Luhn's algorithm (ISO/IEC 7812-1, annex B), spaces and hyphens left out.
  case luhn
  /// The last digit of EAN, UPC and ISBN-13: weights 1 and 3 from the left so that the last has 1 (GS1).
  case ean
  /// The last character of an ISBN-10: weights 10 to 1 modulo 11, X for 10 (ISO 2108).
  case isbn10
  /// Characters 3 and 4 of an IBAN, modulo 97 (ISO 13616).
  case iban
  /// The last digit of an American routing number: weights 3, 7, 1.
  case aba
  /// Character 9 of a vehicle identification number (49 CFR 565.15).
  case vin
  /// The last character of a Spanish NIF: 8 digits modulo 23.
  case spanishLetter
  /// The last character of an Italian codice fiscale (D.M. 23/12/1976).
  case italianLetter
  /// The last digit of a Polish PESEL: weights 1, 3, 7, 9.
  case pesel
  /// The last two digits of a French NIR: 97 less the rest modulo 97.
  case french
  /// The last digit of a Dutch BSN: weights 9 to 2 and -1 modulo 11.
  case dutch
  /// The last digit of a Czech rodné číslo, divisible by 11; the slash left out.
  case czech
  /// The last two digits of a Norwegian fødselsnummer, modulo 11.
  case norwegian
  /// The last digit of a German Versicherungsnummer (VKVV § 4).
  case german

  /// Whether different forms stay different: some codes change a digit where no check digit exists.
  var keepsFormsApart: Bool {
    switch self {
    case .dutch, .czech, .norwegian: false
    default: true
    }
  }

  typealias Code = UnsafeMutableRawBufferPointer

  func complete(_ code: Code) {
    switch self {
    case .none: return
    case .luhn: code[code.count - 1] = 48 + Self.luhnDigit(code)
    case .ean: code[code.count - 1] = 48 + Self.eanDigit(code)
    case .isbn10:
      let digit = (11 - Self.sum(code) { 10 - $0 } % 11) % 11
      code[code.count - 1] = digit == 10 ? 0x58 : 48 + UInt8(digit)
    case .iban: Self.completeIBAN(code)
    case .aba:
      let weights: StaticString = "37137137"
      code[8] = 48 + UInt8((10 - Self.sum(code) { Int(weights.utf8Start[$0]) - 48 } % 10) % 10)
    case .vin: Self.completeVIN(code)
    case .spanishLetter:
      let letters: StaticString = "TRWAGMYFPDXBNJZSQVHLCKE"
      code[8] = letters.utf8Start[Int(Self.number(code, 0..<8) % 23)]
    case .italianLetter: Self.completeItalian(code)
    case .pesel:
      let weights: StaticString = "13791379130"
      code[10] = 48 + UInt8((10 - Self.sum(code) { Int(weights.utf8Start[$0]) - 48 } % 10) % 10)
    case .french:
      let rest = Self.number(code, 0..<code.count - 2)
      let key = 97 - rest % 97
      code[code.count - 2] = 48 + UInt8(key / 10)
      code[code.count - 1] = 48 + UInt8(key % 10)
    case .dutch: Self.step(code, at: 7) { Self.dutchDigit(code) }
    case .czech: Self.step(code, at: 9) { Self.czechDigit(code) }
    case .norwegian: Self.completeNorwegian(code)
    case .german: code[11] = 48 + Self.germanDigit(code)
    }
  }

  // MARK: Parts

  /// The weighted sum of the digits but the last, by their place among the digits.
  private static func sum(_ code: Code, _ weight: (Int) -> Int) -> Int {
    var sum = 0, place = 0
    for byte in code.dropLast() where byte >= 48 && byte <= 57 {
      sum += (Int(byte) - 48) * weight(place)
      place += 1
    }
    return sum
  }

  /// The digits of a stretch as a number; everything else is left out.
  private static func number(_ code: Code, _ range: Range<Int>) -> UInt64 {
    var number: UInt64 = 0
    for index in range where code[index] >= 48 && code[index] <= 57 { number = number * 10 + UInt64(code[index] - 48) }
    return number
  }

  private static func luhnDigit(_ code: Code) -> UInt8 {
    var sum = 0
    var doubles = true
    for byte in code.dropLast().reversed() where byte >= 48 && byte <= 57 {
      let digit = Int(byte) - 48
      sum += doubles ? digit * 2 % 10 + digit / 5 : digit
      doubles.toggle()
    }
    return UInt8((10 - sum % 10) % 10)
  }

  private static func eanDigit(_ code: Code) -> UInt8 {
    var sum = 0
    var weight = 3
    for byte in code.dropLast().reversed() where byte >= 48 && byte <= 57 {
      sum += (Int(byte) - 48) * weight
      weight = 4 - weight
    }
    return UInt8((10 - sum % 10) % 10)
  }

  /// The rest of the country and account modulo 97, letters counted as 10 to 35.
  private static func completeIBAN(_ code: Code) {
    code[2] = 48
    code[3] = 48
    var rest = 0
    for index in 4..<code.count + 4 {
      let byte = Int(code[index % code.count])
      rest = byte <= 57 ? (rest * 10 + byte - 48) % 97 : (rest * 100 + byte - 55) % 97
    }
    let check = 98 - rest
    code[2] = 48 + UInt8(check / 10)
    code[3] = 48 + UInt8(check % 10)
  }

  private static func completeVIN(_ code: Code) {
    // A to Z; I, O and Q do not occur.
    let values: StaticString = "12345678012345070923456789"
    let weights: StaticString = "8765432:098765432"
    var sum = 0
    for place in 0..<17 where place != 8 {
      let byte = code[place]
      let value = byte <= 57 ? Int(byte) - 48 : Int(values.utf8Start[Int(byte) - 65]) - 48
      sum += value * (Int(weights.utf8Start[place]) - 48)
    }
    code[8] = sum % 11 == 10 ? 0x58 : 48 + UInt8(sum % 11)
  }

  private static func completeItalian(_ code: Code) {
    let odd: StaticString = "BAFHJNPRTVBAFHJNPRTVCESULDGIMOQKWZYX"
    var sum = 0
    for place in 0..<15 {
      let byte = Int(code[place])
      let value = byte <= 57 ? byte - 48 : byte - 65
      // Places count from 1: those at an even offset are odd; letters have the values of the digits, then their own.
      sum += place % 2 == 1 ? value : Self.italianOdd(odd, byte <= 57 ? value : value + 10)
    }
    code[15] = 65 + UInt8(sum % 26)
  }

  private static func italianOdd(_ table: StaticString, _ index: Int) -> Int { Int(table.utf8Start[index]) - 65 }

  /// Raises a digit until the check digit of the rest exists.
  private static func step(_ code: Code, at place: Int, _ digit: () -> UInt8?) {
    while true {
      if let digit = digit() {
        code[code.count - 1] = 48 + digit
        return
      }
      code[place] = code[place] == 57 ? 48 : code[place] + 1
    }
  }

  private static func dutchDigit(_ code: Code) -> UInt8? {
    let rest = sum(code) { 9 - $0 } % 11
    return rest == 10 ? nil : UInt8(rest)
  }

  private static func czechDigit(_ code: Code) -> UInt8? {
    let rest = number(code, 0..<code.count - 1) % 11
    return rest == 10 ? nil : UInt8(rest)
  }

  private static func completeNorwegian(_ code: Code) {
    let first: StaticString = "376189452", second: StaticString = "5432765432"
    func digit(_ count: Int, _ weights: StaticString) -> UInt8? {
      var sum = 0
      for place in 0..<count { sum += (Int(code[place]) - 48) * (Int(weights.utf8Start[place]) - 48) }
      let rest = (11 - sum % 11) % 11
      return rest == 10 ? nil : UInt8(rest)
    }
    step(code, at: 8) {
      guard let one = digit(9, first) else { return nil }
      code[9] = 48 + one
      return digit(10, second)
    }
  }

  private static func germanDigit(_ code: Code) -> UInt8 {
    let weights: StaticString = "212571212121"
    var sum = 0, place = 0
    func add(_ digit: Int) {
      let product = digit * (Int(weights.utf8Start[place]) - 48)
      sum += product / 10 + product % 10
      place += 1
    }
    for index in 0..<11 {
      let byte = Int(code[index])
      if byte <= 57 {
        add(byte - 48)
      } else {
        add((byte - 64) / 10)
        add((byte - 64) % 10)
      }
    }
    return UInt8(sum % 10)
  }
}
