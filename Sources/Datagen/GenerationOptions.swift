/// What is generated, beside what the schema says.
public struct GenerationOptions: Sendable {
  /// The seed from which all values follow; 42 by default.
  public var seed: UInt64 = 42
  /// Row counts that replace those of the schema, by table.
  public var rows: [String: Int64] = [:]
  /// A factor for the rows of all entities, 1 by default; facts follow from their parents.
  public var scale: Double = 1
  /// The most rows of any entity; nil for no bound.
  public var maximumRows: Int64?

  /// The standard options.
  public init() {}
}

/// How a dataset is loaded.
///
/// None of it changes a value.
public struct LoadOptions: Sendable {
  /// What happens to tables that are already there.
  public enum ExistingTables: String, Sendable, CaseIterable {
    /// Nothing is loaded.
    case fail
    /// They are made anew.
    case replace
    /// Rows are added.
    case append
    /// They are emptied and kept as they are.
    case truncate
  }

  /// How rows travel to PostgreSQL.
  public enum Method: String, Sendable, CaseIterable {
    /// Prepared inserts, a batch per execution.
    case insert
    /// COPY in its binary form, the faster one.
    case copy
  }

  /// When PostgreSQL begins to hold rows to their keys.
  public enum Constraints: String, Sendable, CaseIterable {
    /// Before the rows come: each row is looked at.
    case first
    /// When the rows are in: all are proved at once, which is several times faster.
    case after
  }

  /// What happens to tables that are already there; by default nothing is loaded.
  public var existingTables = ExistingTables.fail
  /// The tables to load, with those they refer to; nil for all.
  public var tables: [String]?
  /// Threads that generate; nil for as many as there are processors.
  public var jobs: Int?
  /// Rows that are generated and inserted at a time; 4096 by default.
  public var batchRows = 4096

  /// How rows travel to PostgreSQL; prepared inserts by default.
  public var method = Method.insert
  /// When PostgreSQL begins to hold rows to their keys; from the beginning by default.
  public var constraints = Constraints.first
  /// The PostgreSQL schema to load into, made if it is missing; nil for the first of the search path.
  public var databaseSchema: String?

  /// The standard options.
  public init() {}
}

/// Where a load is.
public struct LoadProgress: Sendable {
  /// The table that is being loaded.
  public var table: String
  /// Rows of this table so far, and in all.
  public var tableRows: (done: Int64, total: Int64)
  /// Rows of all tables so far, and in all.
  public var rows: (done: Int64, total: Int64)
}

/// What was loaded.
public struct LoadSummary: Sendable {
  /// A table with what was loaded into it.
  public struct Table: Sendable {
    /// The table's name.
    public var name: String
    /// The rows that were loaded.
    public var rows: Int64
    /// The digest of these rows, the same in any database: 32 hexadecimal digits.
    public var digest: String
  }

  /// The dataset's name.
  public var dataset: String
  /// The database, without a password.
  public var database: String
  /// The digest of the schema.
  public var schemaDigest: String
  /// The seed.
  public var seed: UInt64
  /// The tables in the order in which they were loaded.
  public var tables: [Table]
  /// How long it took, in seconds.
  public var seconds: Double

  /// The rows of all tables.
  public var rows: Int64 { tables.reduce(0) { $0 + $1.rows } }
}
