internal import DatagenSchema

/// Why a table that exists does not fit the schema, column by column.
struct TableMisfit {
  private var faults: [String] = []

  /// Adds what is wrong with columns; nothing where there are none.
  mutating func add(_ columns: [String], _ fault: String) {
    if !columns.isEmpty { faults.append(columns.quotedNames + fault) }
  }

  /// Throws an error that tells all of it; none where nothing is wrong.
  func check(_ table: TableLayout) throws(DatabaseError) {
    guard !faults.isEmpty else { return }
    throw DatabaseError(
      "the existing table does not fit the schema: " + faults.joined(separator: "; "),
      table: table.name,
      advice: "Change the schema or the table, or let it be replaced: --if-exists replace."
    )
  }
}
