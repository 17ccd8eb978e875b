internal import DatagenDatabase

/// What is known about a table before its rows are looked at.
struct TableState: Sendable {
  var exists: Bool
  var columns: Set<String>
  /// The rows that were counted, once they are.
  var rows: Int64?
  /// The rows that the table should have, where that is known.
  var expectedRows: Int64?

  /// An empty table proves nothing where rows are expected.
  var isWronglyEmpty: Bool { rows == 0 && expectedRows != 0 }

  /// Asks the database whether the table is there, and which columns it has.
  static func read(_ table: String, _ connection: any DatabaseConnection) throws(DatabaseError) -> TableState {
    let values = ["name": connection.dialect.literal(table)]
    let exists = CheckTemplate.fill(CheckTemplate("table_exists", connection.dialect).statement, values)
    guard try connection.query(exists).first?.first?.integerValue == 1 else {
      return TableState(exists: false, columns: [])
    }
    let columns = CheckTemplate.fill(CheckTemplate("columns", connection.dialect).statement, values)
    let names = try connection.query(columns).compactMap { $0.first?.textValue }
    return TableState(exists: true, columns: Set(names))
  }
}
