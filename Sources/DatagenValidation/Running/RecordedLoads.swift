internal import DatagenDatabase
internal import DatagenSchema

/// What the loads wrote down about themselves in the database, in the table `_datagen`.
struct RecordedLoads: Sendable {
  private struct Entry: Sendable {
    var table: String
    var load: ValidationReport.Load
    var rows: Int64
  }

  private var entries: [Entry] = []
  /// Whether there is a record at all.
  private(set) var exists = false

  static func read(_ connection: any DatabaseConnection) throws(DatabaseError) -> RecordedLoads {
    var loads = RecordedLoads()
    let state = try TableState.read(LoadRecord.tableName, connection)
    guard state.columns.isSuperset(of: ["load", "table_name", "schema_digest", "seed", "version", "rows"]) else {
      return loads
    }
    loads.exists = true
    for row in try connection.query(statement(connection.dialect)) {
      guard row.count == 5, let table = row[0].textValue, let rows = row[4].integerValue else { continue }
      let load = ValidationReport.Load(
        schemaDigest: row[1].textValue ?? "",
        seed: row[2].textValue ?? "",
        version: row[3].textValue ?? ""
      )
      loads.entries.append(Entry(table: table, load: load, rows: rows))
    }
    return loads
  }

  static func statement(_ dialect: Dialect) -> String {
    CheckTemplate.fill(CheckTemplate("recorded_rows", dialect).statement, [:])
  }

  /// The rows that all loads together put into a table; nil where none did.
  func rows(of table: String) -> Int64? {
    let own = entries.filter { $0.table == table }
    return own.isEmpty ? nil : own.reduce(0) { $0 + $1.rows }
  }

  /// What some tables were loaded from, in the order of the loads; loads of the same make are one.
  func loads(of tables: [String]) -> [ValidationReport.Load] {
    entries.filter { tables.contains($0.table) }.map(\.load).unique
  }
}
