internal import DatagenSchema

/// A table as PostgreSQL's catalogue describes it.
struct PostgresTable {
  struct Column {
    var name: String
    /// The type's number in `pg_type`.
    var type: Int64
    /// The type's name without a length, so that a cast to it cuts nothing off.
    var typeName: String
    var isGenerated: Bool
    /// Whether values can only be given against the table's own counting.
    var isAlwaysCounted: Bool
    /// Whether a row cannot be inserted without a value for the column.
    var needsValue: Bool
  }

  let columns: [Column]

  /// - Parameter name: the table's name in quotes, with its schema.
  init(_ name: String, _ connection: PostgresConnection) throws(DatabaseError) {
    let rows = try connection.query(
      """
      SELECT attname::text, atttypid, format_type(atttypid, -1), attgenerated <> '', attidentity = 'a',
        attnotnull AND NOT atthasdef AND attidentity = ''
      FROM pg_attribute
      WHERE attrelid = to_regclass(\(Dialect.postgres.literal(name))) AND attnum > 0 AND NOT attisdropped
      ORDER BY attnum
      """
    )
    columns = rows.compactMap { row in
      guard case .text(let name) = row[0], case .integer(let type) = row[1], case .text(let typeName) = row[2]
      else { return nil }
      return Column(
        name: name,
        type: type,
        typeName: typeName,
        isGenerated: row[3] == .integer(1),
        isAlwaysCounted: row[4] == .integer(1),
        needsValue: row[5] == .integer(1)
      )
    }
  }

  func column(named name: String) -> Column? { columns.first { $0.name == name } }

  /// Throws an error that names what does not fit on either side.
  func requireFit(_ table: TableLayout) throws(DatabaseError) {
    let wanted = Set(table.columns.map(\.name))
    let missing = table.columns.map(\.name).filter { column(named: $0) == nil }
    let unfilled = columns.filter { $0.needsValue && !wanted.contains($0.name) }.map(\.name)
    var faults: [String] = []
    func add(_ columns: [String], _ fault: String) {
      if !columns.isEmpty { faults.append(columns.map { "\"\($0)\"" }.joined(separator: ", ") + fault) }
    }
    add(missing, " in the schema, not in the table")
    add(unfilled, " in the table, NOT NULL and without a default, not in the schema")
    guard !faults.isEmpty else { return }
    throw DatabaseError(
      "the existing table does not fit the schema: " + faults.joined(separator: "; "),
      table: table.name,
      advice: "Change the schema or the table, or let it be replaced: --if-exists replace."
    )
  }
}

/// How the rows of a table are sent.
struct PostgresTablePlan: Sendable {
  struct Column: Sendable {
    var name: String
    var type: WireType
    /// The type of an existing column where it is not the one that is sent.
    var cast: String?
  }

  /// The table's name in the layout.
  let table: String
  /// The table's name in quotes, with its schema.
  let name: String
  let columns: [Column]
  let encoder: PostgresEncoder
  private let isNew: Bool
  private let overridesCounting: Bool

  var method: LoadMethod { encoder.method }

  /// A plan for a table that this load makes.
  init(new table: TableLayout, _ name: String, _ method: LoadMethod) {
    self.table = table.name
    self.name = name
    columns = table.columns.map { Column(name: $0.name, type: WireType($0.type)) }
    encoder = PostgresEncoder(
      method: method,
      columns: table.columns.enumerated().map { .init(index: $0.offset, type: WireType($0.element.type)) }
    )
    isNew = true
    overridesCounting = false
  }

  /// A plan for a table that exists and fits: columns that PostgreSQL computes are left out.
  ///
  /// COPY takes the exact types only: a table with others is loaded by inserts, which cast.
  init(existing: PostgresTable, _ table: TableLayout, _ name: String, _ method: LoadMethod) {
    self.table = table.name
    self.name = name
    var columns: [Column] = []
    var encoded: [PostgresEncoder.Column] = []
    var overridesCounting = false
    for (index, column) in table.columns.enumerated() {
      guard let actual = existing.column(named: column.name), !actual.isGenerated else { continue }
      let type = WireType(column.type)
      let cast = type.isSentAs(actual.type) ? nil : actual.typeName
      columns.append(Column(name: column.name, type: type, cast: cast))
      encoded.append(.init(index: index, type: type))
      if actual.isAlwaysCounted { overridesCounting = true }
    }
    self.columns = columns
    let isExact = columns.allSatisfy { $0.cast == nil }
    encoder = PostgresEncoder(method: isExact ? method : .insert, columns: encoded)
    isNew = false
    self.overridesCounting = overridesCounting
  }

  /// One statement for any number of rows: a parameter for each column, an array of the rows' values.
  var insert: String {
    let values = columns.enumerated().map { index, column in
      let value = "unnest($\(index + 1)::\(column.type.arrayName))"
      return column.cast.map { "CAST(\(value) AS \($0))" } ?? value
    }
    return "INSERT INTO \(name) (\(columnList))\(overridesCounting ? " OVERRIDING SYSTEM VALUE" : "") "
      + "SELECT \(values.joined(separator: ", "))"
  }

  /// Rows of a table that nobody else has seen yet can be written as settled ones.
  var copy: String {
    "COPY \(name) (\(columnList)) FROM STDIN (FORMAT binary\(isNew ? ", FREEZE" : ""))"
  }

  private var columnList: String { columns.map { Dialect.postgres.quote($0.name) }.joined(separator: ", ") }
}

extension WireType {
  /// Whether the bytes of this form are those of a column of a type, by its number in `pg_type`.
  fileprivate func isSentAs(_ type: Int64) -> Bool {
    switch self {
    case .int: type == 20
    case .double: type == 701
    case .boolean: type == 16
    case .date: type == 1082
    // The session's time zone is UTC, so that moments with and without a zone are the same.
    case .timestamp: type == 1184 || type == 1114
    case .text: type == 25 || type == 1043 || type == 1042
    }
  }
}
