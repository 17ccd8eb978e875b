import DatagenColumns
import DatagenSchema

/// Another column that bounds this one, in the same row or in a parent's.
struct ColumnBound: Sendable {
  enum Source: Sendable, Hashable {
    case local(Int)
    case parent(reference: Int, column: Int)
  }

  enum Side: Sendable { case lower, upper, equal, different }

  var source: Source
  var side: Side
  var isStrict: Bool

  /// The bounding values for the rows of a batch.
  func values(_ batch: BatchEvaluation) -> (column: ColumnBuffer, rows: ColumnBuffer?) {
    switch source {
    case .local(let column): return (batch.column(column), nil)
    case .parent(let reference, let column):
      let referenced = batch.reference(reference)
      return (referenced.evaluation.column(column), referenced.rows)
    }
  }
}

/// The inequalities that a column has to keep, checked and mended where its values are final.
struct ColumnBounds: Sendable {
  var bounds: [ColumnBound]
  var type: ColumnType
  /// The least difference between two values of the column: for floats 0 stands for the next number.
  var unit: Double

  /// Whether each row's value keeps all bounds.
  func violations(of column: ColumnBuffer, _ batch: BatchEvaluation) -> [Bool] {
    var violated = [Bool](repeating: false, count: batch.count)
    apply(to: column, batch) { row, _ in violated[row] = true }
    return violated
  }

  /// Moves values that break a bound to the nearest one that keeps it.
  func mend(_ column: ColumnBuffer, _ batch: BatchEvaluation) {
    let integers = column.integers, doubles = column.doubles
    apply(to: column, batch) { row, value in
      if column.kind == .double { doubles[row] = value } else { integers[row] = ColumnFinish.nearest(value) }
    }
  }

  /// Calls `report` with each row that breaks a bound and the nearest value that keeps it.
  private func apply(to column: ColumnBuffer, _ batch: BatchEvaluation, _ report: (Int, Double) -> Void) {
    for bound in bounds {
      let (other, rows) = bound.values(batch)
      for row in 0..<batch.count {
        if column.isNull(row) || other.isNull(row) || rows?.isNull(row) == true { continue }
        let value = column.kind == .double ? column.doubles[row] : Double(column.integers[row])
        guard let limit = limit(other, row, bound) else { continue }
        switch bound.side {
        case .lower: if value < limit { report(row, limit) }
        case .upper: if value > limit { report(row, limit) }
        case .equal: if value != limit { report(row, limit) }
        case .different: if value == limit { report(row, limit + max(unit, limit.ulp)) }
        }
      }
    }
  }

  /// The bound in the column's own terms: the least, or greatest, value that keeps it.
  private func limit(_ other: ColumnBuffer, _ row: Int, _ bound: ColumnBound) -> Double? {
    var limit: Double
    switch type {
    case .date, .datetime:
      let perUnit = type == .date ? Double(Timestamp.microsecondsPerDay) : 1
      limit = Double(other.moment(row)) / perUnit
    case .int, .float, .bool: limit = other.kind == .double ? other.doubles[row] : Double(other.integers[row])
    case .string: return nil
    }
    switch (bound.side, bound.isStrict, type == .float) {
    case (.lower, false, false): limit = (limit / unit).rounded(.up) * unit
    case (.lower, true, false): limit = ((limit / unit).rounded(.down) + 1) * unit
    case (.upper, false, false): limit = (limit / unit).rounded(.down) * unit
    case (.upper, true, false): limit = ((limit / unit).rounded(.up) - 1) * unit
    case (.lower, true, true): limit = unit > 0 ? limit + unit : limit.nextUp
    case (.upper, true, true): limit = unit > 0 ? limit - unit : limit.nextDown
    default: break
    }
    return limit
  }

  /// The moments between which a row's time has to lie, in microseconds.
  func span(_ row: Int, _ values: [(column: ColumnBuffer, rows: ColumnBuffer?)]) -> (low: Int64, high: Int64) {
    var low = Int64.min, high = Int64.max
    for (bound, (other, rows)) in zip(bounds, values) {
      if other.isNull(row) || rows?.isNull(row) == true { continue }
      let moment = other.moment(row)
      switch bound.side {
      case .lower: low = max(low, bound.isStrict ? moment + 1 : moment)
      case .upper: high = min(high, bound.isStrict ? moment : moment + 1)
      case .equal:
        low = max(low, moment)
        high = min(high, moment + 1)
      case .different: break
      }
    }
    return (low, high)
  }
}
