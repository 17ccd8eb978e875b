import DatagenColumns

/// Rows that are drawn again until they keep what bounds them, which gives the distribution that the bounds leave.
///
/// A row's fate depends on the row alone: its n-th attempt has random numbers of its own, whatever else is in the batch.
enum Redraw {
  /// How many times a row is drawn again.
  static let attempts = 128

  /// Draws rows of a batch again until all keep their bounds, or the attempts are used up.
  ///
  /// - Parameters:
  ///   - rows: the places in the batch of the rows to draw.
  ///   - attempts: the numbers of the attempts.
  ///   - draw: fills a buffer with the values of an attempt, for the rows of a redraw.
  ///   - violations: which of these values break a bound, for the rows as they are.
  ///   - accept: takes over the value at a place of the buffer for a row of the batch; false where it has none.
  /// - Returns: the rows that are left.
  static func rows(
    _ rows: [Int],
    of batch: BatchEvaluation,
    attempts: ClosedRange<Int> = 1...Redraw.attempts,
    draw: (ColumnBuffer, BatchEvaluation) -> Void,
    violations: (ColumnBuffer, BatchEvaluation) -> [Bool],
    accept: (_ row: Int, ColumnBuffer, _ place: Int) -> Bool
  ) -> [Int] {
    var remaining = rows
    var attempt = attempts.lowerBound
    while !remaining.isEmpty, attempt <= attempts.upperBound {
      let subset = batch.subset(remaining)
      var open = Array(remaining.indices)
      // What the values depend on is computed for the subset once, until half of it is done.
      while attempt <= attempts.upperBound, open.count * 2 > remaining.count {
        let redraw = BatchEvaluation(redraw: subset, attempt: attempt)
        let values = batch.pool.take()
        draw(values, redraw)
        let violated = violations(values, subset)
        open.removeAll { !violated[$0] && accept(remaining[$0], values, $0) }
        batch.pool.give(values)
        redraw.recycle()
        attempt += 1
      }
      subset.recycle()
      remaining = open.map { remaining[$0] }
    }
    return remaining
  }
}

extension BatchEvaluation {
  /// Some rows of the batch, by their places in it, to be recycled by the caller.
  func subset(_ places: [Int]) -> BatchEvaluation {
    let numbers = pool.take()
    numbers.reset(.integer, count: places.count)
    for (place, row) in places.enumerated() { numbers.integers[place] = rows[row] }
    return BatchEvaluation(plan, table: table.index, rowNumbers: numbers, pool: pool)
  }
}

extension ColumnPlan {
  /// Draws rows that break a bound again; what still breaks it becomes the first of the listed values that keeps it,
  /// or is moved to the bound.
  func keepBounds(_ output: ColumnBuffer, _ batch: BatchEvaluation) {
    let violated = bounds.violations(of: output, batch)
    var rows = violated.indices.filter { violated[$0] }
    guard !rows.isEmpty else { return }
    var replacement = Replacement(output)
    if let equal = bounds.equalText(batch) {
      for row in rows { _ = replacement.set(row, equal, row) }
      rows = []
    } else if isRedrawn {
      rows = Redraw.rows(rows, of: batch, attempts: 1...attempts) {
        draw(generator, modifiers, into: $0, $1)
      } violations: {
        bounds.violations(of: $0, $1)
      } accept: {
        replacement.set($0, $1, $2)
      }
      let listed = bounds.allowed?.count ?? generator.listedCount
      if listed > 0 {
        rows = Redraw.rows(rows, of: batch, attempts: 1...min(listed, BatchEvaluation.maximumRedraws)) {
          list($1.attempt - 1, into: $0, $1)
        } violations: {
          bounds.violations(of: $0, $1)
        } accept: {
          replacement.set($0, $1, $2)
        }
      }
    }
    replacement.finish()
    rows = drawBetween(rows, output, batch)
    finish.apply(to: output)
    if !rows.isEmpty { bounds.mend(output, batch) }
  }

  /// How many times a row is drawn again: where what is left of the distribution cannot be found by inversion alone, as
  /// often as can be.
  private var attempts: Int {
    guard let numbers = generator as? DistributionGenerator else { return Redraw.attempts }
    let isExact = numbers.distribution.inversion != nil && numbers.correlation == nil && modifiers.isEmpty
    return isExact ? Redraw.attempts : BatchEvaluation.maximumRedraws
  }

  /// Draws numbers of a distribution from what their bounds leave of it, where that is too little to be hit by chance.
  ///
  /// Modifiers have no say in it: what they would make of a number that lies between the bounds may lie outside.
  ///
  /// - Returns: the rows that are left.
  private func drawBetween(_ rows: [Int], _ output: ColumnBuffer, _ batch: BatchEvaluation) -> [Int] {
    guard !rows.isEmpty, let numbers = generator as? DistributionGenerator, bounds.allowed == nil else { return rows }
    let limits = bounds.limits(rows, batch)
    // What is rounded to a value comes from half a unit around it.
    let margin = numbers.kind == .double ? bounds.resolution.unit / 2 : 0
    return zip(rows, limits).compactMap { row, limits in
      guard
        let drawn = numbers.value(of: batch.draws[row], from: limits.low - margin, to: limits.high + margin)
      else { return row }
      let value = min(max(drawn, limits.low), limits.high)
      if output.kind == .double {
        output.doubles[row] = value
      } else {
        output.integers[row] = ColumnFinish.nearest(value)
      }
      return nil
    }
  }

  /// Fills `output` with one of the values that the column is drawn from, where they are listed.
  private func list(_ place: Int, into output: ColumnBuffer, _ batch: BatchEvaluation) {
    if let allowed = bounds.allowed { return allowed.fill(output, count: batch.count, with: place) }
    generator.list(place, into: output, batch)
    for modifier in modifiers { modifier.apply(to: output, batch) }
    finish.apply(to: output)
  }
}

/// Values that take the place of others in a column.
private struct Replacement {
  private let output: ColumnBuffer
  /// Texts of other lengths, which are put in at the end.
  private var texts: [Int: [UInt8]] = [:]

  init(_ output: ColumnBuffer) { self.output = output }

  /// Puts the value at a place of another column into a row; false where that is NULL.
  mutating func set(_ row: Int, _ values: ColumnBuffer, _ place: Int) -> Bool {
    if values.isNull(place) { return false }
    switch output.kind {
    case .text: texts[row] = Array(values.bytes(place))
    case .dictionary where values.kind == .dictionary && values.dictionary === output.dictionary:
      output.integers[row] = values.integers[place]
    case .dictionary: texts[row] = Array(values.bytes(place))
    default:
      guard values.kind == output.kind else { return false }
      output.integers[row] = values.integers[place]
    }
    return true
  }

  func finish() {
    guard !texts.isEmpty else { return }
    let old = ColumnBuffer()
    old.copy(output)
    output.reset(.text, count: old.count)
    for row in 0..<old.count {
      if let text = texts[row] {
        text.withUnsafeBytes { output.text.append($0) }
      } else if !old.isNull(row) {
        output.text.append(old.bytes(row))
      }
      output.endText(row)
    }
    output.addNulls(of: old)
  }
}
