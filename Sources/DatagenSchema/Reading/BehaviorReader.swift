/// Reads table behaviour into the model.
struct BehaviorReader {
  private let diagnostics: Diagnostics

  init(_ diagnostics: Diagnostics) {
    self.diagnostics = diagnostics
  }

  func segments(_ node: DocumentNode?) -> SegmentBehavior? {
    guard let node, !node.isNull else { return nil }
    var segments: [String: SegmentBehavior.Segment] = [:]
    var probabilities: [(segment: String, probability: Double)] = []
    let flat = flatSegments(node)
    if diagnostics.hasError(within: node) { return nil }
    let members = (node["segments"]?.members ?? []) + (node["behaviors"]?.members ?? []) + flat
    for member in members where !ObjectForm.annotationKeys.contains(member.key) {
      var segment = segments[member.key] ?? .init(position: member.keyPosition)
      if let multiplier = member.value["fanout_multiplier"]?.double { segment.fanoutMultiplier = multiplier }
      if let multiplier = member.value["value_multiplier"]?.double { segment.valueMultiplier = multiplier }
      segments[member.key] = segment
      if let probability = member.value["base_probability"]?.double {
        probabilities.append((member.key, probability))
      }
    }
    if let first = members.first(where: { $0.value["base_probability"] != nil }),
      probabilities.allSatisfy({ $0.probability == 0 })
    {
      diagnostics.error("the base probabilities of segment_behavior are all 0", at: first.keyPosition)
    }
    let columns = (node["applies_to_columns"]?.listOrSingle ?? []).compactMap(\.located)
    if columns.isEmpty, segments.values.contains(where: { $0.valueMultiplier != 1 }) {
      diagnostics.warning(
        "\"value_multiplier\" multiplies no column: \"applies_to_columns\" names none",
        at: node.position
      )
    }
    return SegmentBehavior(
      column: node["segment_column"]?.located,
      segments: segments,
      probabilities: probabilities,
      columns: columns,
      position: node.position
    )
  }

  /// The segments that stand beside the declared keys; reports what can be neither.
  private func flatSegments(_ node: DocumentNode) -> [DocumentNode.Member] {
    let declared = BehaviorForms.segmentBehavior.keys.map(\.name)
    let flat = node.members.filter { !declared.contains($0.key) && !ObjectForm.annotationKeys.contains($0.key) }
    for member in flat {
      let keys = member.value.members
      if case .object = member.value.value, !keys.contains(where: { !$0.value.members.isEmpty }) {
        FormChecker(diagnostics).check(
          member.value,
          against: .object(BehaviorForms.segment),
          "segment \"\(member.key)\" of segment_behavior"
        )
      } else {
        let hint = Suggestion.text(for: member.key, among: declared.filter { node[$0] == nil })
        diagnostics.error("unknown key \"\(member.key)\" in segment_behavior\(hint)", at: member.keyPosition)
      }
    }
    return flat
  }

  func vintage(_ node: DocumentNode?) -> VintageBehavior? {
    guard let node, let createdAt = node["created_at_column"]?.located else { return nil }
    let members = (node["age_based_multipliers"]?.members ?? []).filter {
      !ObjectForm.annotationKeys.contains($0.key)
    }
    return VintageBehavior(createdAt: createdAt, multipliers: members.compactMap { multiplier($0.value) })
  }

  private func multiplier(_ node: DocumentNode) -> AgeMultiplier? {
    guard let curveNode = node["curve"] ?? node["curve_type"] else {
      diagnostics.error(
        "missing key \"curve\" in an age multiplier: a list, or a curve with params a and b",
        at: node.position
      )
      return nil
    }
    let unit = node["time_unit"]?.string.flatMap(AgeUnit.init(word:)) ?? .month
    let appliesTo = (node["applies_to"]?.listOrSingle ?? []).compactMap(\.located)
    let curve: AgeMultiplier.Curve
    if let values = curveNode.numbers {
      guard !values.isEmpty else {
        diagnostics.error("the curve has no values", at: curveNode.position)
        return nil
      }
      if let other = node.members.first(where: { ["curve_type", "params", "a", "b"].contains($0.key) }) {
        diagnostics.error(
          "a \"curve\" that is a list has no \"\(other.key)\"; write one of them",
          at: other.keyPosition
        )
        return nil
      }
      curve = .list(values)
    } else {
      let name = curveNode.string ?? curveNode["curve_type"]?.string ?? node["curve_type"]?.string
      let places = [curveNode["params"], node["params"], curveNode, node].compactMap(\.self)
      diagnostics.reportRepeated(["curve_type"], in: node, curveNode)
      if curveNode.string != nil { diagnostics.reportRepeated(["curve", "curve_type"], in: node) }
      for key in ["a", "b"] {
        diagnostics.reportRepeated([key], in: node, node["params"], curveNode, curveNode["params"])
      }
      if diagnostics.hasError(within: node) { return nil }
      let given = { (key: String) in places.lazy.compactMap { $0[key]?.double }.first }
      // One parameter alone says something; that it begins at 1, or does not change.
      let isGiven = given("a") != nil || given("b") != nil
      let (a, b) = (given("a") ?? 1, given("b") ?? 0)
      guard isGiven else {
        diagnostics.error(
          "the curve \"\(name ?? "")\" needs \"params\": { \"a\": …, \"b\": … }",
          at: curveNode.position
        )
        return nil
      }
      switch name {
      case "logarithmic": curve = .logarithmic(a: a, b: b)
      case "exponential": curve = .exponential(a: a, b: b)
      case "linear": curve = .linear(a: a, b: b)
      default: return nil
      }
    }
    return AgeMultiplier(curve: curve, unit: unit.microseconds, appliesTo: appliesTo)
  }

  func stages(_ node: DocumentNode?) -> StageConfig? {
    guard let node, !node.isNull else { return nil }
    let stages = (node["stages"]?.elements ?? []).compactMap { stage in
      stage["stage_name"]?.string.map { (name: $0, rate: stage["transition_rate"]?.double ?? 1) }
    }
    guard !stages.isEmpty else {
      diagnostics.error("\"stage_config\" needs at least one stage", at: node.position)
      return nil
    }
    var seen: Set<String> = []
    for stage in (node["stages"]?.elements ?? []).compactMap({ $0["stage_name"]?.located })
    where !seen.insert(stage.value).inserted {
      diagnostics.error("stage \"\(stage.value)\" stands twice", at: stage.position)
    }
    return StageConfig(
      stages: stages,
      multipliers: multipliers(node["segment_variation"], "transition_multiplier"),
      segments: keys(of: node["segment_variation"]),
      hoursBetweenStages: node["time_between_stages_hours"]?.double ?? 24,
      position: node.position
    )
  }

  func states(_ node: DocumentNode?) -> StateModel? {
    guard let node, let initial = node["initial_state"]?.located else { return nil }
    let members = (node["states"]?.members ?? []).filter { !ObjectForm.annotationKeys.contains($0.key) }
    let names = members.map(\.key)
    func require(_ name: String, at position: SourcePosition) {
      if !names.contains(name) {
        diagnostics.error(
          "there is no state \"\(name)\"" + Suggestion.text(for: name, among: names),
          at: position
        )
      }
    }
    require(initial.value, at: initial.position)
    let states = members.map { member -> StateModel.State in
      let next = (member.value["next_states"]?.members ?? []).filter {
        !ObjectForm.annotationKeys.contains($0.key)
      }
      for target in next { require(target.key, at: target.keyPosition) }
      if next.isEmpty, member.value["terminal"] == nil,
        let probability = member.value["transition_prob_per_period"], probability.double ?? 0 > 0
      {
        diagnostics.error(
          "state \"\(member.key)\" is left, but has no next states; name them, or write \"terminal\": true",
          at: probability.position
        )
      }
      let isTerminal = member.value["terminal"]?.boolean ?? next.isEmpty
      if isTerminal, let first = next.first {
        diagnostics.warning(
          "state \"\(member.key)\" is terminal, so that its next states have no effect",
          at: first.keyPosition
        )
      }
      let probability = isTerminal ? 0 : member.value["transition_prob_per_period"]?.double ?? 0
      let weights = next.compactMap { target in target.value.double.map { (state: target.key, weight: $0) } }
      if probability > 0, !weights.contains(where: { $0.weight > 0 }) {
        diagnostics.error(
          "state \"\(member.key)\" is left, but no next state has a weight above 0",
          at: member.keyPosition
        )
      }
      return StateModel.State(name: member.key, probability: probability, next: weights)
    }
    let unit = node["period_unit"]?.string.flatMap(AgeUnit.init(word:)) ?? .month
    return StateModel(
      initialState: initial,
      states: states,
      period: unit.microseconds,
      multipliers: multipliers(node["segment_variation"], "churn_multiplier"),
      segments: keys(of: node["segment_variation"]),
      maximumTransitions: Int(node["max_transitions"]?.integer ?? 100_000),
      position: node.position
    )
  }

  private func keys(of node: DocumentNode?) -> [Located<String>] {
    (node?.members ?? []).filter { !ObjectForm.annotationKeys.contains($0.key) }
      .map { Located($0.key, at: $0.keyPosition) }
  }

  private func multipliers(_ node: DocumentNode?, _ key: String) -> [String: Double] {
    var result: [String: Double] = [:]
    for member in node?.members ?? [] { result[member.key] = member.value[key]?.double }
    return result
  }
}
