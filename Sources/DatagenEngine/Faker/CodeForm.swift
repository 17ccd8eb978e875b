import DatagenColumns
import DatagenSchema

/// A text of slots, each of which takes one of so many values: digits, letters, numbers of a range, words.
///
/// In a unique column the row's place in a keyed permutation is written into the slots, so that no text repeats.
struct CodeForm: Sendable {
  enum Slot: Sendable {
    /// These bytes as they are.
    case literal([UInt8])
    /// One of these bytes, each as likely.
    case byte([UInt8])
    /// A whole number of a range, with leading zeros up to a width.
    case number(ClosedRange<UInt64>, width: Int)
    /// One of a list of texts, each as likely.
    case word(TextDictionary)

    var choices: UInt64 {
      switch self {
      case .literal: 1
      case .byte(let bytes): UInt64(bytes.count)
      case .number(let range, _): range.upperBound - range.lowerBound + 1
      case .word(let words): UInt64(words.count)
      }
    }
  }

  /// A slot as the loop over rows reads it: plain numbers, so that nothing is counted in or out.
  private struct Step: Sendable {
    enum Kind: UInt8, Sendable { case literal, byte, number, word }

    var kind: Kind
    /// How many values there are.
    var choices: UInt64
    /// Where the bytes stand, or which list of words it is.
    var start = 0
    var count = 0
    var low: UInt64 = 0
    var width = 0
  }

  private let steps: [Step]
  /// The bytes of all slots.
  private let bytes: [UInt8]
  private let words: [TextDictionary]
  private let key: RandomKey
  private let distinct: Permutation?
  /// How many texts the form can make, at most 2^62: what its leading slots can hold.
  let capacity: UInt64

  init(_ slots: [Slot], _ context: FakerContext) {
    var steps: [Step] = []
    var bytes: [UInt8] = []
    var words: [TextDictionary] = []
    for slot in slots {
      switch slot {
      case .literal(let literal):
        if steps.last?.kind == .literal {
          steps[steps.count - 1].count += literal.count
        } else {
          steps.append(Step(kind: .literal, choices: 1, start: bytes.count, count: literal.count))
        }
        bytes += literal
      case .byte(let set):
        steps.append(Step(kind: .byte, choices: slot.choices, start: bytes.count, count: set.count))
        bytes += set
      case .number(let range, let width):
        steps.append(Step(kind: .number, choices: slot.choices, low: range.lowerBound, width: width))
      case .word(let list):
        steps.append(Step(kind: .word, choices: slot.choices, start: words.count))
        words.append(list)
      }
    }
    self.steps = steps
    self.bytes = bytes
    self.words = words
    key = context.key.derived("characters")
    var capacity: UInt64 = 1
    for step in steps {
      let (product, overflow) = capacity.multipliedReportingOverflow(by: step.choices)
      guard !overflow, product < 1 << 62 else { break }
      capacity = product
    }
    self.capacity = capacity
    distinct = context.isUnique ? Permutation(count: capacity, key: context.key) : nil
  }

  static let digits = Array("0123456789".utf8)
  static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)
  static let smallLetters = Array("abcdefghijklmnopqrstuvwxyz".utf8)
  static let hexadecimal = Array("0123456789abcdef".utf8)

  /// Slots from a text in which some characters stand for one of several bytes.
  static func slots(_ form: String, _ sets: [Character: [UInt8]]) -> [Slot] {
    form.map { character in sets[character].map(Slot.byte) ?? .literal(Array(String(character).utf8)) }
  }

  /// Slots from a text in which `#` stands for a digit, `%` for one that is not 0, `?` for an upper-case letter.
  static func slots(_ form: String) -> [Slot] {
    slots(form, ["#": digits, "%": Array(digits.dropFirst()), "?": letters])
  }

  func append(to text: ByteArena, row: Int64) {
    var stream = key.stream(row)
    var place = distinct.map { $0(UInt64(bitPattern: row) % capacity) } ?? 0
    // What is left of the place's digits; slots beyond them are free.
    var rest = distinct == nil ? 0 : capacity
    steps.withUnsafeBufferPointer { steps in
      bytes.withUnsafeBytes { bytes in
        for step in steps {
          var chosen: UInt64 = 0
          if step.choices > 1, rest >= step.choices {
            (place, chosen) = place.quotientAndRemainder(dividingBy: step.choices)
            rest /= step.choices
          } else if step.choices > 1 {
            rest = 0
            chosen = stream.below(step.choices)
          }
          switch step.kind {
          case .literal: text.append(UnsafeRawBufferPointer(rebasing: bytes[step.start..<step.start + step.count]))
          case .byte: text.append(bytes[step.start + Int(chosen)])
          case .number: text.appendDecimal(step.low + chosen, width: step.width)
          case .word: text.append(words[step.start].bytes(Int(chosen)))
          }
        }
      }
    }
  }
}

extension ByteArena {
  /// Appends a number in decimal digits, with leading zeros up to a width.
  func appendDecimal(_ number: UInt64, width: Int) {
    var bound: UInt64 = 10
    var length = 1
    while number >= bound, length < 19 {
      bound *= 10
      length += 1
    }
    for _ in 0..<max(0, width - length) { append(48) }
    appendDecimal(Int64(truncatingIfNeeded: number))
  }
}

/// A code: a form, of which check digits are computed.
struct CodeFakerMethod: FakerMethod {
  private let form: CodeForm
  private let check: CheckDigits
  let distinctValues: Double?

  init(_ slots: [CodeForm.Slot], check: CheckDigits = .none, _ context: FakerContext) {
    form = CodeForm(slots, context)
    self.check = check
    distinctValues = check.keepsFormsApart ? Double(form.capacity) : nil
  }

  func append(to text: ByteArena, row: Int64) {
    let start = text.count
    form.append(to: text, row: row)
    check.complete(UnsafeMutableRawBufferPointer(start: text.base + start, count: text.count - start))
  }
}

/// One of several codes, by weight: cards of several providers, numbers of several kinds.
///
/// In a unique column every row takes the kind that its place falls to.
struct MixedCodeFakerMethod: FakerMethod {
  private let methods: [CodeFakerMethod]
  private let table: AliasTable
  private let key: RandomKey

  init(_ kinds: [(weight: Double, slots: [CodeForm.Slot])], check: CheckDigits, _ context: FakerContext) {
    methods = kinds.map { CodeFakerMethod($0.slots, check: check, context) }
    table = AliasTable(weights: kinds.map(\.weight))
    key = context.key.derived("kind")
  }

  /// The forms of the kinds are disjoint, and each keeps its own texts apart for as many rows as it has texts.
  var distinctValues: Double? { methods.compactMap(\.distinctValues).min() }

  func append(to text: ByteArena, row: Int64) { methods[table.index(key.bits(row))].append(to: text, row: row) }
}
