/// What the checks found in a database.
public struct ValidationReport: Sendable {
  /// What data was loaded from, as the load recorded it in the database.
  public struct Load: Sendable, Hashable {
    /// The digest of the schema.
    public var schemaDigest: String
    /// The seed, in decimal digits.
    public var seed: String
    /// The version of `datagen` that generated the rows.
    public var version: String
  }

  /// The name of the dataset that the schema describes.
  public var dataset: String
  /// The digest of the schema that the data was compared with.
  public var schemaDigest: String
  /// The database as the caller names it.
  public var database: String
  /// The loads that the database records for the tables, in their order; empty where it has no record.
  public var loads: [Load]
  /// From 0 to 100: how much of what was checked is as it should be.
  public var score: Double
  /// The checks in the order of the tables, the targets last.
  public var checks: [CheckResult]
  /// What a reader should know before trusting the figures.
  public var warnings: [String]

  /// Whether no hard check failed.
  public var passed: Bool { checks.allSatisfy { $0.passed || !$0.isHard } }

  /// The checks that failed, the hard ones and the targets.
  public var failures: [CheckResult] { checks.filter { !$0.passed } }
}
