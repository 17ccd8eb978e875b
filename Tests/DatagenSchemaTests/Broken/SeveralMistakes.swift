import Testing

/// Schemas with more than one mistake, or whose mistake takes several tables.
@Suite struct SeveralMistakes {
  @Test func theBaseIsRight() {
    #expect(MarkedSchema(BaseSchema.text).findings() == [])
  }

  @Test(arguments: BrokenSchema.table(table))
  func areAllReported(_ broken: BrokenSchema) throws {
    let schema = MarkedSchema(try #require(broken.applied(to: BaseSchema.text)))
    #expect(schema.comparable(schema.findings()) == schema.expected)
  }

  private static let table = #"""
    # one in every part
    - "rows": 100
    + "rows": ⟦rows of table "user" has to be at least 0, not -1⟧-1
    - "from": "country.code"
    + "from": ⟦lookup names table "contry", which does not exist (did you mean "country"?)⟧"contry.code"
    - "std": 12
    + "std": 12, "clamp": ⟦the ends of clamp of distribution of generator of column "age" of table "user" are swapped: [80, 18] should be [18, 80]⟧[80, 18]
    - "weights": [4, 1]
    + "weights": ⟦3 weights for 2 choices⟧[4, 1, 1]
    - "lambda": 8
    + ⟦unknown key "lamda" in fanout of table "event" (did you mean "lambda"?)⟧"lamda": 8
    - "factor": 2
    + "factor": ⟦expected a number for factor of multiply of modifiers of column "amount" of table "event", found a text (write it without quotes: 2)⟧"2"
    - "attr": "user.age"
    + "attr": ⟦table "user" has no column "agee" (did you mean "age"?)⟧"user.agee"
    - "timestamp": "at"
    + "timestamp": ⟦weekend_share needs a datetime, and event.user_id is int⟧"user_id"
    - ["country"]
    + [⟦"dag" names a table that does not exist: "contry" (did you mean "country"?)⟧"contry"]
    # both ends of a key
    - "from": "event.user_id", "to": "user.user_id"
    + "from": ⟦table "evnt" does not exist (did you mean "event"?)⟧"evnt.user_id", "to": ⟦table "user" has no column "uid"…⟧"user.uid"
    # both sides of an inequality
    - "left": "event.event_id", "op": ">=", "right": "event.user_id"
    + "left": ⟦table "evnt" does not exist (did you mean "event"?)⟧"evnt.event_id", "op": ">=", "right": ⟦table "event" has no column "uid"…⟧"event.uid"
    """#

  @Test(arguments: wholes)
  func areReported(_ marked: String) {
    let schema = MarkedSchema(marked)
    #expect(schema.comparable(schema.findings()) == schema.expected)
  }

  private static let wholes: [String] = [
    // Two facts that are each other's parents.
    #"""
    { "version": "1.0", "metadata": { "name": "x" }, "nodes": [
      { "id": "a", "kind": "fact", "pk": "id",
        "parents": [⟦the parents form a cycle, so that no table has rows to begin with: "a" → "b" → "a"; make one of them an entity⟧"b"],
        "columns": [{ "name": "id", "type": "int", "generator": { "sequence": {} } }] },
      { "id": "b", "kind": "fact", "pk": "id", "parents": ["a"],
        "columns": [{ "name": "id", "type": "int", "generator": { "sequence": {} } }] }
    ] }
    """#,
    // Columns that need each other.
    #"""
    { "version": "1.0", "metadata": { "name": "x" }, "nodes": [
      { "id": "a", "kind": "entity", "pk": "id", "columns": [
        { "name": "id", "type": "int", "generator": { "sequence": {} } },
        { "name": ⟦the values of a column cannot depend on themselves: a.v → b.v → a.v⟧"v", "type": "int", "generator": { "lookup": { "from": "b.v" } } }] },
      { "id": "b", "kind": "entity", "pk": "id", "columns": [
        { "name": "id", "type": "int", "generator": { "sequence": {} } },
        { "name": "v", "type": "int", "generator": { "lookup": { "from": "a.v" } } }] }
    ] }
    """#,
    // A value of one of two rows of the same table.
    #"""
    { "version": "1.0", "metadata": { "name": "x" }, "nodes": [
      { "id": "team", "kind": "entity", "pk": "id", "rows": 4, "columns": [
        { "name": "id", "type": "int", "generator": { "sequence": {} } },
        { "name": "size", "type": "int", "generator": { "choice": { "choices": [5, 11] } } }] },
      { "id": "game", "kind": "entity", "pk": "id", "rows": 4, "columns": [
        { "name": "id", "type": "int", "generator": { "sequence": {} } },
        { "name": "home", "type": "int", "generator": { "lookup": { "from": "team.id" } } },
        { "name": "guest", "type": "int", "generator": { "lookup": { "from": "team.id" } } },
        { "name": "size", "type": "int", "generator": { "lookup": {
          "from": ⟦"home" and "guest" both refer to table "team"; say whose row is meant with "on": { "id": "home" }⟧"team.size" } } }] }
    ] }
    """#,
    // Without its name a table is unknown to all others, which is not their fault.
    #"""
    { "version": "1.0", "metadata": { "name": "x" }, "nodes": [
      ⟦missing key "id" in entry 1 of nodes: the table's name⟧{ "kind": "entity", "pk": "id", "columns": [
        { "name": "id", "type": ⟦unknown value "integer" for type of column "id" of entry 1 of nodes (did you mean "int"?)⟧"integer", "generator": { "sequence": {} } }] },
      { "id": "b", "kind": "fact", "pk": "id", "parents": ["a"], "columns": [
        { "name": "id", "type": "int", "generator": { "sequence": {} } },
        { "name": "a_id", "type": "int", "generator": { "lookup": { "from": "a.id" } } }] }
    ] }
    """#,
  ]
}
