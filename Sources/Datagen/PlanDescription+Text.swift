package import DatagenValidation

extension PlanDescription {
  /// The plan as text for a terminal.
  public var text: String {
    var lines = [
      "\(dataset): \(tables.count) table\(tables.count == 1 ? "" : "s"), about \(Self.grouped(expectedRows)) rows, seed \(seed)",
      "",
    ]
    for (place, table) in tables.enumerated() {
      let parent = table.drivingParent.map { ", children of \($0)" } ?? ""
      lines.append(
        "\(place + 1). \(table.name) (\(table.kind)\(parent)): about \(Self.grouped(table.expectedRows)) rows"
      )
      let width = table.columns.map(\.name.count).max() ?? 0
      for column in table.columns {
        let name = column.name + String(repeating: " ", count: width - column.name.count)
        let type = column.type + (column.isNullable ? "?" : "")
        let key = table.primaryKey.contains(column.name) ? " (primary key)" : ""
        let padding = String(repeating: " ", count: max(0, 9 - type.count))
        lines.append("     \(name)  \(type)\(padding)  \(column.summary)\(key)")
      }
      if !table.references.isEmpty { lines.append("     references: " + table.references.joined(separator: ", ")) }
      lines.append("")
    }
    return lines.joined(separator: "\n")
  }

  /// The plan as a JSON object.
  package var json: JSONValue {
    .object([
      ("dataset", .string(dataset)), ("schema_digest", .string(schemaDigest)), ("seed", .string(String(seed))),
      ("expected_rows", .double(expectedRows.rounded())),
      (
        "tables",
        .array(
          tables.map { table in
            .object([
              ("name", .string(table.name)), ("kind", .string(table.kind)),
              ("expected_rows", .double(table.expectedRows.rounded())),
              ("primary_key", .array(table.primaryKey.map(JSONValue.string))),
              ("driving_parent", .optional(table.drivingParent, JSONValue.string)),
              ("references", .array(table.references.map(JSONValue.string))),
              (
                "columns",
                .array(
                  table.columns.map { column in
                    .object([
                      ("name", .string(column.name)), ("type", .string(column.type)),
                      ("nullable", .bool(column.isNullable)), ("summary", .string(column.summary)),
                    ])
                  }
                )
              ),
            ])
          }
        )
      ),
    ])
  }

  /// The plan as JSON on one line.
  public var jsonText: String { json.compact + "\n" }

  /// A count with commas between the thousands.
  private static func grouped(_ count: Double) -> String { count < 1e15 ? Int64(count.rounded()).grouped : "\(count)" }
}

extension Int64 {
  /// The number with commas between the thousands.
  public var grouped: String {
    let digits = String(magnitude)
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { result.append(",") }
      result.append(digit)
    }
    return self < 0 ? "-" + result : result
  }
}
