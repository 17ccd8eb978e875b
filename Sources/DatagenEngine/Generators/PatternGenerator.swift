import DatagenColumns
import DatagenSchema

/// `pattern`: a text that matches a regular expression as a whole.
///
/// Each branch, each number of repetitions and each character is as likely as the others (see `PatternParser` for what
/// an expression may have). In a column that must be unique, the row's place in a keyed permutation numbers the texts
/// of the expression, so that none repeats.
struct PatternGenerator: DeclaredGenerator {
  static let form = KeyForm(
    "pattern",
    .object(
      ObjectForm(
        "pattern",
        [KeyForm("regex", .string, required: true, "the regular expression that texts match")]
      )
    ),
    "texts that match a regular expression"
  )

  private enum Work: Sendable {
    case drawn(PatternSampler)
    case distinct(PatternAutomaton, Permutation)
  }

  private let work: Work
  private let key: RandomKey
  let summary: String

  init?(_ arguments: DocumentNode, _ context: ColumnContext) {
    guard let node = arguments["regex"], let text = node.string else { return nil }
    guard context.column.type == .string else {
      context.error(
        "\"pattern\" makes texts, and column \"\(context.column.name.value)\" is \(context.column.type.rawValue)"
      )
      return nil
    }
    key = context.key
    summary = "texts like \(text)"
    do throws(PatternError) {
      let syntax = try PatternParser.parse(text)
      if context.isUnique {
        guard let automaton = PatternAutomaton(syntax) else {
          throw PatternError(message: "it is too intricate for a column that has to be unique", offset: 0)
        }
        work = .distinct(automaton, Permutation(count: automaton.numbers, key: context.key))
      } else {
        work = .drawn(PatternSampler(syntax))
      }
    } catch {
      context.error(
        "in the pattern \"\(text)\", character \(error.offset + 1): \(error.message)",
        at: node.position(inText: error.offset)
      )
      return nil
    }
  }

  var kind: ColumnBuffer.Kind { .text }

  func distinctValues(_ counts: ExpectedCounts) -> Double? {
    if case .distinct(let automaton, _) = work { automaton.count } else { nil }
  }

  func generate(into output: ColumnBuffer, _ batch: BatchEvaluation) {
    output.reset(.text, count: batch.count)
    let rows = batch.draws
    switch work {
    case .drawn(let sampler):
      for row in 0..<batch.count {
        var stream = key.stream(rows[row])
        sampler.append(to: output.text, &stream)
        output.endText(row)
      }
    case .distinct(let automaton, let permutation):
      for row in 0..<batch.count {
        let number = permutation(UInt64(bitPattern: rows[row]) % automaton.numbers)
        var stream = key.stream(Int64(bitPattern: number))
        automaton.append(number, to: output.text, &stream)
        output.endText(row)
      }
    }
  }
}
