import DatagenEngine
import DatagenSchema

/// What a dataset will be, for people and programs: order, rows, references, and what each column does.
public struct PlanDescription: Sendable {
  /// A table of the plan.
  public struct Table: Sendable {
    /// The table's name.
    public var name: String
    /// entity, fact or vocab.
    public var kind: String
    /// About how many rows it will have.
    public var expectedRows: Double
    /// The columns of its primary key.
    public var primaryKey: [String]
    /// The parent whose fan-out decides the rows.
    public var drivingParent: String?
    /// The columns in their order.
    public var columns: [Column]
    /// The references, each as `column → table.column`.
    public var references: [String]
  }

  /// A column of a table.
  public struct Column: Sendable {
    /// The column's name.
    public var name: String
    /// int, float, string, bool, datetime or date.
    public var type: String
    /// Whether it may hold NULL.
    public var isNullable: Bool
    /// What it does, in a few words.
    public var summary: String
  }

  /// The dataset's name.
  public var dataset: String
  /// The digest of the schema.
  public var schemaDigest: String
  /// The seed.
  public var seed: UInt64
  /// The tables in the order in which they are loaded.
  public var tables: [Table]

  /// About how many rows there are in all.
  public var expectedRows: Double { tables.reduce(0) { $0 + $1.expectedRows } }
}

extension Dataset {
  /// What will be generated, without generating it.
  public var planDescription: PlanDescription {
    PlanDescription(
      dataset: name,
      schemaDigest: schemaDigest,
      seed: plan.options.seed,
      tables: plan.order.map { index in
        let table = plan.tables[index]
        let layout = plan.layout.table(named: table.name)
        return PlanDescription.Table(
          name: table.name,
          kind: table.kind.rawValue,
          expectedRows: plan.expectedRows(of: index),
          primaryKey: layout?.primaryKey ?? [],
          drivingParent: table.drivingParent.map { plan.tables[$0].name },
          columns: table.columns.map { column in
            PlanDescription.Column(
              name: column.name,
              type: column.type.rawValue,
              isNullable: column.isNullable,
              summary: column.summary
            )
          },
          references: (layout?.foreignKeys ?? []).map { key in
            "\(key.name) → \(key.parentName)" + (key.isEnforceable ? "" : " (membership)")
          }
        )
      }
    )
  }
}
