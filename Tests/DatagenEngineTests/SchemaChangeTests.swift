import DatagenColumns
import DatagenSchema
import Testing

@testable import DatagenEngine

/// What a change of the schema, or of the row counts, leaves as it was.
@Suite struct SchemaChangeTests {
  private typealias Cells = [String: [String: [Cell]]]

  private static let base = EverythingSchema.tables

  private func everything(_ tables: [String], rows: [String: Int64] = [:]) throws -> Cells {
    try TestData(schemaText(tables, constraints: EverythingSchema.constraints), rows: rows).everything()
  }

  /// Every column of `old` that is still there has the values that it had.
  private func expectUnchanged(_ old: Cells, in new: Cells, except: Set<String> = []) {
    for (table, columns) in old where new[table] != nil {
      for (column, cells) in columns where !except.contains("\(table).\(column)") {
        if let now = new[table]?[column] { #expect(now == cells, "\(table).\(column)") }
      }
    }
  }

  @Test func reorderedTablesAndColumnsKeepTheirValues() throws {
    let old = try everything(Self.base)
    let columns = EverythingSchema.personColumns
    // The columns that nobody has to come after.
    let reordered =
      [columns[14], columns[8], columns[7], columns[9], columns[0], columns[1]]
      + columns.indices.filter { ![14, 8, 7, 9, 0, 1].contains($0) }.map { columns[$0] }
    var tables = Self.base
    tables[2] = entity("person", rows: 300, reordered)
    for order in [tables, tables.reversed()] {
      let new = try everything(order)
      #expect(new.mapValues { Set($0.keys) } == old.mapValues { Set($0.keys) })
      expectUnchanged(old, in: new)
    }
  }

  @Test func anAddedColumnChangesNoOther() throws {
    let old = try everything(Self.base)
    let added = [
      column("extra", "float", "distribution: { type: normal, mean: 0, std: 1 }"),
      column("extra_text", "string", "faker: { method: name }"),
      column("extra_word", "string", "lookup: { from: word.code }"),
      column("extra_boss", "int", "lookup: { from: person.id }", "nullable: true"),
    ]
    for place in [0, 5, EverythingSchema.personColumns.count] {
      var columns = EverythingSchema.personColumns
      columns.insert(contentsOf: added, at: place)
      var tables = Self.base
      tables[2] = entity("person", rows: 300, columns)
      let new = try everything(tables)
      #expect(new["person"]?.count == (old["person"]?.count ?? 0) + 4)
      expectUnchanged(old, in: new)
    }
  }

  @Test func aRemovedColumnChangesNoOther() throws {
    let old = try everything(Self.base)
    // boss_id, motto, colour, mood, wealth: nothing refers to them.
    for place in [3, 10, 11, 12, 14] {
      var columns = EverythingSchema.personColumns
      columns.remove(at: place)
      var tables = Self.base
      tables[2] = entity("person", rows: 300, columns)
      let new = try everything(tables)
      #expect(new["person"]?.count == (old["person"]?.count ?? 0) - 1)
      expectUnchanged(old, in: new)
    }
  }

  @Test func addedAndRemovedTablesChangeNoOther() throws {
    let old = try everything(Self.base)
    let first = entity("aaa", rows: 50, [column("x", "int", "distribution: { type: poisson, lambda: 3 }")])
    let child = fact(
      "zzz",
      parents: "person",
      fanout: "distribution: poisson, lambda: 1",
      [
        column("person_id", "int", "lookup: { from: person.id }")
      ]
    )
    expectUnchanged(old, in: try everything([first] + Self.base + [child]))
    expectUnchanged(old, in: try everything(Array(Self.base.dropLast())))
    #expect(try everything(Array(Self.base.dropLast())).count == old.count - 1)
  }

  @Test func aModifierLeavesTheOtherColumnsAlone() throws {
    let old = try everything(Self.base)
    var columns = EverythingSchema.personColumns
    columns[14] = column(
      "wealth",
      "float",
      "distribution: { type: gamma, shape: 0.7, scale: 100 }",
      modifiers: [modifier("jitter", "std: 1")]
    )
    var tables = Self.base
    tables[2] = entity("person", rows: 300, columns)
    let new = try everything(tables)
    expectUnchanged(old, in: new, except: ["person.wealth"])
    #expect(new["person"]?["wealth"] != old["person"]?["wealth"])
  }

  @Test func moreRowsOfAnEntityKeepTheFirstOnes() throws {
    let old = try everything(Self.base), new = try everything(Self.base, rows: ["person": 340])
    for (column, cells) in old["person"] ?? [:] {
      #expect(new["person"]?[column].map { Array($0.prefix(300)) } == cells, "person.\(column)")
    }
    for table in ["word", "place"] { #expect(new[table] == old[table]) }
  }

  @Test func moreParentsKeepTheChildrenOfTheOldOnes() throws {
    let old = try everything(Self.base), new = try everything(Self.base, rows: ["person": 340])
    // Accounts and events descend from persons; their references to places did not grow.
    for table in ["account", "event"] {
      let count = old[table]?["id"]?.count ?? 0
      #expect(count > 300)
      #expect((new[table]?["id"]?.count ?? 0) > count, "\(table)")
      for (column, cells) in old[table] ?? [:] {
        #expect(new[table]?[column].map { Array($0.prefix(count)) } == cells, "\(table).\(column)")
      }
    }
    let owners = new["account"]?["owner_id"]?.compactMap(\.whole) ?? []
    #expect(owners == owners.sorted())
    #expect((owners.max() ?? 0) > 300)
  }

  @Test func onlyReferencesIntoAGrownTableChange() throws {
    let old = try everything(Self.base), new = try everything(Self.base, rows: ["place": 500])
    let references: Set = [
      "person.place_id", "person.country", "person.place_once", "person.name", "person.email",
      "account.owner_name",
      "event.place_id", "event.city", "event.owner_name", "event.label",
    ]
    expectUnchanged(old.filter { $0.key != "place" }, in: new, except: references)
    for (column, cells) in old["place"] ?? [:] {
      #expect(new["place"]?[column].map { Array($0.prefix(400)) } == cells)
    }
    #expect(new["person"]?["place_id"] != old["person"]?["place_id"])
  }

  // MARK: Appending

  @Test func appendedRowsContinueTheKeys() throws {
    let text = EverythingSchema.text
    let first = try TestData(text)
    var existing: [String: Int64] = [:]
    for table in first.plan.tables { existing[table.name] = first.plan.rowRange(of: table.index).upperBound }
    let second = try TestData(text, after: existing)
    for table in first.plan.tables where table.kind != .vocab {
      let one = first.plan.rowRange(of: table.index), other = second.plan.rowRange(of: table.index)
      #expect(other.lowerBound == one.upperBound, "\(table.name)")
      #expect(!other.isEmpty)
      let ids = try first.integers("\(table.name).id") + second.integers("\(table.name).id")
      #expect(ids == Array(1...Int64(ids.count)), "\(table.name)")
    }
    for name in ["person.email", "person.code", "person.badge"] {
      let all = try first.texts(name) + second.texts(name)
      #expect(Set(all).count == 600, "\(name)")
    }
    #expect(try second.rowRange("word") == first.rowRange("word"))
  }

  @Test func appendedRowsReferToAppendedRows() throws {
    let existing: [String: Int64] = ["place": 300, "person": 300, "account": 700, "event": 1000, "note": 120]
    let data = try TestData(EverythingSchema.text, after: existing)
    for (column, parent) in [
      ("person.place_id", "place"), ("person.place_once", "place"), ("person.boss_id", "person"),
      ("account.owner_id", "person"), ("event.account_id", "account"), ("note.event_id", "event"),
    ] {
      let keys = try data.integers(column), rows = try data.rowRange(parent)
      #expect(keys.allSatisfy { rows.contains($0 - 1) }, "\(column)")
    }
    #expect(Set(try data.integers("person.place_once")).count == 300)
  }
}
