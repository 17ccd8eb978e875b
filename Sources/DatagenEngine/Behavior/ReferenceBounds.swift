import DatagenColumns
import DatagenSchema

/// What a row of the parent has to keep for a row that refers to it: the bounds of one of its columns.
struct ReferenceBounds: Sendable {
  /// The column of the parent.
  var column: Int
  var bounds: ColumnBounds

  /// The bounds by which an event may still happen at another time than the one drawn at first.
  var withRoomForEvents: ReferenceBounds {
    var result = self
    for place in bounds.bounds.indices where bounds.bounds[place].source == .eventTime {
      result.bounds.bounds[place].source = .eventLimit(isLast: bounds.bounds[place].side == .upper)
    }
    return result
  }
}

extension Reference {
  /// How many of the rows that follow are tried where drawing again was in vain.
  private static let neighbours = 512

  /// Draws other parents for the rows of a batch whose parent breaks a bound: at random at first, then the next ones.
  ///
  /// Where none fits the time of an event, one is drawn that leaves room for another time; where none keeps its bounds,
  /// a nullable reference refers to nothing.
  func keepBounds(_ parents: ColumnBuffer, _ batch: BatchEvaluation) {
    let violated = violations(parents, bounds, batch)
    var rows = violated.indices.filter { violated[$0] }
    rows = drawAgain(rows, parents, bounds, attempts: 1...Redraw.attempts, batch)
    if rows.isEmpty { return }
    if let first = firstRow(batch) {
      if batch.table.hasEventLimits {
        let attempts = Redraw.attempts + 1...2 * Redraw.attempts
        rows = drawAgain(rows, parents, bounds.map(\.withRoomForEvents), attempts: attempts, batch)
      }
      for row in rows { parents.integers[row] = first }
    } else if isNullable {
      for row in rows { parents.requireNulls()[row] = true }
    }
  }

  /// Draws parents that keep some bounds for rows of a batch.
  ///
  /// - Returns: the rows for which none was found.
  private func drawAgain(
    _ rows: [Int],
    _ parents: ColumnBuffer,
    _ bounds: [ReferenceBounds],
    attempts: ClosedRange<Int>,
    _ batch: BatchEvaluation
  ) -> [Int] {
    guard !rows.isEmpty else { return [] }
    let accept = { (row: Int, values: ColumnBuffer, place: Int) -> Bool in
      if values.isNull(place) { return false }
      parents.integers[row] = values.integers[place]
      return true
    }
    let ordinals = batch.pool.take()
    defer { batch.pool.give(ordinals) }
    let rows = Redraw.rows(rows, of: batch, attempts: attempts) {
      fillParentRows($0, ordinals: ordinals, $1)
    } violations: {
      violations($0, bounds, $1)
    } accept: {
      accept($0, $1, $2)
    }
    let available = batch.plan.rowRange(of: parent)
    if available.isEmpty { return rows }
    return Redraw.rows(rows, of: batch, attempts: 1...min(available.count, Self.neighbours)) { values, redraw in
      // The first draw, and the row as many places behind it as the attempt says.
      fillParentRows(values, ordinals: ordinals, redraw.firstDraw)
      for row in 0..<redraw.count {
        var end = available.upperBound
        if case .forest = kind { end = max(available.lowerBound + 1, redraw.rows[row]) }
        let place = values.integers[row] - available.lowerBound + Int64(redraw.attempt)
        values.integers[row] = available.lowerBound + place % (end - available.lowerBound)
      }
    } violations: {
      violations($0, bounds, $1)
    } accept: {
      accept($0, $1, $2)
    }
  }

  /// The row that fits the most times: the first that was created, or the last that ends.
  ///
  /// Where no row fits an event, its time gives way to that one; nil for a reference that is not drawn to fit times.
  private func firstRow(_ batch: BatchEvaluation) -> Int64? {
    for bound in bounds {
      guard let event = bound.bounds.bounds.first(where: { $0.source == .eventTime }) else { continue }
      return extreme(of: bound.column, isFirst: event.side == .upper, batch.plan)?.row
    }
    return nil
  }

  /// When the first row that events refer to came into being; nil for a reference that is not drawn to fit times.
  func firstMoment(_ plan: Plan) -> Int64? {
    bounds.compactMap { bound in
      guard bound.bounds.bounds.contains(where: { $0.source == .eventTime && $0.side == .upper }) else { return nil }
      return extreme(of: bound.column, isFirst: true, plan)?.moment
    }.max()
  }

  /// The row with the first, or the last, time of a column, and that time; of a large table among its first rows.
  private func extreme(of column: Int, isFirst: Bool, _ plan: Plan) -> (row: Int64, moment: Int64)? {
    let rows = plan.rowRange(of: parent).prefix(16_384)
    let evaluation = plan.evaluation(
      of: BatchRange(table: parent, rows: rows.lowerBound..<rows.upperBound),
      BufferPool()
    )
    defer { evaluation.recycle() }
    let times = evaluation.column(column)
    let places = (0..<rows.count).filter { !times.isNull($0) }
    let isEarlier = { (left: Int, right: Int) in times.moment(left) < times.moment(right) }
    let place = isFirst ? places.min(by: isEarlier) : places.max(by: isEarlier)
    return place.map { (rows.lowerBound + Int64($0), times.moment($0)) }
  }

  /// Which parents break a bound.
  private func violations(_ parents: ColumnBuffer, _ bounds: [ReferenceBounds], _ batch: BatchEvaluation) -> [Bool] {
    var violated = [Bool](repeating: false, count: batch.count)
    let numbers = batch.pool.take()
    numbers.copy(parents)
    let evaluation = BatchEvaluation(batch.plan, table: parent, rowNumbers: numbers, pool: batch.pool)
    for bound in bounds {
      let broken = bound.bounds.violations(of: evaluation.column(bound.column), batch)
      for row in 0..<batch.count where broken[row] && !parents.isNull(row) { violated[row] = true }
    }
    evaluation.recycle()
    return violated
  }
}
