internal import DatagenSchema

/// What is in a database before a load.
struct ExistingDatabase {
  /// The tables of the layout that are there, by their names in the layout.
  private(set) var tables: Set<String> = []
  /// The names of all tables, views, indexes and triggers.
  private(set) var names: Set<String> = []
  /// Whether there is anything that does not belong to the layout's tables or to the record of the loads.
  private(set) var hasOthers = false

  /// Looks into an open database.
  init(_ connection: SQLiteConnection, _ layout: DatabaseLayout) throws(DatabaseError) {
    let layoutNames = Dictionary(layout.tables.map { ($0.name.lowercased(), $0.name) }) { first, _ in first }
    for row in try connection.query("SELECT type, name, tbl_name FROM sqlite_master") {
      guard row.count == 3, case .text(let type) = row[0], case .text(let name) = row[1] else { continue }
      names.insert(name)
      if let table = layoutNames[name.lowercased()], type == "table" || type == "view" {
        guard type == "table" else {
          throw DatabaseError("the database has a view with the name of the table", table: table)
        }
        tables.insert(table)
      } else if !Self.isOwn(name), type != "index" || !Self.belongs(row[2], layoutNames) {
        hasOthers = true
      }
    }
  }

  private static func isOwn(_ name: String) -> Bool {
    name == LoadRecord.tableName || name.lowercased().hasPrefix("sqlite_")
  }

  private static func belongs(_ table: SQLValue, _ layoutNames: [String: String]) -> Bool {
    if case .text(let table) = table { layoutNames[table.lowercased()] != nil } else { false }
  }

  /// Refuses to load into tables that exist.
  func requireNoTables(of layout: DatabaseLayout, in path: String) throws(DatabaseError) {
    guard !tables.isEmpty else { return }
    let quoted = layout.tables.filter { tables.contains($0.name) }.map { "\"\($0.name)\"" }
    throw DatabaseError(
      "\(path) already has the table\(quoted.count == 1 ? "" : "s") \(quoted.joined(separator: ", "))",
      advice: "Say what to do with them: --if-exists replace, append or truncate."
    )
  }
}
