import Testing

/// Broken schemas: constraints, types and targets that cannot be met.
@Suite struct BrokenContradictions {
  @Test(arguments: BrokenSchema.table(table))
  func isReportedOnceAndInPlace(_ broken: BrokenSchema) throws {
    let schema = MarkedSchema(try #require(broken.applied(to: BaseSchema.text)))
    #expect(schema.comparable(schema.findings()) == schema.expected)
  }

  private static let table = #"""
    # range upside down
    - "min": 18, "max": 80
    + "min": ⟦the range of user.age has a "min" above its "max"⟧80, "max": 18
    # range without ends
    - , "min": 18, "max": 80
    +
    - { "attr"
    + ⟦the range of user.age needs "min", "max" or both⟧{ "attr"
    # two ranges apart
    - "max": 80 }
    + "max": 80 }, { "attr": "user.age", "min": ⟦the ranges of user.age contradict each other: nothing is both at least 90 and at most 80⟧90 }
    # three ranges, the first and last apart
    - "max": 80 }
    + "max": 80 }, { "attr": "user.age", "max": 100 }, { "attr": "user.age", "min": ⟦the ranges of user.age contradict each other: nothing is both at least 90 and at most 80⟧90 }
    # range of a text
    - "attr": "user.age"
    + "attr": ⟦a range needs numbers or times, and user.tier is string⟧"user.tier"
    # range of times of a number
    - "min": 18, "max": 80
    + "min": ⟦a range of times does not fit user.age, which is int⟧"2024-01-01"
    # range of numbers of a time
    - "attr": "user.age", "min": 18
    + "attr": "user.joined", "min": ⟦a range of numbers does not fit user.joined, which is datetime⟧18
    # range mixed
    - "min": 18, "max": 80
    + "min": ⟦one end of the range of user.age is a number, the other a time⟧18, "max": "2024-01-01"
    # range without a whole number
    - "min": 18, "max": 80
    + "min": ⟦there is no whole number from 18.2 to 18.8, the range of user.age⟧18.2, "max": 18.8
    # range against the clamp
    - "std": 12
    + "std": 12, "clamp": [0, 10]
    - 18, "max
    + ⟦user.age has to be at least 18, but its generator gives 0 to 10⟧18, "max
    # range against uniform
    - "type": "normal", "mean": 35, "std": 12
    + "type": "uniform", "low": 100, "high": 120
    - 80 }],
    -  
    + ⟦user.age has to be at most 80, but its generator gives 100 to 120⟧80 }],
    +
    # range against the choices
    - "distribution": { "type": "normal", "mean": 35, "std": 12 }
    + "choice": { "choices": [1, 2] }
    - 18, "max
    + ⟦user.age has to be at least 18, but its generator gives 1 to 2⟧18, "max
    # range against the span
    - "attr": "user.age", "min": 18, "max": 80
    + "attr": "user.joined", "min": ⟦user.joined has to be at least 2025-01-01T00:00:00Z, but its generator gives 2024-01-01T00:00:00Z to 2024-12-31T00:00:00Z⟧"2025-01-01"
    # inequality with itself
    - "left": "event.event_id", "op": ">=", "right": "event.user_id"
    + "left": "event.event_id", "op": "<", "right": ⟦an inequality compares event.event_id with itself⟧"event.event_id"
    # inequality of text and int
    - "right": "event.user_id"
    + "right": "event.note"
    - "event.e
    + ⟦event.event_id is int and event.note is string: the two cannot be compared⟧"event.e
    # inequality of strangers
    - "right": "event.user_id"
    + "right": "country.code"
    - "event.e
    + ⟦event.event_id is int and country.code is string: the two cannot be compared⟧"event.e
    # inequality of tables without reference
    - "left": "event.event_id", "op": ">=", "right": "event.user_id"
    + "left": ⟦country.code and event.note cannot be compared: neither table refers to the other⟧"country.code", "op": "!=", "right": "event.note"
    # inequalities in a circle
    - "right": "event.user_id" }
    + "right": "event.user_id" }, { "left": ⟦the inequalities contradict each other: event.event_id < event.user_id, but the others say event.event_id >= event.user_id⟧"event.event_id", "op": "<", "right": "event.user_id" }
    # equal and less
    - "start": 1001
    + "start": 1
    - "op": ">=", "right": "event.user_id" }
    + "op": "==", "right": "event.user_id" }, { "left": ⟦the inequalities contradict each other: event.event_id < event.user_id, but the others say event.event_id >= event.user_id⟧"event.event_id", "op": "<", "right": "event.user_id" }
    # equal and not equal
    - "start": 1001
    + "start": 1
    - "op": ">=", "right": "event.user_id" }
    + "op": "==", "right": "event.user_id" }, { "left": ⟦the inequalities contradict each other: event.user_id != event.event_id, but the others say event.user_id == event.event_id⟧"event.user_id", "op": "!=", "right": "event.event_id" }
    # inequality that ranges exclude
    - "max": 80 }]
    + "max": 80 }, { "attr": "event.amount", "max": ⟦event.amount has to be at most 9, but its generator gives 10 to 18⟧9 }]
    - "left": "event.event_id", "op": ">=", "right": "event.user_id"
    + "left": "event.amount", "op": ">", "right": "user.age"
    # inequality that types exclude
    - "left": "event.event_id", "op": ">=", "right": "event.user_id"
    + "left": ⟦event.event_id is int and event.note is string: the two cannot be compared⟧"event.event_id", "op": "<", "right": "event.note"
    # enum without values
    - "values": ["free", "pro"]
    + "values": ⟦the enum of user.tier has no values⟧[]
    # enum of neither
    - , "values": ["free", "pro"]
    +
    - { "attr": "user.t
    + ⟦the enum of user.tier needs "values" or "enum_ref"⟧{ "attr": "user.t
    # enum of both
    - "values": ["free", "pro"]
    + "values": ["free", "pro"], "enum_ref": ⟦the enum of user.tier has both a list of values and an "enum_ref"⟧"country.code"
    # enum of another type
    - "attr": "user.tier", "values": ["free", "pro"]
    + "attr": "user.age", "values": [⟦expected a whole number in the enum of user.age, found a text⟧"free", "pro"]
    # enum disjoint from the choices
    - "values": ["free", "pro"]
    + "values": ["gold", "silver"]
    - ["free",
    + ⟦the choices and the enum of user.tier contradict each other: they have no value in common⟧["free",
    # enum that lacks a choice
    - "values": ["free", "pro"]
    + "values": ["free", "gold"]
    - "pro"], 
    + ⟦warning: the enum of user.tier does not allow "pro", so that this choice is never drawn⟧"pro"],
    # enum of a vocabulary
    - "attr": "user.tier", "values": ["free", "pro"]
    + "attr": "country.code", "values": ["DE", "FR"]
    - "NO"] } 
    + ⟦the enum of country.code does not allow the vocabulary's value "NO"⟧"NO"] }
    # two enums apart
    - "values": ["free", "pro"] }
    + "values": ["free", "pro"] }, { "attr": ⟦the enums of user.tier contradict each other: they have no value in common⟧"user.tier", "values": ["gold"] }
    # enum against the range
    - "values": ["free", "pro"] }
    + "values": ["free", "pro"] }, { "attr": ⟦the enum of user.age and its range contradict each other: no value of the enum is inside the range⟧"user.age", "values": [1, 2] }
    # pattern against the choices
    - "attr": "event.note", "regex": "no \\d+"
    + "attr": "user.tier", "regex": "[a-z]{4}"
    - "pro"], 
    + ⟦"pro" does not match the pattern "[a-z]{4}" of user.tier⟧"pro"],
    # unique with too few choices
    - "unique": ["user.user_id"]
    + "unique": ["user.tier"]
    - "tier", 
    + ⟦user.tier has to be unique, but there are only 2 values for about 100 rows⟧"tier",
    # unique with too few numbers
    - "unique": ["user.user_id"]
    + "unique": ["user.age"]
    - "type": "normal", "mean": 35, "std": 12
    + "type": "uniform", "low": 1, "high": 50
    - "age", "
    + ⟦user.age has to be unique, but there are only 33 values for about 100 rows⟧"age", "
    # unique without a promise
    - "unique": ["user.user_id"]
    + "unique": ["user.age"]
    - "age", "
    + ⟦user.age has to be unique, which its generator cannot promise; use a sequence, a uuid4, an email, a whole-number uniform distribution, a list of choices or a lookup of a key⟧"age", "
    # unique reference of a fact
    - "unique": ["user.user_id"]
    + "unique": ["event.user_id"]
    - "user_id", "type": "int", "generator": { "l
    + ⟦event.user_id has to be unique, but there are only 100 values for about 800 rows⟧"user_id", "type": "int", "generator": { "l
    # unique cut by a range
    - "attr": "user.age", "min": 18, "max": 80
    + "attr": "user.user_id", "min": 1, "max": 50
    - "user_id", "t
    + ⟦user.user_id has to be unique, but there are only 50 values for about 100 rows⟧"user_id", "t
    # unique rounded away
    - "name": "user_id", "type": "int", "generator": { "sequence": { "start": 1 }
    + "name": ⟦user.user_id has to be unique, but there are only 11 values for about 100 rows⟧"user_id", "type": "int", "generator": { "sequence": { "start": 1, "step": 0.1 }
    # a sequence that stands still
    - "name": "user_id", "type": "int", "generator": { "sequence": { "start": 1 }
    + "name": ⟦user.user_id has to be unique, but there are only 1 values for about 100 rows⟧"user_id", "type": "int", "generator": { "sequence": { "start": 1, "step": 0 }
    # a sequence that leaves the type
    - "name": "user_id", "type": "int", "generator": { "sequence": { "start": 1 }
    + "name": "user_id", "type": "int", "generator": { ⟦user.user_id is int, which ends at 9223372036854775807, and its generator goes beyond: always 9.223372036854776e+18⟧"sequence": { "start": 9223372036854775800 }
    # numbers that int cannot hold
    - "type": "normal", "mean": 35, "std": 12
    + "type": "normal", "mean": 1e25, "std": 1
    - { "attr": "user.age", "min": 18, "max": 80 }
    +
    - "distrib
    + ⟦user.age is int, which ends at 9223372036854775807, and its generator goes beyond: always 1e+25⟧"distrib
    # text into a number
    - "name": "age", "type": "int", "generator": { "distribution": { "type": "normal", "mean": 35, "std": 12 } }
    + "name": "age", "type": "int", "generator": { ⟦"faker" gives texts, which cannot be stored in column "age" of type int⟧"faker": { "method": "name" } }
    # number into a date
    - "name": "age", "type": "int"
    + "name": "age", "type": "date"
    - { "attr": "user.age", "min": 18, "max": 80 }
    +
    - "distrib
    + ⟦"distribution" gives numbers, which cannot be stored in column "age" of type date⟧"distrib
    # vocab without a list
    - "enum_list": { "values": ["DE", "FR", "NO"] }
    + "choice": { "choices": ["DE", "FR", "NO"] }
    - "country
    + ⟦a vocab needs a column with the generator "enum_list", and "country" has none⟧"country
    # vocab with lists of two lengths
    - ["DE", "FR", "NO"] } } }
    + ["DE", "FR", "NO"] } } }, { "name": "label", "type": "string", "generator": { "enum_list": { "values": ["a", "b"] } } }
    - "country
    + ⟦the lists of vocab "country" differ in length: 3, 2⟧"country
    # vocab that repeats a value
    - ["DE", "FR", "NO"]
    + ["DE", "FR", "DE"]
    - "code", 
    + ⟦country.code has to be unique, but there are only 2 values for about 3 rows⟧"code",
    # a list in an entity
    - "choice": { "choices": ["free", "pro"], "weights": [4, 1] }
    + ⟦"enum_list" belongs to a vocab, and table "user" is of kind "entity"; use "choice"⟧"enum_list": { "values": ["free", "pro"] }
    # rows of a vocab
    - "kind": "vocab", 
    + "kind": "vocab", "rows": ⟦warning: "rows" does not decide how many rows "country" has: the number of its values does⟧5,
    # rows of a fact
    - "kind": "fact", 
    + "kind": "fact", "rows": ⟦warning: "rows" does not decide how many rows "event" has: the fan-out of its parent does⟧5,
    # fanout of an entity
    - "rows": 100,
    + "rows": 100, "fanout": ⟦warning: "fanout" does nothing in table "user": only a fact with a parent has one⟧{ "distribution": "poisson", "lambda": 3 },
    # target upside down
    - "min": 0.3, "max": 0.5
    + "min": ⟦weekend_share has a "min" of 0.5 above its "max" of 0.3⟧0.5, "max": 0.3
    # weekends out of reach
    - "min": 0.3, "max": 0.5
    + "min": 0.5, "max": 0.6
    - p": "at", 
    + p": ⟦warning: the weights give 44.3 % of weekends, below the target's 50 % to 60 %⟧"at",
    # mean out of reach
    - "min": 10, "max": 20
    + "min": 20, "max": 30
    - n": "amount", 
    + n": ⟦warning: the mean of event.amount will be about 13.99, below the target's 20 to 30⟧"amount",
    # modifier of a text
    - "weights": [4, 1] } } }
    + "weights": [4, 1] } }, "modifiers": [{ "transform": ⟦"multiply" needs numbers, and column "tier" holds none⟧"multiply", "args": { "factor": 2 } }] }
    # too many rows
    - "rows": 100
    + "rows": 900000000000
    - "lambda": 8
    + "lambda": 1000000
    - { "distribution": "
    + ⟦table "event" would have about 900000000000000000 rows, more than 1000000000000000; lower the rows of its parents or its fan-out⟧{ "distribution": "
    # choices that the enum allows weigh nothing
    - "weights": [4, 1]
    + "weights": ⟦every choice that the enum of the column allows has the weight 0⟧[0, 1]
    - "values": ["free", "pro"]
    + "values": ["free"]
    - "pro"], 
    + ⟦warning: the enum of user.tier does not allow "pro", so that this choice is never drawn⟧"pro"],
    # range against a normal far away
    - "mean": 35, "std": 12
    + "mean": 350, "std": 12
    - 80 }],
    -  
    + ⟦user.age has to be at most 80, but its generator gives 250.4 to 449.6⟧80 }],
    +
    # joined before the span
    - "op": ">=", "right": "event.user_id" }
    + "op": ">=", "right": "event.user_id" }, { "left": ⟦event.at < user.joined cannot hold: event.at is 2025-01-01T00:00:00Z to 2025-02-01T00:00:00Z, and user.joined is 2024-01-01T00:00:00Z to 2024-12-31T00:00:00Z⟧"event.at", "op": "<", "right": "user.joined" }
    - "datetime_series": {
    - 
    + "datetime_series": { "within": { "start": "2025-01-01", "end": "2025-02-01" },
    +
    """#
}
