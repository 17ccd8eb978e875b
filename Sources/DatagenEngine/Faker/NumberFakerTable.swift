import DatagenColumns
import DatagenSchema

extension FakerTable {
  private typealias Slot = CodeForm.Slot

  /// Numbers, digits, letters, truth, and elements of a list.
  static let numbers: [FakerEntry] = [
    FakerEntry(
      "random_int",
      arguments: [
        KeyForm("min", .integer, "the least random_int, 0 by default"),
        KeyForm("max", .integer, "the greatest random_int, 9999 by default"),
        step,
      ]
    ) { range(low: "min", high: "max", 0...9999, $0) },
    FakerEntry("pyint", arguments: [least, greatest, step]) {
      range(low: "min_value", high: "max_value", 0...9999, $0)
    },
    FakerEntry("random_digit") { .number(RangeFakerMethod(low: 0, high: 9, $0)) },
    FakerEntry("random_digit_not_null", "random_digit_not_zero") { .number(RangeFakerMethod(low: 1, high: 9, $0)) },
    FakerEntry(
      "random_number",
      arguments: [
        KeyForm(
          "digits",
          .number(NumberLimits(minimum: 1, maximum: 18, isInteger: true)),
          "the digits of a random_number, at most 9 by default"
        ),
        KeyForm("fix_len", .boolean, "whether a random_number has no fewer digits, false by default"),
      ]
    ) { context in
      let digits = context.integer("digits", default: 9)
      let high = (0..<digits).reduce(Int64(1)) { product, _ in product * 10 } - 1
      let isFixed = context.arguments["fix_len"]?.boolean ?? false
      return .number(RangeFakerMethod(low: isFixed ? (high + 1) / 10 : 0, high: high, context))
    },
    FakerEntry(
      "pyfloat",
      "pydecimal",
      arguments: [
        least, greatest,
        KeyForm(
          "right_digits",
          .number(NumberLimits(minimum: 0, maximum: 15, isInteger: true)),
          "the digits after the point, 2 by default"
        ),
        KeyForm("positive", .boolean, "whether a number is above 0, false by default"),
      ]
    ) { DecimalFakerMethod($0).map(FakerWork.number) },
    FakerEntry(
      "boolean",
      "pybool",
      arguments: [
        KeyForm("chance_of_getting_true", .number(NumberLimits(minimum: 0, maximum: 100)), "in percent, 50 by default")
      ]
    ) { .number(TruthFakerMethod($0)) },
    .text("random_letter") { CodeFakerMethod([.byte(CodeForm.smallLetters + CodeForm.letters)], $0) },
    .text("random_lowercase_letter") { CodeFakerMethod([.byte(CodeForm.smallLetters)], $0) },
    .text("random_uppercase_letter") { CodeFakerMethod([.byte(CodeForm.letters)], $0) },
    .text("bothify", arguments: [form, letters]) { bothify("## ??", ["#", "%", "?"], $0) },
    .text("numerify", arguments: [form]) { bothify("###", ["#", "%"], $0) },
    .text("lexify", arguments: [form, letters]) { bothify("????", ["?"], $0) },
    .text("hexify", arguments: [form, KeyForm("upper", .boolean, "whether hexify gives A to F, false by default")]) {
      let upper = $0.arguments["upper"]?.boolean ?? false
      let bytes = upper ? Array("0123456789ABCDEF".utf8) : CodeForm.hexadecimal
      return CodeFakerMethod(CodeForm.slots($0.arguments["text"]?.string ?? "^^^^", ["^": bytes]), $0)
    },
    FakerEntry(
      "random_element",
      arguments: [
        KeyForm("elements", .array(.scalar), "what random_element chooses from, a, b and c by default")
      ]
    ) { context in element(context) },
  ]

  private static let least = KeyForm("min_value", .number, "the least number, 0 by default")
  private static let greatest = KeyForm("max_value", .number, "the greatest number, 9999 by default")
  private static let step = KeyForm(
    "step",
    .number(NumberLimits(minimum: 1, isInteger: true)),
    "the distance between the numbers, 1 by default"
  )
  private static let form = KeyForm(
    "text",
    .string,
    "a form: # a digit, % a digit but 0, ? a letter, ^ a hexadecimal digit"
  )
  private static let letters = KeyForm("letters", .string, "the letters that ? stands for, A to Z by default")

  private static func range(
    low: String,
    high: String,
    _ standard: ClosedRange<Int64>,
    _ context: FakerContext
  ) -> FakerWork? {
    // Limits beyond 2^62 would leave no room to count their distance.
    let limits = [low, high].map { context.arguments[$0]?.double ?? 0 }
    let first = context.integer(low, default: standard.lowerBound)
    let last = context.integer(high, default: max(first, standard.upperBound))
    guard first <= last, limits.allSatisfy({ abs($0) < 0x1p62 }) else {
      context.column.error(
        "\"\(low)\" \(first) is above \"\(high)\" \(last), or one of them is beyond 2^62",
        at: context.arguments[high]?.position ?? context.arguments[low]?.position
      )
      return nil
    }
    return .number(RangeFakerMethod(low: first, high: last, step: context.integer("step", default: 1), context))
  }

  private static func bothify(
    _ standard: String,
    _ characters: Set<Character>,
    _ context: FakerContext
  ) -> (any FakerMethod)? {
    var letters = CodeForm.letters
    if let node = context.arguments["letters"], let given = node.string {
      letters = Array(given.utf8)
      guard !letters.isEmpty, letters.allSatisfy({ $0 < 128 }), Set(letters).count == letters.count else {
        context.column.error("\"letters\" takes different characters of ASCII, at least one", at: node.position)
        return nil
      }
    }
    let sets: [Character: [UInt8]] = [
      "#": CodeForm.digits, "%": Array(CodeForm.digits.dropFirst()), "?": letters,
    ]
    return CodeFakerMethod(
      CodeForm.slots(context.arguments["text"]?.string ?? standard, sets.filter { characters.contains($0.key) }),
      context
    )
  }

  private static func element(_ context: FakerContext) -> FakerWork? {
    let node = context.arguments["elements"]
    let elements = node?.elements ?? []
    guard node == nil || !elements.isEmpty else {
      context.column.error("\"elements\" of random_element is empty", at: node?.position)
      return nil
    }
    if context.wantsNumber {
      let numbers = elements.compactMap(\.double)
      guard numbers.count == elements.count, !numbers.isEmpty else {
        context.column.error("\"elements\" of a column of numbers have to be numbers", at: node?.position)
        return nil
      }
      return .number(ListedNumberFakerMethod(numbers, weights: numbers.map { _ in 1 }, context))
    }
    let texts = node == nil ? ["a", "b", "c"] : elements.compactMap(\.scalarText)
    // A repeated element is as likely as it is often, and one element where none may repeat.
    let listed = context.isUnique ? Set(texts).sorted() : texts
    return .text(CodeFakerMethod([.word(TextDictionary(listed))], context))
  }
}

/// Whole numbers, days or moments of a range at equal distances, each as likely.
///
/// In a unique column they are dealt out by a keyed permutation.
struct RangeFakerMethod: FakerNumberMethod {
  let kind: ColumnBuffer.Kind
  private let low: Int64
  private let step: Int64
  private let count: UInt64
  private let key: RandomKey
  private let distinct: Permutation?

  /// - Parameters:
  ///   - high: at least `low`, and no more than 2^63 from it.
  init(kind: ColumnBuffer.Kind = .integer, low: Int64, high: Int64, step: Int64 = 1, _ context: FakerContext) {
    self.kind = kind
    self.low = low
    self.step = step
    count = UInt64((high - low) / step) + 1
    key = context.key
    distinct = context.isUnique ? Permutation(count: count, key: context.key) : nil
  }

  var distinctValues: Double? { Double(count) }

  func value(_ row: Int64) -> Int64 {
    let place = distinct.map { $0(UInt64(bitPattern: row) % count) } ?? key.bits(row).scaled(below: count)
    return low &+ step &* Int64(bitPattern: place)
  }
}

/// Numbers between two limits with so many digits after the point.
private struct DecimalFakerMethod: FakerNumberMethod {
  private let low: Double
  private let high: Double
  private let scale: Double
  private let key: RandomKey

  init?(_ context: FakerContext) {
    let isPositive = context.arguments["positive"]?.boolean ?? false
    let digits = context.integer("right_digits", default: 2)
    scale = power(10, Double(digits))
    var low = context.arguments["min_value"]?.double ?? 0
    let high = context.arguments["max_value"]?.double ?? max(low, 0) + 9999
    if isPositive { low = max(low, 1 / scale) }
    guard low <= high else {
      context.column.error(
        "\"min_value\" \(low.shortText) is above \"max_value\" \(high.shortText)",
        at: context.arguments["min_value"]?.position
      )
      return nil
    }
    self.low = low
    self.high = high
    key = context.key
  }

  var kind: ColumnBuffer.Kind { .double }
  var distinctValues: Double? { nil }

  func value(_ row: Int64) -> Int64 {
    let drawn = low + (high - low) * key.unit(row)
    return Int64(bitPattern: min(max((drawn * scale).rounded() / scale, low), high).bitPattern)
  }
}

/// `boolean`: true with a chance in percent.
private struct TruthFakerMethod: FakerNumberMethod {
  private let chance: Double
  private let key: RandomKey

  init(_ context: FakerContext) {
    chance = (context.arguments["chance_of_getting_true"]?.double ?? 50) / 100
    key = context.key
  }

  var kind: ColumnBuffer.Kind { .boolean }
  var distinctValues: Double? { nil }
  func value(_ row: Int64) -> Int64 { key.unit(row) < chance ? 1 : 0 }
}

/// One of several numbers, by weight.
struct ListedNumberFakerMethod: FakerNumberMethod {
  private let numbers: [Int64]
  private let table: AliasTable
  private let key: RandomKey

  init(_ numbers: [Double], weights: [Double], _ context: FakerContext) {
    self.numbers = numbers.map { Int64(bitPattern: $0.bitPattern) }
    table = AliasTable(weights: weights)
    key = context.key
  }

  /// The numbers of a list of the locale files, with the weights that stand there.
  init?(_ list: String, _ context: FakerContext) {
    guard let (list, field) = context.locale.field(list) else { return nil }
    numbers = list.fields[field].strings.map { Int64(bitPattern: (Double($0) ?? 0).bitPattern) }
    table = list.table
    key = context.key
  }

  var kind: ColumnBuffer.Kind { .double }
  var distinctValues: Double? { nil }
  func value(_ row: Int64) -> Int64 { numbers[table.index(key.bits(row))] }
}
