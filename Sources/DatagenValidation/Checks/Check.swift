internal import DatagenDatabase
internal import DatagenSchema

/// One thing that has to hold, compiled for a dialect.
struct Check: Sendable {
  /// What the answer of the SQL has to be.
  enum Expectation: Sendable {
    /// The table is there.
    case exists
    /// The columns with these names are there.
    case columns([String])
    /// The rows that were recorded, or at least one.
    case rowCount
    /// The number of faulty rows is 0; `fault` says what is wrong with a row, as in "3 rows below 5".
    case noRows(fault: String)
    /// A measured value lies between the bounds.
    case value(name: String, minimum: Double, maximum: Double)
    /// The rows follow the product of some influences.
    case distribution(Target.CompositeEffect)
  }

  /// A column that has to be there for the check to be run.
  struct Need: Sendable, Hashable {
    var table: String
    var column: String
  }

  var kind: CheckKind
  var table: String
  var column: String?
  var expectation: Expectation
  var needs: [Need]
  /// The complete statement, as a person would run it.
  var sql: String
  var form: CheckTemplate.Form
  /// Why a target was not expected to be met.
  var warnings: [String] = []

  /// Fills a template; `table` is filled in by itself, and so is `column` where it is given.
  init(
    _ kind: CheckKind,
    template name: String? = nil,
    table: String,
    column: String? = nil,
    dialect: Dialect,
    values: [String: String] = [:],
    needs: [Need] = [],
    expect expectation: Expectation
  ) {
    self.kind = kind
    self.table = table
    self.column = column
    self.expectation = expectation
    self.needs = needs
    var filled = values
    filled["name"] = dialect.literal(table)
    filled["table"] = dialect.quote(table)
    if let column, filled["column"] == nil { filled["column"] = dialect.quote(column) }
    let template = CheckTemplate(name ?? kind.rawValue, dialect)
    sql = CheckTemplate.fill(template.statement, filled)
    form =
      switch template.form {
      case .rows(let predicate): .rows(predicate: CheckTemplate.fill(predicate, filled))
      case .aggregate(let expression): .aggregate(expression: CheckTemplate.fill(expression, filled))
      case .statement: .statement
      }
  }

  /// A statement that shows faulty rows, 20 at the most; nil where the check counts something else than rows.
  var rowsSQL: String? {
    let counting = "SELECT count(*)\nFROM "
    guard case .noRows = expectation, sql.hasPrefix(counting), sql.hasSuffix(";") else { return nil }
    return "SELECT this.*\nFROM " + sql.dropFirst(counting.count).dropLast() + "\nLIMIT 20;"
  }

  /// The check as an aggregate of the table's scan, where it can be one.
  var aggregate: String? {
    switch form {
    case .rows(let predicate): "count(*) FILTER (WHERE \(predicate))"
    case .aggregate(let expression): expression
    case .statement: nil
    }
  }
}
