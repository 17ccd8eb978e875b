import DatagenSchema

/// Says before the work what cannot succeed: unique columns with fewer values than rows.
struct Feasibility {
  private let schema: Schema
  private let diagnostics: Diagnostics

  init(_ schema: Schema, _ diagnostics: Diagnostics) {
    self.schema = schema
    self.diagnostics = diagnostics
  }

  func check(_ tables: [TablePlan?]) {
    let counts = ExpectedCounts(rows: tables.indices.map { expectedRows($0, tables, depth: 0) })
    for table in tables.compactMap(\.self) {
      for (index, column) in table.columns.enumerated() {
        let declared = schema.tables[table.index].columns[index]
        guard isUnique(declared, of: schema.tables[table.index]) else { continue }
        let name = "\(table.name).\(column.name)"
        guard let available = column.generator.distinctValues(counts) else {
          diagnostics.error(
            "\(name) has to be unique, which its generator cannot promise; use a sequence, a uuid4, an email, a "
              + "whole-number uniform distribution, a list of choices or a lookup of a key", at: declared.name.position)
          continue
        }
        // Fan-outs are random; a tenth of a percent allows for their luck.
        if available < counts.rows[table.index] * 0.999 {
          diagnostics.error(
            "\(name) has to be unique, but there are only \(available.rounded().shortText) values for about "
              + "\(counts.rows[table.index].rounded().shortText) rows", at: declared.name.position)
        }
      }
    }
  }

  private func isUnique(_ column: Column, of table: Table) -> Bool {
    table.primaryKey.map(\.value) == [column.name.value]
      || schema.constraints.unique.contains(
        ColumnReference(table: table.name.value, column: column.name.value))
  }

  private func expectedRows(_ index: Int, _ tables: [TablePlan?], depth: Int) -> Double {
    guard let table = tables[index], depth <= tables.count else { return 0 }
    guard let parent = table.drivingParent else { return Double(table.ownRows) }
    return expectedRows(parent, tables, depth: depth + 1) * table.fanout.mean
  }
}
