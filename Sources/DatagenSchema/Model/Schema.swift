/// What the user wrote, read into one model: tables, constraints and behavioural targets.
package struct Schema: Sendable {
  /// The file as the user named it.
  package var file: String
  package var name: String
  package var timeframe: Timeframe
  package var tables: [Table]
  package var constraints: Constraints
  package var targets: [Target]
  /// The explicit generation order of `dag`, level by level.
  package var order: [[Located<String>]]?
  /// Where `dag` stands.
  package var orderPosition: SourcePosition
  /// Whether all tables have a usable name.
  ///
  /// Where not, that was reported, and that a table does not exist cannot be told.
  package var hasAllTables: Bool
  /// A hash of the content, the same for JSON and YAML and blind to comments, as 16 hexadecimal digits.
  package var digest: String

  package func table(named name: String) -> Table? { tables.first { $0.name.value == name } }

  /// The column that a reference names; nil where there is none or its type is not known.
  package func column(_ reference: ColumnReference) -> Column? {
    table(named: reference.table)?.column(named: reference.column).flatMap { $0.hasType ? $0 : nil }
  }
}

/// The kinds of table.
package enum TableKind: String, Sendable, CaseIterable {
  /// Rows that exist by themselves.
  case entity
  /// Rows that a parent's fan-out brings about.
  case fact
  /// A fixed vocabulary.
  case vocab
}

package struct Table: Sendable {
  package var name: Located<String>
  package var kind: TableKind
  package var primaryKey: [Located<String>]
  package var columns: [Column]
  package var rows: Located<Int64>?
  package var parents: [Located<String>]
  package var fanout: Fanout
  /// Where `fanout` stands, if it was given.
  package var fanoutPosition: SourcePosition?
  package var segments: SegmentBehavior?
  package var vintage: VintageBehavior?
  package var stages: StageConfig?
  package var states: StateModel?
  /// The effects on how many children a parent has over time.
  package var effects: [Declaration]
  package var comment: String?
  /// Whether all columns have a usable name.
  ///
  /// Where not, that was reported, and that a column does not exist cannot be told.
  package var hasAllColumns: Bool

  package func column(named name: String) -> Column? { columns.first { $0.name.value == name } }

  /// The parent whose rows decide how many rows this table has.
  package var drivingParent: Located<String>? { kind == .fact ? parents.first : nil }

  /// Whether the names and types of all columns could be read.
  package var isComplete: Bool { hasAllColumns && columns.allSatisfy(\.hasType) }
}

package struct Column: Sendable {
  package var name: Located<String>
  package var type: ColumnType
  /// Whether the type could be read.
  ///
  /// Where not, that was reported, and nothing is said that depends on it.
  package var hasType: Bool
  package var isNullable: Bool
  package var nullRate: Double
  /// Digits after the decimal point that a float is rounded to.
  package var decimals: Int?
  package var generator: Declaration?
  package var modifiers: [Declaration]
  package var comment: String?
}

/// A generator or modifier as it was written: its name and its arguments.
package struct Declaration: Sendable {
  package var name: Located<String>
  package var arguments: DocumentNode
  /// Whether the form of the arguments was right.
  ///
  /// Where not, that was reported, and they are not judged further.
  package var isSound: Bool
  /// Whether the column's name and type brought it about, since the author wrote none.
  package var isInferred: Bool

  package init(name: Located<String>, arguments: DocumentNode, isSound: Bool, isInferred: Bool = false) {
    self.name = name
    self.arguments = arguments
    self.isSound = isSound
    self.isInferred = isInferred
  }
}

/// How many children a parent has.
package struct Fanout: Sendable, Hashable {
  package enum Distribution: Sendable, Hashable {
    case constant(Int64)
    case poisson(lambda: Double)
    /// Whole numbers from low to high, both included, each as likely.
    case uniform(low: Int64, high: Int64)
  }

  package var distribution: Distribution
  package var minimum: Int64
  package var maximum: Int64

  package static let one = Fanout(distribution: .constant(1), minimum: 0, maximum: .max)
}

/// `table.column`, with its place.
package struct ColumnReference: Sendable, Hashable, CustomStringConvertible {
  package var table: String
  package var column: String
  package var position: SourcePosition

  /// Reads `table.column`; nil where the text has not exactly two parts.
  package init?(_ text: String, at position: SourcePosition) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
    self.init(table: String(parts[0]), column: String(parts[1]), position: position)
  }

  package init(table: String, column: String, position: SourcePosition = .start) {
    self.table = table
    self.column = column
    self.position = position
  }

  package var description: String { "\(table).\(column)" }

  package static func == (left: ColumnReference, right: ColumnReference) -> Bool {
    left.table == right.table && left.column == right.column
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(table)
    hasher.combine(column)
  }
}
