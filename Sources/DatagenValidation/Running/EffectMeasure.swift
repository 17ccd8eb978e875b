internal import DatagenDatabase
internal import DatagenSchema

extension EffectMeasure {
  /// Measures rows of hour, day of the week, month and count; nil where there are none.
  init?(_ rows: [[SQLValue]], influences: [TimePattern]) {
    let cells = EffectCells(influences)
    var observed = [Int64](repeating: 0, count: cells.count)
    for row in rows {
      // A time that the database cannot read belongs to no cell; the check of the type finds it.
      guard row.count == 4, let count = row[3].integerValue,
        let cell = cells.index({ row[TimeDimension.allCases.firstIndex(of: $0) ?? 0].integerValue })
      else { continue }
      observed[cell] += count
    }
    self.init(observed: observed, cells: cells)
  }
}
