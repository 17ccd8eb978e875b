import Testing

/// Broken schemas: times, spans and grids.
@Suite struct BrokenTimes {
  @Test(arguments: BrokenSchema.table(table))
  func isReportedOnceAndInPlace(_ broken: BrokenSchema) throws {
    let schema = MarkedSchema(try #require(broken.applied(to: BaseSchema.text)))
    #expect(schema.comparable(schema.findings()) == schema.expected)
  }

  private static let table = #"""
    # ends before it starts
    - "end": "2024-12-31"
    + "end": ⟦the span ends (2023-12-31T00:00:00Z) before it starts (2024-01-01T00:00:00Z)⟧"2023-12-31"
    # no such day
    - "start": "2024-01-01"
    + "start": ⟦"2024-02-30" is no ISO 8601 time (start of timeframe is written like 2024-01-31 or 2024-01-31T23:59:59Z)⟧"2024-02-30"
    # no leap year
    - "start": "2024-01-01"
    + "start": ⟦"2023-02-29" is no ISO 8601 time (start of timeframe is written like 2024-01-31 or 2024-01-31T23:59:59Z)⟧"2023-02-29"
    # written the American way
    - "start": "2024-01-01"
    + "start": ⟦"01/31/2024" is no ISO 8601 time (start of timeframe is written like 2024-01-31 or 2024-01-31T23:59:59Z)⟧"01/31/2024"
    # time as a number
    - "start": "2024-01-01"
    + "start": ⟦expected an ISO 8601 time for start of timeframe, found a whole number⟧20240101
    # unknown frequency
    - "freq": "H"
    + "freq": ⟦"hourly" is no frequency (examples: S, min, 15min, H, D, W, M, MS, Q, Y)⟧"hourly"
    # frequency zero
    - "freq": "H"
    + "freq": ⟦"0min" is no frequency (examples: S, min, 15min, H, D, W, M, MS, Q, Y)⟧"0min"
    # timeframe as a text
    - { "start": "2024-01-01", "end": "2024-12-31", "freq": "H" }
    + ⟦expected an object for timeframe, found a text⟧"2024"
    # span of a column ends before it starts
    - "within": "timeframe"
    + "within": { "start": "2025-01-01", "end": ⟦the span ends (2024-01-01T00:00:00Z) before it starts (2025-01-01T00:00:00Z)⟧"2024-01-01" }
    # unknown word for the span
    - "within": "timeframe"
    + "within": ⟦unknown value "timefrme" for within of datetime_series of generator of column "joined" of table "user" (did you mean "timeframe"?)⟧"timefrme"
    # no end of the month in the span
    - "within": "timeframe"
    + "within": { "start": "2024-01-02", "end": "2024-01-20" }, "freq": "M"
    - "datetime_
    + ⟦the frequency puts no point of time into the span from 2024-01-02T00:00:00Z to 2024-01-20T00:00:00Z⟧"datetime_
    # pattern that the grid never meets
    - "within": "timeframe"
    + "within": { "start": "2024-01-01", "end": "2024-01-05" }, "freq": "D", "pattern": { "dimension": "dow", "weights": [0, 0, 0, 0, 0, 1, 1] }
    - "datetime_
    + ⟦the patterns give every point of time from 2024-01-01T00:00:00Z to 2024-01-05T00:00:00Z the weight 0⟧"datetime_
    """#
}
