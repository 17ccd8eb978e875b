package import DatagenValidation

extension LoadSummary {
  /// The summary as text for a terminal.
  public var text: String {
    let names = tables.map(\.name.count).max() ?? 0
    let counts = tables.map(\.rows.grouped.count).max() ?? 0
    var lines = tables.map { table in
      let name = table.name + String(repeating: " ", count: names - table.name.count)
      let rows = table.rows.grouped
      return "  \(name)  \(String(repeating: " ", count: counts - rows.count))\(rows) rows"
    }
    let rate = seconds > 0 ? Int64(Double(rows) / seconds) : rows
    lines.append(
      "\(dataset): \(rows.grouped) rows in \(tables.count) table\(tables.count == 1 ? "" : "s"), "
        + "\(Self.rounded(seconds)) s (\(rate.grouped) rows/s) → \(database)"
    )
    return lines.joined(separator: "\n") + "\n"
  }

  /// The summary as a JSON object.
  package var json: JSONValue {
    .object([
      ("dataset", .string(dataset)), ("database", .string(database)), ("schema_digest", .string(schemaDigest)),
      ("seed", .string(String(seed))), ("version", .string(datagenVersion)), ("rows", .integer(rows)),
      ("seconds", .double(seconds)),
      (
        "tables",
        .array(tables.map(\.json))
      ),
    ])
  }

  /// The summary, and a report if there is one, as JSON on one line.
  public func jsonText(with report: ValidationReport? = nil) -> String {
    guard let report, case .object(var members) = json else { return json.compact + "\n" }
    members.append(("validation", report.json))
    return JSONValue.object(members).compact + "\n"
  }

  private static func rounded(_ seconds: Double) -> String {
    let hundredths = Int64((seconds * 100).rounded())
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
  }
}

extension LoadSummary.Table {
  /// The table as a JSON object.
  package var json: JSONValue {
    .object([("name", .string(name)), ("rows", .integer(rows)), ("digest", .string(digest))])
  }
}
