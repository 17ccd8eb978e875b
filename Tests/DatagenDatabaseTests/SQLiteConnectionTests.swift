import Foundation
import Testing

@testable import DatagenDatabase

/// Statements, values, the functions that SQLite lacks, and errors that say what to do.
@Suite struct SQLiteConnectionTests {
  private let directory = TemporaryDirectory()

  @Test func valuesOfEveryKindComeBack() throws {
    let connection = try SQLiteConnection("", mode: .memory)
    let values: [SQLValue] = [
      .null, .integer(.min), .integer(.max), .double(0.1), .double(-1e308), .text(""), .text("Łódź 🐟"),
      .text("a\0b"), .text("'\""),
    ]
    let statement = try connection.prepare(
      "SELECT " + values.map { _ in "?" }.joined(separator: ", ")
    )
    for _ in 0..<2 {
      try statement.bind(values)
      #expect(try statement.step())
      #expect(statement.row == values)
      #expect(try !statement.step())
    }
  }

  @Test func tablesAndColumnsAreListedByTheirNames() throws {
    let connection = try SQLiteConnection("", mode: .memory)
    try connection.execute(
      """
      CREATE TABLE "sqliteXnot" (b, "a b", "it's"); CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT);
      CREATE TABLE _datagen (x); CREATE VIEW v AS SELECT 1;
      """
    )
    #expect(try connection.tableNames().sorted() == ["sqliteXnot", "t"])
    #expect(try connection.columnNames(of: "sqliteXnot") == ["b", "a b", "it's"])
    #expect(try connection.columnNames(of: "it's not there").isEmpty)
  }

  @Test(
    arguments: [
      ("'abc' REGEXP 'a.c'", "1"), ("'xabc' REGEXP 'abc'", "0"), ("'abcx' REGEXP 'abc'", "0"),
      ("'ab' REGEXP 'a|ab'", "1"), ("'' REGEXP ''", "1"), ("'' REGEXP '.'", "0"), ("12 REGEXP '[0-9]+'", "1"),
      ("NULL REGEXP 'a'", "∅"), ("'a' REGEXP NULL", "∅"), ("'A' REGEXP 'a'", "0"),
      ("'ł' REGEXP '.'", "1"), ("'{}' REGEXP '\\{\\}'", "1"), ("'AB-12' REGEXP '[A-Z]{2}-\\d{2}'", "1"),
      // Two code points that Swift calls one character.
      ("'e\u{301}' REGEXP '..'", "1"), ("'e\u{301}' REGEXP '.'", "0"),
    ]
  )
  func aRegularExpressionMatchesTheWholeText(expression: String, result: String) throws {
    #expect(try rows(try SQLiteConnection("", mode: .memory), "SELECT \(expression)") == [result])
  }

  @Test func thePatternMayDifferFromRowToRow() throws {
    let connection = try SQLiteConnection("", mode: .memory)
    #expect(
      try rows(
        connection,
        "SELECT 'aa' REGEXP column1 FROM (VALUES ('a+'), ('b'), (NULL), ('..'), ('a+'))"
      ) == ["1", "0", "∅", "1", "1"]
    )
  }

  @Test func aWrongPatternIsAnErrorThatShowsIt() throws {
    let connection = try SQLiteConnection("", mode: .memory)
    let error = try refusal { _ = try connection.query("SELECT 'a' REGEXP '(a'") }
    #expect(error.message.hasPrefix("\"(a\" is no regular expression"))
  }

  // MARK: Errors

  @Test func aMissingFileIsNotMade() throws {
    let path = directory.file("a.sqlite")
    for mode in [SQLiteConnection.Mode.readOnly, .readWrite] {
      let error = try refusal { _ = try SQLiteConnection(path, mode: mode) }
      #expect(error.message == "\(path) cannot be opened: unable to open database file")
      #expect(error.advice?.hasPrefix("If it should exist, check the path") == true)
    }
    #expect(try directory.names().isEmpty)
  }

  @Test func aMissingDirectoryIsSaidToBeMissing() throws {
    let path = directory.file("none/a.sqlite")
    let error = try refusal { _ = try SQLiteConnection(path, mode: .create) }
    #expect(error.message == "\(path) cannot be opened: there is no such directory")
  }

  @Test func aDirectoryIsNoDatabase() throws {
    let error = try refusal { _ = try SQLiteConnection(directory.path, mode: .readOnly) }
    #expect(error.message == "\(directory.path) is a directory")
    #expect(error.advice == "Give the path of a file.")
  }

  @Test(arguments: SQLiteConnectionTests.openModes)
  func whatIsNoDatabaseIsRefusedAtOnce(mode: SQLiteConnection.Mode) throws {
    let path = directory.file("a.txt")
    let text = Data("just a text that is long enough to be looked into, many times over".utf8)
    try text.write(to: URL(fileURLWithPath: path))
    let error = try refusal { _ = try SQLiteConnection(path, mode: mode) }
    #expect(error.description == "\(path) is not a SQLite database (26)\n  \(error.advice ?? "none")")
    #expect(error.advice == "Give another path, or move the file away.")
    #expect(try bytes(path) == text)
  }

  private static let openModes: [SQLiteConnection.Mode] = [.readOnly, .readWrite, .create]

  @Test func aReadOnlyConnectionWritesNothing() throws {
    let path = directory.file("a.sqlite")
    try prepare(path, "CREATE TABLE t (x)")
    let connection = try SQLiteConnection(path, mode: .readOnly)
    let error = try refusal { try connection.execute("INSERT INTO t VALUES (1)") }
    #expect(error.message == "\(path) cannot be written: attempt to write a readonly database")
    #expect(error.advice == "Check the permissions of the file and of its directory.")
  }

  @Test func anotherProgramsLockIsNamed() throws {
    let path = directory.file("a.sqlite")
    try prepare(path, "CREATE TABLE t (x)")
    let other = try SQLiteConnection(path, mode: .readWrite)
    try other.execute("BEGIN IMMEDIATE")
    let connection = try SQLiteConnection(path, mode: .readWrite)
    try connection.execute("PRAGMA busy_timeout=0")
    let error = try refusal { try connection.execute("BEGIN IMMEDIATE") }
    #expect(error.message == "\(path) is locked: database is locked")
    #expect(error.advice?.hasPrefix("Another program is using the database") == true)
  }

  @Test func aDamagedFileIsSaidToBeDamaged() throws {
    let path = directory.file("a.sqlite")
    try prepare(path, "CREATE TABLE t (x); INSERT INTO t VALUES (1)")
    var damaged = try bytes(path)
    damaged.replaceSubrange(4096..<8192, with: Data(repeating: 0xEE, count: 4096))
    try damaged.write(to: URL(fileURLWithPath: path))
    let connection = try SQLiteConnection(path, mode: .readOnly)
    let error = try refusal { _ = try connection.query("SELECT * FROM t") }
    #expect(error.message == "\(path) is damaged: database disk image is malformed")
  }

  @Test func aWrongStatementIsToldInTheDatabasesWords() throws {
    let connection = try SQLiteConnection("", mode: .memory)
    let error = try refusal { try connection.execute("SELECT * FROM nowhere") }
    #expect(error.description == "no such table: nowhere (1)")
    #expect(error.advice == nil)
    #expect(try refusal { _ = try connection.query("-- nothing") }.message == "an empty statement")
  }

  @Test func anErrorIsDescribedWithItsPlaceAndAdvice() {
    #expect(DatabaseError("it broke").description == "it broke")
    #expect(
      DatabaseError("it broke", code: "7", table: "order", rows: 500..<1000, advice: "Mend it.").description
        == "it broke (7), table \"order\", rows 500 to 999\n  Mend it."
    )
  }
}
