/// The declared keys of table behaviour.
enum BehaviorForms {
  static let segment = ObjectForm(
    "a segment",
    [
      KeyForm("fanout_multiplier", .nonNegative, "multiplies the number of children, 1 by default"),
      KeyForm("value_multiplier", .number, "multiplies the columns of children that are named, 1 by default"),
      KeyForm("base_probability", .share, "the share of rows in the segment, which documents the split"),
    ]
  )

  /// Open, because in the flat form the segments stand beside these keys.
  static let segmentBehavior = ObjectForm(
    "segment_behavior",
    isOpen: true,
    [
      KeyForm("segment_column", .string, "the column that says which segment a row belongs to"),
      KeyForm("behaviors", .map(.object(segment)), "the segments' multipliers"),
      KeyForm("segments", .map(.object(segment)), "the segments' shares"),
      KeyForm("applies_to_columns", .listOrSingle(.string), "the columns of children that are multiplied"),
    ]
  )

  private static let units = ValueForm.word(AgeUnit.words)
  private static let curveNames = ["logarithmic", "exponential", "linear"]
  private static let curveParameters = ObjectForm(
    "the parameters of a curve",
    [KeyForm("a", .number, "the value at the age of 0"), KeyForm("b", .number, "the change with age")]
  )

  static let ageMultiplier = ObjectForm(
    "an age multiplier",
    [
      KeyForm(
        "curve",
        .either([
          .array(.nonNegative), .word(curveNames),
          .object(
            ObjectForm(
              "a curve",
              [
                KeyForm(
                  "curve_type",
                  .word(curveNames),
                  required: true,
                  "logarithmic, exponential or linear"
                ),
                KeyForm("params", .object(curveParameters), "a and b"),
              ] + curveParameters.keys
            )
          ),
        ]),
        "a list of multipliers by age, or a curve with params a and b"
      ),
      KeyForm("curve_type", .word(curveNames), "the same as the name of a curve in \"curve\""),
      KeyForm("params", .object(curveParameters), "a and b, beside a curve's name"),
      KeyForm("time_unit", units, "the unit of age, month by default"),
      KeyForm("applies_to", .listOrSingle(.string), required: true, "fanout, all, or columns of children"),
    ] + curveParameters.keys
  )

  static let vintageBehavior = ObjectForm(
    "vintage_behavior",
    [
      KeyForm(
        "created_at_column",
        .string,
        required: true,
        "the column that says when a row came into being"
      ),
      KeyForm("age_based_multipliers", .map(.object(ageMultiplier)), required: true, "what changes with age"),
    ]
  )

  static let stageConfig = ObjectForm(
    "stage_config",
    [
      KeyForm(
        "stages",
        .array(
          .object(
            ObjectForm(
              "a stage",
              [
                KeyForm("stage_name", .string, required: true, "the stage"),
                KeyForm(
                  "transition_rate",
                  .nonNegative,
                  "the probability of reaching it from the one before"
                ),
              ]
            )
          )
        ),
        required: true,
        "the stages in order"
      ),
      KeyForm(
        "segment_variation",
        .map(
          .object(
            ObjectForm(
              "a segment",
              [KeyForm("transition_multiplier", .nonNegative, "multiplies the rates, 1 by default")]
            )
          )
        ),
        "how the segments of the parent differ"
      ),
      KeyForm("time_between_stages_hours", .nonNegative, "the mean time between stages, 24 hours by default"),
    ]
  )

  private static let state = ObjectForm(
    "a state",
    [
      KeyForm("transition_prob_per_period", .share, "the probability of leaving the state in a period"),
      KeyForm("next_states", .map(.nonNegative), "where to, with probabilities"),
      KeyForm("terminal", .boolean, "whether it is never left"),
    ]
  )

  static let stateModel = ObjectForm(
    "state_transition_model",
    [
      KeyForm("initial_state", .string, required: true, "the state at the parent's creation"),
      KeyForm("states", .map(.object(state)), required: true, "the states"),
      KeyForm("period_unit", units, "the length of a period, month by default"),
      KeyForm("max_transitions", .count, "the most changes of state of one parent, 100000 by default"),
      KeyForm(
        "segment_variation",
        .map(
          .object(
            ObjectForm(
              "a segment",
              [
                KeyForm(
                  "churn_multiplier",
                  .nonNegative,
                  "multiplies the probabilities of leaving, 1 by default"
                )
              ]
            )
          )
        ),
        "how the segments of the parent differ"
      ),
    ]
  )
}
