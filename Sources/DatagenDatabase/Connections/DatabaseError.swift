/// Something that a database refused, with its place and what to do.
public struct DatabaseError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What went wrong, in the database's words or ours.
  public var message: String
  /// The database's own code: SQLite's extended result code or PostgreSQL's SQLSTATE.
  public var code: String?
  /// The table that was being worked on.
  public var table: String?
  /// The rows of the table that were being loaded, from 0, the upper end excluded.
  public var rows: Range<Int64>?
  /// What to do about it.
  public var advice: String?
  /// The column that the database names beside its message.
  public var column: String?
  /// The constraint, or the unique index, that the database names beside its message.
  public var constraint: String?

  package init(
    _ message: String,
    code: String? = nil,
    table: String? = nil,
    rows: Range<Int64>? = nil,
    advice: String? = nil
  ) {
    self.message = message
    self.code = code
    self.table = table
    self.rows = rows
    self.advice = advice
  }

  /// The message with its place, and the advice on a line of its own.
  public var description: String {
    var text = message
    if let code { text += " (\(code))" }
    if let table { text += ", table \"\(table)\"" }
    if let rows { text += ", rows \(rows.lowerBound) to \(rows.upperBound - 1)" }
    if let advice { text += "\n  \(advice)" }
    return text
  }
}

extension DatabaseError {
  /// A query that says nothing.
  static let emptyStatement = DatabaseError("an empty statement")

  /// A query that is more than one.
  static let severalStatements = DatabaseError("several statements in one query", advice: oneStatement)

  /// What to do about several statements in one query.
  static let oneStatement = "Run one statement at a time."

  /// What to do about a NULL where none is allowed.
  static let missingValue =
    "An expression of the column is NULL for some rows (a NULL operand, a division by zero): say \"nullable\": true, or "
    + "give it a value with coalesce(…)."

  /// What to do about a NULL that the schema allows and a column that exists does not.
  static func notNullable(_ column: String) -> String {
    "The existing column \"\(column)\" is NOT NULL, and in the schema it is nullable: leave \"nullable\" out, change the "
      + "column, or let the table be replaced: --if-exists replace."
  }
}

extension [String] {
  /// The names in quotes, with commas between them, for messages.
  var quotedNames: String { map { "\"\($0)\"" }.joined(separator: ", ") }
}
