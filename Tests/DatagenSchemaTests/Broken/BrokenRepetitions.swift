import Testing

/// Broken schemas: values given twice, keys that are nearly right, and what would be accepted and ignored.
@Suite struct BrokenRepetitions {
  @Test(arguments: BrokenSchema.table(table))
  func isReportedOnceAndInPlace(_ broken: BrokenSchema) throws {
    let schema = MarkedSchema(try #require(broken.applied(to: BaseSchema.text)))
    #expect(schema.comparable(schema.findings()) == schema.expected)
  }

  private static let table = #"""
    # std and sigma
    - "std": 12
    + "std": 12, ⟦"std" and "sigma" are two names of one value; write one of them⟧"sigma": 9
    # mean and mu
    - "mean": 35, "std": 12
    + "mu": 35, ⟦"mu" and "mean" are two names of one value; write one of them⟧"mean": 30, "std": 12
    # low and min
    - "low": 5, "high": 9
    + "low": 5, "high": 9, ⟦"low" and "min" are two names of one value; write one of them⟧"min": 6
    # type and kind of a distribution
    - "type": "uniform", "low": 5
    + "type": "uniform", ⟦"type" and "kind" are two names of one value; write one of them⟧"kind": "normal", "low": 5
    # scale and rate
    - "type": "uniform", "low": 5, "high": 9
    + "type": "exponential", "scale": 5, ⟦"scale" and "rate" are two names of one value; write one of them⟧"rate": 1
    # a parameter in params and beside
    - "type": "uniform", "low": 5, "high": 9
    + "type": "uniform", "low": 5, "params": { ⟦"low" is already given on line 25, beside "params" or in it⟧"low": 6, "high": 9 }
    # two names in params and beside
    - "type": "uniform", "low": 5, "high": 9
    + "type": "uniform", "min": 5, "params": { ⟦"min" and "low" are two names of one value; write one of them⟧"low": 6, "high": 9 }
    # std and scale of jitter
    - "transform": "multiply", "args": { "factor": 2 }
    + "transform": "jitter", "args": { "std": 0.1, ⟦"std" and "scale" are two names of one value; write one of them⟧"scale": 5 }
    # regex and pattern
    - "regex": "no \\d+"
    + "regex": "no \\d+", ⟦"regex" and "pattern" are two names of one value; write one of them⟧"pattern": "x"
    # lambda in params and beside
    - "lambda": 8
    + "lambda": 8, "params": { ⟦"lambda" is already given on line 19, beside "params" or in it⟧"lambda": 9 }
    # a curve that is a list with params
    - "rows": 100
    + "rows": 100, "vintage_behavior": { "created_at_column": "joined", "age_based_multipliers": { "m": { "applies_to": "fanout", "curve": [1, 2], ⟦a "curve" that is a list has no "params"; write one of them⟧"params": { "a": 1, "b": 2 } } } }
    # a curve that is a list with a curve_type
    - "rows": 100
    + "rows": 100, "vintage_behavior": { "created_at_column": "joined", "age_based_multipliers": { "m": { "applies_to": "fanout", "curve": [1, 2], ⟦a "curve" that is a list has no "curve_type"; write one of them⟧"curve_type": "linear" } } }
    # curve and curve_type
    - "rows": 100
    + "rows": 100, "vintage_behavior": { "created_at_column": "joined", "age_based_multipliers": { "m": { "applies_to": "fanout", "curve": "linear", ⟦"curve" and "curve_type" are two names of one value; write one of them⟧"curve_type": "exponential", "params": { "a": 1 } } } }
    # a of a curve twice
    - "rows": 100
    + "rows": 100, "vintage_behavior": { "created_at_column": "joined", "age_based_multipliers": { "m": { "applies_to": "fanout", "curve": "linear", "a": 2, "params": { ⟦"a" is already given on line 10, beside "params" or in it⟧"a": 1 } } } }
    # a primary key's column twice
    - "pk": "user_id"
    + "pk": ["user_id", ⟦"pk" names column "user_id" twice⟧"user_id"]
    # an empty tolerance
    - "weekend_share": 
    + "composite_effect": { "table": "event", "metric": "n", "tolerance": ⟦the tolerance of composite_effect needs "mae", "mape" or both⟧{}, "influences": [{ "kind": "seasonality", "dimension": "dow", "weights": [1, 1, 1, 1, 1, 1, 1] }] }, "weekend_share": 
    # head_tail without its closing brace
    - "weights": [4, 1] 
    + "weights_kind": ⟦"head_tail@{0.6,1.2" is no kind of weights (write uniform, zipf@1.2, head_tail@{0.6,1.5})⟧"head_tail@{0.6,1.2" 
    # a misspelt segment_column
    - "rows": 100
    + "rows": 100, "segment_behavior": { ⟦unknown key "segment_col" in segment_behavior (did you mean "segment_column"?)⟧"segment_col": "tier", "behaviors": { "pro": { "fanout_multiplier": 3 } } }
    # a misspelt applies_to_columns
    - "rows": 100
    + "rows": 100, "segment_behavior": { "segment_column": "tier", ⟦unknown key "applies_to_column" in segment_behavior (did you mean "applies_to_columns"?)⟧"applies_to_column": ["amount"], "behaviors": { "pro": { "value_multiplier": 3 } } }
    # misspelt behaviors
    - "rows": 100
    + "rows": 100, "segment_behavior": { "segment_column": "tier", ⟦unknown key "behaviours" in segment_behavior (did you mean "behaviors"?)⟧"behaviours": { "pro": { "fanout_multiplier": 3 } } }
    # a segment that is none of the values
    - "rows": 100
    + "rows": 100, "segment_behavior": { "segment_column": "tier", "behaviors": { "pro": { "fanout_multiplier": 3 }, ⟦warning: segment "fre" is none of the values of column "tier" (did you mean "free"?)⟧"fre": { "fanout_multiplier": 1 } } }
    # base probabilities that are all 0
    - "rows": 100
    + "rows": 100, "segment_behavior": { "segment_column": "tier", "segments": { ⟦the base probabilities of segment_behavior are all 0⟧"pro": { "base_probability": 0 }, "free": { "base_probability": 0 } } }
    """#

  @Test(arguments: [
    (#""pro": { "fanout_multiplier": 3 }"#), (#""pro": {}, "free": { "value_multiplier": 1 }"#),
    (#""segment_column": "tier", "pro": { "fanout_multiplier": 3 }, "comment": "as text""#),
    (#""segments": { "pro": { "base_probability": 0 }, "free": { "base_probability": 1 } }"#),
  ])
  func segmentsMayStandBesideTheKeys(_ members: String) throws {
    let text = BaseSchema.text.replacing(
      "\"rows\": 100",
      with: "\"rows\": 100, \"segment_behavior\": { \(members) }"
    )
    #expect(MarkedSchema(text).findings().isEmpty)
  }

  @Test(arguments: [
    ("\"rows\": 100", "\"rows\": null"), ("\"decimals\": 2", "\"decimals\": null"),
    ("\"name\": \"age\"", "\"name\": \"age\", \"nullable\": null, \"null_rate\": null, \"decimals\": null"),
    ("\"lambda\": 8", "\"lambda\": 8, \"min\": null, \"max\": null, \"clamp\": null"),
    ("\"lambda\": 8", "\"min\": null, \"params\": { \"lambda\": 8, \"min\": 1, \"max\": null }"),
    ("\"name\": \"shop\"", "\"name\": \"shop\", \"id\": 1\(String(repeating: "0", count: 400)), \"list\": [1e999]"),
  ])
  func nullAndLargeNumbersMayStandWhereNothingIsRead(_ written: String, _ replacement: String) throws {
    #expect(BaseSchema.text.contains(written))
    let text = BaseSchema.text.replacing(written, with: replacement, maxReplacements: 1)
    #expect(MarkedSchema(text).findings().isEmpty)
  }
}
