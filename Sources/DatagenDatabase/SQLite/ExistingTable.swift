internal import DatagenSchema

/// Whether rows of a layout's table fit into a table that exists.
struct ExistingTable {
  private struct Column {
    var isWritable: Bool
    var needsValue: Bool
  }

  private var columns: [String: Column] = [:]
  private var names: [String] = []

  init(_ name: String, _ connection: SQLiteConnection) throws(DatabaseError) {
    let literal = Dialect.sqlite.literal(name)
    let rows = try connection.query(
      "SELECT name, type, \"notnull\", dflt_value IS NOT NULL, pk, hidden FROM pragma_table_xinfo(\(literal))"
    )
    let keyCount = rows.count { $0[4] != .integer(0) }
    for row in rows {
      guard case .text(let name) = row[0] else { continue }
      var type = ""
      if case .text(let text) = row[1] { type = text.uppercased() }
      let isRowNumber = keyCount == 1 && row[4] != .integer(0) && type == "INTEGER"
      let isWritable = row[5] == .integer(0)
      let needsValue = row[2] == .integer(1) && row[3] == .integer(0) && isWritable && !isRowNumber
      columns[name.lowercased()] = Column(isWritable: isWritable, needsValue: needsValue)
      names.append(name)
    }
  }

  /// Throws an error that names what does not fit on either side.
  func requireFit(_ table: TableLayout) throws(DatabaseError) {
    let wanted = Set(table.columns.map { $0.name.lowercased() })
    let missing = table.columns.map(\.name).filter { columns[$0.lowercased()] == nil }
    let computed = table.columns.map(\.name).filter { columns[$0.lowercased()]?.isWritable == false }
    let unfilled = names.filter {
      columns[$0.lowercased()]?.needsValue == true && !wanted.contains($0.lowercased())
    }
    let others = names.filter { !wanted.contains($0.lowercased()) && !unfilled.contains($0) }
    var misfit = TableMisfit()
    misfit.add(missing, " in the schema, not in the table")
    misfit.add(computed, " computed by the database")
    misfit.add(unfilled, " in the table, NOT NULL and without a default, not in the schema")
    // One of them may be what a missing one is called there.
    if !missing.isEmpty { misfit.add(others, " in the table, not in the schema") }
    try misfit.check(table)
  }
}
