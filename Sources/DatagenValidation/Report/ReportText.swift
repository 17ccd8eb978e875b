internal import DatagenSchema

extension ValidationReport {
  /// The report for a terminal: a line per table, what failed, the targets, and the score.
  public func text(colours: Bool = false) -> String {
    let style = Style(isOn: colours)
    var lines: [String] = []
    let structural = checks.filter { $0.category != .targets }
    let tables = structural.map(\.table).unique
    let names = tables.map { padded($0, to: tables.map(\.count).max() ?? 0) }
    let counts = tables.map { table in
      structural.first { $0.table == table && $0.rows != nil }?.rows.map(Figures.rows) ?? "missing"
    }
    let width = counts.map(\.count).max() ?? 0
    for (index, table) in tables.enumerated() {
      let own = structural.filter { $0.table == table }
      let failed = own.filter { !$0.passed }
      let count = String(repeating: " ", count: width - counts[index].count) + counts[index]
      let verdict =
        failed.isEmpty
        ? style.good("\(own.count) checks passed")
        : style.bad("\(failed.count) of \(own.count) checks failed")
      lines.append("\(names[index])  \(count)  \(verdict)")
      lines += failureLines(failed).map { "  \(style.bad("failed")) \($0)" }
    }
    let targets = checks.filter { $0.category == .targets }
    if !targets.isEmpty {
      lines.append("targets")
      lines += targets.map { target in
        let verdict = target.passed ? style.good("met   ") : style.doubtful("missed")
        return "  \(verdict) \(target.subject): \(target.message)"
      }
    }
    lines += warnings.map { "\(style.doubtful("warning:")) \($0)" }
    lines.append(scoreLine(style))
    return lines.joined(separator: "\n") + "\n"
  }

  /// A line per failure; one for all those that could not look at a row for the same reason, as in an empty table.
  private func failureLines(_ failures: [CheckResult]) -> [String] {
    failures.map(\.message).unique.flatMap { message in
      let alike = failures.filter { $0.message == message }
      return alike.count > 3 && alike.allSatisfy { $0.violations == nil }
        ? ["\(alike.count) checks: \(message)"] : alike.map { "\($0.subject): \($0.message)" }
    }
  }

  private func scoreLine(_ style: Style) -> String {
    let hard = failures.count { $0.isHard }
    let missed = failures.count - hard
    var verdicts: [String] = []
    if hard > 0 { verdicts.append("\(hard) failed") }
    if missed > 0 { verdicts.append("\(missed) \(missed == 1 ? "target" : "targets") missed") }
    if verdicts.isEmpty { verdicts.append("all passed") }
    let noun = checks.count == 1 ? "check" : "checks"
    let line =
      "score \(Figures.score(score)) of 100: \(checks.count) \(noun), \(verdicts.joined(separator: ", "))"
    if hard > 0 { return style.bad(line) }
    return missed > 0 ? style.doubtful(line) : style.good(line)
  }

  private func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}

/// The colours of a terminal, or none.
private struct Style {
  let isOn: Bool

  func good(_ text: String) -> String { paint(text, 32) }
  func bad(_ text: String) -> String { paint(text, 31) }
  func doubtful(_ text: String) -> String { paint(text, 33) }

  private func paint(_ text: String, _ code: Int) -> String {
    isOn ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}

extension CheckResult {
  /// `range of account.balance`.
  fileprivate var subject: String {
    kind + " of " + table + (column.map { "." + $0 } ?? "")
  }
}
