import DatagenColumns
import DatagenSchema

/// An effect, compiled: which table's windows act on which rows, and how.
struct EffectDefinition: Sendable {
  /// What tells the effects of a plan apart.
  struct Key: Hashable, Sendable {
    var table: Int
    /// The column that is changed; nil for an effect on the number of children.
    var column: Int?
    var place: Int
  }

  let key: Key
  let effectTable: Int
  let startColumn: Int
  let endColumn: Int
  /// The column with the effect's strength; nil where the table lacks it, which counts as 1.
  let field: Int?
  /// Columns that have to be equal: the local one, and the effect table's.
  let matches: [(local: ColumnIndex, effect: Int)]
  let isAddition: Bool
  let standard: Double
  let summary: String

  static let form = KeyForm(
    "effect",
    .object(
      ObjectForm(
        "effect",
        [
          KeyForm("effect_table", .string, required: true, "the table of effects"),
          KeyForm(
            "on",
            .optional(.map(.string)),
            "which local column equals which column of the effect table; {} for all"
          ),
          KeyForm(
            "window",
            .object(
              ObjectForm(
                "window",
                [
                  KeyForm("start_col", .string, required: true, "when an effect begins"),
                  KeyForm("end_col", .string, required: true, "when it ends"),
                ]
              )
            ),
            required: true,
            "the columns of the effect table that bound an effect in time"
          ),
          KeyForm(
            "map",
            .object(
              ObjectForm(
                "map",
                [
                  KeyForm("field", .string, required: true, "the column with the effect's strength"),
                  KeyForm("op", .word(["mul", "add"]), "mul (the default) or add"),
                  KeyForm("default", .number, "what applies where no effect does"),
                ]
              )
            ),
            required: true,
            "what the effect does"
          ),
        ]
      )
    ),
    "an effect of another table's rows while their window lasts"
  )

  /// Compiles the arguments.
  ///
  /// - Parameter owner: the table whose columns `on` names: the column's own, or for an effect on the number of children
  ///   the driving parent.
  init?(_ arguments: DocumentNode, key: Key, owner: Int, _ schema: Schema, _ diagnostics: Diagnostics) {
    guard let name = arguments["effect_table"]?.located,
      let window = arguments["window"], let start = window["start_col"]?.located, let end = window["end_col"]?.located,
      let map = arguments["map"], let fieldName = map["field"]?.string
    else { return nil }
    guard let table = schema.tables.firstIndex(where: { $0.name.value == name.value }) else {
      diagnostics.error(
        "effect names table \"\(name.value)\", which does not exist"
          + Suggestion.text(for: name.value, among: schema.tables.map(\.name.value)),
        at: name.position
      )
      return nil
    }
    let columns = schema.tables[table].columns
    func column(_ column: Located<String>, mustBeTime: Bool) -> Int? {
      guard let index = columns.firstIndex(where: { $0.name.value == column.value }) else {
        diagnostics.error(
          "effect names column \"\(column.value)\", which table \"\(name.value)\" does not have"
            + Suggestion.text(for: column.value, among: columns.map(\.name.value)),
          at: column.position
        )
        return nil
      }
      if mustBeTime, !columns[index].type.isTemporal {
        diagnostics.error("the window of an effect needs times, and \"\(column.value)\" is none", at: column.position)
        return nil
      }
      return index
    }
    guard let startColumn = column(start, mustBeTime: true), let endColumn = column(end, mustBeTime: true) else {
      return nil
    }
    var matches: [(local: ColumnIndex, effect: Int)] = []
    for member in arguments["on"]?.members ?? [] {
      guard let effectName = member.value.located, let effect = column(effectName, mustBeTime: false) else {
        return nil
      }
      let local = schema.tables[owner].columns.firstIndex { $0.name.value == member.key }
      if let local {
        matches.append((ColumnIndex(table: owner, column: local), effect))
      } else if key.column == nil {
        diagnostics.warning(
          "the parent \"\(schema.tables[owner].name.value)\" has no column \"\(member.key)\", so the effect is not "
            + "compared by it",
          at: member.keyPosition
        )
      } else {
        diagnostics.error(
          "effect compares column \"\(member.key)\", which table \"\(schema.tables[owner].name.value)\" does not have"
            + Suggestion.text(for: member.key, among: schema.tables[owner].columns.map(\.name.value)),
          at: member.keyPosition
        )
        return nil
      }
    }
    self.key = key
    effectTable = table
    self.startColumn = startColumn
    self.endColumn = endColumn
    self.matches = matches
    field = columns.firstIndex { $0.name.value == fieldName }
    if let field, !(columns[field].type.isNumeric || columns[field].type == .bool) {
      diagnostics.error("the field \"\(fieldName)\" of an effect has to be a number", at: map.position)
      return nil
    }
    isAddition = map["op"]?.string == "add"
    standard = map["default"]?.double ?? (isAddition ? 0 : 1)
    summary = "\(isAddition ? "+" : "×") \(fieldName) of \(name.value)"
  }

  /// The columns of the effect table that it reads.
  var effectColumns: [ColumnIndex] {
    ([startColumn, endColumn] + [field].compactMap(\.self) + matches.map(\.effect)).map {
      ColumnIndex(table: effectTable, column: $0)
    }
  }

  /// The hash of the local values that are compared; nil where one of them is NULL.
  func localHash(_ row: Int, _ column: (ColumnIndex) -> ColumnBuffer) -> UInt64? {
    var hash: UInt64 = 0
    for match in matches {
      guard let value = column(match.local).valueHash(row) else { return nil }
      hash = StableHash.combine(hash, value)
    }
    return hash
  }
}
