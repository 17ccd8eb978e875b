import Testing

/// Broken schemas: null where a value is expected.
@Suite struct BrokenNulls {
  @Test(arguments: BrokenSchema.table(table))
  func isReportedOnceAndInPlace(_ broken: BrokenSchema) throws {
    let schema = MarkedSchema(try #require(broken.applied(to: BaseSchema.text)))
    #expect(schema.comparable(schema.findings()) == schema.expected)
  }

  private static let table = #"""
    # null for version
    - "version": "1.0"
    + "version": ⟦expected a text for version, found null⟧null
    # null for metadata
    - "metadata": { "name": "shop" }
    + "metadata": ⟦expected an object for metadata, found null⟧null
    # null for start
    - "start": "2024-01-01"
    + "start": ⟦expected an ISO 8601 time for start of timeframe, found null⟧null
    # null for freq
    - "freq": "H"
    + "freq": ⟦expected a text for freq of timeframe, found null⟧null
    # null for id
    - "id": "user"
    + "id": ⟦expected a text for id of entry 2 of nodes, found null⟧null
    # null for kind
    - "kind": "entity"
    + "kind": ⟦expected one of: entity, fact, vocab for kind of table "user", found null⟧null
    # null for pk
    - "pk": "user_id"
    + "pk": ⟦expected a text for pk of table "user", found null⟧null
    # null for parents
    - "parents": ["user"]
    + "parents": null
    - { "distribution": "
    + ⟦warning: "fanout" does nothing in table "event": only a fact with a parent has one⟧{ "distribution": "
    # null for lambda
    - "lambda": 8
    + "lambda": ⟦expected a number for lambda of fanout of table "event", found null⟧null
    # null for name of "tier"
    - "name": "tier"
    + "name": ⟦expected a text for name of entry 4 of columns of table "user", found null⟧null
    # null for type
    - "type": "float"
    + "type": ⟦expected one of: int, float, string, bool, datetime, date for type of column "amount" of table "event", found null⟧null
    # null for choice
    - "choice": { "choices": ["free", "pro"], "weights": [4, 1] }
    + "choice": ⟦expected an object for choice of generator of column "tier" of table "user", found null⟧null
    # null for weights of [4, 1]
    - "weights": [4, 1]
    + "weights": ⟦expected a list for weights of choice of generator of column "tier" of table "user", found null⟧null
    # null for from
    - "from": "country.code"
    + "from": ⟦expected a "table.column" for from of lookup of generator of column "home" of table "user", found null⟧null
    # null for weights of [1, 1, 1, 1, 1, 2, 2]
    - "weights": [1, 1, 1, 1, 1, 2, 2]
    + "weights": ⟦expected a list for weights of pattern of datetime_series of generator of column "at" of table "event", found null⟧null
    # null for mean
    - "mean": 35
    + "mean": ⟦expected a number for mean of distribution of generator of column "age" of table "user", found null⟧null
    # null for args
    - "args": { "factor": 2 }
    + "args": ⟦expected an object for multiply of modifiers of column "amount" of table "event", found null⟧null
    # null for code
    - "code": "concat('no ', event_id)"
    + "code": ⟦expected a text for code of expression of generator of column "note" of table "event", found null⟧null
    # null for unique
    - "unique": ["user.user_id"]
    + "unique": null
    # null for to
    - "to": "user.user_id"
    + "to": ⟦expected a "table.column" for to of foreign_keys of constraints, found null⟧null
    # null for min of 18
    - "min": 18
    + "min": null
    # null for op
    - "op": ">="
    + "op": ⟦expected one of: <, <=, >, >=, ==, !=, = for op of inequalities of constraints, found null⟧null
    # null for regex
    - "regex": "no \\d+"
    + "regex": ⟦expected a text for regex of pattern of constraints, found null⟧null
    # null for values
    - "values": ["free", "pro"]
    + "values": ⟦expected a list for values of enum of constraints, found null⟧null
    # null for table
    - "table": "event", "timestamp"
    + "table": ⟦expected a text for table of weekend_share of targets, found null⟧null, "timestamp"
    # null for min of 0.3
    - "min": 0.3
    + "min": ⟦expected a number for min of weekend_share of targets, found null⟧null
    # null in nodes
    - "nodes": [
    - 
    + "nodes": [ ⟦expected an object for entry 1 of nodes, found null⟧null,
    +
    # null in columns
    - "columns": [
    -         { "name": "user_id"
    + "columns": [ ⟦expected an object for entry 1 of columns of table "user", found null⟧null,
    +         { "name": "user_id"
    # null as a generator
    - "generator": { "lookup": { "from": "country.code" } }
    + "generator": ⟦expected an object for generator of column "home" of table "user", found null⟧null
    # null as the columns
    - [
    -         { "name": "code", "type": "string", "generator": { "enum_list": { "values": ["DE", "FR", "NO"] } } }
    -       ]
    + ⟦expected a list for columns of table "country", found null⟧null
    """#
}
