import DatagenSchema
import Testing

@testable import DatagenDatabase

/// What the loads write down about themselves.
@Suite struct LoadRecordTests {
  private let directory = TemporaryDirectory()

  private var path: String { directory.file("shop.sqlite") }

  private static let loads = "SELECT load, table_name, rows FROM _datagen ORDER BY load, table_name"

  @Test func aLoadIsRecordedWithASeedOfAnySize() throws {
    let layout = DatabaseLayout(TableLayout("a", [ColumnLayout("x", .int)]))
    let loader = try SQLiteLoader(location: path, layout: layout, ifExists: .fail)
    try loader.begin()
    try loader.finish(
      LoadRecord(
        dataset: "it's",
        schemaDigest: "00ff",
        seed: .max,
        version: "1.2.3",
        tables: [("a", 7, "0123")]
      )
    )
    #expect(
      try rows(path, "SELECT * FROM _datagen") == ["1|it's|00ff|18446744073709551615|1.2.3|a|7|0123"]
    )
    #expect(try rows(path, "SELECT typeof(seed), typeof(rows) FROM _datagen") == ["text|integer"])
  }

  @Test func appendingAddsToTheRecord() throws {
    try Shop.load(path, keys: 1...2)
    try Shop.load(path, keys: 3...7, ifExists: .append)
    #expect(try rows(path, Self.loads) == ["1|customer|2", "1|order|2", "2|customer|5", "2|order|5"])
  }

  @Test(arguments: [ExistingTables.replace, .truncate])
  func otherPoliciesForgetWhatNoLongerHolds(policy: ExistingTables) throws {
    try Shop.load(path, keys: 1...2)
    let other = DatabaseLayout(TableLayout("other", [ColumnLayout("x", .int)]))
    let loader = try SQLiteLoader(location: path, layout: other, ifExists: .fail)
    try loader.begin()
    try loader.finish(Shop.record(other, rows: 9))
    try Shop.load(path, keys: 3...7, ifExists: policy)
    #expect(try rows(path, Self.loads) == ["2|other|9", "3|customer|5", "3|order|5"])
  }

  @Test func aFileThatIsMadeAnewBeginsItsRecordAnew() throws {
    try Shop.load(path, keys: 1...2)
    try Shop.load(path, keys: 3...7, ifExists: .replace)
    #expect(try rows(path, Self.loads) == ["1|customer|5", "1|order|5"])
  }

  @Test func theRecordIsNoTableOfTheUser() throws {
    try Shop.load(path)
    let connection = try SQLiteConnection(path, mode: .readOnly)
    #expect(try connection.tableNames().sorted() == ["customer", "order"])
  }

  @Test func aFailedLoadIsNotRecorded() throws {
    try Shop.load(path, keys: 1...2)
    #expect(throws: DatabaseError.self) {
      try Shop.load(path, keys: 3...4, ifExists: .append, orders: Shop.orders(3...4, customer: 99))
    }
    #expect(try rows(path, Self.loads) == ["1|customer|2", "1|order|2"])
  }
}
