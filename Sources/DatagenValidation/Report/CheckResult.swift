/// What a check is about.
public enum CheckCategory: String, Sendable, CaseIterable {
  /// Tables, columns, row counts, keys, NULLs and types.
  case structure
  /// What the schema's constraints say about values.
  case constraints
  /// Behavioural goals, measured over many rows.
  case targets
}

/// What came of one check.
public struct CheckResult: Sendable {
  /// The figures of a target: what was measured, and what was wanted.
  public struct Measures: Sendable, Hashable {
    /// A share or a mean.
    public var value: Double?
    /// The least value that is wanted.
    public var minimum: Double?
    /// The greatest value that is wanted.
    public var maximum: Double?
    /// The mean absolute difference of cell shares.
    public var mae: Double?
    /// The mean relative difference of cell shares, as a fraction.
    public var mape: Double?
    /// The greatest `mae` that is tolerated.
    public var maximumMAE: Double?
    /// The greatest `mape` that is tolerated, as a fraction.
    public var maximumMAPE: Double?
  }

  /// What the check is about.
  public var category: CheckCategory
  /// The name of the check, that of its template in `sql/checks`: `primary_key`, `range`, ….
  public var kind: String
  /// The table that was looked at.
  public var table: String
  /// The column that was looked at, where it is one.
  public var column: String?
  /// Whether a failure makes the whole validation fail.
  public var isHard: Bool
  /// Whether the data is as it should be.
  public var passed: Bool
  /// One sentence with the figures.
  public var message: String
  /// How many rows are at fault, where rows are what is looked at.
  public var violations: Int64?
  /// How many rows were looked at.
  public var rows: Int64?
  /// The figures of a target.
  public var measures: Measures?
  /// What the check adds to the score: 1 if it passed, less by how bad the failure is otherwise.
  public var score: Double
  /// A statement that shows the same figures, for a person to run.
  public var sql: String
  /// A statement that shows some of the rows at fault, where there are any and a row is at fault by itself.
  public var rowsSQL: String?
  /// Of a target: why the schema's own numbers miss it, as `plan` and `generate` warned.
  public var warnings: [String]

  /// Whether it failed as planning had warned.
  public var failedAsWarned: Bool { !passed && !warnings.isEmpty }
}
