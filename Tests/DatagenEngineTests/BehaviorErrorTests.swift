import DatagenSchema
import Testing

@testable import DatagenEngine

/// What cannot do its work is said before it, where it stands.
@Suite struct BehaviorErrorTests {
  /// A schema whose tables each stand in lines of their own, so that positions can be told.
  private static func text(parent: String = "", child: String = "", columns: String = "") -> String {
    """
    version: "1.0"
    metadata: { name: test }
    nodes:
      - id: p
        kind: entity
        pk: id
        columns:
          - { name: id, type: int, generator: { sequence: {} } }
          - { name: kind, type: string, generator: { choice: { choices: [a, b] } } }
          - { name: size, type: int, generator: { constant: { value: 1 } } }
          - { name: born, type: datetime, generator: { datetime_series: {} } }
          - { name: code, type: int, generator: { sequence: {} } }
        \(parent)
      - id: c
        pk: id
        \(child.hasPrefix("kind:") ? "" : "kind: fact")
        \(child.contains("parents:") || child.hasPrefix("kind:") ? "" : "parents: [p]")
        \(child)
        columns:
          - { name: id, type: int, generator: { sequence: {} } }
          - { name: p_id, type: int, generator: { lookup: { from: p.id } } }
          - { name: at, type: datetime, generator: { datetime_series: {} } }
          - { name: amount, type: float, generator: { constant: { value: 1 } }\(columns) }
    """
  }

  private static let states =
    "states: { x: { transition_prob_per_period: 0.1, next_states: { y: 1 } }, y: { terminal: true } }"

  private static func effect(
    _ table: String = "p",
    _ start: String = "born",
    _ end: String = "born",
    _ field: String = "size",
    on: String = "{}"
  )
    -> String
  {
    "{ transform: effect, args: { effect_table: \(table), \"on\": \(on), window: { start_col: \(start), end_col: \(end) }, map: { field: \(field) } } }"
  }

  /// - Parameter word: the word of the line at which the error stands.
  private func expect(_ message: String, at word: String, in text: String) {
    let errors = TestData.diagnostics(text).filter { $0.severity == .error }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let found = errors.first { $0.message.contains(message) }
    #expect(errors.count == 1, "\(errors.map(\.message))")
    guard let found else {
      Issue.record("no error about \(message): \(errors.map(\.message))")
      return
    }
    let line = lines[found.line - 1]
    #expect(line.dropFirst(found.column - 1).hasPrefix(word), "\(found.description) in \(line)")
  }

  @Test(arguments: [
    (
      "segment_behavior: { segment_column: knd, behaviors: { a: {} } }",
      "column \"knd\", which table \"p\" does not have (did you mean \"kind\"?)", "knd"
    ),
    (
      "segment_behavior: { segment_column: born, behaviors: { a: {} } }",
      "a segment column holds texts, whole numbers or booleans, and \"born\" is datetime", "born"
    ),
    ("segment_behavior: { a: {}, z: {} }", "needs \"segment_column\"", "{ a"),
    (
      "vintage_behavior: { created_at_column: size, age_based_multipliers: { a: { curve: [1], applies_to: fanout } } }",
      "\"size\" is int", "size"
    ),
    (
      "vintage_behavior: { created_at_column: brn, age_based_multipliers: { a: { curve: [1], applies_to: fanout } } }",
      "did you mean \"born\"?", "brn"
    ),
    (
      "vintage_behavior: { created_at_column: born, age_based_multipliers: { a: { curve: [], applies_to: fanout } } }",
      "the curve has no values", "[]"
    ),
    (
      "vintage_behavior: { created_at_column: born, age_based_multipliers: { a: { curve: linear, applies_to: fanout } } }",
      "needs \"params\"", "linear"
    ),
  ])
  func parentsAreChecked(_ parent: String, _ message: String, _ word: String) {
    expect(message, at: word, in: Self.text(parent: parent))
  }

  @Test(arguments: [
    (
      "{ kind: entity }", "stage_config: { stages: [{ stage_name: x }] }",
      "stage_config needs a fact with a parent", "{ stages"
    ),
    (
      "{ kind: entity }", "state_transition_model: { initial_state: x, \(states) }",
      "state_transition_model needs a fact with a parent", "{ initial"
    ),
    (
      "{ kind: entity }", "modifiers: [\(effect())]", "an effect on a table needs a fact with a parent",
      "effect"
    ),
    ("", "stage_config: { stages: [] }", "at least one stage", "{ stages"),
    (
      "",
      "stage_config: { stages: [{ stage_name: x }], segment_variation: { q: { transition_multiplier: 1 } } }",
      "\"segment_variation\" needs a parent with segments", "{ stages"
    ),
    ("", "state_transition_model: { initial_state: xx, \(states) }", "there is no state \"xx\"", "xx"),
    (
      "",
      "state_transition_model: { initial_state: x, states: { x: { transition_prob_per_period: 0.1, next_states: { z: 1 } } } }",
      "there is no state \"z\"", "z:"
    ),
    (
      "",
      "state_transition_model: { initial_state: x, states: { x: { transition_prob_per_period: 0.1 , terminal: false } } }",
      "is left, but no next state", "x: {"
    ),
    ("", "modifiers: [\(effect("q"))]", "effect names table \"q\", which does not exist", "q,"),
    (
      "", "modifiers: [\(effect("p", "size"))]", "the window of an effect needs times, and \"size\" is none",
      "size"
    ),
    (
      "", "modifiers: [\(effect("p", "born", "kind"))]",
      "the window of an effect needs times, and \"kind\" is none", "kind"
    ),
    ("", "modifiers: [\(effect("p", "brn"))]", "effect names column \"brn\"", "brn"),
    ("", "modifiers: [\(effect(on: "{ kind: knd }"))]", "effect names column \"knd\"", "knd"),
    ("", "modifiers: [\(effect("p", "born", "born", "kind"))]", "has to be a number", "{ field"),
  ])
  func factsAreChecked(_ kind: String, _ child: String, _ message: String, _ word: String) {
    let head = kind.isEmpty ? "" : "kind: entity\n    "
    expect(message, at: word, in: Self.text(child: head + child))
  }

  @Test func stagesAndStatesExcludeEachOther() {
    let both =
      "stage_config: { stages: [{ stage_name: x }] }\n    state_transition_model: { initial_state: x, \(Self.states) }"
    expect("exclude each other", at: "{ initial_state", in: Self.text(child: both))
  }

  @Test(arguments: [
    (effect("q"), "effect names table \"q\"", "q,"),
    (effect("p", "size"), "needs times, and \"size\" is none", "size"),
    (
      effect(on: "{ nothing: kind }"), "effect compares column \"nothing\", which table \"c\" does not have",
      "nothing"
    ),
  ])
  func effectsOnColumnsAreChecked(_ effect: String, _ message: String, _ word: String) {
    expect(message, at: word, in: Self.text(columns: ", modifiers: [\(effect)]"))
  }

  @Test func aKeyThatTheParentLacksIsAWarningOnly() {
    let text = Self.text(child: "modifiers: [\(Self.effect(on: "{ nothing: kind }"))]")
    let all = TestData.diagnostics(text)
    #expect(!all.contains { $0.severity == .error }, "\(all.map(\.message))")
    #expect(all.contains { $0.severity == .warning && $0.message.contains("has no column \"nothing\"") })
  }

  /// Composite keys whose columns may repeat together.
  @Test(arguments: [
    ("[p_id, amount]", "p_id, amount"), ("[p_id, at]", "p_id, at"), ("[amount, at]", "amount, at"),
  ])
  func compositeKeysThatCannotBePromised(_ key: String, _ names: String) {
    let text = Self.text().replacing("  - id: c\n    pk: id", with: "  - id: c\n    pk: \(key)")
    expect(
      "the primary key (\(names)) cannot be promised to be unique",
      at: String(key.dropFirst().prefix(4)),
      in: text
    )
  }
}
