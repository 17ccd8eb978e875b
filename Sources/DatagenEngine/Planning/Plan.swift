package import DatagenSchema

/// Options that change what is generated.
package struct PlanOptions: Sendable {
  package var seed: UInt64 = 42
  /// Row counts that replace those of the schema, by table.
  package var rows: [String: Int64] = [:]
  /// A factor for the rows of all entities.
  package var scale: Double = 1
  /// The most rows of any entity.
  package var maximumRows: Int64?

  package init() {}
}

/// A schema compiled for generation: tables with their columns, references and order.
///
/// Immutable and shared by all threads; together with row ranges it says everything about a dataset.
package final class Plan: Sendable {
  package let schema: Schema
  package let options: PlanOptions
  package let tables: [TablePlan]
  /// The tables in the order in which they are loaded: what is referred to comes first.
  package let order: [Int]
  package let layout: DatabaseLayout
  /// The schema's targets, with what speaks against them.
  package let targets: [ForeseenTarget]
  private let counts: RowCounts
  /// About how many children a row of a table's driving parent has.
  private let childrenPerParent: [Double]

  fileprivate init(
    schema: Schema,
    options: PlanOptions,
    tables: [TablePlan],
    order: [Int],
    layout: DatabaseLayout,
    targets: [ForeseenTarget],
    counts: RowCounts,
    childrenPerParent: [Double]
  ) {
    self.schema = schema
    self.options = options
    self.tables = tables
    self.order = order
    self.layout = layout
    self.targets = targets
    self.counts = counts
    self.childrenPerParent = childrenPerParent
  }

  /// The same plan with the rows of all tables counted, which generation needs.
  ///
  /// - Parameter existing: rows already in the database, by table; the new rows follow them.
  /// Complexity: O(rows of all parents).
  package func counted(after existing: [String: Int64] = [:]) -> Plan { counted(after: existing, only: nil) }

  /// The plan with only those rows counted that some rows of a table need.
  ///
  /// - Parameter rows: how many of the first rows of a fact, and of the facts above it, are counted; nil for all. A fact
  ///   that has more is not counted whole.
  package func counted(for table: Int, first rows: Int64?) -> Plan {
    let chain = sequence(first: table) { self.tables[$0].drivingParent }.prefix(tables.count)
    var whole: Set<Int> = []
    for member in chain { addNeeds(of: member, to: &whole) }
    var most = [Int: Int64]()
    if let rows {
      for member in chain where !whole.contains(member) { most[member] = member == table ? rows : max(rows, 1) }
    }
    return counted(after: [:], only: PartialCount(tables: whole.union(chain), most: most))
  }

  /// The tables, and how many rows of a fact, that are counted.
  private struct PartialCount {
    var tables: Set<Int>
    var most: [Int: Int64]
  }

  /// Adds the tables whose rows have to be counted whole before rows of a table can be generated.
  private func addNeeds(of table: Int, to whole: inout Set<Int>) {
    let plan = tables[table]
    var needed = plan.references.filter { !$0.isDriving }.map(\.parent) + plan.effects.map(\.effectTable)
    needed += plan.columns.flatMap(\.dependencies).map(\.table)
    needed.removeAll { $0 == table || $0 == plan.drivingParent }
    for other in needed where whole.insert(other).inserted {
      addNeeds(of: other, to: &whole)
      if let parent = tables[other].drivingParent, whole.insert(parent).inserted { addNeeds(of: parent, to: &whole) }
    }
  }

  /// Whether all rows of a table have been counted.
  package func isCountedWhole(_ table: Int) -> Bool {
    tables[table].drivingParent == nil || counts.fanouts[table]?.isWhole == true
  }

  private func counted(after existing: [String: Int64], only part: PartialCount?) -> Plan {
    var counts = RowCounts(tables: tables.count)
    // Tables whose rows follow from nothing come first: what a fact's parent looks up may come later in the order.
    for table in tables where table.drivingParent == nil {
      // A vocabulary has its values or it has not; a second load finds them there.
      counts.isPresent[table.index] = table.kind == .vocab && existing[table.name] ?? 0 > 0
      let first = table.kind == .vocab ? 0 : existing[table.name] ?? 0
      counts.ranges[table.index] = first..<first + table.ownRows
    }
    for index in order where part?.tables.contains(index) ?? true {
      let table = tables[index]
      for effect in table.effects { counts.windows[effect.key] = EffectWindows(effect, with(counts)) }
      guard let parent = table.drivingParent else { continue }
      let first = existing[table.name] ?? 0
      let fanout = FanoutIndex(
        table.children,
        parentTable: parent,
        plan: with(counts),
        firstChild: first,
        most: part?.most[index] ?? .max
      )
      counts.fanouts[index] = fanout
      counts.ranges[index] = first..<first + fanout.childCount
      counts.extremeRows[index] = table.references.map { _ in DeferredExtremeRows() }
      counts.eventFloors[index] = table.references.compactMap { $0.firstMoment(with(counts)) }.max()
    }
    return with(counts)
  }

  private func with(_ counts: RowCounts) -> Plan {
    Plan(
      schema: schema,
      options: options,
      tables: tables,
      order: order,
      layout: layout,
      targets: targets,
      counts: counts,
      childrenPerParent: childrenPerParent
    )
  }

  /// The same plan with the numbers of children that a trial has found, with the patterns that it has not found kept, and
  /// with what it says of the targets.
  fileprivate func measured(by trial: Trial, _ patterns: [Constraints.Pattern], _ targets: [ForeseenTarget]) -> Plan {
    var tables = tables
    for pattern in patterns {
      guard let table = tables.firstIndex(where: { $0.name == pattern.column.table }),
        let column = tables[table].columns.firstIndex(where: { $0.name == pattern.column.column })
      else { continue }
      tables[table].columns[column] = tables[table].columns[column].matching(pattern.regularExpression)
    }
    return Plan(
      schema: schema,
      options: options,
      tables: tables,
      order: order,
      layout: layout,
      targets: targets,
      counts: counts,
      childrenPerParent: tables.indices.map { trial.children(of: $0) ?? childrenPerParent[$0] }
    )
  }

  /// The moment before which no row exists that the events of a table could refer to; nil where that is no question.
  func eventFloor(of table: Int) -> Int64? { counts.eventFloors[table] }

  /// Where the extreme rows of the table are kept that a reference is drawn from to fit the times of events.
  func extremeRows(_ reference: Int, of table: Int) -> DeferredExtremeRows {
    guard let rows = counts.extremeRows[table]?[reference] else {
      preconditionFailure("the rows have not been counted")
    }
    return rows
  }

  /// The windows of an effect.
  func windows(of effect: EffectDefinition.Key) -> EffectWindows {
    guard let windows = counts.windows[effect] else { preconditionFailure("the rows have not been counted") }
    return windows
  }

  /// The row numbers of a table that belong to the dataset.
  package func rowRange(of table: Int) -> Range<Int64> { counts.ranges[table] }

  /// The rows of a table that are to be generated: all of the dataset's but those of a vocabulary that is there already.
  package func newRows(of table: Int) -> Range<Int64> { counts.isPresent[table] ? 0..<0 : counts.ranges[table] }

  /// The fan-out of a fact table.
  func fanout(of table: Int) -> FanoutIndex {
    guard let index = counts.fanouts[table] else { preconditionFailure("the rows have not been counted") }
    return index
  }

  /// About how many rows a table will have, known without counting.
  package func expectedRows(of table: Int) -> Double {
    guard let parent = tables[table].drivingParent else { return Double(tables[table].ownRows) }
    return expectedRows(of: parent) * childrenPerParent[table]
  }
}

extension Plan {
  /// About how many rows have to be looked at to count those of a table: the rows of the parents above it.
  package func expectedParents(of table: Int) -> Double {
    sequence(first: table) { self.tables[$0].drivingParent }.dropFirst().prefix(tables.count).map(expectedRows).max()
      ?? 0
  }
}

/// How many rows every table has, and what else is known only when the tables are evaluated.
struct RowCounts: Sendable {
  var ranges: [Range<Int64>]
  var fanouts: [FanoutIndex?]
  /// Vocabularies that the database has already.
  var isPresent: [Bool]
  var windows: [EffectDefinition.Key: EffectWindows] = [:]
  /// When the first of the rows came into being that a fact's events refer to, by the fact.
  var eventFloors: [Int: Int64] = [:]
  /// By the fact and the place of its reference.
  var extremeRows: [Int: [DeferredExtremeRows]] = [:]

  /// Nothing counted yet.
  init(tables: Int) {
    ranges = [Range<Int64>](repeating: 0..<0, count: tables)
    fanouts = [FanoutIndex?](repeating: nil, count: tables)
    isPresent = [Bool](repeating: false, count: tables)
  }
}

/// Compiles schemas into plans.
package struct Planner {
  private let diagnostics: Diagnostics

  /// - Parameter diagnostics: where errors and warnings are collected.
  package init(_ diagnostics: Diagnostics) {
    self.diagnostics = diagnostics
  }

  /// Compiles a schema.
  ///
  /// - Returns: the plan, its rows not yet counted; nil where errors were reported.
  package func plan(_ schema: Schema, options: PlanOptions) -> Plan? { plan(schema, options: options, isTrial: false) }

  /// - Parameter isTrial: whether the plan is for a trial, of which no further one is made.
  func plan(_ schema: Schema, options: PlanOptions, isTrial: Bool) -> Plan? {
    let declared = GeneratorInference(schema).completed()
    let datasetKey = RandomKey(seed: options.seed)
    let keys = declared.tables.map { datasetKey.derived($0.name.value) }
    let references = ReferenceMap(declared, keys: keys, diagnostics)
    let schema = DerivedInequalities(declared, references).completed()
    let compiler = TableCompiler(
      schema: schema,
      options: options,
      references: references,
      diagnostics: diagnostics,
      declaredInequalities: declared.constraints.inequalities
    )
    let tables = schema.tables.indices.map { compiler.compile($0, key: keys[$0]) }
    let order = LoadOrder(schema, references, diagnostics).tables
    DependencyRules(schema, diagnostics).check(tables)
    let counts = Feasibility(schema, diagnostics).check(tables)
    var constraints = ConstraintFeasibility(schema, references, diagnostics)
    constraints.check(tables, counts)
    var targets = schema.targets.map { ForeseenTarget($0) }
    let undecided = TargetFeasibility(schema, diagnostics).check(&targets, tables)
    for (table, compiled) in zip(schema.tables, tables) where compiled == nil && !diagnostics.hasErrors {
      diagnostics.error("table \"\(table.name.value)\" could not be planned", at: table.name.position)
    }
    guard !diagnostics.hasErrors else { return nil }
    var implied = ImpliedBounds(schema, references, intervals: constraints.intervals)
    let bounded = implied.applied(to: tables.compactMap(\.self))
    let layout = LayoutBuilder(declared, references, diagnostics).layout(order: order, tables: bounded)
    let plan = Plan(
      schema: declared,
      options: options,
      tables: bounded,
      order: order,
      layout: layout,
      targets: targets,
      counts: RowCounts(tables: tables.count),
      childrenPerParent: bounded.map(\.expectedChildren)
    )
    let isPlain =
      bounded.allSatisfy { $0.children is PlainChildModel } && undecided.isEmpty && constraints.patterns.isEmpty
    guard !isTrial, !isPlain, let trial = Trial(plan) else { return plan }
    trial.check(&targets, undecided, diagnostics)
    let patterns = trial.unmatched(constraints.patterns, diagnostics)
    return diagnostics.hasErrors ? nil : plan.measured(by: trial, patterns, targets)
  }
}
