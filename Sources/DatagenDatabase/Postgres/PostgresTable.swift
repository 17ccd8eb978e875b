internal import DatagenSchema

/// A table as PostgreSQL's catalogue describes it.
struct PostgresTable {
  struct Column {
    var name: String
    /// The type's number in `pg_type`.
    var type: Int64
    /// The length, precision or scale, as `pg_attribute` has it.
    var modifier: Int64
    /// The type as it was declared, for messages.
    var declaredType: String
    /// The name that the type counts under in `PostgresTypeFit`.
    var countedType: String
    /// The type's name without a length, so that a cast to it cuts nothing off.
    var typeName: String
    var isGenerated: Bool
    /// Whether values can only be given against the table's own counting.
    var isAlwaysCounted: Bool
    /// Whether a row cannot be inserted without a value for the column.
    var needsValue: Bool
  }

  let columns: [Column]
  let isPartitioned: Bool
  /// The columns of the unique indexes, by the names of these; without those of expressions.
  private(set) var uniqueColumns: [String: [String]] = [:]
  /// The tables that foreign keys refer to, by the names of the keys; one of another schema with its schema.
  private(set) var parents: [String: String] = [:]

  /// - Parameter name: the table's name in quotes, with its schema.
  init(_ name: String, _ connection: PostgresConnection) throws(DatabaseError) {
    let rows = try connection.query(
      """
      SELECT a.attname::text, a.atttypid, format_type(a.atttypid, -1), a.attgenerated <> '', a.attidentity = 'a',
        a.attnotnull AND NOT a.atthasdef AND a.attidentity = '',
        CASE t.typtype WHEN 'd' THEN t.typtypmod ELSE a.atttypmod END,
        format_type(a.atttypid, a.atttypmod), \(PostgresTypeFit.countedName("b")), c.relkind = 'p'
      FROM pg_attribute a
      JOIN pg_class c ON c.oid = a.attrelid
      JOIN pg_type t ON t.oid = a.atttypid
      JOIN pg_type b ON b.oid = CASE t.typtype WHEN 'd' THEN t.typbasetype ELSE t.oid END
      WHERE a.attrelid = to_regclass(\(Dialect.postgres.literal(name))) AND a.attnum > 0 AND NOT a.attisdropped
      ORDER BY a.attnum
      """
    )
    isPartitioned = rows.first?[9] == .integer(1)
    columns = rows.compactMap { row in
      guard case .text(let name) = row[0], case .integer(let type) = row[1], case .text(let typeName) = row[2],
        case .integer(let modifier) = row[6], case .text(let declared) = row[7], case .text(let counted) = row[8]
      else { return nil }
      return Column(
        name: name,
        type: type,
        modifier: modifier,
        declaredType: declared,
        countedType: counted,
        typeName: typeName,
        isGenerated: row[3] == .integer(1),
        isAlwaysCounted: row[4] == .integer(1),
        needsValue: row[5] == .integer(1)
      )
    }
    try readConstraints(name, connection)
  }

  private mutating func readConstraints(_ name: String, _ connection: PostgresConnection) throws(DatabaseError) {
    let table = "to_regclass(\(Dialect.postgres.literal(name)))"
    let rows = try connection.query(
      """
      SELECT false, i.relname::text, a.attname::text
      FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_attribute a ON a.attrelid = x.indrelid
        AND a.attnum = ANY ((x.indkey::smallint[])[0:x.indnkeyatts - 1])
      WHERE x.indrelid = \(table) AND x.indisunique AND x.indexprs IS NULL
      UNION ALL
      SELECT true, k.conname::text,
        CASE WHEN p.relnamespace = k.connamespace THEN p.relname ELSE n.nspname || '.' || p.relname END::text
      FROM pg_constraint k JOIN pg_class p ON p.oid = k.confrelid JOIN pg_namespace n ON n.oid = p.relnamespace
      WHERE k.conrelid = \(table) AND k.contype = 'f'
      """
    )
    for row in rows {
      guard case .text(let constraint) = row[1], case .text(let named) = row[2] else { continue }
      if row[0] == .integer(1) {
        parents[constraint] = named
      } else {
        uniqueColumns[constraint, default: []].append(named)
      }
    }
  }

  func column(named name: String) -> Column? { columns.first { $0.name == name } }

  /// Throws an error that names what does not fit on either side.
  func requireFit(_ table: TableLayout) throws(DatabaseError) {
    let wanted = Set(table.columns.map(\.name))
    let missing = table.columns.map(\.name).filter { column(named: $0) == nil }
    let unfilled = columns.filter { $0.needsValue && !wanted.contains($0.name) }.map(\.name)
    let others = columns.map(\.name).filter { !wanted.contains($0) && !unfilled.contains($0) }
    var misfit = TableMisfit()
    misfit.add(missing, " in the schema, not in the table")
    misfit.add(table.columns.map(\.name).filter { column(named: $0)?.isGenerated == true }, " computed by the database")
    for column in table.columns {
      guard let existing = self.column(named: column.name), !existing.isGenerated else { continue }
      if let words = PostgresTypeFit.misfit(column, existing) { misfit.add([column.name], " " + words) }
    }
    misfit.add(unfilled, " in the table, NOT NULL and without a default, not in the schema")
    // One of them may be what a missing one is called there.
    if !missing.isEmpty { misfit.add(others, " in the table, not in the schema") }
    try misfit.check(table)
  }
}

/// How the rows of a table are sent.
struct PostgresTablePlan: Sendable {
  struct Column: Sendable {
    var name: String
    var type: WireType
    /// The value of the rows as the type of an existing column, where that is not the one that is sent.
    var cast: String?
    /// The type of an existing column as it was declared.
    var declaredType: String?
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

  /// A plan for a table that exists and fits.
  ///
  /// COPY takes the exact types only: a table with others is loaded by inserts, which cast.
  init(existing: PostgresTable, _ table: TableLayout, _ name: String, _ method: LoadMethod) {
    self.table = table.name
    self.name = name
    var columns: [Column] = []
    var encoded: [PostgresEncoder.Column] = []
    var overridesCounting = false
    for (index, column) in table.columns.enumerated() {
      guard let actual = existing.column(named: column.name) else { continue }
      let type = WireType(column.type)
      let value = Self.value(columns.count, type)
      let cast = type.isSentAs(actual.type) ? nil : PostgresTypeFit.cast(value, of: column.type, to: actual)
      columns.append(Column(name: column.name, type: type, cast: cast, declaredType: actual.declaredType))
      encoded.append(.init(index: index, type: type, unit: actual.momentUnit))
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
      column.cast ?? Self.value(index, column.type)
    }
    return "INSERT INTO \(name) (\(columnList))\(overridesCounting ? " OVERRIDING SYSTEM VALUE" : "") "
      + "SELECT \(values.joined(separator: ", "))"
  }

  /// Rows of a table that nobody else has seen yet can be written as settled ones.
  var copy: String {
    "COPY \(name) (\(columnList)) FROM STDIN (FORMAT binary\(isNew ? ", FREEZE" : ""))"
  }

  /// Throws an error where the table has not taken all rows of a batch.
  func requireArrival(of rows: Range<Int64>, _ arrived: Int64) throws(DatabaseError) {
    guard arrived != Int64(rows.count) else { return }
    throw DatabaseError(
      "the table took \(arrived) of \(rows.count) rows",
      advice: "A trigger or a rule of the table keeps rows out or sends them elsewhere: disable it for the load "
        + "(ALTER TABLE … DISABLE TRIGGER …), or let the table be replaced: --if-exists replace."
    )
  }

  /// An error at the table and its rows, with the columns whose declared type it speaks of.
  func located(_ error: DatabaseError, _ rows: Range<Int64>?) -> DatabaseError {
    var error = error.at(table, rows: rows)
    guard error.code?.hasPrefix("22") == true else { return error }
    let candidates = columns.filter { column in
      column.declaredType.map { error.message.contains(Self.words(for: $0)) } ?? false
    }
    if !candidates.isEmpty, !error.message.contains("column ") {
      let names = candidates.map { "\"\($0.name)\"" }.joined(separator: " or ")
      error.message += " (column \(names))"
    }
    error.advice = error.advice ?? "Let the schema generate what the existing column can hold, or change the column."
    return error
  }

  /// How messages of the server speak of a type: that of a number as its precision and scale.
  private static func words(for type: String) -> String {
    guard type.hasPrefix("numeric("), let comma = type.firstIndex(of: ",") else { return type }
    let precision = type[..<comma].dropFirst("numeric(".count), scale = type[comma...].dropFirst().dropLast()
    return "precision \(precision), scale \(scale)"
  }

  /// A row's value of a column, out of the array that is sent.
  private static func value(_ index: Int, _ type: WireType) -> String { "unnest($\(index + 1)::\(type.arrayName))" }

  private var columnList: String { columns.map { Dialect.postgres.quote($0.name) }.joined(separator: ", ") }
}

extension PostgresTable.Column {
  /// The microseconds that a column of moments counts in: those with a precision round what is finer.
  fileprivate var momentUnit: Int64 {
    guard ["timestamp", "timestamptz"].contains(countedType), (0..<6).contains(modifier) else { return 1 }
    return (modifier..<6).reduce(1) { unit, _ in unit * 10 }
  }
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
