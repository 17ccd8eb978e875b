/// What the database looks like: the tables in the order in which they are loaded.
///
/// Made by the plan; read by the DDL and by the checks.
package struct DatabaseLayout: Sendable {
  package var name: String
  package var schemaDigest: String
  package var tables: [TableLayout]

  package init(name: String, schemaDigest: String, tables: [TableLayout]) {
    self.name = name
    self.schemaDigest = schemaDigest
    self.tables = tables
  }

  package func table(named name: String) -> TableLayout? { tables.first { $0.name == name } }
}

package struct TableLayout: Sendable {
  package var name: String
  package var columns: [ColumnLayout]
  package var primaryKey: [String]
  /// The keys of the rows, where these are numbered by their key; nil where something else makes it.
  package var keySequence: KeySequence?
  /// Whether the rows are a list of words that is loaded once.
  package var isVocabulary = false
  package var foreignKeys: [ForeignKeyLayout]
  /// Columns, beside the primary key, whose values never repeat.
  package var uniqueColumns: [String]
  /// Comparisons between two columns of a row.
  package var inequalities: [InequalityLayout]
  package var comment: String?

  package init(
    name: String,
    columns: [ColumnLayout],
    primaryKey: [String],
    keySequence: KeySequence?,
    foreignKeys: [ForeignKeyLayout],
    uniqueColumns: [String],
    inequalities: [InequalityLayout],
    comment: String?
  ) {
    self.name = name
    self.columns = columns
    self.primaryKey = primaryKey
    self.keySequence = keySequence
    self.foreignKeys = foreignKeys
    self.uniqueColumns = uniqueColumns
    self.inequalities = inequalities
    self.comment = comment
  }

  package func column(named name: String) -> ColumnLayout? { columns.first { $0.name == name } }

  /// The columns of the foreign keys that no other index serves; one of several columns serves its first ones too.
  package var unindexedKeys: [[String]] {
    let declared = [primaryKey] + uniqueColumns.map { [$0] }
    let keys = foreignKeys.map(\.columns).unique
    return keys.filter { key in
      !declared.contains { $0.starts(with: key) } && !keys.contains { $0.count > key.count && $0.starts(with: key) }
    }
  }
}

package struct ColumnLayout: Sendable {
  package var name: String
  package var type: ColumnType
  package var isNullable: Bool
  package var minimum: Constraints.Bound?
  package var maximum: Constraints.Bound?
  /// The only values the column may hold, as they are stored.
  package var allowedValues: [AllowedValue]?
  /// A regular expression that every text matches as a whole.
  package var pattern: String?
  /// The most digits behind the point of a number; nil where there may be any.
  package var decimals: Int?
  package var comment: String?

  package init(name: String, type: ColumnType, isNullable: Bool, comment: String? = nil) {
    self.name = name
    self.type = type
    self.isNullable = isNullable
    self.comment = comment
  }
}

/// A value of an enumeration.
package enum AllowedValue: Sendable, Hashable {
  case text(String)
  case number(Double)
  case boolean(Bool)
  /// A date or a time, by the column's type.
  case moment(Timestamp, ColumnType)
}

package struct ForeignKeyLayout: Sendable, Hashable {
  package var columns: [String]
  package var parentTable: String
  /// The parent's columns, as many as there are columns.
  package var parentColumns: [String]
  /// Whether the parent's columns are unique, so that the database itself can enforce the key; otherwise it is
  /// checked as membership.
  package var isEnforceable: Bool

  package init(columns: [String], parentTable: String, parentColumns: [String], isEnforceable: Bool) {
    self.columns = columns
    self.parentTable = parentTable
    self.parentColumns = parentColumns
    self.isEnforceable = isEnforceable
  }

  package init(column: String, parentTable: String, parentColumn: String, isEnforceable: Bool) {
    self.init(
      columns: [column],
      parentTable: parentTable,
      parentColumns: [parentColumn],
      isEnforceable: isEnforceable
    )
  }

  /// The columns, in words: `a`, or `(a, b)`.
  package var name: String { Self.name(columns) }
  /// What the columns refer to, in words: `table.a`, or `table.(a, b)`.
  package var parentName: String { "\(parentTable).\(Self.name(parentColumns))" }

  private static func name(_ columns: [String]) -> String {
    columns.count == 1 ? columns[0] : "(\(columns.joined(separator: ", ")))"
  }
}

/// `left comparison right`, both columns of one row, or the right one of a parent's row.
package struct InequalityLayout: Sendable, Hashable {
  package var left: String
  package var comparison: Constraints.Comparison
  package var right: String
  /// Where the right column is a parent's: the local key and the parent it points to.
  package var parent: ForeignKeyLayout?

  package init(
    left: String,
    comparison: Constraints.Comparison,
    right: String,
    parent: ForeignKeyLayout? = nil
  ) {
    self.left = left
    self.comparison = comparison
    self.right = right
    self.parent = parent
  }
}
