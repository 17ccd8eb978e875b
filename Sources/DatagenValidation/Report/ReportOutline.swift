internal import DatagenSchema

/// What the reports for people have in common.
extension ValidationReport {
  /// A table with its checks.
  struct TableOutline {
    var name: String
    /// `8,021 rows`, or `missing`.
    var rows: String
    /// The checks of structure and constraints.
    var checks: [CheckResult]

    var failed: [CheckResult] { checks.filter { !$0.passed } }

    /// `12 checks passed`, `1 of 6 checks failed`.
    var verdict: String {
      failed.isEmpty
        ? "\(checks.count) \(checks.count == 1 ? "check" : "checks") passed"
        : "\(failed.count) of \(checks.count) checks failed"
    }
  }

  /// The tables in the order of the checks.
  var tables: [TableOutline] {
    let structural = checks.filter { $0.category != .targets }
    let byTable = Dictionary(grouping: structural, by: \.table)
    return structural.map(\.table).unique.map { name in
      let own = byTable[name] ?? []
      let rows = own.first { $0.rows != nil }?.rows
      return TableOutline(name: name, rows: rows.map(Figures.rows) ?? "missing", checks: own)
    }
  }

  /// The checks of targets.
  var targets: [CheckResult] { checks.filter { $0.category == .targets } }

  /// How the whole came out.
  enum Outcome { case good, doubtful, bad }

  var outcome: Outcome { failures.isEmpty ? .good : passed ? .doubtful : .bad }

  /// `26 checks, 2 failed, 3 targets missed (1 as warned)`.
  var summaryText: String {
    let hard = failures.count { $0.isHard }
    let missed = failures.count - hard
    var parts = ["\(checks.count) \(checks.count == 1 ? "check" : "checks")"]
    if hard > 0 { parts.append("\(hard) failed") }
    if missed > 0 {
      let warned = failures.count(where: \.failedAsWarned)
      let note = warned == 0 ? "" : warned == missed ? " as warned" : " (\(warned) as warned)"
      parts.append("\(missed) \(missed == 1 ? "target" : "targets") missed\(note)")
    }
    if failures.isEmpty { parts.append("all passed") }
    return parts.joined(separator: ", ")
  }

  /// Failures of a table by themselves; in one group those that could not look at a row for the same reason, as in an
  /// empty table.
  static func groups(of failures: [CheckResult]) -> [[CheckResult]] {
    failures.map(\.message).unique.flatMap { message in
      let alike = failures.filter { $0.message == message }
      return alike.count > 3 && alike.allSatisfy { $0.violations == nil } ? [alike] : alike.map { [$0] }
    }
  }
}

extension CheckResult {
  /// What was looked at: `account.balance`, or the table alone.
  var place: String { table + (column.map { "." + $0 } ?? "") }

  /// `range of account.balance`.
  var subject: String { "\(kind) of \(place)" }
}
