import Testing

/// Broken schemas: unknown, missing and misplaced keys.
@Suite struct BrokenKeys {
  @Test(arguments: BrokenSchema.table(table))
  func isReportedOnceAndInPlace(_ broken: BrokenSchema) throws {
    let schema = MarkedSchema(try #require(broken.applied(to: BaseSchema.text)))
    #expect(schema.comparable(schema.findings()) == schema.expected)
  }

  private static let table = #"""
    # unknown key at the top
    - "dag":
    + ⟦unknown key "dags" in the schema (did you mean "dag"?)⟧"dags":
    # unknown key of a table
    - "parents": ["user"]
    + ⟦unknown key "parent" in table "event" (did you mean "parents"?)⟧"parent": ["user"]
    # unknown key of a fan-out
    - "lambda": 8
    + ⟦unknown key "lamda" in fanout of table "event" (did you mean "lambda"?)⟧"lamda": 8
    # unknown key of a column
    - "decimals": 2
    + ⟦unknown key "decimal" in column "amount" of table "event" (did you mean "decimals"?)⟧"decimal": 2
    # unknown key of a timeframe
    - "freq": "H"
    + ⟦unknown key "frequency" in timeframe (did you mean "freq"?)⟧"frequency": "H"
    # unknown key of a generator
    - "start": 1 } } },
    -         { "name": "home"
    + ⟦unknown key "begin" in sequence of generator of column "user_id" of table "user" (one of: start, step)⟧"begin": 1 } } },
    +         { "name": "home"
    # unknown generator
    - "sequence": { "start": 1 } } },
    -         { "name": "home"
    + ⟦unknown key "sequnce" in generator of column "user_id" of table "user" (did you mean "sequence"?)⟧"sequnce": { "start": 1 } } },
    +         { "name": "home"
    # unknown generator, nothing near
    - "sequence": { "start": 1 } } },
    -         { "name": "home"
    + ⟦unknown key "markov" in generator of column "user_id" of table "user" (one of: sequence…⟧"markov": { "start": 1 } } },
    +         { "name": "home"
    # two generators in one column
    - "sequence": { "start": 1 } } },
    -         { "name": "home"
    + "sequence": { "start": 1 }, ⟦generator of column "user_id" of table "user" takes exactly one key, found "sequence" and "choice"⟧"choice": { "choices": [1] } } },
    +         { "name": "home"
    # no generator in the generator
    - "generator": { "lookup": { "from": "country.code" } }
    + "generator": ⟦generator of column "home" of table "user" is empty (one of: sequence…⟧{}
    # generator as a word
    - "generator": { "lookup": { "from": "country.code" } }
    + "generator": ⟦expected an object for generator of column "home" of table "user", found a text⟧"lookup"
    # unknown modifier
    - "transform": "multiply"
    + "transform": ⟦unknown value "multipy" for transform of modifiers of column "amount" of table "event" (did you mean "multiply"?)⟧"multipy"
    # modifier without a name
    - "transform": "multiply", 
    +
    - { "args"
    + ⟦missing key "transform" in modifiers of column "amount" of table "event" (one of: multiply…⟧{ "args"
    # unknown key beside a modifier's name
    - "args": { "factor": 2 }
    + ⟦unknown key "arg" in modifiers of column "amount" of table "event" (did you mean "args"?)⟧"arg": { "factor": 2 }
    # unknown argument of a modifier
    - "factor": 2
    + ⟦unknown key "factr" in multiply of modifiers of column "amount" of table "event" (did you mean "factor"?)⟧"factr": 2
    # modifier as a word
    - [{ "transform": "multiply", "args": { "factor": 2 } }]
    + [⟦expected an object for modifiers of column "amount" of table "event", found a text⟧"multiply"]
    # modifiers as an object
    - [{ "transform": "multiply", "args": { "factor": 2 } }]
    + ⟦expected a list for modifiers of column "amount" of table "event", found an object⟧{ "transform": "multiply", "args": { "factor": 2 } }
    - "amount", "m
    + ⟦warning: the mean of event.amount will be about 6.995, below the target's 10 to 20⟧"amount", "m
    # unknown column type
    - "type": "float"
    + "type": ⟦unknown value "flaot" for type of column "amount" of table "event" (did you mean "float"?)⟧"flaot"
    # column type of SQL
    - "type": "float"
    + "type": ⟦unknown value "varchar(20)" for type of column "amount" of table "event" (one of: int, float, string, bool, datetime, date)⟧"varchar(20)"
    # unknown kind of table
    - "kind": "fact"
    + "kind": ⟦unknown value "facts" for kind of table "event" (did you mean "fact"?)⟧"facts"
    # unknown key of a constraint
    - "attr": "user.age"
    + ⟦unknown key "attribute" in ranges of constraints (did you mean "attr"?)⟧"attribute": "user.age"
    # unknown kind of constraint
    - "ranges": [
    + ⟦unknown key "range" in constraints (did you mean "ranges"?)⟧"range": [
    # unknown comparison
    - "op": ">="
    + "op": ⟦unknown value "=>" for op of inequalities of constraints (did you mean ">"?)⟧"=>"
    # unknown target
    - "weekend_share":
    + ⟦unknown key "weekend_shares" in targets (did you mean "weekend_share"?)⟧"weekend_shares":
    # version of the future
    - "version": "1.0"
    + "version": ⟦version 2.0 of the language is not known; write "1.0"⟧"2.0"
    # version as a number
    - "version": "1.0"
    + "version": ⟦version 2 of the language is not known; write "1.0"⟧2
    # version missing
    - "version": "1.0",
    - 
    +
    +
    - {
    -   
    + ⟦missing key "version" in the schema: the language's version, "1.0"⟧{
    +
    # metadata without a name
    - { "name": "shop" }
    + ⟦missing key "name" in metadata: the dataset's name⟧{ "owner": "me" }
    # metadata as a text
    - { "name": "shop" }
    + ⟦expected an object for metadata, found a text⟧"shop"
    # table without a key
    - "pk": "event_id", 
    +
    - { "id": "e
    + ⟦missing key "pk" in table "event": the primary key's column⟧{ "id": "e
    # table without an id
    - "id": "event", 
    +
    - { "kind"
    + ⟦missing key "id" in entry 3 of nodes: the table's name⟧{ "kind"
    # column without a name
    - "name": "tier", 
    +
    - { "type": "s
    + ⟦missing key "name" in entry 4 of columns of table "user": the column's name⟧{ "type": "s
    # column without a type
    - "name": "tier", "type": "string", 
    + "name": "tier",
    - 2 } } },
    -         { 
    + 2 } } },
    +         ⟦missing key "type" in column "tier" of table "user": the column's type⟧{
    # range without a column
    - "attr": "user.age", 
    +
    - { "min":
    + ⟦missing key "attr" in ranges of constraints: the column⟧{ "min":
    # target without a limit
    - "min": 0.3, 
    +
    - { "table
    + ⟦missing key "min" in weekend_share of targets: the least share⟧{ "table
    """#
}
