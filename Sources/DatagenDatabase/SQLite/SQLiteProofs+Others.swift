internal import DatagenSchema

/// What tables that are not part of the load ask of those that are.
extension SQLiteProofs {
  /// Tables that are made anew still have the keys that others refer to.
  ///
  /// Asked before a row is generated: SQLite itself says so at the first look at the rows, "foreign key mismatch".
  func requireKeys(of created: [TableLayout], forOthersThan layout: DatabaseLayout) throws(DatabaseError) {
    let tables = Dictionary(created.map { ($0.name.lowercased(), $0) }) { first, _ in first }
    for name in try others(than: layout) {
      for key in try foreignKeys(of: name) {
        guard let parent = tables[key.parent.lowercased()], !key.fits(parent) else { continue }
        let isPrimary = key.parentColumns.isEmpty
        let columns = key.parentColumns.quotedNames
        let subject = isPrimary ? "a primary key of \(key.columns.count) columns" : columns
        throw DatabaseError(
          "table \"\(name)\", which is not in the schema, refers to \(subject) of \"\(parent.name)\", which "
            + (isPrimary ? "the new table does not have" : "would be neither its primary key nor unique"),
          code: "foreign key",
          table: parent.name,
          advice: "Remove \"\(name)\" first (DROP TABLE), load into another database, or let the schema keep "
            + (isPrimary ? "the primary key." : "\(columns) a key of \"\(parent.name)\".")
        )
      }
    }
  }

  /// Tables that are not part of the load still point to rows that are there: a replaced or emptied table may have been
  /// referred to by others.
  func proveForeignKeys(ofOthersThan layout: DatabaseLayout) throws(DatabaseError) {
    let own = Set(layout.tables.map { $0.name.lowercased() })
    for name in try others(than: layout) {
      guard try foreignKeys(of: name).contains(where: { own.contains($0.parent.lowercased()) }),
        let broken = try violations(of: name).first, case .text(let parent) = broken[2]
      else { continue }
      throw DatabaseError(
        "rows of table \"\(name)\" would refer to rows of \"\(parent)\" that are not there any more",
        code: "foreign key",
        table: parent,
        advice: "Load the table that refers too, use --if-exists append, or remove its rows first."
      )
    }
  }

  private func violations(of name: String) throws(DatabaseError) -> [[SQLValue]] {
    do throws(DatabaseError) {
      return try connection.query("PRAGMA foreign_key_check(\(Dialect.sqlite.quote(name)))")
    } catch {
      guard error.message.hasPrefix("foreign key mismatch") else { throw error }
      // Of tables that the load keeps: it was so before.
      throw DatabaseError(
        "table \"\(name)\", which is not in the schema, refers to columns that are no key: \(error.message)",
        code: error.code,
        table: name,
        advice: "Make them a primary key or UNIQUE, or remove \"\(name)\" first."
      )
    }
  }

  private func others(than layout: DatabaseLayout) throws(DatabaseError) -> [String] {
    let own = Set(layout.tables.map { $0.name.lowercased() })
    return try connection.tableNames().filter { !own.contains($0.lowercased()) }
  }

  /// The foreign keys that a table declares.
  private func foreignKeys(of name: String) throws(DatabaseError) -> [DeclaredKey] {
    var keys: [Int64: DeclaredKey] = [:]
    // The number of the key, the place in it, the parent, the column, the parent's column.
    for row in try connection.query("PRAGMA foreign_key_list(\(Dialect.sqlite.quote(name)))") {
      guard row.count > 4, case .integer(let number) = row[0], case .text(let parent) = row[2],
        case .text(let column) = row[3]
      else { continue }
      var key = keys[number] ?? DeclaredKey(parent: parent)
      key.columns.append(column)
      if case .text(let column) = row[4] { key.parentColumns.append(column) }
      keys[number] = key
    }
    return keys.sorted { $0.key < $1.key }.map(\.value)
  }
}

/// A foreign key of a table, as it is declared.
private struct DeclaredKey {
  var parent: String
  var columns: [String] = []
  /// The parent's columns; empty where the declaration leaves them to the primary key.
  var parentColumns: [String] = []

  /// Whether the columns that it refers to are a key of the parent; SQLite compares names without regard to case.
  func fits(_ table: TableLayout) -> Bool {
    if parentColumns.isEmpty { return !table.primaryKey.isEmpty && table.primaryKey.count == columns.count }
    let wanted = parentColumns.map { $0.lowercased() }.sorted()
    return ([table.primaryKey] + table.uniqueColumns.map { [$0] }).contains { key in
      key.map { $0.lowercased() }.sorted() == wanted
    }
  }
}
