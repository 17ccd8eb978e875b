/// Compares single values with their declared form: texts, numbers, words, times.
struct ValueChecker {
  /// Takes what is wrong, and where.
  let report: (_ message: String, _ position: SourcePosition) -> Void

  /// Reports the first thing that is wrong with a value.
  ///
  /// `path` says where it stands.
  func check(_ node: DocumentNode, against form: ValueForm, _ path: String) {
    switch form {
    case .string, .text, .name: if node.string == nil { reportKind(node, path, "a text") }
    case .boolean: if node.boolean == nil { reportKind(node, path, "true or false") }
    case .number(let limits): check(node, limits, path)
    case .scalar: if node.scalarText == nil { reportKind(node, path, "a text, a number, or true or false") }
    case .time: checkTime(node, path)
    case .word(let words): checkWord(node, words, path)
    case .columnReference: checkColumnReference(node, path)
    case .interval: checkInterval(node, path)
    default: return
    }
  }

  /// Reports a value of the wrong kind, and how to write it where only the quotes are wrong.
  private func reportKind(_ node: DocumentNode, _ path: String, _ expected: String) {
    var hint = ""
    if expected == "a text", let text = node.scalarText {
      hint = " (write it in quotes: \"\(text)\")"
    } else if expected.hasSuffix("number"), let text = node.string, ScalarText.number(text) != nil {
      hint = " (write it without quotes: \(text))"
    }
    report("expected \(expected) for \(path), found \(node.kindName)\(hint)", node.position)
  }

  private func check(_ node: DocumentNode, _ limits: NumberLimits, _ path: String) {
    guard let number = node.double else {
      return reportKind(node, path, limits.isInteger ? "a whole number" : "a number")
    }
    let shown = node.scalarText ?? ""
    if let minimum = limits.minimum, number < minimum {
      report("\(path) has to be at least \(minimum.shortText), not \(shown)", node.position)
    } else if let minimum = limits.exclusiveMinimum, number <= minimum {
      report("\(path) has to be more than \(minimum.shortText), not \(shown)", node.position)
    } else if let maximum = limits.maximum, number > maximum {
      report("\(path) has to be at most \(maximum.shortText), not \(shown)", node.position)
    } else if limits.isInteger, node.integer == nil {
      report("\(path) has to be a whole number, not \(shown)", node.position)
    }
  }

  private func checkTime(_ node: DocumentNode, _ path: String) {
    guard let text = node.string else { return reportKind(node, path, "an ISO 8601 time") }
    if Timestamp(iso8601: text) == nil {
      report(
        "\"\(text)\" is no ISO 8601 time (\(path) is written like 2024-01-31 or 2024-01-31T23:59:59Z)",
        node.position
      )
    }
  }

  private func checkWord(_ node: DocumentNode, _ words: [String], _ path: String) {
    guard let word = node.string else {
      return reportKind(
        node,
        path,
        words.count == 1 ? "\"\(words[0])\"" : "one of: \(words.joined(separator: ", "))"
      )
    }
    if !words.contains(word) {
      report(
        "unknown value \"\(word)\" for \(path)" + Suggestion.text(for: word, among: words),
        node.position
      )
    }
  }

  private func checkColumnReference(_ node: DocumentNode, _ path: String) {
    guard let text = node.string else { return reportKind(node, path, "a \"table.column\"") }
    if ColumnReference(text, at: node.position) == nil {
      report("expected \"table.column\" for \(path), found \"\(text)\"", node.position)
    }
  }

  private func checkInterval(_ node: DocumentNode, _ path: String) {
    guard let numbers = node.numbers, numbers.count == 2 else {
      return report("expected two numbers [low, high] for \(path)", node.position)
    }
    if numbers[0] > numbers[1] {
      report(
        "the ends of \(path) are swapped: [\(numbers[0].shortText), \(numbers[1].shortText)] should be "
          + "[\(numbers[1].shortText), \(numbers[0].shortText)]",
        node.position
      )
    }
  }
}

extension Double {
  /// The number without a needless `.0`.
  package var shortText: String {
    if let integer = Int64(exactly: self) { return String(integer) }
    return description
  }
}
