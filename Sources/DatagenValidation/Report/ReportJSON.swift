extension ValidationReport {
  /// The report as JSON, as `report.json` holds it.
  public func jsonText() -> String { json.pretty }

  /// The report as a value of JSON.
  package var json: JSONValue {
    .object([
      ("dataset", .string(dataset)),
      ("schema_digest", .string(schemaDigest)),
      ("database", .string(database)),
      ("loads", .array(loads.map(\.json))),
      ("score", .double(score)),
      ("passed", .bool(passed)),
      ("summary", summary),
      ("warnings", .array(warnings.map(JSONValue.string))),
      ("checks", .array(checks.map(\.json))),
    ])
  }

  private var summary: JSONValue {
    .object([
      ("checks", .integer(Int64(checks.count))),
      ("passed", .integer(Int64(checks.count { $0.passed }))),
      ("failed", .integer(Int64(checks.count { !$0.passed && $0.isHard }))),
      ("targets_missed", .integer(Int64(checks.count { !$0.passed && !$0.isHard }))),
      ("targets_missed_as_warned", .integer(Int64(checks.count(where: \.failedAsWarned)))),
    ])
  }
}

extension ValidationReport.Load {
  fileprivate var json: JSONValue {
    .object([
      ("schema_digest", .string(schemaDigest)), ("seed", .string(seed)), ("version", .string(version)),
    ])
  }
}

extension CheckResult {
  /// The result as a value of JSON.
  package var json: JSONValue {
    var members: [(String, JSONValue)] = [
      ("category", .string(category.rawValue)),
      ("kind", .string(kind)),
      ("table", .string(table)),
      ("column", .optional(column, JSONValue.string)),
      ("hard", .bool(isHard)),
      ("passed", .bool(passed)),
      ("score", .double(score)),
      ("message", .string(message)),
    ]
    if let violations { members.append(("violations", .integer(violations))) }
    if let rows { members.append(("rows", .integer(rows))) }
    if let measures { members.append(("measures", measures.json)) }
    if category == .targets { members.append(("warnings", .array(warnings.map(JSONValue.string)))) }
    members.append(("sql", .string(sql)))
    if let rowsSQL { members.append(("rows_sql", .string(rowsSQL))) }
    return .object(members)
  }
}

extension CheckResult.Measures {
  fileprivate var json: JSONValue {
    let figures = [
      ("value", value), ("minimum", minimum), ("maximum", maximum),
      ("mae", mae), ("maximum_mae", maximumMAE), ("mape", mape), ("maximum_mape", maximumMAPE),
    ]
    return .object(figures.compactMap { name, figure in figure.map { (name, .double($0)) } })
  }
}
