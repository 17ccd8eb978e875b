import DatagenSchema

/// Warns of behaviour that names what no child has, so that it does nothing.
struct BehaviorNames {
  let schema: Schema
  let references: ReferenceMap
  let diagnostics: Diagnostics

  func check(_ table: Int) {
    let model = schema.tables[table]
    let children = schema.tables.indices.filter { child in
      child != table && references.references[child].contains { $0.parent == table }
    }
    let columns = children.flatMap { schema.tables[$0].columns }
    func warn(_ name: Located<String>, of behavior: String) {
      let others = columns.filter(\.type.isNumeric).map(\.name.value)
      guard !columns.contains(where: { $0.name.value == name.value && $0.type.isNumeric }) else { return }
      diagnostics.warning(
        "\(behavior) multiplies nothing: no table that refers to \"\(model.name.value)\" has a column of numbers "
          + "\"\(name.value)\"" + Suggestion.text(for: name.value, among: others),
        at: name.position
      )
    }
    if let segments = model.segments {
      if schema.hasAllTables { for name in segments.columns { warn(name, of: "segment_behavior") } }
      checkSegments(segments, of: table)
    }
    checkVariation(model)
    guard let vintage = model.vintage, schema.hasAllTables else { return }
    let isDriving = children.contains { schema.tables[$0].drivingParent?.value == model.name.value }
    for name in vintage.multipliers.flatMap(\.appliesTo) where name.value != "all" {
      if name.value != "fanout" {
        warn(name, of: "vintage_behavior")
      } else if !isDriving {
        diagnostics.warning(
          "the curve of \"fanout\" does nothing: \"\(model.name.value)\" is the first of no fact's parents, which decides how "
            + "many rows there are and when",
          at: name.position
        )
      }
    }
  }

  /// Warns of segments of a funnel or chain that are none of the listed values of the parent's segment column.
  private func checkVariation(_ model: Table) {
    guard let names = model.stages?.segments ?? model.states?.segments, let driving = model.drivingParent,
      let parent = schema.tables.firstIndex(where: { $0.name.value == driving.value }),
      let column = schema.segmentColumn(of: parent)
    else { return }
    let declared = schema.tables[parent].columns[column]
    let listed = schema.listedTexts(of: declared)
    guard !listed.isEmpty, declared.modifiers.isEmpty else { return }
    for name in names { warn(of: name, among: listed, declared) }
  }

  private func warn(of segment: Located<String>, among listed: [String], _ column: Column) {
    guard !listed.contains(segment.value) else { return }
    diagnostics.warning(
      "segment \"\(segment.value)\" is none of the values of column \"\(column.name.value)\""
        + Suggestion.text(for: segment.value, among: listed),
      at: segment.position
    )
  }

  /// Warns of segments that are none of the listed values of the segment column.
  private func checkSegments(_ segments: SegmentBehavior, of table: Int) {
    guard let column = schema.segmentColumn(of: table) else { return }
    let declared = schema.tables[table].columns[column]
    let listed = schema.listedTexts(of: declared)
    guard !listed.isEmpty, declared.modifiers.isEmpty else { return }
    for (name, segment) in segments.segments.sorted(by: { $0.key < $1.key }) {
      warn(of: Located(name, at: segment.position), among: listed, declared)
    }
    if !segments.probabilities.isEmpty, declared.generator?.name.value == LookupGenerator.form.name {
      diagnostics.warning(
        "\"base_probability\" has no effect on column \"\(declared.name.value)\", which is looked up; use "
          + "\"choices_ref\" to draw by it",
        at: segments.position
      )
    }
  }
}
