internal import DatagenColumns
package import DatagenSchema

/// The digests of the rows that a database holds, the same as those of the rows when they were generated.
package enum DatabaseDigest {
  /// A table with the number and the digest of its rows.
  package typealias Table = (name: String, rows: Int64, digest: String)

  /// The digests of some tables, in their order.
  ///
  /// The rows are read once and never kept: the memory does not grow with them.
  ///
  /// - Parameter tables: the tables with the columns and types to read them as; nil for all tables of the
  ///   database, by name, with the types that they are declared with.
  package static func digests(
    of connection: any DatabaseConnection,
    tables: [TableLayout]?
  ) throws(DatabaseError) -> [Table] {
    let named: [DigestTable]
    if let tables { named = tables.map { DigestTable($0) } } else { named = try declaredTables(connection) }
    var digests: [Table] = []
    for table in named {
      do throws(DatabaseError) {
        let digest = try digest(of: table, connection)
        digests.append((table.name, digest.rows, digest.description))
      } catch {
        throw error.at(table.name)
      }
    }
    return digests
  }

  private static func digest(
    of table: DigestTable,
    _ connection: any DatabaseConnection
  ) throws(DatabaseError) -> TableDigest {
    let names = Set(try connection.columnNames(of: table.name))
    guard !names.isEmpty else { throw DatabaseError("the table does not exist") }
    let missing = table.columns.filter { !names.contains($0.name) }.map { "\"\($0.name)\"" }
    guard missing.isEmpty else {
      throw DatabaseError(
        "the table lacks the column\(missing.count == 1 ? "" : "s") \(missing.joined(separator: ", "))"
      )
    }
    switch connection {
    case let connection as SQLiteConnection: return try SQLiteRowReader(connection).digest(of: table)
    case let connection as PostgresConnection: return try PostgresRowReader(connection).digest(of: table)
    default: throw DatabaseError("digests of this kind of database are not known")
    }
  }

  private static func declaredTables(_ connection: any DatabaseConnection) throws(DatabaseError)
    -> [DigestTable]
  {
    var tables: [DigestTable] = []
    for name in try connection.tableNames().sorted() {
      let columns: [DigestTable.Column] = try declaredColumns(of: name, connection).compactMap { row in
        guard case .text(let column) = row[0], case .text(let type) = row[1] else { return nil }
        return (column, declaredType(type.lowercased()))
      }
      tables.append(DigestTable(name: name, columns: columns))
    }
    return tables
  }

  private static func declaredColumns(
    of table: String,
    _ connection: any DatabaseConnection
  ) throws(DatabaseError) -> [[SQLValue]] {
    switch connection.dialect {
    case .sqlite:
      return try connection.query(
        "SELECT name, type FROM pragma_table_info(\(connection.dialect.literal(table))) ORDER BY cid"
      )
    case .postgres:
      let schema = try (connection as? PostgresConnection)?.targetSchema() ?? "public"
      let name = connection.dialect.quote(schema) + "." + connection.dialect.quote(table)
      return try connection.query(
        """
        SELECT attname::text, format_type(atttypid, NULL) FROM pg_attribute
        WHERE attrelid = to_regclass(\(connection.dialect.literal(name)))
        AND attnum > 0 AND NOT attisdropped ORDER BY attnum
        """
      )
    }
  }

  /// The type of a column by the name of its type in either database; what is not known is read as text.
  private static func declaredType(_ name: String) -> ColumnType {
    if name.contains("bool") { return .bool }
    if name.contains("interval") { return .string }
    if name.contains("int") || name.contains("serial") { return .int }
    if name.contains("timestamp") || name.contains("datetime") { return .datetime }
    if name == "date" { return .date }
    let numbers = ["real", "floa", "doub", "numeric", "decimal"]
    return numbers.contains(where: name.contains) ? .float : .string
  }
}

/// A table as it is read for a digest.
struct DigestTable {
  typealias Column = (name: String, type: ColumnType)

  var name: String
  var columns: [Column]

  init(name: String, columns: [Column]) {
    self.name = name
    self.columns = columns
  }

  init(_ layout: TableLayout) {
    self.init(name: layout.name, columns: layout.columns.map { ($0.name, $0.type) })
  }
}

/// Gathers rows in a batch, and adds the batch to the digest when it is full.
struct DigestCollector {
  private static let capacity = 4096

  private(set) var digest = TableDigest()
  private let batch: ColumnBatch
  private let keys: [UInt64]
  private let types: [ColumnType]
  private var scratch: [UInt64] = []

  init(_ table: DigestTable) {
    types = table.columns.map(\.type)
    keys = table.columns.map { TableDigest.columnKey(name: $0.name, type: $0.type) }
    batch = ColumnBatch(firstRow: 0, count: 0, columns: types.map { _ in ColumnBuffer() })
    reset()
  }

  /// The columns that the next row is written to, at `row`.
  var columns: [ColumnBuffer] { batch.columns }

  /// Where the next row goes in the columns.
  var row: Int { batch.count }

  /// Counts the row that has been written.
  mutating func endRow() {
    batch.count += 1
    if batch.count == Self.capacity { flush() }
  }

  /// Adds the rows that are left.
  mutating func finish() -> TableDigest {
    flush()
    return digest
  }

  private mutating func flush() {
    digest.add(batch, keys: keys, scratch: &scratch)
    reset()
  }

  private func reset() {
    batch.count = 0
    for (column, type) in zip(batch.columns, types) { column.reset(Self.kind(type), count: Self.capacity) }
  }

  private static func kind(_ type: ColumnType) -> ColumnBuffer.Kind {
    switch type {
    case .int: .integer
    case .float: .double
    case .string: .text
    case .bool: .boolean
    case .date: .date
    case .datetime: .timestamp
    }
  }
}
