import DatagenSchema

/// Says before the work what cannot succeed: unique columns with fewer values than rows.
struct Feasibility {
  private let schema: Schema
  private let diagnostics: Diagnostics

  init(_ schema: Schema, _ diagnostics: Diagnostics) {
    self.schema = schema
    self.diagnostics = diagnostics
  }

  /// The most rows that a table may have: row numbers stay far inside a 64-bit word.
  static let maximumRows = 1e15

  /// - Returns: about how many rows each table will have; none for tables that could not be compiled.
  func check(_ tables: [TablePlan?]) -> ExpectedCounts {
    let counts = ExpectedCounts(rows: tables.indices.map { expectedRows($0, tables, depth: 0) })
    for (table, rows) in zip(schema.tables, counts.rows) where rows > Self.maximumRows {
      diagnostics.error(
        "table \"\(table.name.value)\" would have about \(rows.shortText) rows, more than "
          + "\(Self.maximumRows.shortText); lower the rows of its parents or its fan-out",
        at: table.fanoutPosition ?? table.rows?.position ?? table.name.position
      )
    }
    // A table that could not be read has no rows to count, which has been reported.
    for table in tables.compactMap(\.self) where counts.rows[table.index] > 0 && !diagnostics.hasErrors {
      for reference in table.references where counts.rows[reference.parent] == 0 {
        let position = reference.ownerColumn.map { schema.tables[table.index].columns[$0].name.position }
        diagnostics.error(
          "table \"\(table.name)\" refers to \"\(schema.tables[reference.parent].name.value)\", which has no rows",
          at: position ?? schema.tables[table.index].name.position
        )
      }
    }
    for table in tables.compactMap(\.self) { checkPairs(of: table, counts) }
    for table in tables.compactMap(\.self) {
      for (index, column) in table.columns.enumerated() {
        let declared = schema.tables[table.index].columns[index]
        guard isUnique(declared, of: schema.tables[table.index]) else { continue }
        let name = "\(table.name).\(column.name)"
        let rows = counts.rows[table.index]
        guard let available = distinctValues(declared, column, of: table, counts) else {
          diagnostics.error(
            "\(name) has to be unique, which its generator\(column.modifiers.isEmpty ? "" : " and modifiers") cannot promise; use a sequence, a uuid4, an email, a "
              + "whole-number uniform distribution, a list of choices or a lookup of a key",
            at: declared.name.position
          )
          continue
        }
        // Fan-outs are random; a tenth of a percent allows for their luck.
        if available < (table.drivingParent == nil ? rows : rows * 0.999) {
          diagnostics.error(
            "\(name) has to be unique, but there are only \(available.rounded().shortText) values for about "
              + "\(rows.rounded().shortText) rows",
            at: declared.name.position
          )
        }
      }
    }
    return counts
  }

  /// A composite key of two references needs as many pairs of rows as the table has rows, at the most.
  private func checkPairs(of table: TablePlan, _ counts: ExpectedCounts) {
    let declared = schema.tables[table.index]
    for reference in table.references {
      if case .distinctSiblings(let siblings) = reference.kind {
        let available = counts.rows[reference.parent] - (siblings.relation == .any ? 0 : 1)
        guard Double(declared.fanout.minimum) > available else { continue }
        diagnostics.error(
          "the rows of a parent may not repeat a row of \"\(schema.tables[reference.parent].name.value)\", of which there are "
            + "only \(available.shortText) for at least \(declared.fanout.minimum) children",
          at: declared.fanoutPosition ?? declared.name.position
        )
        continue
      }
      guard case .pair(_, true, let other, let relation) = reference.kind else { continue }
      let rows = counts.rows[table.index]
      var pairs = counts.rows[reference.parent] * counts.rows[other]
      if pairs < 0x1p63 {
        let firsts = UInt64(counts.rows[reference.parent]), seconds = UInt64(counts.rows[other])
        pairs = Double(PairSpace(firsts: firsts, seconds: seconds, relation: relation).count)
      }
      guard pairs < rows * 0.999 else { continue }
      let key = declared.primaryKey
      diagnostics.error(
        "the primary key (\(key.map(\.value).joined(separator: ", "))) has to be unique, but there are only "
          + "\(pairs.rounded().shortText) pairs of rows of \"\(schema.tables[reference.parent].name.value)\" and "
          + "\"\(schema.tables[other].name.value)\" for about \(rows.rounded().shortText) rows",
        at: key.first?.position ?? schema.tables[table.index].name.position
      )
    }
  }

  /// How many different values a column can have: those of its generator, less what rounding and ranges make equal.
  private func distinctValues(
    _ declared: Column,
    _ column: ColumnPlan,
    of table: TablePlan,
    _ counts: ExpectedCounts
  ) -> Double? {
    guard let available = column.generator.distinctValues(counts), isDistinctAfterwards(declared, column) else {
      return nil
    }
    guard let domain = ColumnDomain(declared, column, rows: counts.rows[table.index]) else {
      return available
    }
    var interval = domain.interval
    if let minimum = column.finish.minimum { interval = interval.clamped(to: minimum...(.infinity)) }
    if let maximum = column.finish.maximum { interval = interval.clamped(to: -.infinity...maximum) }
    let isCut = interval != domain.interval
    switch (declared.type, column.generator) {
    case (.int, let sequence as SequenceGenerator):
      let whole = interval.upperBound.rounded() - interval.lowerBound.rounded() + 1
      if isCut { return min(available, (whole / max(1, abs(sequence.step))).rounded(.down)) }
      return abs(sequence.step) >= 1 ? available : min(available, whole)
    case (.int, is DistributionGenerator):
      return isCut
        ? min(available, interval.upperBound.rounded(.down) - interval.lowerBound.rounded(.up) + 1)
        : available
    default:
      return available
    }
  }

  /// Whether different values of the generator stay different: modifiers and casts may make them equal.
  private func isDistinctAfterwards(_ declared: Column, _ column: ColumnPlan) -> Bool {
    // Values that break an inequality or an enum are drawn again, or moved.
    guard column.modifiers.allSatisfy({ $0 is AddModifier }), column.bounds.bounds.isEmpty, column.bounds.allowed == nil
    else { return false }
    if declared.type == .date, let times = column.generator as? DatetimeSeriesGenerator {
      return times.sampler.hasWholeDays
    }
    return true
  }

  private func isUnique(_ column: Column, of table: Table) -> Bool {
    table.primaryKey.map(\.value) == [column.name.value]
      || schema.constraints.unique.contains(
        ColumnReference(table: table.name.value, column: column.name.value)
      )
  }

  private func expectedRows(_ index: Int, _ tables: [TablePlan?], depth: Int) -> Double {
    guard let table = tables[index], depth <= tables.count else { return 0 }
    guard let parent = table.drivingParent else { return Double(table.ownRows) }
    return expectedRows(parent, tables, depth: depth + 1) * table.expectedChildren
  }
}
