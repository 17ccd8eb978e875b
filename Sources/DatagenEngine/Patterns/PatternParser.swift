/// Reads the regular expressions that texts can be made from.
///
/// Literals, sets with ranges and negation, `\d \w \s` and their opposites, `.`, groups, alternation, `? * + {n}
/// {n,} {n,m}` (those without an end take at most 8 more) and anchors at the edges. `.` and negated sets stand for the
/// printable characters of ASCII, `\s` for a space. Whatever else a regular expression may have is reported.
struct PatternParser {
  /// How many more repetitions `*`, `+` and `{n,}` take at most.
  static let openRepeats = 8
  /// The most repetitions that may be written.
  private static let maximumRepeats = 1000

  private let scalars: [Unicode.Scalar]
  private var index = 0

  private init(_ text: String) { scalars = Array(text.unicodeScalars) }

  static func parse(_ text: String) throws(PatternError) -> PatternSyntax {
    var parser = PatternParser(text)
    let syntax = try parser.alternation(depth: 0)
    if parser.index < parser.scalars.count { throw parser.fail("this \")\" closes nothing") }
    try syntax.checkAnchors()
    if syntax.maximumLength > 1000 {
      throw PatternError(message: "its texts can be longer than 1000 characters", offset: 0)
    }
    return syntax
  }

  private func fail(_ message: String, at offset: Int? = nil) -> PatternError {
    PatternError(message: message, offset: offset ?? index)
  }

  private var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard next == scalar else { return false }
    index += 1
    return true
  }

  // MARK: Structure

  private mutating func alternation(depth: Int) throws(PatternError) -> PatternSyntax {
    if depth > 50 { throw fail("groups are nested too deeply") }
    var branches = [try sequence(depth: depth)]
    while take("|") { branches.append(try sequence(depth: depth)) }
    return branches.count == 1 ? branches[0] : .alternation(branches)
  }

  private mutating func sequence(depth: Int) throws(PatternError) -> PatternSyntax {
    var parts: [PatternSyntax] = []
    while let scalar = next, scalar != "|", scalar != ")" {
      let start = index
      let atom = try atom(depth: depth)
      parts.append(try quantified(atom, from: start))
    }
    return parts.count == 1 ? parts[0] : .sequence(parts)
  }

  private mutating func atom(depth: Int) throws(PatternError) -> PatternSyntax {
    let start = index
    guard let scalar = next else { return .empty }
    index += 1
    switch scalar {
    case "(": return try group(from: start, depth: depth)
    case "[": return .characters(try set(from: start))
    case ".": return .characters(.printable)
    case "^": return .start(start)
    case "$": return .end(start)
    case "\\": return try escape(from: start)
    case "*", "+", "?": throw fail("there is nothing before \"\(scalar)\" to repeat", at: start)
    default: return .characters(CharacterRanges(scalar))
    }
  }

  private mutating func group(from start: Int, depth: Int) throws(PatternError) -> PatternSyntax {
    if take("?") {
      if take("<") || (take("P") && take("<")) {
        if next == "=" || next == "!" { throw fail("a look behind is not supported", at: start) }
        while let scalar = next, scalar != ">" {
          index += 1
          if scalar == ")" { throw fail("the name of a group has no end", at: start) }
        }
        _ = take(">")
      } else if next == "=" || next == "!" {
        throw fail("a look ahead is not supported", at: start)
      } else if !take(":") {
        throw fail("this kind of group is not supported; write (…) or (?:…)", at: start)
      }
    }
    let syntax = try alternation(depth: depth + 1)
    if !take(")") { throw fail("this group has no end", at: start) }
    return syntax
  }

  private mutating func quantified(
    _ atom: PatternSyntax,
    from start: Int
  ) throws(PatternError) -> PatternSyntax {
    let place = index
    guard let (least, most) = try quantifier() else { return atom }
    if case .start = atom { throw fail("an anchor cannot be repeated", at: place) }
    if case .end = atom { throw fail("an anchor cannot be repeated", at: place) }
    // A lazy quantifier matches the same texts.
    if !take("?"), next == "+" { throw fail("a possessive quantifier is not supported") }
    if next == "*" || next == "+" || next == "?" {
      throw fail("a repetition cannot be repeated; use a group")
    }
    return .repetition(atom, from: least, to: most)
  }

  private mutating func quantifier() throws(PatternError) -> (Int, Int)? {
    if take("?") { return (0, 1) }
    if take("*") { return (0, Self.openRepeats) }
    if take("+") { return (1, Self.openRepeats) }
    let start = index
    guard take("{") else { return nil }
    let least = number()
    var most = least
    if take(",") { most = number() ?? least.map { $0 + Self.openRepeats } ?? Self.openRepeats }
    guard take("}"), let most, least != nil || scalars[start + 1] == "," else {
      throw fail("\"{\" begins a number of repetitions, as in {3} or {2,5}; a brace itself is \\{", at: start)
    }
    guard (least ?? 0) <= most else { throw fail("these repetitions are swapped", at: start) }
    guard most <= Self.maximumRepeats + Self.openRepeats else {
      throw fail("more than \(Self.maximumRepeats) repetitions are not supported", at: start)
    }
    return (least ?? 0, most)
  }

  private mutating func number() -> Int? {
    var value: Int?
    while let digit = next, ("0"..."9").contains(digit), (value ?? 0) < 1_000_000 {
      value = (value ?? 0) * 10 + Int(digit.value - 48)
      index += 1
    }
    return value
  }

  // MARK: Characters

  private mutating func escape(from start: Int) throws(PatternError) -> PatternSyntax {
    if let scalar = next {
      switch scalar {
      case "A":
        index += 1
        return .start(start)
      case "z", "Z":
        index += 1
        return .end(start)
      default: break
      }
    }
    return .characters(try escapedCharacters(from: start))
  }

  /// What a backslash stands for, the backslash taken already.
  private mutating func escapedCharacters(from start: Int) throws(PatternError) -> CharacterRanges {
    guard let scalar = next else { throw fail("a backslash at the end stands for nothing", at: start) }
    index += 1
    switch scalar {
    case "d": return .digits
    case "D": return CharacterRanges.digits.complement
    case "w": return .word
    case "W": return CharacterRanges.word.complement
    case "s": return .space
    case "S": return CharacterRanges([0x21...0x7E])
    case "t": return CharacterRanges("\t")
    case "n": return CharacterRanges("\n")
    case "r": return CharacterRanges("\r")
    case "f": return CharacterRanges("\u{0C}")
    case "v": return CharacterRanges("\u{0B}")
    case "x": return CharacterRanges(try hexadecimal(digits: 2, from: start))
    case "u": return CharacterRanges(try hexadecimal(digits: 4, from: start))
    case "0"..."9": throw fail("a reference to a group is not supported", at: start)
    default:
      if scalar.properties.isAlphabetic {
        throw fail("\"\\\(scalar)\" is not supported", at: start)
      }
      return CharacterRanges(scalar)
    }
  }

  private mutating func hexadecimal(digits: Int, from start: Int) throws(PatternError) -> Unicode.Scalar {
    var value: UInt32 = 0
    for _ in 0..<digits {
      guard let scalar = next, let digit = Character(scalar).hexDigitValue else {
        throw fail("a character is written with \(digits) hexadecimal digits", at: start)
      }
      value = value * 16 + UInt32(digit)
      index += 1
    }
    guard let scalar = Unicode.Scalar(value) else { throw fail("there is no such character", at: start) }
    return scalar
  }

  /// A set, its opening bracket taken already.
  private mutating func set(from start: Int) throws(PatternError) -> CharacterRanges {
    let isNegated = take("^")
    var set = CharacterRanges([])
    var isFirst = true
    while isFirst || next != "]" {
      isFirst = false
      let place = index
      let low = try setElement(from: start)
      guard next == "-", index + 1 < scalars.count, scalars[index + 1] != "]" else {
        set = set.union(low)
        continue
      }
      index += 1
      let high = try setElement(from: start)
      guard low.count == 1, high.count == 1, let from = low.ranges.first?.lowerBound,
        let to = high.ranges.first?.lowerBound
      else { throw fail("a range goes from one character to another", at: place) }
      guard from <= to else { throw fail("the ends of this range are swapped", at: place) }
      guard to < 0xD800 || from > 0xDFFF else { throw fail("this range is too wide", at: place) }
      set = set.union(CharacterRanges([from...to]))
    }
    index += 1
    let result = isNegated ? set.complement : set
    if result.count == 0 { throw fail("no printable character of ASCII is left in this set", at: start) }
    return result
  }

  private mutating func setElement(from start: Int) throws(PatternError) -> CharacterRanges {
    guard let scalar = next else { throw fail("this set has no end", at: start) }
    let place = index
    index += 1
    if scalar == "\\" { return try escapedCharacters(from: place) }
    if scalar == "[" {
      throw fail("a set within a set is not supported; the bracket itself is \\[", at: place)
    }
    if scalar == "&", next == "&" { throw fail("the intersection of sets is not supported", at: place) }
    return CharacterRanges(scalar)
  }
}
