import Testing

/// Broken schemas: names of tables and columns.
@Suite struct BrokenNames {
  @Test(arguments: BrokenSchema.table(table))
  func isReportedOnceAndInPlace(_ broken: BrokenSchema) throws {
    let schema = MarkedSchema(try #require(broken.applied(to: BaseSchema.text)))
    #expect(schema.comparable(schema.findings()) == schema.expected)
  }

  private static let table = #"""
    # a path as a table
    - "id": "event"
    + "id": ⟦"../x" cannot be the name of a table: a name begins with a letter, a digit or _, goes on with these, spaces or $-()%#&+?!@,=*<>, and has at most 63 bytes⟧"../x"
    # a point in a name
    - "name": "note"
    + "name": ⟦"a.b" cannot be the name of a column: a name begins with a letter, a digit or _, goes on with these, spaces or $-()%#&+?!@,=*<>, and has at most 63 bytes⟧"a.b"
    - { "attr": "event.note", "regex": "no \\d+" }
    +
    # an empty name
    - "name": "tier"
    + "name": ⟦"" cannot be the name of a column: a name begins with a letter, a digit or _, goes on with these, spaces or $-()%#&+?!@,=*<>, and has at most 63 bytes⟧""
    - { "attr": "user.tier", "values": ["free", "pro"] }
    +
    # a name of 70 bytes
    - "name": "tier"
    + "name": ⟦"tttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt" cannot be the name of a column: a name begins with a letter, a digit or _, goes on with these, spaces or $-()%#&+?!@,=*<>, and has at most 63 bytes⟧"tttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt"
    - { "attr": "user.tier", "values": ["free", "pro"] }
    +
    # a name with a quote
    - "name": "tier"
    + "name": ⟦"ti"er" cannot be the name of a column: a name begins with a letter, a digit or _, goes on with these, spaces or $-()%#&+?!@,=*<>, and has at most 63 bytes⟧"ti\"er"
    - { "attr": "user.tier", "values": ["free", "pro"] }
    +
    # two tables of one name
    - "id": "country"
    + "id": "User"
    - country.code
    + User.code
    - [["country"], ["user"]
    + [["User"], ["user"]
    - "user", 
    + ⟦a table "user" is already declared on line 6⟧"user",
    # two columns of one name
    - "name": "tier"
    + "name": ⟦a column "AGE" is already declared on line 14⟧"AGE"
    - { "attr": "user.tier", "values": ["free", "pro"] }
    +
    # SQLite's own name
    - "id": "country"
    + "id": ⟦names that begin with "sqlite_" are reserved by SQLite; choose another name⟧"sqlite_master"
    - country.code
    + sqlite_master.code
    - [["country"]
    + [["sqlite_master"]
    # our own name
    - "id": "country"
    + "id": ⟦"_datagen" is the table in which loads are recorded; choose another name⟧"_datagen"
    - country.code
    + _datagen.code
    - [["country"]
    + [["_datagen"]
    # the key that is no column
    - "pk": "user_id"
    + "pk": ⟦table "user" has no column "userid" (did you mean "user_id"?)⟧"userid"
    # the key that may be NULL
    - { "name": "user_id", "type": "int", "generator": { "sequence"
    + { "name": ⟦the primary key "user_id" cannot be nullable⟧"user_id", "type": "int", "nullable": true, "generator": { "sequence"
    # an empty list of keys
    - "pk": "user_id"
    + "pk": ⟦the primary key of table "user" names no column⟧[]
    # no columns
    - [
    -         { "name": "code", "type": "string", "generator": { "enum_list": { "values": ["DE", "FR", "NO"] } } }
    -       ]
    + ⟦table "country" has no columns⟧[]
    - "from": "country.code"
    + "from": "user.home"
    - "home", 
    + ⟦the values of a column cannot depend on themselves: user.home → user.home⟧"home",
    """#
}
