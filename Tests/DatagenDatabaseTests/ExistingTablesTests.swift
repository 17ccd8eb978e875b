import DatagenColumns
import DatagenSchema
import Foundation
import Testing

@testable import DatagenDatabase

/// What becomes of what is there, by policy.
@Suite struct ExistingTablesTests {
  private let directory = TemporaryDirectory()

  private var path: String { directory.file("shop.sqlite") }

  enum State: CaseIterable, Sendable {
    case absent, emptyFile, ours, oursAndOthers, onlyOthers, noDatabase, directory
  }

  private static let foreigners = """
    CREATE TABLE note (text TEXT); INSERT INTO note VALUES ('kept');
    CREATE VIEW notes AS SELECT * FROM note;
    """

  private func make(_ state: State) throws {
    switch state {
    case .absent: break
    case .emptyFile: try Data().write(to: URL(fileURLWithPath: path))
    case .ours: try Shop.load(path, keys: 1...2, name: "old")
    case .oursAndOthers:
      try Shop.load(path, keys: 1...2, name: "old")
      try prepare(path, Self.foreigners)
    case .onlyOthers: try prepare(path, Self.foreigners)
    case .noDatabase: try Data(repeating: 0x41, count: 5000).write(to: URL(fileURLWithPath: path))
    case .directory: try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }
  }

  private static let combinations = State.allCases.flatMap { state in
    ExistingTables.allCases.map { (state, $0) }
  }

  /// Customers 3 and 4 are loaded into a database in which there may be 1 and 2.
  @Test(arguments: combinations)
  func aPolicyDoesWhatItSays(state: State, policy: ExistingTables) throws {
    try make(state)
    let before = state == .directory || state == .absent ? nil : try bytes(path)
    let isOurs = state == .ours || state == .oursAndOthers
    let reason: String? =
      switch (state, policy) {
      case (.noDatabase, _): "\(path) is not a SQLite database"
      case (.directory, _): "\(path) is a directory"
      case (_, .fail) where isOurs: #"\#(path) already has the tables "customer", "order""#
      default: nil
      }
    if let reason {
      let error = try refusal { try Shop.load(path, keys: 3...4, ifExists: policy) }
      #expect(error.message == reason)
      #expect(error.advice != nil)
      if let before { #expect(try bytes(path) == before) }
      #expect(try directory.names() == ["shop.sqlite"])
      return
    }
    try Shop.load(path, keys: 3...4, ifExists: policy)
    #expect(try directory.names() == ["shop.sqlite"])
    let old = isOurs && policy == .append ? ["1|old 1", "2|old 2"] : []
    #expect(try rows(path, "SELECT * FROM customer ORDER BY id") == old + ["3|Ada 3", "4|Ada 4"])
    #expect(try rows(path, #"SELECT count(*) FROM "order""#) == ["\(old.count + 2)"])
    if state == .oursAndOthers || state == .onlyOthers {
      #expect(try rows(path, "SELECT * FROM notes") == ["kept"])
    }
    #expect(try rows(path, "PRAGMA integrity_check") == ["ok"])
    #expect(
      try rows(path, "SELECT name FROM sqlite_master WHERE type = 'index' ORDER BY name")
        == ["order_code_key", "order_customer_id_idx"]
    )
  }

  @Test func theRowsThatStayAreCountedForAppendOnly() throws {
    try make(.oursAndOthers)
    for (policy, count) in [(ExistingTables.append, Int64(2)), (.replace, 0), (.truncate, 0)] {
      let loader = try SQLiteLoader(location: path, layout: Shop.layout, ifExists: policy)
      #expect(try loader.existingRows() == ["customer": count, "order": count])
    }
  }

  @Test func removedRowsAreNotFilledByAnAppend() throws {
    try Shop.load(path, keys: 1...5)
    try prepare(path, "DELETE FROM \"order\" WHERE id > 1; DELETE FROM customer WHERE id IN (2, 5)")
    func next() throws -> [String: Int64] {
      try SQLiteLoader(location: path, layout: Shop.layout, ifExists: .append).existingRows()
    }
    #expect(try next() == ["customer": 5, "order": 5])
    try prepare(path, "INSERT INTO customer VALUES (9, 'x')")
    #expect(try next() == ["customer": 9, "order": 5])
    // Without a record there are the keys.
    try prepare(path, "DROP TABLE _datagen; DELETE FROM customer WHERE id = 9")
    #expect(try next() == ["customer": 4, "order": 1])
  }

  @Test(arguments: [(100, 5, 125, 6), (100, 5, 127, 6), (100, 5, 3, 0), (100, -5, 75, 6), (100, -5, 500, 0)])
  func keysGoOnBehindTheLastOneOnTheirSequence(first: Int64, step: Int64, key: Int, next: Int64) throws {
    var table = Shop.layout.tables[0]
    table.keySequence = KeySequence(first: first, step: step)
    try prepare(
      path,
      "CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO customer VALUES (\(key), '')"
    )
    let loader = try SQLiteLoader(location: path, layout: DatabaseLayout(table), ifExists: .append)
    #expect(try loader.existingRows() == ["customer": next])
  }

  @Test(arguments: [(1, Int64.max, "greatest"), (-1, Int64.min, "least")])
  func aLastKeyBehindWhichThereIsNoRoomIsNamed(step: Int64, key: Int64, end: String) throws {
    var table = Shop.layout.tables[0]
    table.keySequence = KeySequence(step: step)
    try prepare(
      path,
      "CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO customer VALUES (\(key), '')"
    )
    let error = try refusal { _ = try SQLiteLoader(location: path, layout: DatabaseLayout(table), ifExists: .append) }
    #expect(error.message == "the \(end) key is \(key), behind which there is no room")
  }

  @Test func aTableOfTheUsersIsNotTakenForTheRecord() throws {
    try prepare(path, "CREATE TABLE _datagen (x)")
    let error = try refusal { try Shop.load(path) }
    #expect(error.message.contains("is not the record of loads"))
  }

  @Test func lookingAtAFileWritesNothing() throws {
    try make(.ours)
    let before = try bytes(path)
    for policy in ExistingTables.allCases where policy != .fail {
      _ = try SQLiteLoader(location: path, layout: Shop.layout, ifExists: policy)
    }
    _ = try SQLiteLoader(location: directory.file("new/other.sqlite"), layout: Shop.layout, ifExists: .fail)
    #expect(try bytes(path) == before)
    #expect(try directory.names() == ["shop.sqlite"])
  }

  @Test func replacingATableOfAnotherFormTakesTheNewOne() throws {
    try prepare(path, "CREATE TABLE customer (something BLOB); CREATE TABLE other (x)")
    try Shop.load(path, ifExists: .replace)
    #expect(try SQLiteConnection(path, mode: .readOnly).columnNames(of: "customer") == ["id", "name"])
    #expect(try rows(path, "SELECT count(*) FROM other") == ["0"])
  }

  @Test(
    arguments: [
      (
        #"REFERENCES customer (nr)"#,
        #"refers to "nr" of "customer", which would be neither its primary key nor unique"#
      ),
      (#"REFERENCES CUSTOMER (Name)"#, #"refers to "Name" of "customer""#),
      (#", b INT, FOREIGN KEY (a, b) REFERENCES "order" (id, code)"#, #"refers to "id", "code" of "order""#),
      (
        ", b INT, FOREIGN KEY (a, b) REFERENCES customer",
        #"refers to a primary key of 2 columns of "customer", which the new table does not have"#
      ),
    ]
  )
  func replacingTheKeyThatAnotherTableRefersToIsRefusedByName(reference: String, fault: String) throws {
    try prepare(
      path,
      "CREATE TABLE customer (nr INTEGER PRIMARY KEY, name TEXT UNIQUE); CREATE TABLE \"order\" (id, code)"
    )
    try prepare(path, "CREATE TABLE invoice (a INT \(reference))")
    let before = try bytes(path)
    let error = try refusal { try Shop.load(path, ifExists: .replace) }
    #expect(error.message.hasPrefix("table \"invoice\", which is not in the schema, \(fault)"), "\(error)")
    #expect(error.table == (fault.contains("order") ? "order" : "customer"))
    #expect(error.advice?.contains("Remove \"invoice\" first") == true)
    #expect(try bytes(path) == before)
    #expect(try directory.names() == ["shop.sqlite"])
  }

  @Test(
    arguments: [
      "REFERENCES customer", "REFERENCES Customer (ID)", #"REFERENCES "order" (Code)"#, "REFERENCES absent (x)",
    ]
  )
  func tablesThatReferToAKeyOfTheNewTableStay(reference: String) throws {
    try prepare(path, "CREATE TABLE customer (id INTEGER PRIMARY KEY); CREATE TABLE invoice (a \(reference))")
    try Shop.load(path, ifExists: .replace)
    #expect(try rows(path, "SELECT count(*) FROM customer") == ["3"])
    #expect(try rows(path, "SELECT count(*) FROM invoice") == ["0"])
  }

  @Test func aReferenceThatWasNoneBeforeIsNamedWithItsTable() throws {
    try prepare(path, "CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT)")
    try prepare(path, "CREATE TABLE invoice (a REFERENCES customer (name))")
    let before = try bytes(path)
    let error = try refusal { try Shop.load(path, ifExists: .append) }
    #expect(
      error.message.hasPrefix("table \"invoice\", which is not in the schema, refers to columns that are no key: ")
    )
    #expect(error.message.contains("\"customer\"") && error.advice != nil)
    #expect(try bytes(path) == before)
  }

  @Test func tablesAreFoundWhateverTheCaseOfTheirNames() throws {
    try prepare(path, "CREATE TABLE CUSTOMER (id INTEGER PRIMARY KEY, name TEXT)")
    let error = try refusal { try Shop.load(path) }
    #expect(error.message == "\(path) already has the table \"customer\"")
    try Shop.load(path, ifExists: .append)
    #expect(try rows(path, "SELECT count(*) FROM CUSTOMER") == ["3"])
  }

  struct Misfit: Sendable, CustomTestStringConvertible {
    var customer: String
    var fault: String

    var testDescription: String { customer }
  }

  private static let misfits = [
    Misfit(customer: "id INTEGER PRIMARY KEY", fault: #""name" in the schema, not in the table"#),
    Misfit(
      customer: "id INTEGER PRIMARY KEY, name TEXT, vip INT NOT NULL",
      fault: #""vip" in the table, NOT NULL and without a default, not in the schema"#
    ),
    Misfit(
      customer: "id INTEGER PRIMARY KEY, name TEXT GENERATED ALWAYS AS (id || '') STORED",
      fault: #""name" computed by the database"#
    ),
    Misfit(
      customer: "ID INTEGER PRIMARY KEY, full_name TEXT, vip INT NOT NULL DEFAULT 0",
      fault: #""name" in the schema, not in the table; "full_name", "vip" in the table, not in the schema"#
    ),
    Misfit(
      customer: "nr INTEGER NOT NULL",
      fault: #""id", "name" in the schema, not in the table; "#
        + #""nr" in the table, NOT NULL and without a default, not in the schema"#
    ),
  ]

  @Test(arguments: misfits, [ExistingTables.append, .truncate])
  func aTableThatDoesNotFitIsNamedWithItsColumns(misfit: Misfit, policy: ExistingTables) throws {
    try prepare(path, "CREATE TABLE customer (\(misfit.customer))")
    let before = try bytes(path)
    let error = try refusal { try Shop.load(path, ifExists: policy) }
    #expect(error.message == "the existing table does not fit the schema: " + misfit.fault)
    #expect(error.table == "customer")
    #expect(error.advice?.contains("--if-exists replace") == true)
    #expect(try bytes(path) == before)
  }

  @Test(
    arguments: [
      "ID INTEGER PRIMARY KEY, Name TEXT", "name TEXT, id INTEGER PRIMARY KEY, vip INT",
      "id INTEGER PRIMARY KEY, name TEXT, vip INT NOT NULL DEFAULT 0",
      "nr INTEGER PRIMARY KEY, id INT, name TEXT",
    ]
  )
  func aTableWithMoreColumnsOrAnotherOrderIsFilled(columns: String) throws {
    try prepare(path, "CREATE TABLE customer (\(columns))")
    try Shop.load(path, ifExists: .append)
    #expect(try rows(path, "SELECT id, name FROM customer ORDER BY id") == ["1|Ada 1", "2|Ada 2", "3|Ada 3"])
  }

  @Test(arguments: [true, false]) func aNullIsOfTheColumnThatTakesNoneOrOfAnExpression(isNullable: Bool) throws {
    try prepare(path, "CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT NOT NULL)")
    var table = Shop.layout.tables[0]
    table.columns[1].isNullable = isNullable
    let loader = try SQLiteLoader(location: path, layout: DatabaseLayout(table), ifExists: .append)
    try loader.begin()
    let error = try refusal { try loader.insert(batch(.integers([1]), .texts([nil])), into: 0) }
    #expect(error.advice?.contains("existing column \"name\" is NOT NULL") == isNullable)
    #expect(error.advice?.contains("expression") != isNullable)
  }

  @Test func aViewWithTheNameOfATableIsRefused() throws {
    try prepare(path, "CREATE TABLE x (y); CREATE VIEW customer AS SELECT * FROM x")
    for policy in ExistingTables.allCases {
      let error = try refusal { try Shop.load(path, ifExists: policy) }
      #expect(error.message == "the database has a view with the name of the table")
      #expect(error.table == "customer")
    }
  }

  @Test func theNameOfTheRecordIsTaken() throws {
    for name in ["_datagen", "_DATAGEN"] {
      let layout = DatabaseLayout(TableLayout(name, [ColumnLayout("a", .int)]))
      let error = try refusal {
        _ = try SQLiteLoader(location: path, layout: layout, ifExists: .fail)
      }
      #expect(error.message == "the name is taken by the record of the loads")
    }
  }

  @Test func aTableWithoutColumnsIsRefused() throws {
    let error = try refusal {
      _ = try SQLiteLoader(location: path, layout: DatabaseLayout(TableLayout("t", [])), ifExists: .fail)
    }
    #expect(error.description == "the table has no columns, table \"t\"")
  }

  @Test func appendingTwiceKeepsIndexesAndBothLoads() throws {
    for keys in [Int64(1)...2, 3...4, 5...6] { try Shop.load(path, keys: keys, ifExists: .append) }
    #expect(try rows(path, "SELECT count(*), max(id) FROM customer") == ["6|6"])
    #expect(try rows(path, "SELECT count(*) FROM sqlite_master WHERE type = 'index'") == ["2"])
  }

  @Test func indexesOfANewTableGetFreeNamesBesideThoseThatAreThere() throws {
    try prepare(path, "CREATE TABLE x (y); CREATE INDEX order_code_key ON x (y)")
    try Shop.load(path)
    #expect(
      try rows(path, "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name <> 'x' ORDER BY name")
        == ["order_code_key2", "order_customer_id_idx"]
    )
  }

  @Test func aLinkIsFollowedAndStaysALink() throws {
    let file = directory.file("real.sqlite")
    try Shop.load(file, keys: 1...2)
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "real.sqlite")
    try Shop.load(path, ifExists: .replace)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path) == "real.sqlite")
    #expect(try rows(file, "SELECT count(*) FROM customer") == ["3"])
    #expect(try directory.names() == ["real.sqlite", "shop.sqlite"])
  }

  @Test func aReplacedFileKeepsItsPermissions() throws {
    try make(.ours)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    try Shop.load(path, ifExists: .replace)
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
  }
}
