extension ValidationReport {
  /// The report for a terminal: a line per table, what failed, the targets, and the score.
  public func text(colours: Bool = false) -> String {
    let style = Style(isOn: colours)
    var lines: [String] = []
    let tables = tables
    let nameWidth = tables.map(\.name.count).max() ?? 0
    let rowsWidth = tables.map(\.rows.count).max() ?? 0
    for table in tables {
      let name = table.name + padding(nameWidth - table.name.count)
      let rows = padding(rowsWidth - table.rows.count) + table.rows
      let verdict = table.failed.isEmpty ? style.good(table.verdict) : style.bad(table.verdict)
      lines.append("\(name)  \(rows)  \(verdict)")
      lines += Self.groups(of: table.failed).compactMap { group in
        guard let first = group.first else { return nil }
        let subject = group.count == 1 ? first.subject : "\(group.count) checks"
        return "  \(style.bad("failed")) \(subject): \(first.message)"
      }
    }
    if !targets.isEmpty {
      lines.append("targets")
      lines += targets.map { target in
        let verdict = target.passed ? style.good("met   ") : style.doubtful("missed")
        return "  \(verdict) \(target.subject): \(target.message)\(target.failedAsWarned ? ", as warned" : "")"
      }
    }
    lines += warnings.map { "\(style.doubtful("warning:")) \($0)" }
    lines.append(style.paint("score \(Figures.score(score)) of 100: \(summaryText)", outcome))
    return lines.joined(separator: "\n") + "\n"
  }

  private func padding(_ width: Int) -> String { String(repeating: " ", count: max(0, width)) }
}

/// The colours of a terminal, or none.
private struct Style {
  let isOn: Bool

  func good(_ text: String) -> String { paint(text, .good) }
  func bad(_ text: String) -> String { paint(text, .bad) }
  func doubtful(_ text: String) -> String { paint(text, .doubtful) }

  func paint(_ text: String, _ outcome: ValidationReport.Outcome) -> String {
    let code =
      switch outcome {
      case .good: 32
      case .bad: 31
      case .doubtful: 33
      }
    return isOn ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
