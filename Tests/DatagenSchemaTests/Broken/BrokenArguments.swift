import Testing

/// Broken schemas: expressions, patterns and arguments.
@Suite struct BrokenArguments {
  @Test(arguments: BrokenSchema.table(table))
  func isReportedOnceAndInPlace(_ broken: BrokenSchema) throws {
    let schema = MarkedSchema(try #require(broken.applied(to: BaseSchema.text)))
    #expect(schema.comparable(schema.findings()) == schema.expected)
  }

  private static let table = #"""
    # unknown column
    - concat('no ', event_id)
    + concat('no ', ⟦in the expression "concat('no ', evnt_id)": unknown column "evnt_id" (did you mean "event_id"?)⟧evnt_id)
    # a column that names itself
    - "code": "concat('no ', event_id)"
    + "code": "⟦in the expression "note + 1": column "note" cannot be computed from itself; give it another generator and a modifier "expression", in which value is the value so far⟧note + 1"
    # unknown function
    - concat('no ', event_id)
    + ⟦in the expression "concatt('no ', event_id)": unknown function "concatt" (did you mean "concat"?)⟧concatt('no ', event_id)
    # unclosed parenthesis
    - concat('no ', event_id)
    + concat⟦in the expression "concat('no ', event_id": this is never closed with ")"⟧('no ', event_id
    # text minus number
    - concat('no ', event_id)
    + 'no ' ⟦in the expression "'no ' - event_id": "-" is not defined between a text and a whole number⟧- event_id
    # import
    - concat('no ', event_id)
    + ⟦in the expression "__import__('os').system('rm -rf /')": names that begin with __ are not available⟧__import__('os').system('rm -rf /')
    # empty
    - concat('no ', event_id)
    +
    - " } } }
    -       ] }
    - 
    + ⟦in the expression "": the expression is empty⟧" } } }
    +       ] }
    +
    # a list
    - "code": "concat('no ', event_id)"
    + "code": ⟦expected a text for code of expression of generator of column "note" of table "event", found a list⟧["a"]
    # broken regular expression
    - "regex": "no \\d+"
    + "regex": ⟦"no (\d+" is no regular expression: expected ')'⟧"no (\\d+"
    # pattern without an expression
    - , "regex": "no \\d+"
    +
    - { "attr": "e
    + ⟦missing key "regex" in a pattern: the regular expression⟧{ "attr": "e
    # pattern of a number
    - "attr": "event.note"
    + "attr": ⟦a pattern needs a string column, and event.amount is float⟧"event.amount"
    # faker's method
    - "choice": { "choices": ["free", "pro"], "weights": [4, 1] }
    + "faker": { "method": ⟦this version of datagen has no faker method "fist_name" (did you mean "first_name"?)⟧"fist_name" }
    - { "attr": "user.tier", "values": ["free", "pro"] }
    +
    # faker's locale from nowhere
    - "choice": { "choices": ["free", "pro"], "weights": [4, 1] }
    + "faker": { "method": "first_name", "locale_from": ⟦"locale_from" names column "hme", which table "user" does not have (did you mean "home"?)⟧"hme" }
    - { "attr": "user.tier", "values": ["free", "pro"] }
    +
    # faker's argument
    - "choice": { "choices": ["free", "pro"], "weights": [4, 1] }
    + "faker": { "method": "first_name", ⟦faker's "first_name" takes no "nb_words" (one of: gender_from)⟧"nb_words": 3 }
    - { "attr": "user.tier", "values": ["free", "pro"] }
    +
    # choices from nowhere
    - "choices": ["free", "pro"], "weights": [4, 1]
    + "choices_ref": ⟦"choices_ref" names column "cod", which table "country" does not have (did you mean "code"?)⟧"country.cod"
    # choices twice
    - "weights": [4, 1]
    + "choices_ref": ⟦"choices" and "choices_ref" exclude each other⟧"country.code"
    # weights for a vocabulary
    - "choices": ["free", "pro"], "weights": [4, 1]
    + "choices_ref": "country.code", "weights": ⟦2 weights for 3 values of country.code⟧[1, 2]
    - { "attr": "user.tier", "values": ["free", "pro"] }
    +
    # a pattern of a column that is broken
    - "decimals": 2, "generator"
    + "decimals": 2, "constraints": { "pattern": "a" }, "generator"
    - "amount"
    + ⟦a pattern needs a string column, and event.amount is float⟧"amount"
    # a broken regular expression of a column
    - "name": "tier", "type": "string"
    + "name": "tier", "type": "string", "constraints": { "pattern": ⟦"[a-" is no regular expression: expected ']'⟧"[a-" }
    # an empty enum of a column
    - "name": "tier", "type": "string"
    + "name": "tier", "type": "string", "constraints": { "enum": ⟦the enum of user.tier has no values⟧[] }
    # a mapping of numbers by texts
    - "transform": "multiply", "args": { "factor": 2 }
    + "transform": "map_values", "args": { "mapping": { ⟦the mapping of column "amount" needs numbers on both sides⟧"a": 1 } }
    # a jitter without a size
    - "transform": "multiply", "args": { "factor": 2 }
    + "transform": "jitter", "args": ⟦missing key "std" in "jitter": the standard deviation of the noise⟧{}
    # a jitter in time of a number
    - "transform": "multiply", "args": { "factor": 2 }
    + "transform": ⟦"time_jitter" needs a datetime, and column "amount" holds numbers⟧"time_jitter", "args": { "std_minutes": 5 }
    # more outliers than rows
    - "transform": "multiply", "args": { "factor": 2 }
    + "transform": "outliers", "args": { "rate": ⟦rate of outliers of modifiers of column "amount" of table "event" has to be at most 1, not 2⟧2, "magnitude_dist": { "type": "uniform", "low": 1, "high": 2 } }
    """#
}
