internal import DatagenSchema

/// Proves by queries over whole tables what SQLite did not look at row by row during the load.
///
/// Enforced during the load, foreign keys cost three times the load itself, and conditions as much.
struct SQLiteProofs {
  let connection: SQLiteConnection
  private let dialect = Dialect.sqlite

  init(_ connection: SQLiteConnection) { self.connection = connection }

  /// Every value of every foreign key is a value of the parent's column.
  ///
  /// The index on the column lists its different values in order, so that each is looked up once.
  func proveForeignKeys(of table: TableLayout) throws(DatabaseError) {
    for key in table.foreignKeys where key.isEnforceable {
      let names = key.columns.indices.map { "k\($0)" }
      let values = zip(key.columns, names).map { "\(dialect.quote($0)) AS \($1)" }.joined(separator: ", ")
      let areSet = names.map { "\($0) IS NOT NULL" }.joined(separator: " AND ")
      let match = zip(key.parentColumns, names).map { "p.\(dialect.quote($0)) = d.\($1)" }.joined(separator: " AND ")
      try prove(
        table,
        """
        SELECT \(names.joined(separator: " || ', ' || ")) FROM
        (SELECT DISTINCT \(values) FROM \(dialect.quote(table.name))) AS d WHERE \(areSet)
        AND NOT EXISTS (SELECT 1 FROM \(dialect.quote(key.parentTable)) AS p WHERE \(match)) LIMIT 1
        """
      ) { value in
        "the foreign key \(key.columns.quotedNames) has the value \(value), which is not in "
          + "\"\(key.parentTable)\".\(key.parentColumns.quotedNames)"
      }
    }
  }

  /// Every row meets every condition.
  func proveChecks(of table: TableLayout) throws(DatabaseError) {
    let checks = CheckDefinition.checks(of: table, dialect)
    guard !checks.isEmpty else { return }
    let name = dialect.quote(table.name)
    let failed = checks.map(\.violation).joined(separator: " OR ")
    guard !(try query("SELECT 1 FROM \(name) WHERE \(failed) LIMIT 1", table).isEmpty) else { return }
    for check in checks {
      let columns = check.columns.map(dialect.quote).joined(separator: " || ', ' || ")
      try prove(table, "SELECT \(columns) FROM \(name) WHERE \(check.violation) LIMIT 1") { value in
        "\(check.columns.quotedNames) has the value \(value), against CHECK (\(abbreviated(check.condition)))"
      }
    }
  }

  /// Builds an index; a unique one proves that no value repeats.
  func build(_ index: IndexDefinition) throws(DatabaseError) {
    do {
      try connection.interruption.check()
      try connection.execute(index.sql(dialect))
    } catch {
      guard index.isUnique, error.isDuplicateKey else { throw error.at(index.table) }
      throw DatabaseError(
        "the column \(index.columns.quotedNames) is unique and has a value twice\(example(index))",
        code: error.code,
        table: index.table
      )
    }
  }

  /// A value that is there twice, if SQLite can still look for one after the failed statement.
  private func example(_ index: IndexDefinition) -> String {
    let column = dialect.list(index.columns)
    let sql =
      "SELECT \(column) FROM \(dialect.quote(index.table)) WHERE \(column) IS NOT NULL "
      + "GROUP BY \(column) HAVING count(*) > 1 LIMIT 1"
    guard let value = try? connection.query(sql).first?.first else { return "" }
    return ", for example \(value.literal)"
  }

  /// A condition may list thousands of values.
  private func abbreviated(_ condition: String) -> String {
    condition.count > 200 ? condition.prefix(200) + "…" : condition
  }

  private func prove(
    _ table: TableLayout,
    _ sql: String,
    _ message: (String) -> String
  ) throws(DatabaseError) {
    guard let value = try query(sql, table).first?.first else { return }
    throw DatabaseError(message(value.literal), table: table.name)
  }

  private func query(_ sql: String, _ table: TableLayout) throws(DatabaseError) -> [[SQLValue]] {
    do {
      try connection.interruption.check()
      return try connection.query(sql)
    } catch {
      throw error.at(table.name)
    }
  }
}

extension SQLValue {
  /// The value as SQL would write it, for messages.
  var literal: String {
    switch self {
    case .null: "NULL"
    case .integer(let number): String(number)
    case .double(let number): String(number)
    case .text(let text): Dialect.sqlite.literal(text)
    }
  }
}
