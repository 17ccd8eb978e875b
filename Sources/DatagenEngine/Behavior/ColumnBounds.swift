import DatagenColumns
import DatagenSchema

/// What bounds a column: another column in the same row or in a parent's, or a value that another column of the
/// dataset cannot go beyond.
struct ColumnBound: Sendable {
  enum Source: Sendable, Hashable {
    case local(Int)
    case parent(reference: Int, column: Int)
    /// The time of the row's event, as far as it does not depend on the rows that are drawn for it.
    case eventTime
    /// The first, or the last, time that the row's event may have, as far as rows that are drawn do not decide it.
    case eventLimit(isLast: Bool)
    /// A number, or a time in the units of the bounded column.
    case number(Double)
    case text(String)
  }

  enum Side: Sendable { case lower, upper, equal, different }

  var source: Source
  var side: Side
  var isStrict: Bool
  /// Whether it is the creation of a parent, which no inequality declares: a date is compared with its day, and where it
  /// cannot be kept together with what is declared, it gives way.
  var isCreation = false
  /// What has to find room between the source and the column, from the source on.
  var stops: [Stop] = []

  /// A value that has to lie between a bound's source and its column.
  struct Stop: Sendable {
    var resolution: Resolution
    /// Whether it differs from the value before it.
    var isStrict: Bool
  }

  /// The nearest place of the last stop for a value of the source, both as numbers or in microseconds.
  func passed(from value: Double) -> Double {
    if stops.isEmpty { return value }
    let direction: Double = side == .upper ? -1 : 1
    return stops.reduce(value) { $1.resolution.value(from: $0, by: direction, isStrict: $1.isStrict) }
  }

  /// What the source has to keep where it is the one to give way: the same bound from the column's side.
  ///
  /// - Parameter column: what the column's values are for the row of the source.
  func reversed(by column: Source) -> ColumnBound {
    var bound = self
    bound.source = column
    bound.side = side == .lower ? .upper : side == .upper ? .lower : side
    let links = (stops.map(\.isStrict) + [isStrict]).reversed()
    bound.stops = zip(stops.reversed(), links).map { Stop(resolution: $0.resolution, isStrict: $1) }
    bound.isStrict = stops.first?.isStrict ?? isStrict
    return bound
  }

  /// The bound of this one's source by that of the opposite bound of the same column, for which there is room then.
  func reversed(leavingRoomAfter opposite: ColumnBound, _ column: Resolution) -> ColumnBound {
    var bound = reversed(by: opposite.source)
    bound.isCreation = false
    if isCreation || opposite.isCreation {
      bound.stops = []
      bound.isStrict = isStrict || opposite.isStrict
    } else {
      bound.stops = opposite.stops + [Stop(resolution: column, isStrict: opposite.isStrict)] + bound.stops
    }
    return bound
  }

  /// The bounding values for the rows of a batch; nil where they are all the same.
  func values(_ batch: BatchEvaluation) -> (column: ColumnBuffer, rows: ColumnBuffer?)? {
    switch source {
    case .local(let column): return (batch.column(column), nil)
    case .parent(let reference, let column):
      let referenced = batch.reference(reference)
      return (referenced.evaluation.column(column), referenced.rows)
    case .eventTime: return (batch.eventTimes, nil)
    case .eventLimit(let isLast): return (isLast ? batch.eventLimits.last : batch.eventLimits.first, nil)
    case .number, .text: return nil
    }
  }
}

/// The inequalities, the enum and the pattern that a column has to keep, checked and mended where its values are final.
struct ColumnBounds: Sendable {
  var bounds: [ColumnBound]
  var type: ColumnType
  /// How finely the values lie, days counted for dates.
  var resolution: Resolution
  /// The values of an enum, where the generator does not draw from it.
  var allowed: AllowedValues?
  /// A regular expression that the generator's texts do not all match.
  var pattern: String?

  var isEmpty: Bool { bounds.isEmpty && allowed == nil && pattern == nil }

  /// Whether each row's value keeps all bounds; without a value there is nothing to keep.
  func violations(of column: ColumnBuffer, _ batch: BatchEvaluation) -> [Bool] {
    var violated = [Bool](repeating: false, count: batch.count)
    if type == .string {
      for bound in bounds { markTexts(column, bound, batch, &violated) }
    } else {
      forEachViolation(of: column, batch) { row, _ in violated[row] = true }
    }
    if let allowed {
      for row in 0..<batch.count where !allowed.contains(column, row) { violated[row] = true }
    }
    if let pattern, let expression = try? TextPattern(pattern) {
      for row in 0..<batch.count where !column.isNull(row) && (try? expression.matches(column.string(row))) == false {
        violated[row] = true
      }
    }
    return violated
  }

  /// Moves numbers and times that break a bound to the nearest one that keeps it.
  ///
  /// Texts have no nearest one, and stay.
  func mend(_ column: ColumnBuffer, _ batch: BatchEvaluation) {
    guard type != .string, allowed == nil else { return }
    let integers = column.integers, doubles = column.doubles
    forEachViolation(of: column, batch) { row, value in
      if column.kind == .double { doubles[row] = value } else { integers[row] = ColumnFinish.nearest(value) }
    }
  }

  // MARK: Numbers and times

  /// Calls `report` with each row that breaks a bound and the nearest value that keeps it.
  private func forEachViolation(
    of column: ColumnBuffer,
    _ batch: BatchEvaluation,
    _ report: (Int, Double) -> Void
  ) {
    for bound in bounds {
      let values = bound.values(batch)
      for row in 0..<batch.count {
        guard !column.isNull(row), let limit = limit(values, row, bound) else { continue }
        let value = column.kind == .double ? column.doubles[row] : Double(column.integers[row])
        switch bound.side {
        case .lower: if value < limit { report(row, limit) }
        case .upper: if value > limit { report(row, limit) }
        case .equal: if value != limit { report(row, limit) }
        case .different: if value == limit { report(row, limit + max(resolution.unit, limit.ulp)) }
        }
      }
    }
  }

  /// The least and the greatest value that keep all bounds, for each of some rows of a batch; infinite where there is none.
  func limits(_ rows: [Int], _ batch: BatchEvaluation) -> [(low: Double, high: Double)] {
    var limits = rows.map { _ in (low: -Double.infinity, high: Double.infinity) }
    for bound in bounds {
      let values = bound.values(batch)
      for (place, row) in rows.enumerated() {
        guard let limit = limit(values, row, bound) else { continue }
        if bound.side != .upper, bound.side != .different { limits[place].low = max(limits[place].low, limit) }
        if bound.side != .lower, bound.side != .different { limits[place].high = min(limits[place].high, limit) }
      }
    }
    return limits
  }

  /// The bound in the column's own terms: the least, or greatest, value that keeps it; nil where the other side is NULL.
  private func limit(_ values: (column: ColumnBuffer, rows: ColumnBuffer?)?, _ row: Int, _ bound: ColumnBound)
    -> Double?
  {
    let unit = type == .date ? Double(Timestamp.microsecondsPerDay) : 1
    var limit: Double
    if let (other, rows) = values {
      if other.isNull(row) || rows?.isNull(row) == true { return nil }
      if type == .date, bound.isCreation {
        limit = Double(other.moment(row).flooredQuotient(Timestamp.microsecondsPerDay)) * unit
      } else if type.isTemporal {
        limit = Double(other.moment(row))
      } else {
        limit = other.kind == .double ? other.doubles[row] : Double(other.integers[row])
      }
    } else if case .number(let constant) = bound.source {
      limit = constant * unit
    } else {
      return nil
    }
    limit = bound.passed(from: limit) / unit
    switch bound.side {
    case .lower: return resolution.value(from: limit, by: 1, isStrict: bound.isStrict)
    case .upper: return resolution.value(from: limit, by: -1, isStrict: bound.isStrict)
    case .equal, .different: return limit
    }
  }

  /// The moments between which a row's time has to lie, in microseconds.
  func span(_ row: Int, _ values: [(column: ColumnBuffer, rows: ColumnBuffer?)?]) -> (low: Int64, high: Int64) {
    let span = span(row, values, withCreation: true)
    return span.low < span.high ? span : self.span(row, values, withCreation: false)
  }

  private func span(
    _ row: Int,
    _ values: [(column: ColumnBuffer, rows: ColumnBuffer?)?],
    withCreation: Bool
  ) -> (low: Int64, high: Int64) {
    var low = Int64.min, high = Int64.max
    for (bound, value) in zip(bounds, values) where withCreation || !bound.isCreation {
      var moment: Int64
      if let (other, rows) = value {
        if other.isNull(row) || rows?.isNull(row) == true { continue }
        let exact = other.moment(row), day = Timestamp.microsecondsPerDay
        moment = type == .date && bound.isCreation ? exact.flooredQuotient(day) * day : exact
      } else if case .number(let constant) = bound.source {
        moment = ColumnFinish.nearest(constant * (type == .date ? Double(Timestamp.microsecondsPerDay) : 1))
      } else {
        continue
      }
      if !bound.stops.isEmpty { moment = ColumnFinish.nearest(bound.passed(from: Double(moment))) }
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

  // MARK: Texts

  /// The texts of the same row that the column has to repeat; nil where it holds no texts or need not.
  func equalText(_ batch: BatchEvaluation) -> ColumnBuffer? {
    guard type == .string, let bound = bounds.first(where: { $0.side == .equal }),
      case .local(let column) = bound.source
    else { return nil }
    return batch.column(column)
  }

  /// Marks the rows whose text breaks a bound; texts compare byte by byte, as they do in the database.
  private func markTexts(
    _ column: ColumnBuffer,
    _ bound: ColumnBound,
    _ batch: BatchEvaluation,
    _ violated: inout [Bool]
  ) {
    let values = bound.values(batch)
    var constant: [UInt8] = []
    if case .text(let text) = bound.source { constant = Array(text.utf8) }
    constant.withUnsafeBytes { constant in
      for row in 0..<batch.count where !column.isNull(row) {
        var limit = constant
        if let (other, rows) = values {
          if other.isNull(row) || rows?.isNull(row) == true { continue }
          limit = other.bytes(row)
        }
        if !keeps(bound, column.bytes(row), limit) { violated[row] = true }
      }
    }
  }

  private func keeps(_ bound: ColumnBound, _ text: UnsafeRawBufferPointer, _ limit: UnsafeRawBufferPointer) -> Bool {
    switch bound.side {
    case .equal: return text.elementsEqual(limit)
    case .different: return !text.elementsEqual(limit)
    case .lower: return limit.lexicographicallyPrecedes(text) || (!bound.isStrict && text.elementsEqual(limit))
    case .upper: return text.lexicographicallyPrecedes(limit) || (!bound.isStrict && text.elementsEqual(limit))
    }
  }
}
