package import DatagenSchema

/// The statements that make the tables of a layout.
package enum DataDefinition {
  /// One CREATE TABLE for each table, and the indexes, which are better built when the rows are in.
  package static func ddl(_ layout: DatabaseLayout, _ dialect: Dialect) -> (
    tables: [String], indexes: [String]
  ) {
    if dialect == .postgres { return postgres(PostgresDefinition(layout), layout.tables) }
    let indexes = IndexDefinition.indexes(of: layout.tables, taken: [])
    return (layout.tables.map { createTable($0, dialect) }, indexes.map { $0.sql(dialect) })
  }

  private static func postgres(
    _ definition: PostgresDefinition,
    _ tables: [TableLayout]
  ) -> (tables: [String], indexes: [String]) {
    (
      tables.map(definition.createTable) + tables.flatMap(definition.foreignKeys)
        + tables.flatMap(definition.comments),
      tables.flatMap(definition.indexes)
    )
  }

  /// A table with its keys and conditions.
  ///
  /// Comments go into the text, where SQLite keeps them.
  package static func createTable(_ table: TableLayout, _ dialect: Dialect) -> String {
    if dialect == .postgres {
      let layout = DatabaseLayout(name: table.name, schemaDigest: "", tables: [table])
      return PostgresDefinition(layout).createTable(table)
    }
    var lines: [Line] = table.columns.map { Line(text: column($0, of: table, dialect), comment: $0.comment) }
    if table.primaryKey.count > 1 {
      lines.append(Line(text: "PRIMARY KEY (\(dialect.list(table.primaryKey)))"))
    }
    lines += table.inequalities.compactMap { CheckDefinition.check($0, in: table, dialect) }
      .map { Line(text: "CHECK (\($0.condition))") }
    lines += table.foreignKeys.filter(\.isEnforceable).map { Line(text: foreignKey($0, dialect)) }

    var text = "CREATE TABLE \(dialect.quote(table.name)) (\n"
    if let comment = commentLine(table.comment) { text += "  \(comment)\n" }
    for (index, line) in lines.enumerated() {
      if let comment = commentLine(line.comment) { text += "  \(comment)\n" }
      text += "  \(line.text)\(index == lines.count - 1 ? "" : ",")\n"
    }
    return text + ")"
  }

  private struct Line {
    var text: String
    var comment: String?
  }

  private static func column(_ column: ColumnLayout, of table: TableLayout, _ dialect: Dialect) -> String {
    var words = [dialect.quote(column.name), dialect.typeName(of: column.type)]
    let isPrimaryKey = table.primaryKey == [column.name]
    let countsRows = isPrimaryKey && column.type == .int
    // SQLite lets NULLs into primary keys that are not the row's number.
    if !countsRows, !column.isNullable || table.primaryKey.contains(column.name) { words.append("NOT NULL") }
    if isPrimaryKey { words.append("PRIMARY KEY") }
    words += CheckDefinition.checks(of: column, dialect).map { "CHECK (\($0.condition))" }
    return words.joined(separator: " ")
  }

  private static func foreignKey(_ key: ForeignKeyLayout, _ dialect: Dialect) -> String {
    "FOREIGN KEY (\(dialect.list(key.columns))) "
      + "REFERENCES \(dialect.quote(key.parentTable)) (\(dialect.list(key.parentColumns)))"
  }

  /// A comment on one line; nil where there is nothing to say.
  private static func commentLine(_ comment: String?) -> String? {
    let words = (comment ?? "").split { $0.isWhitespace || $0.isNewline || $0 == "\0" }
    return words.isEmpty ? nil : "-- " + words.joined(separator: " ")
  }
}
