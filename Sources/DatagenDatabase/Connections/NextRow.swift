internal import DatagenSchema

/// Where an `append` goes on in a table that exists.
///
/// Rows follow from their numbers: a number that was used once stands for the same row again, also where that row has
/// been removed since.
enum NextRow {
  /// The number of the first row that may come: behind all rows that loads recorded, and behind the last key, which is
  /// the least one where keys fall.
  ///
  /// - Parameters:
  ///   - source: the table as a query names it.
  ///   - recorded: the rows that all loads together brought; nil where none is recorded.
  static func number(
    of table: TableLayout,
    from source: String,
    recorded: Int64?,
    _ connection: any DatabaseConnection
  ) throws(DatabaseError) -> Int64 {
    // A vocabulary is there or it is not; it does not grow.
    if !table.isVocabulary {
      if let keys = table.keySequence, let column = table.primaryKey.first {
        let end = keys.step < 0 ? "min" : "max"
        let last = try connection.query("SELECT \(end)(\(connection.dialect.quote(column))) FROM \(source)").first?
          .first
        if case .integer(let last)? = last {
          guard let row = keys.row(behind: last) else {
            throw DatabaseError(
              "the \(keys.step < 0 ? "least" : "greatest") key is \(last), behind which there is no room",
              advice: "Remove the row with this key, or use --if-exists truncate or replace."
            )
          }
          return max(recorded ?? 0, row)
        }
      }
      if let recorded { return recorded }
    }
    guard case .integer(let count)? = try connection.query("SELECT count(*) FROM \(source)").first?.first else {
      return 0
    }
    return count
  }
}

extension LoadRecord {
  private static let columns = ["load", "dataset", "schema_digest", "seed", "version", "table_name", "rows", "digest"]

  /// The rows that all loads together brought, by table; empty where no load is recorded.
  ///
  /// - Parameters:
  ///   - table: the record as a query names it.
  ///   - names: the columns of the table of that name; none where there is no such table.
  /// - Throws: an error where the table is not the record.
  static func rows(
    in table: String,
    with names: [String],
    _ connection: any DatabaseConnection
  ) throws(DatabaseError) -> [String: Int64] {
    guard !names.isEmpty else { return [:] }
    guard Set(names).isSuperset(of: columns) else {
      throw DatabaseError(
        "\(table) is not the record of loads that datagen keeps under this name",
        advice: "Rename it, or load into another database or schema."
      )
    }
    let sum = "sum(\"rows\")" + (connection.dialect == .postgres ? "::bigint" : "")
    var rows: [String: Int64] = [:]
    for row in try connection.query("SELECT \"table_name\", \(sum) FROM \(table) GROUP BY \"table_name\"") {
      guard case .text(let name) = row[0], case .integer(let count) = row[1] else { continue }
      rows[name] = count
    }
    return rows
  }
}
