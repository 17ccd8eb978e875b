import DatagenColumns
import DatagenSchema

/// Compiles what a table's parents do to its rows: how many there are, when they happen, what is multiplied.
struct BehaviorCompiler {
  let schema: Schema
  let references: ReferenceMap
  let diagnostics: Diagnostics

  private func index(of table: String) -> Int? { schema.tables.firstIndex { $0.name.value == table } }

  private func column(_ name: Located<String>, of table: Int, for purpose: String) -> Int? {
    let columns = schema.tables[table].columns
    if let index = columns.firstIndex(where: { $0.name.value == name.value }) { return index }
    diagnostics.error(
      "\(purpose) names column \"\(name.value)\", which table \"\(schema.tables[table].name.value)\" does not have"
        + Suggestion.text(for: name.value, among: columns.map(\.name.value)),
      at: name.position
    )
    return nil
  }

  // MARK: Checks

  /// Reports behaviour that names what does not exist, or cannot do its work.
  func check(_ table: Int) {
    let model = schema.tables[table]
    if let segments = model.segments {
      if let name = segments.column {
        let types: [ColumnType] = [.string, .int, .bool]
        if let index = column(name, of: table, for: "segment_behavior"), !types.contains(model.columns[index].type) {
          diagnostics.error(
            "a segment column holds texts, whole numbers or booleans, and \"\(name.value)\" is \(model.columns[index].type.rawValue)",
            at: name.position
          )
        }
      } else if schema.segmentColumn(of: table) == nil {
        diagnostics.error(
          "\"segment_behavior\" needs \"segment_column\": no column of \"\(model.name.value)\" has all its segments among "
            + "its choices",
          at: segments.position
        )
      }
    }
    if let vintage = model.vintage, let index = column(vintage.createdAt, of: table, for: "vintage_behavior"),
      !model.columns[index].type.isTemporal
    {
      diagnostics.error(
        "\"created_at_column\" needs times, and \"\(vintage.createdAt.value)\" is \(model.columns[index].type.rawValue)",
        at: vintage.createdAt.position
      )
    }
    let needsParent = [
      (model.stages?.position, "stage_config"), (model.states?.position, "state_transition_model"),
      (model.effects.first?.name.position, "an effect on a table"),
    ]
    for case (.some(let position), let name) in needsParent where model.drivingParent == nil {
      diagnostics.error("\(name) needs a fact with a parent", at: position)
    }
    if let position = model.states?.position, model.stages != nil {
      diagnostics.error("\"stage_config\" and \"state_transition_model\" exclude each other", at: position)
    }
    if let position = model.fanoutPosition, model.stages != nil || model.states != nil {
      let name = model.stages != nil ? "stage_config" : "state_transition_model"
      diagnostics.warning(
        "\"fanout\" has no effect beside \"\(name)\", which says how many rows there are",
        at: position
      )
    }
    BehaviorNames(schema: schema, references: references, diagnostics: diagnostics).check(table)
  }

  // MARK: How many children

  /// The model of how many rows a fact has per row of its driving parent.
  ///
  /// - Parameter sampler: the grid and patterns of the fact's first datetime column.
  func children(
    of table: Int,
    key: RandomKey,
    sampler: TimeSampler?,
    effects: [EffectDefinition]
  ) -> (model: any ChildModel, mean: Double) {
    let model = schema.tables[table]
    let plain = PlainChildModel(sampler: FanoutSampler(model.fanout, key: key.derived("fanout")))
    guard let parent = model.drivingParent.flatMap({ index(of: $0.value) }) else { return (plain, model.fanout.mean) }
    let parentTable = schema.tables[parent]
    if let stages = model.stages {
      let segment = variation(stages.multipliers, of: parent, at: stages.position)
      let stageModel = StageModel(
        stages,
        segment: segment,
        startColumn: parentTable.beginning(ofChain: false),
        start: schema.timeframe.start.microseconds,
        key: key.derived("stages")
      )
      var reached = 1.0
      return (
        stageModel,
        1
          + stages.stages.dropFirst().reduce(0) { sum, stage in
            reached *= min(1, stage.rate)
            return sum + reached
          }
      )
    }
    if let states = model.states {
      let segment = variation(states.multipliers, of: parent, at: states.position)
      let chain = StateChain(
        states,
        segment: segment,
        startColumn: parentTable.beginning(ofChain: true),
        timeframe: schema.timeframe,
        key: key.derived("states")
      )
      return (chain, 2)
    }
    let segments = SegmentWeights(of: parent, schema)
    let curves = parentTable.vintage?.multipliers.filter { $0.appliesTo.contains { $0.value == "fanout" } } ?? []
    // Without a time of its own, and without a curve, a child has nothing to do with its parent's age.
    let created =
      curves.isEmpty && sampler == nil
      ? nil
      : parentTable.vintage.flatMap { vintage in
        parentTable.columns.firstIndex { $0.name.value == vintage.createdAt.value }
      }
    guard segments != nil || created != nil || !effects.isEmpty else { return (plain, model.fanout.mean) }
    let timeframe = schema.timeframe
    let rate = RateModel(
      fanout: model.fanout,
      key: key.derived("fanout"),
      sampler: sampler,
      middle: timeframe.start.microseconds + (timeframe.end.microseconds - timeframe.start.microseconds) / 2,
      segment: segments.map { ($0.column, $0.multipliers) },
      createdAt: created,
      curves: curves,
      effects: effects
    )
    return (rate, model.fanout.mean)
  }

  /// The multipliers of a funnel or chain by the parent's segment.
  private func variation(
    _ multipliers: [String: Double],
    of parent: Int,
    at position: SourcePosition
  ) -> (column: Int, multipliers: TextMultipliers)? {
    guard !multipliers.isEmpty else { return nil }
    let table = schema.tables[parent]
    guard
      let column = schema.segmentColumn(of: parent)
        ?? schema.columnIndex(listing: Array(multipliers.keys), in: parent)
    else {
      diagnostics.error(
        "\"segment_variation\" needs a parent with segments: \"\(table.name.value)\" has no \"segment_behavior\" and no "
          + "column with these choices",
        at: position
      )
      return nil
    }
    return (column, TextMultipliers(multipliers))
  }

  // MARK: What is multiplied

  /// The multipliers that parents apply to a numeric column that is no key.
  func multipliers(of table: Int, column index: Int) -> [any Modifier] {
    let model = schema.tables[table]
    let column = model.columns[index]
    guard column.type.isNumeric, !isKey(column, of: model),
      references.lookups[ColumnIndex(table: table, column: index)] == nil
    else { return [] }
    var modifiers: [any Modifier] = []
    for (place, parent) in distinctParents(of: table) {
      let parentTable = schema.tables[parent]
      if let segments = parentTable.segments, let segmentColumn = schema.segmentColumn(of: parent),
        segments.columns.contains(where: { $0.value == column.name.value })
      {
        let multipliers = TextMultipliers(segments.segments.mapValues(\.valueMultiplier))
        modifiers.append(
          ValueMultiplierModifier(.segment(column: segmentColumn, multipliers), reference: place, parent: parent)
        )
      }
      guard let vintage = parentTable.vintage,
        let created = parentTable.columns.firstIndex(where: { $0.name.value == vintage.createdAt.value }),
        let time = model.firstTimeColumn, time != index
      else { continue }
      for multiplier in vintage.multipliers
      where multiplier.appliesTo.contains(where: { $0.value == "all" || $0.value == column.name.value }) {
        modifiers.append(
          ValueMultiplierModifier(
            .age(createdAt: created, multiplier, time: ColumnIndex(table: table, column: time)),
            reference: place,
            parent: parent
          )
        )
      }
    }
    return modifiers
  }

  /// The parents that the rows of a table refer to, each once, with the reference.
  func distinctParents(of table: Int) -> [(reference: Int, parent: Int)] {
    var seen: Set<Int> = [table]
    return references.references[table].compactMap { reference in
      guard seen.insert(reference.parent).inserted,
        let place = references.reference(from: table, to: reference.parent)
      else { return nil }
      return (place, reference.parent)
    }
  }

  private func isKey(_ column: Column, of table: Table) -> Bool {
    table.primaryKey.contains { $0.value == column.name.value }
      || schema.constraints.foreignKeys.contains {
        $0.from == ColumnReference(table: table.name.value, column: column.name.value)
      }
  }

  // MARK: What is filled

  /// The generator of a column that a funnel or chain fills.
  func lifecycle(_ children: any ChildModel, of table: Int, column index: Int) -> LifecycleGenerator? {
    let column = schema.tables[table].columns[index]
    guard let role = LifecycleRole(of: column, in: schema.tables[table]),
      let parent = schema.tables[table].drivingParent.flatMap({ self.index(of: $0.value) }),
      let reference = references.reference(from: table, to: parent)
    else { return nil }
    func make(_ work: LifecycleGenerator.Work, _ columns: [Int] = []) -> LifecycleGenerator {
      LifecycleGenerator(
        work,
        reference: reference,
        dependencies: columns.map { ColumnIndex(table: parent, column: $0) }
      )
    }
    switch (role, children) {
    case (.stageIndex, _): return make(.stageIndex)
    case (.stageName, let model as StageModel): return make(.stageName(model))
    case (.stageTime, let model as StageModel): return make(.stageTime(model), model.parentColumns)
    case (.state, let chain as StateChain): return make(.state(chain), chain.parentColumns)
    case (.previousState, let chain as StateChain):
      return make(.previousState(chain, isNullable: column.isNullable), chain.parentColumns)
    case (.stateBegin, let chain as StateChain): return make(.stateBegin(chain), chain.parentColumns)
    case (.stateEnd, let chain as StateChain):
      return make(.stateEnd(chain, isNullable: column.isNullable), chain.parentColumns)
    default: return nil
    }
  }
}
