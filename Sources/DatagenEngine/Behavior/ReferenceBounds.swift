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
  /// How many of the rows that are there are weighed against each other.
  private static let candidates: UInt64 = 32

  /// Draws other parents for the rows of a batch whose parent breaks a bound: at random at first, then the next ones.
  ///
  /// Where none fits the time of an event, one is drawn that leaves room for another time; where none keeps its bounds,
  /// a nullable reference refers to nothing.
  ///
  /// - Parameter number: the place of the reference among the table's.
  func keepBounds(_ parents: ColumnBuffer, number: Int, _ batch: BatchEvaluation) {
    let violated = violations(parents, bounds, batch)
    var rows = violated.indices.filter { violated[$0] }
    rows = drawAgain(rows, parents, bounds, attempts: 1...Redraw.attempts, batch)
    if rows.isEmpty { return }
    if let event = eventBound {
      let present = batch.plan.extremeRows(number, of: batch.table.index).rows {
        ExtremeRows(of: parent, by: event.column, isFirst: event.isFirst, batch.plan)
      }
      rows = drawPresent(rows, parents, present, batch)
      if batch.table.hasEventLimits {
        let room = bounds.map(\.withRoomForEvents)
        rows = drawAgain(rows, parents, room, attempts: Redraw.attempts + 1...2 * Redraw.attempts, batch)
        rows = drawNext(rows, parents, room, batch)
      }
      // Where no row fits an event, its time gives way to that of the one that fits the most times.
      if let first = present.first { for row in rows { parents.integers[row] = first.row } }
      return
    }
    rows = drawNext(rows, parents, bounds, batch)
    if isNullable {
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
    let ordinals = batch.pool.take()
    defer { batch.pool.give(ordinals) }
    return draw(rows, parents, bounds, attempts: attempts, batch) { fillParentRows($0, ordinals: ordinals, $1) }
  }

  /// Takes the next one that keeps some bounds of the parents behind the one that was drawn at first.
  ///
  /// - Returns: the rows for which none was found.
  private func drawNext(
    _ rows: [Int],
    _ parents: ColumnBuffer,
    _ bounds: [ReferenceBounds],
    _ batch: BatchEvaluation
  ) -> [Int] {
    let available = batch.plan.rowRange(of: parent)
    if available.isEmpty { return rows }
    let ordinals = batch.pool.take()
    defer { batch.pool.give(ordinals) }
    let attempts = 1...min(available.count, Self.neighbours)
    return draw(rows, parents, bounds, attempts: attempts, batch) { values, redraw in
      fillParentRows(values, ordinals: ordinals, redraw.firstDraw)
      for row in 0..<redraw.count {
        var end = available.upperBound
        if case .forest = kind { end = max(available.lowerBound + 1, redraw.rows[row]) }
        let place = values.integers[row] - available.lowerBound + Int64(redraw.attempt)
        values.integers[row] = available.lowerBound + place % (end - available.lowerBound)
      }
    }
  }

  private func draw(
    _ rows: [Int],
    _ parents: ColumnBuffer,
    _ bounds: [ReferenceBounds],
    attempts: ClosedRange<Int>,
    _ batch: BatchEvaluation,
    fill: (ColumnBuffer, BatchEvaluation) -> Void
  ) -> [Int] {
    if rows.isEmpty { return rows }
    return Redraw.rows(rows, of: batch, attempts: attempts) {
      fill($0, $1)
    } violations: {
      violations($0, bounds, $1)
    } accept: { row, values, place in
      if values.isNull(place) { return false }
      parents.integers[row] = values.integers[place]
      return true
    }
  }

  /// The bound of a parent's column by the time of an event: the column, and whether its first rows fit the most times,
  /// not its last ones; nil for a reference that is not drawn to fit times.
  private var eventBound: (column: Int, isFirst: Bool)? {
    for bound in bounds {
      if let event = bound.bounds.bounds.first(where: { $0.source == .eventTime }) {
        return (bound.column, event.side == .upper)
      }
    }
    return nil
  }

  /// When the first row that events refer to came into being, of a large table among its first rows; nil for a reference
  /// that is not drawn to fit times.
  func firstMoment(_ plan: Plan) -> Int64? {
    bounds.compactMap { bound in
      guard bound.bounds.bounds.contains(where: { $0.source == .eventTime && $0.side == .upper }) else { return nil }
      return ExtremeRows(of: parent, by: bound.column, isFirst: true, limit: 16_384, plan).first?.moment
    }.max()
  }

  /// Draws parents from those that are there at the time of a row's event, where they are so few that chance does not
  /// find them.
  ///
  /// - Returns: the rows for which none was found.
  private func drawPresent(_ rows: [Int], _ parents: ColumnBuffer, _ present: ExtremeRows, _ batch: BatchEvaluation)
    -> [Int]
  {
    guard let (key, weights) = popularity else { return rows }
    let first = batch.plan.rowRange(of: parent).lowerBound
    let sampler = RankSampler(weights, count: Int64(batch.plan.rowRange(of: parent).count))
    return draw(rows, parents, bounds, attempts: 1...Redraw.attempts, batch) { values, redraw in
      values.reset(.integer, count: redraw.count)
      let times = redraw.eventTimes
      for row in 0..<redraw.count {
        let count = UInt64(present.count(at: times.moment(row)))
        if count == 0 {
          values.requireNulls()[row] = true
          continue
        }
        var stream = key.stream(redraw.draws[row])
        var chosen = first, total = 0.0
        // One of all, or of a few drawn evenly, in proportion to its weight.
        for place in 0..<min(count, Self.candidates) {
          let row = present.row(Int(count > Self.candidates ? stream.below(count) : place))
          let weight = sampler.weight(of: row - first)
          total += weight
          if stream.unit() * total < weight { chosen = row }
        }
        values.integers[row] = chosen
      }
    }
  }

  /// By what rows are drawn, where they are drawn by popularity.
  private var popularity: (RandomKey, WeightsKind)? {
    switch kind {
    case .drawn(let key, let weights), .weighted(let key, let weights, _): (key.derived("present"), weights)
    default: nil
    }
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
