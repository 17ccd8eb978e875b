import DatagenColumns
import DatagenSchema
import Foundation
import Testing

@testable import DatagenDatabase

/// A load that fails leaves the old file, byte for byte, or none; and says which table, column and value it was.
@Suite struct AtomicityTests {
  private let directory = TemporaryDirectory()

  private var path: String { directory.file("shop.sqlite") }

  enum Before: CaseIterable, Sendable {
    case nothing, replaced, replacedBesideOthers, appended, truncated

    var policy: ExistingTables {
      switch self {
      case .nothing: .fail
      case .replaced, .replacedBesideOthers: .replace
      case .appended: .append
      case .truncated: .truncate
      }
    }

    /// Whether the old tables are loaded into, in which SQLite looks at each row itself.
    var keepsTables: Bool { self == .appended || self == .truncated }
  }

  enum Fault: CaseIterable, Sendable { case foreignKey, duplicate, condition, repeatedKey }

  private func message(_ fault: Fault, _ before: Before) -> String {
    switch (fault, before) {
    case (.foreignKey, _):
      #"the foreign key "customer_id" has the value 9999, which is not in "customer"."id""#
    case (.duplicate, _):
      before.keepsTables
        ? "UNIQUE constraint failed: order.code"
        : #"the column "code" is unique and has a value twice, for example 'A-101'"#
    case (.condition, .nothing), (.condition, .replaced):
      #""amount" has the value -0.5, against CHECK ("amount" >= 0)"#
    case (.condition, _): "CHECK constraint failed: amount"
    case (.repeatedKey, _): "UNIQUE constraint failed: order.id"
    }
  }

  /// Orders 101 to 800 with the fault in the last one, in the second statement of a batch.
  private func faultyLoad(_ fault: Fault, _ policy: ExistingTables) throws {
    let keys: ClosedRange<Int64> = 101...800
    let orders =
      switch fault {
      case .foreignKey: Shop.orders(keys, customer: 9999)
      case .duplicate: Shop.orders(keys, code: "A-101")
      case .condition: Shop.orders(keys, amount: -0.5)
      case .repeatedKey: Shop.orders(keys)
      }
    if fault == .repeatedKey { orders.columns[0].integers[699] = 101 }
    try Shop.load(path, keys: keys, ifExists: policy, orders: orders)
  }

  @Test(arguments: Fault.allCases, Before.allCases)
  func aFaultyRowLeavesEverythingAsItWas(fault: Fault, before: Before) throws {
    if before != .nothing { try Shop.load(path, keys: 1...50) }
    if before == .replacedBesideOthers { try prepare(path, "CREATE TABLE note (text)") }
    let old = before == .nothing ? nil : try bytes(path)
    let error = try refusal { try faultyLoad(fault, before.policy) }
    #expect(error.message == message(fault, before))
    #expect(error.table == "order")
    if let old {
      #expect(try bytes(path) == old)
      #expect(try directory.names() == ["shop.sqlite"])
    } else {
      #expect(try directory.names().isEmpty)
    }
    // Nothing is in the way of a second try.
    try Shop.load(path, ifExists: .replace)
    #expect(try rows(path, "SELECT count(*) FROM customer") == ["3"])
  }

  /// What the loader looks for itself, because SQLite was told not to, row by row.
  @Test func aConditionBetweenTwoColumnsNamesBothAndTheirValues() throws {
    let table = TableLayout(
      "trip",
      [ColumnLayout("from", .date), ColumnLayout("to", .date, nullable: true)],
      inequalities: [InequalityLayout(left: "from", comparison: .lessOrEqual, right: "to")]
    )
    try load(path, table, [batch(.dates([1, 2, 3]), .dates([1, nil, 9]))])
    let other = directory.file("other.sqlite")
    let error = try refusal { try load(other, table, [batch(.dates([5, 9]), .dates([5, 8]))]) }
    #expect(
      error.description
        == #""from", "to" has the value '1970-01-10, 1970-01-09', "#
        + #"against CHECK ("from" <= "to"), table "trip""#
    )
  }

  /// The message is of use with a list of a thousand values, too.
  @Test func aLongConditionIsCutInMessages() throws {
    let values = (0..<1000).map { AllowedValue.text("value \($0)") }
    let table = TableLayout("t", [ColumnLayout("s", .string, values: values)])
    let error = try refusal { try load(path, table, [batch(.texts(["value 999", "it's"]))]) }
    #expect(error.message.hasPrefix(#""s" has the value 'it''s', against CHECK ("s" IN ('value 0', 'val"#))
    #expect(error.message.hasSuffix("…)"))
    #expect(error.message.count < 300)
  }

  @Test func aMissingValueIsRefusedWithItsColumnAndRows() throws {
    let table = TableLayout("t", [ColumnLayout("s", .string)])
    let error = try refusal { try load(path, table, [batch(.texts(["a", nil, "b"]), firstRow: 4096)]) }
    #expect(
      error.description.hasPrefix(
        "NOT NULL constraint failed: t.s (1299), table \"t\", rows 4096 to 4098\n  An expression"
      )
    )
  }

  @Test func foreignKeysToUniqueTextsAreProvedAndNULLRefersToNothing() throws {
    func load(_ countries: [String?]) throws {
      let layout = DatabaseLayout(
        TableLayout("country", [ColumnLayout("code", .string)], unique: ["code"]),
        TableLayout(
          "city",
          [ColumnLayout("country", .string, nullable: true)],
          foreignKeys: [
            ForeignKeyLayout(
              column: "country",
              parentTable: "country",
              parentColumn: "code",
              isEnforceable: true
            )
          ]
        )
      )
      let loader = try SQLiteLoader(location: path, layout: layout, ifExists: .replace)
      try loader.begin()
      try loader.insert(batch(.texts(["CZ", "FR"])), into: 0)
      try loader.insert(batch(.texts(countries)), into: 1)
      try loader.finish(Shop.record(layout))
    }
    try load(["FR", nil, "CZ", nil])
    let error = try refusal { try load(["FR", "fr", nil]) }
    #expect(
      error.message == #"the foreign key "country" has the value 'fr', which is not in "country"."code""#
    )
    #expect(try rows(path, "SELECT count(country) FROM city") == ["2"])
  }

  @Test func foreignKeysOfSeveralColumnsAreProvedAsOne() throws {
    func load(_ cells: [Int64?], _ others: [Int64?]) throws {
      let columns = [ColumnLayout("a", .int, nullable: true), ColumnLayout("b", .int, nullable: true)]
      let key = ForeignKeyLayout(
        columns: ["a", "b"],
        parentTable: "pair",
        parentColumns: ["a", "b"],
        isEnforceable: true
      )
      let layout = DatabaseLayout(
        TableLayout("pair", [ColumnLayout("a", .int), ColumnLayout("b", .int)], key: ["a", "b"]),
        TableLayout("use", columns, foreignKeys: [key])
      )
      let loader = try SQLiteLoader(location: path, layout: layout, ifExists: .replace)
      try loader.begin()
      try loader.insert(batch(.integers([1, 2]), .integers([10, 20])), into: 0)
      try loader.insert(batch(.integers(cells), .integers(others)), into: 1)
      try loader.finish(Shop.record(layout))
    }
    try load([1, 2, nil, 7], [10, 20, 10, nil])
    // Each is there, but not in one row.
    let error = try refusal { try load([1, 1], [10, 20]) }
    #expect(error.message == #"the foreign key "a", "b" has the value '1, 20', which is not in "pair"."a", "b""#)
  }

  /// SQL cannot have a foreign key to a column that repeats; the validation looks at it.
  @Test func aKeyThatCannotBeEnforcedIsNotProved() throws {
    let layout = DatabaseLayout(
      TableLayout("tag", [ColumnLayout("name", .string)]),
      TableLayout(
        "post",
        [ColumnLayout("tag", .string)],
        foreignKeys: [
          ForeignKeyLayout(column: "tag", parentTable: "tag", parentColumn: "name", isEnforceable: false)
        ]
      )
    )
    let loader = try SQLiteLoader(location: path, layout: layout, ifExists: .fail)
    try loader.begin()
    try loader.insert(batch(.texts(["a", "a"])), into: 0)
    try loader.insert(batch(.texts(["b"])), into: 1)
    try loader.finish(Shop.record(layout))
    #expect(try rows(path, "SELECT tag FROM post") == ["b"])
  }

  @Test func appendedRowsMayReferToThoseThatWereThere() throws {
    try Shop.load(path, keys: 1...3)
    let loader = try SQLiteLoader(location: path, layout: Shop.layout, ifExists: .append)
    try loader.begin()
    try loader.insert(Shop.orders(4...4, customer: 2), into: 1)
    try loader.finish(Shop.record())
    #expect(try rows(path, #"SELECT customer_id FROM "order" WHERE id = 4"#) == ["2"])
  }

  @Test func aFailedLoadTakesNoMoreRows() throws {
    let loader = try SQLiteLoader(location: path, layout: Shop.layout, ifExists: .fail)
    try loader.begin()
    #expect(throws: DatabaseError.self) {
      try loader.insert(batch(.integers([1, 1]), .texts(["a", "b"])), into: 0)
    }
    for again in [
      { () throws in try loader.insert(Shop.customers(1...2), into: 0) },
      { try loader.finish(Shop.record()) },
    ] {
      #expect(try refusal(again).message == "the load was given up")
    }
    #expect(try directory.names().isEmpty)
  }
}
