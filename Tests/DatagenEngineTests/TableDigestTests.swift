import DatagenColumns
import DatagenSchema
import Testing

@Suite struct TableDigestTests {
  private static let names: [(name: String, type: ColumnType)] = [
    ("id", .int), ("price", .float), ("word", .string), ("active", .bool), ("day", .date), ("at", .datetime),
  ]

  private struct Row {
    var id: Int64? = 7
    var price: Double? = 1.5
    var word: String? = "Łódź"
    var active: Bool? = true
    var day: Int64? = 3
    var at: Int64? = 5
  }

  private static let rows = [
    Row(), Row(id: 8, price: 0, word: "", active: false, day: 0, at: 0),
    Row(id: nil, price: nil, word: nil, active: nil, day: nil, at: nil), Row(id: -1, price: -2.5, word: "b"),
  ]

  private static func batch(_ rows: [Row], dictionary: Bool = false) -> ColumnBatch {
    func integers(_ kind: ColumnBuffer.Kind, _ values: [Int64?]) -> ColumnBuffer {
      let buffer = ColumnBuffer()
      buffer.reset(kind, count: values.count)
      for (row, value) in values.enumerated() {
        // What lies under a NULL must not matter.
        buffer.integers[row] = value ?? Int64(row) * 99
        if value == nil { buffer.requireNulls()[row] = true }
      }
      return buffer
    }
    let prices = ColumnBuffer()
    prices.reset(.double, count: rows.count)
    for (row, value) in rows.map(\.price).enumerated() {
      prices.doubles[row] = value ?? .nan
      if value == nil { prices.requireNulls()[row] = true }
    }
    return ColumnBatch(
      firstRow: 0,
      count: rows.count,
      columns: [
        integers(.integer, rows.map(\.id)), prices, words(rows.map(\.word), dictionary: dictionary),
        integers(.boolean, rows.map { $0.active.map { $0 ? 1 : 0 } }), integers(.date, rows.map(\.day)),
        integers(.timestamp, rows.map(\.at)),
      ]
    )
  }

  private static func words(_ words: [String?], dictionary: Bool) -> ColumnBuffer {
    let buffer = ColumnBuffer()
    if dictionary {
      let texts = Array(Set(words.map { $0 ?? "what lies under NULL" })).sorted()
      buffer.reset(TextDictionary(texts), count: words.count)
      for (row, word) in words.enumerated() {
        buffer.integers[row] = Int64(texts.firstIndex(of: word ?? "what lies under NULL") ?? 0)
        if word == nil { buffer.requireNulls()[row] = true }
      }
    } else {
      buffer.reset(.text, count: words.count)
      for (row, word) in words.enumerated() {
        if let word { buffer.text.append(word) } else { buffer.requireNulls()[row] = true }
        buffer.endText(row)
      }
    }
    return buffer
  }

  private static func digest(_ batch: ColumnBatch, names: [(name: String, type: ColumnType)] = names)
    -> TableDigest
  {
    var digest = TableDigest()
    var scratch: [UInt64] = []
    digest.add(
      batch,
      keys: names.map { TableDigest.columnKey(name: $0.name, type: $0.type) },
      scratch: &scratch
    )
    return digest
  }

  @Test func theOrderOfRowsDoesNotMatter() {
    let digest = Self.digest(Self.batch(Self.rows))
    #expect(Self.digest(Self.batch(Self.rows.reversed())) == digest)
    #expect(digest.rows == 4)
    #expect(digest.description.count == 32)
  }

  @Test func theOrderOfColumnsDoesNotMatter() {
    let batch = Self.batch(Self.rows)
    let digest = Self.digest(batch)
    batch.columns.reverse()
    #expect(Self.digest(batch, names: Self.names.reversed()) == digest)
  }

  @Test func everyChangeOfACellChangesTheDigest() {
    let changes: [(inout Row) -> Void] = [
      { $0.id? += 1 }, { $0.price? += 0.0001 }, { $0.word? += " " }, { $0.active?.toggle() },
      { $0.day? -= 1 },
      { $0.at? += 1 }, { $0.id = nil }, { $0.price = nil }, { $0.word = nil }, { $0.active = nil },
      { $0.day = nil },
      { $0.at = nil },
    ]
    var seen = [Self.digest(Self.batch(Self.rows))]
    for row in [0, 1, 3] {
      for change in changes {
        var rows = Self.rows
        change(&rows[row])
        let digest = Self.digest(Self.batch(rows))
        #expect(!seen.contains(digest))
        seen.append(digest)
      }
    }
  }

  @Test func nullIsNeitherZeroNorEmpty() {
    let digests = [
      Row(id: 0), Row(id: nil), Row(price: 0), Row(price: nil), Row(word: ""), Row(word: nil),
      Row(active: false),
      Row(active: nil), Row(day: 0), Row(day: nil), Row(at: 0), Row(at: nil),
    ].map { Self.digest(Self.batch([$0])) }
    #expect(Set(digests).count == digests.count)
    #expect(Self.digest(Self.batch([Row(price: -0.0)])) == Self.digest(Self.batch([Row(price: 0)])))
  }

  @Test func valuesExchangedBetweenRowsOrColumnsAreNoticed() {
    let first = [Row(id: 1, day: 10, at: 100), Row(id: 2, day: 20, at: 200)]
    let exchanged = [Row(id: 2, day: 10, at: 100), Row(id: 1, day: 20, at: 200)]
    #expect(Self.digest(Self.batch(first)) != Self.digest(Self.batch(exchanged)))
    #expect(Self.digest(Self.batch([Row(day: 1, at: 2)])) != Self.digest(Self.batch([Row(day: 2, at: 1)])))
  }

  @Test func renamingAColumnChangesTheDigest() {
    let batch = Self.batch(Self.rows)
    for index in Self.names.indices {
      var names = Self.names
      names[index].name += "2"
      #expect(Self.digest(batch, names: names) != Self.digest(batch))
    }
    var names = Self.names
    names[0].type = .float
    #expect(Self.digest(batch, names: names) != Self.digest(batch))
  }

  @Test func textsAndCodesOfTextsAreTheSame() {
    #expect(Self.digest(Self.batch(Self.rows, dictionary: true)) == Self.digest(Self.batch(Self.rows)))
  }

  @Test func digestsOfPartsAddUp() {
    var sum = Self.digest(Self.batch(Array(Self.rows[2...])))
    sum.add(Self.digest(Self.batch(Array(Self.rows[..<2]))))
    #expect(sum == Self.digest(Self.batch(Self.rows)))
    sum.add(Self.digest(Self.batch([Row()])))
    #expect(sum != Self.digest(Self.batch(Self.rows)))
    var same = Self.digest(Self.batch([Row()]))
    same.add(Self.digest(Self.batch([Row()])))
    #expect(same != Self.digest(Self.batch([Row()])), "a row twice is not a row once")
    same.add(TableDigest())
    #expect(same.rows == 2)
  }
}
