import Testing

/// Broken schemas: references to what does not exist.
@Suite struct BrokenReferences {
  @Test(arguments: BrokenSchema.table(table))
  func isReportedOnceAndInPlace(_ broken: BrokenSchema) throws {
    let schema = MarkedSchema(try #require(broken.applied(to: BaseSchema.text)))
    #expect(schema.comparable(schema.findings()) == schema.expected)
  }

  private static let table = #"""
    # parent that does not exist
    - "parents": ["user"]
    + "parents": [⟦parent "usr" of table "event" does not exist (did you mean "user"?)⟧"usr"]
    # its own parent
    - "parents": ["user"]
    + "parents": [⟦the parents form a cycle, so that no table has rows to begin with: "event" → "event"; make one of them an entity⟧"event"]
    - { "from": "event.user_id", "to": "user.user_id" }
    +
    # an entity with parents
    - "kind": "fact"
    + "kind": "entity"
    - "user"],
    + ⟦only a fact has parents, and "event" is of kind "entity"⟧"user"],
    # the same parent twice
    - "parents": ["user"]
    + "parents": ["user", ⟦"parents" names "user" twice⟧"user"]
    # lookup into the void
    - "from": "country.code"
    + "from": ⟦lookup names table "contry", which does not exist (did you mean "country"?)⟧"contry.code"
    # lookup of a column that is not there
    - "from": "country.code"
    + "from": ⟦lookup names column "cod", which table "country" does not have (did you mean "code"?)⟧"country.cod"
    # lookup without a point
    - "from": "country.code"
    + "from": ⟦expected "table.column" for from of lookup of generator of column "home" of table "user", found "country"⟧"country"
    # lookup of a text into an int
    - "from": "user.user_id" } }
    + "from": "user.tier" } }
    - { "from": "event.user_id", "to": "user.user_id" }
    +
    - t", "generator": { "lookup": { 
    + t", "generator": { ⟦"lookup" gives texts, which cannot be stored in column "user_id" of type int⟧"lookup": {
    # on with the wrong key
    - "from": "country.code"
    + "from": "country.code"
    - "expression": { "code": "concat('no ', event_id)" }
    + "lookup": { "from": "user.tier", "on": { ⟦"on" compares "tier", but column "user_id" holds "user.user_id"; write "on": { "user_id": "user_id" }⟧"tier": "user_id" } }
    - { "attr": "event.note", "regex": "no \\d+" }
    +
    # on with a column that is not there
    - "expression": { "code": "concat('no ', event_id)" }
    + "lookup": { "from": "user.tier", "on": { "user_id": ⟦"on" names column "uid", which table "event" does not have (one of: event_id, user_id, at, amount, note)⟧"uid" } }
    - { "attr": "event.note", "regex": "no \\d+" }
    +
    # on with a column that points nowhere
    - "expression": { "code": "concat('no ', event_id)" }
    + "lookup": { "from": "user.tier", "on": { "user_id": ⟦column "event_id" is no lookup of a key of table "user", so it points to no row of it⟧"event_id" } }
    - { "attr": "event.note", "regex": "no \\d+" }
    +
    # on as a text
    - "expression": { "code": "concat('no ', event_id)" }
    + "lookup": { "from": "user.tier", "on": ⟦expected an object for on of lookup of generator of column "note" of table "event", found a text⟧"user_id" }
    - { "attr": "event.note", "regex": "no \\d+" }
    +
    # on empty
    - "expression": { "code": "concat('no ', event_id)" }
    + "lookup": { "from": "user.tier", "on": ⟦"on" is empty; write "on": { "key of user": "column of this table" }⟧{} }
    - { "attr": "event.note", "regex": "no \\d+" }
    +
    # foreign key from nowhere
    - "from": "event.user_id", "to"
    + "from": ⟦table "event" has no column "userid" (did you mean "user_id"?)⟧"event.userid", "to"
    # foreign key to nowhere
    - "to": "user.user_id"
    + "to": ⟦table "users" does not exist (did you mean "user"?)⟧"users.user_id"
    # foreign key between types
    - "to": "user.user_id"
    + "to": "country.code"
    - "event.u
    + ⟦event.user_id is int, but country.code, to which it refers, is string⟧"event.u
    # foreign key that nothing fills
    - "from": "event.user_id", "to": "user.user_id"
    + "from": ⟦warning: user.age refers to event.event_id by chance only: its generator is "distribution"; use "lookup": { "from": "event.event_id" }⟧"user.age", "to": "event.event_id"
    # dag with a stranger
    - ["country"]
    + [⟦"dag" names a table that does not exist: "land" (one of: country, user, event)⟧"land"]
    # dag that leaves one out
    - [["country"], 
    + ⟦"dag" leaves out table "country"⟧[
    # dag with one twice
    - ["user"], ["event"]
    + ["user"], ["event", ⟦"dag" names table "user" twice⟧"user"]
    # dag the wrong way round
    - ["user"], ["event"]
    + [⟦"dag" puts table "event" before "user", to which it refers⟧"event"], ["user"]
    # dag with two in one level
    - ["user"], ["event"]
    + [⟦"dag" puts table "event" before "user", to which it refers⟧"event", "user"]
    # dag flat
    - [["country"], ["user"], ["event"]]
    + [⟦expected a list for entry 1 of dag, found a text⟧"country", ⟦expected a list for entry 2 of dag, found a text⟧"user", ⟦expected a list for entry 3 of dag, found a text⟧"event"]
    # unique of nothing
    - "unique": ["user.user_id"]
    + "unique": [⟦table "user" has no column "email" (one of: user_id, home, age, tier, joined)⟧"user.email"]
    # range of nothing
    - "attr": "user.age"
    + "attr": ⟦table "user" has no column "agee" (did you mean "age"?)⟧"user.agee"
    # inequality of nothing
    - "left": "event.event_id"
    + "left": ⟦table "evnt" does not exist (did you mean "event"?)⟧"evnt.event_id"
    # pattern of nothing
    - "attr": "event.note"
    + "attr": ⟦table "event" has no column "notes" (did you mean "note"?)⟧"event.notes"
    # enum of nothing
    - "attr": "user.tier"
    + "attr": ⟦expected "table.column" for attr of enum of constraints, found "tier"⟧"tier"
    # enum_ref to nothing
    - "values": ["free", "pro"]
    + "enum_ref": ⟦table "country" has no column "cod" (did you mean "code"?)⟧"country.cod"
    # weekend_share of no table
    - "table": "event", "timestamp"
    + "table": ⟦weekend_share names a table that does not exist: "evnt" (did you mean "event"?)⟧"evnt", "timestamp"
    # weekend_share of no column
    - "timestamp": "at"
    + "timestamp": ⟦table "event" has no column "ats" (did you mean "at"?)⟧"ats"
    # weekend_share of a number
    - "timestamp": "at"
    + "timestamp": ⟦weekend_share needs a datetime, and event.amount is float⟧"amount"
    # mean_in_range of a text
    - "column": "amount"
    + "column": ⟦mean_in_range needs a number, and event.note is string⟧"note"
    # time reference that is not there
    - "transform": "multiply", "args": { "factor": 2 }
    + "transform": "seasonality", "args": { "dimension": "dow", "weights": [1, 1, 1, 1, 1, 2, 2], "time_reference": ⟦"seasonality" names column "when", which table "event" does not have (one of: event_id, user_id, at, note)⟧"when" }
    # season without a time
    - "std": 12 } } }
    + "std": 12 } }, "modifiers": [{ "transform": ⟦"seasonality" needs a datetime column before "age" in table "user"⟧"seasonality", "args": { "dimension": "dow", "weights": [1, 1, 1, 1, 1, 2, 2] } }] }
    # on with two pairs
    - "expression": { "code": "concat('no ', event_id)" }
    + "lookup": { "from": "user.tier", "on": { "user_id": "user_id", "age": ⟦column "amount" is no lookup of a key of table "user", so it points to no row of it⟧"amount" } }
    - { "attr": "event.note", "regex": "no \\d+" }
    +
    # enum_ref to another type
    - "attr": "user.tier", "values": ["free", "pro"]
    + "attr": "user.age", "enum_ref": ⟦user.age is int, but country.code, which holds its values, is string⟧"country.code"
    # composite_effect of no table
    - "mean_in_range": { "table": "event", "column": "amount", "min": 10, "max": 20 }
    + "composite_effect": { "table": ⟦composite_effect names a table that does not exist: "evnt" (did you mean "event"?)⟧"evnt", "metric": "m", "influences": [], "tolerance": {} }
    # composite_effect without times
    - "mean_in_range": { "table": "event", "column": "amount", "min": 10, "max": 20 }
    + "composite_effect": { "table": ⟦composite_effect needs a datetime column in table "country"⟧"country", "metric": "m", "influences": [{ "kind": "seasonality", "dimension": "dow", "weights": [1, 1, 1, 1, 1, 2, 2] }], "tolerance": {} }
    # composite_effect without influences
    - "mean_in_range": { "table": "event", "column": "amount", "min": 10, "max": 20 }
    + "composite_effect": { "table": "event", "metric": "m", "influences": ⟦composite_effect needs at least one influence⟧[], "tolerance": { "mae": 0.1 } }
    # composite_effect of six days
    - "mean_in_range": { "table": "event", "column": "amount", "min": 10, "max": 20 }
    + "composite_effect": { "table": "event", "metric": "m", "influences": [{ "kind": "seasonality", "dimension": "dow", "weights": ⟦"dow" takes 7 weights, found 6⟧[1, 1, 1, 1, 1, 2] }], "tolerance": {} }
    """#
}
