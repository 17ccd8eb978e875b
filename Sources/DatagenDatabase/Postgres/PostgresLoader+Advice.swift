internal import DatagenSchema

extension PostgresLoader {
  /// An error with what it means for this load: for tables that were there before, with their constraints.
  func explained(_ error: DatabaseError) -> DatabaseError {
    guard let advice = advice(error) else { return error }
    var error = error
    error.advice = advice
    return error
  }

  private func advice(_ error: DatabaseError) -> String? {
    guard let place = layout.tables.firstIndex(where: { $0.name == error.table }),
      let existing = keptTables[layout.tables[place].name]
    else { return nil }
    let table = layout.tables[place]
    switch error.code {
    case "23502":
      guard let column = error.column, table.column(named: column)?.isNullable == true else { return nil }
      return DatabaseError.notNullable(column)
    case "23503":
      guard let key = error.constraint, let parent = existing.parents[key] else { return nil }
      return missingParent(of: place, key, parent)
    case "23505":
      let columns = error.constraint.flatMap { existing.uniqueColumns[$0] }
      if let columns, let index = error.constraint, !table.isUnique(columns) {
        return "The existing table has the unique index \"\(index)\", and the schema repeats the values of "
          + columns.map { "\"\($0)\"" }.joined(separator: ", ")
          + ": let them differ (of a single column: \"unique\" of the constraints), or drop the index."
      }
      guard options.ifExists == .append else { return nil }
      return "The table has rows with keys that come next. Rows can be added to what datagen has loaded; otherwise use "
        + "--if-exists truncate or replace, or another schema (--db-schema NAME)."
    default: return nil
    }
  }

  /// What to do where the row that a foreign key of an existing table refers to is not there.
  private func missingParent(of place: Int, _ key: String, _ parent: String) -> String? {
    guard let parentPlace = layout.tables.firstIndex(where: { $0.name == parent }) else {
      return "The existing table has the foreign key \"\(key)\" to \"\(parent)\", which is not loaded: let the schema "
        + "generate values that are there, add them there, or drop the foreign key."
    }
    guard parentPlace >= place else { return nil }
    return "Rows refer to rows that come later: make the foreign key deferrable (ALTER TABLE … ALTER CONSTRAINT … "
      + "DEFERRABLE INITIALLY DEFERRED), or let the tables be replaced: --if-exists replace."
  }
}

extension TableLayout {
  /// Whether the schema lets no values of columns come twice.
  fileprivate func isUnique(_ columns: [String]) -> Bool {
    Set(columns) == Set(primaryKey) || columns.count == 1 && uniqueColumns.contains(columns[0])
  }
}
