extension ValidationReport {
  /// The report as one HTML page that needs nothing else: no script, no font, no network.
  ///
  /// The same report gives the same bytes.
  public func htmlText() -> String {
    let page: HTML = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8"/>
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <meta name="color-scheme" content="light dark"/>
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
      <title>\(dataset): score \(Figures.score(score)) of 100</title>
      <style>
      \(ReportStyle.sheet)
      </style>
      </head>
      <body>
      \(heading)
      <main>
      \(factsSection)\(failedSection)\(warningsSection)\(targetsSection)\(tablesSection)</main>
      </body>
      </html>

      """
    return page.markup
  }

  // MARK: What it is about

  private var heading: HTML {
    """
    <header class="\(outcome.name)">
    <div><h1>\(dataset)</h1><p>\(summaryText)</p></div>
    <p class="score"><strong>\(Figures.score(score))</strong> of 100</p>
    </header>
    """
  }

  private var factsSection: HTML {
    let load: [HTML] = loads.map { load in
      // Of the schema that the page names anyway nothing more is said.
      let other: HTML = load.schemaDigest == schemaDigest ? "" : ", schema <code>\(load.schemaDigest)</code>"
      return "<dd>seed <code>\(load.seed)</code>, datagen \(load.version)\(other)</dd>"
    }
    return """
      <dl>
      <div><dt>Database</dt><dd><code>\(database)</code></dd></div>
      <div><dt>Schema</dt><dd><code>\(schemaDigest)</code></dd></div>
      <div><dt>Loaded with</dt>\(load.isEmpty ? ["<dd>not recorded</dd>"] : load)</div>
      </dl>

      """
  }

  // MARK: What is wrong

  private var failedSection: HTML {
    let groups = tables.flatMap { Self.groups(of: $0.failed) }
    guard !groups.isEmpty else { return "" }
    return """
      <section>
      <h2>Failed checks</h2>
      \(groups.map(failure))</section>

      """
  }

  /// Failures of a table that are told as one.
  private func failure(_ group: [CheckResult]) -> HTML {
    guard let first = group.first else { return "" }
    guard group.count == 1 else {
      let kinds: [HTML] = group.map { "<li>\(subject($0))</li>" }
      return """
        <article>
        <h3>\(String(group.count)) checks of <code>\(first.table)</code></h3>
        <p>\(first.message)</p>
        <details><summary>which ones</summary><ul>\(kinds)</ul></details>
        </article>

        """
    }
    return """
      <article>
      <h3>\(subject(first))</h3>
      <p>\(first.message)</p>
      \(faultyRows(first))<pre><code>\(first.rowsSQL ?? first.sql)</code></pre>
      </article>

      """
  }

  private func faultyRows(_ check: CheckResult) -> HTML {
    // Rows that are missing, or too many, are no rows at fault.
    guard check.kind != CheckKind.rowCount.rawValue, let violations = check.violations, let rows = check.rows, rows > 0
    else { return "" }
    let percent = Figures.short(Double(violations) / Double(rows) * 100)
    return "<p class=\"fault\">\(Figures.rows(violations)) at fault (\(percent) %)</p>\n"
  }

  private var warningsSection: HTML {
    guard !warnings.isEmpty else { return "" }
    let items: [HTML] = warnings.map { "<li>\($0)</li>\n" }
    return """
      <section>
      <h2>Warnings</h2>
      <ul class="warnings">
      \(items)</ul>
      </section>

      """
  }

  // MARK: Targets and tables

  private var targetsSection: HTML {
    guard !targets.isEmpty else { return "" }
    let rows: [HTML] = targets.map { target in
      let (wanted, measured) = target.figures
      return """
        <tr><td>\(subject(target))</td><td data-label="wanted">\(lines(wanted))</td>\
        <td data-label="measured">\(lines(measured))</td><td>\(badge(target, bad: target.failedAsWarned ? "missed as warned" : "missed", good: "met"))</td></tr>

        """
    }
    return """
      <section>
      <h2>Targets</h2>
      <table class="targets">
      <thead><tr><th>target</th><th>wanted</th><th>measured</th><th>result</th></tr></thead>
      <tbody>
      \(rows)</tbody>
      </table>
      </section>

      """
  }

  private var tablesSection: HTML {
    """
    <section>
    <h2>Tables</h2>
    \(tables.map(self.table))</section>

    """
  }

  /// A line for the table, which opens to all its checks, the failed ones first.
  private func table(_ table: TableOutline) -> HTML {
    let ordered = table.failed + table.checks.filter(\.passed)
    let rows: [HTML] = ordered.map { check in
      """
      <tr><td>\(check.kind)\(check.column.map { " <code>\($0)</code>" as HTML } ?? "")</td>\
      <td>\(check.message)</td><td>\(badge(check, bad: "failed", good: "passed"))</td></tr>

      """
    }
    return """
      <details class="table">
      <summary><code>\(table.name)</code><span>\(table.rows)</span>\
      <span class="\(table.failed.isEmpty ? "good" : "bad")">\(table.verdict)</span></summary>
      <table>
      <thead><tr><th>check</th><th>found</th><th>result</th></tr></thead>
      <tbody>
      \(rows)</tbody>
      </table>
      </details>

      """
  }

  private func lines(_ texts: [String]) -> HTML {
    "\(texts.enumerated().map { $0.offset == 0 ? "\($0.element)" : "<br/>\($0.element)" as HTML })"
  }

  private func subject(_ check: CheckResult) -> HTML { "\(check.kind) of <code>\(check.place)</code>" }

  private func badge(_ check: CheckResult, bad: String, good: String) -> HTML {
    let name = check.passed ? "good" : check.isHard ? "bad" : "doubtful"
    return "<span class=\"badge \(name)\">\(check.passed ? good : bad)</span>"
  }
}

extension ValidationReport.Outcome {
  /// The class of its colour.
  fileprivate var name: String {
    switch self {
    case .good: "good"
    case .doubtful: "doubtful"
    case .bad: "bad"
    }
  }
}

extension CheckResult {
  /// What a target wanted, and what was measured; the message where nothing was.
  fileprivate var figures: (wanted: [String], measured: [String]) {
    guard let measures else { return ([], [message]) }
    if let minimum = measures.minimum, let maximum = measures.maximum {
      return (
        ["\(Figures.short(minimum)) to \(Figures.short(maximum))"], [measures.value.map(Figures.short) ?? message]
      )
    }
    let errors = [
      ("mae", measures.mae, measures.maximumMAE), ("mape", measures.mape, measures.maximumMAPE),
    ]
    return (
      errors.compactMap { name, _, limit in limit.map { "\(name) at most \(Figures.short($0))" } },
      errors.compactMap { name, error, _ in error.map { "\(name) \(Figures.short($0))" } }
    )
  }
}
