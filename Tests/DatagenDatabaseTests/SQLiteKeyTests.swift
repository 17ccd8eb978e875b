import DatagenColumns
import DatagenSchema
import Testing

@testable import DatagenDatabase

/// Statements of many rows and their remainders, and keys that SQLite counts itself.
@Suite struct SQLiteKeyTests {
  private let directory = TemporaryDirectory()

  private var path: String { directory.file("t.sqlite") }

  private static func table(consecutive: Bool, columns: Int = 1) -> TableLayout {
    TableLayout(
      "t",
      [ColumnLayout("id", .int)] + (0..<columns).map { ColumnLayout("v\($0)", .int) },
      key: ["id"],
      consecutive: consecutive
    )
  }

  /// Keys from a first one, each with its square.
  private func squares(_ keys: Range<Int64>) -> ColumnBatch {
    batch(.integers(Array(keys)), .integers(keys.map { $0 &* $0 }), firstRow: keys.lowerBound - 1)
  }

  @Test(arguments: [[1], [99], [499], [500], [501], [1000], [4096], [4096, 4096, 7], [1, 500, 1, 99, 99]])
  func batchesOfAnySizeArriveWhole(sizes: [Int64]) throws {
    for consecutive in [true, false] {
      let file = directory.file("\(consecutive).sqlite")
      var next: Int64 = 1
      var batches: [ColumnBatch] = []
      for size in sizes {
        batches.append(squares(next..<next + size))
        next += size
      }
      try load(file, Self.table(consecutive: consecutive), batches)
      let count = next - 1
      let faults = try rows(file, "SELECT count(*) FROM t WHERE v0 <> id * id")
      #expect(try rows(file, "SELECT count(*), min(id), max(id) FROM t") == ["\(count)|1|\(count)"])
      #expect(faults == ["0"])
    }
  }

  @Test func anEmptyBatchIsNoFault() throws {
    try load(path, Self.table(consecutive: true), [squares(1..<1), squares(1..<3), squares(3..<3)])
    #expect(try rows(path, "SELECT id FROM t") == ["1", "2"])
  }

  /// SQLite allows so many variables a statement that few rows fit in when a table is wide.
  @Test(arguments: [64, 65, 66, 400, 1999])
  func wideTablesGetFewerRowsAStatement(columns: Int) throws {
    let keys = Array(Int64(1)...700)
    let wide = ColumnBatch(
      firstRow: 0,
      count: 700,
      columns: [Values.integers(keys).buffer]
        + (0..<columns).map { column in Values.integers(keys.map { $0 + Int64(column) }).buffer }
    )
    let table = Self.table(consecutive: true, columns: columns)
    if columns < 1999 {
      try load(path, table, [wide])
      #expect(
        try rows(path, "SELECT count(*), sum(v\(columns - 1) - id) FROM t") == ["700|\(700 * (columns - 1))"]
      )
    } else {
      try load(path, table, [wide])
      #expect(try rows(path, "SELECT count(*) FROM t WHERE v1998 = id + 1998") == ["700"])
    }
  }

  @Test(arguments: [Int64(1), 0, -3, 1_000_000_000_000])
  func keysMayBeginAnywhere(first: Int64) throws {
    try load(path, Self.table(consecutive: true), [squares(first..<first + 600)])
    #expect(try rows(path, "SELECT min(id), max(id), count(*) FROM t") == ["\(first)|\(first + 599)|600"])
  }

  @Test func aGapBetweenBatchesIsKept() throws {
    try load(path, Self.table(consecutive: true), [squares(1..<4), squares(10..<13)])
    #expect(try rows(path, "SELECT id FROM t ORDER BY id") == ["1", "2", "3", "10", "11", "12"])
  }

  /// Where a layout promises too much, SQLite must not make other keys of those that were generated.
  @Test(
    arguments: [
      [[1, 2, 4, 5]], [[1, 3, 2, 4]], [[4, 3, 2, 1]], [[1, 2, 3], [4, 9, 12]], [[1, 2, 3], [6, 5, 4]],
      [[5, 6], [1, 2]], [[1, 5], [6, 7], [9, 8]],
    ] as [[[Int64]]]
  )
  func keysThatDoNotFollowEachOtherStayWithTheirRows(batches: [[Int64]]) throws {
    try load(
      path,
      Self.table(consecutive: true),
      batches.map { keys in batch(.integers(keys), .integers(keys.map { $0 * $0 })) }
    )
    #expect(
      try rows(path, "SELECT id, v0 FROM t ORDER BY id")
        == batches.flatMap { $0 }.sorted().map { "\($0)|\($0 * $0)" }
    )
  }

  @Test(arguments: [[1, 2, 2, 4], [1, 2, 3, 3], [7, 7]] as [[Int64]])
  func aRepeatedKeyIsRefused(keys: [Int64]) throws {
    for consecutive in [true, false] {
      let error = try refusal {
        try load(
          path,
          Self.table(consecutive: consecutive),
          [batch(.integers(keys), .integers(keys), firstRow: 40)]
        )
      }
      #expect(error.message == "UNIQUE constraint failed: t.id")
      #expect(error.table == "t")
      #expect(error.rows == 40..<40 + Int64(keys.count))
    }
    #expect(try directory.names().isEmpty)
  }

  @Test func aKeyOfAnEarlierBatchIsRefused() throws {
    let error = try refusal {
      try load(path, Self.table(consecutive: true), [squares(1..<4), squares(3..<6)])
    }
    #expect(error.isDuplicateKey)
    #expect(error.rows == 2..<5)
  }

  @Test func aTableMayHaveATextKeyOrNoneOrOneOfTwoColumns() throws {
    let columns = [ColumnLayout("a", .string), ColumnLayout("b", .int)]
    for (index, key) in [[], ["a"], ["a", "b"], ["b", "a"]].enumerated() {
      let file = directory.file("\(index).sqlite")
      try load(file, TableLayout("t", columns, key: key), [batch(.texts(["x", "y"]), .integers([2, 1]))])
      #expect(try rows(file, "SELECT a, b FROM t ORDER BY a") == ["x|2", "y|1"])
    }
    for key in [["a"], ["a", "b"]] {
      let error = try refusal {
        try load(path, TableLayout("t", columns, key: key), [batch(.texts(["x", "x"]), .integers([2, 2]))])
      }
      #expect(error.message.hasPrefix("UNIQUE constraint failed: t.a"))
    }
  }

  @Test func aTextKeyOfNULLIsRefused() throws {
    let table = TableLayout("t", [ColumnLayout("a", .string, nullable: true)], key: ["a"])
    let error = try refusal { try load(path, table, [batch(.texts(["x", nil]))]) }
    #expect(error.message == "NOT NULL constraint failed: t.a")
  }

  /// The memory of a batch is filled anew after `insert`: nothing of it may be needed later.
  @Test func aBatchMayBeReusedAtOnce() throws {
    let table = TableLayout("t", [ColumnLayout("s", .string), ColumnLayout("d", .date)])
    let layout = DatabaseLayout(table)
    let loader = try SQLiteLoader(location: path, layout: layout, ifExists: .fail)
    try loader.begin()
    let reused = batch(.texts([""]), .dates([0]))
    for round in 0..<20 {
      reused.columns[0].reset(.text, count: 3)
      reused.columns[1].reset(.date, count: 3)
      reused.count = 3
      for row in 0..<3 {
        reused.columns[0].text.append(String(repeating: "\(round),", count: row * 40))
        reused.columns[0].endText(row)
        reused.columns[1].integers[row] = Int64(round)
      }
      try loader.insert(reused, into: 0)
    }
    try loader.finish(Shop.record(layout))
    #expect(
      try rows(path, "SELECT count(*), count(DISTINCT s), count(DISTINCT d) FROM t") == ["60|41|20"]
    )
    let lengths = try rows(path, "SELECT length(s) FROM t WHERE d = '1970-01-20' ORDER BY 1")
    #expect(lengths == ["0", "120", "240"])
  }
}
