import DatagenColumns
import DatagenSchema

/// Any rows of one table, whose columns are computed when they are asked for, and once.
///
/// The rows need not be neighbours: a batch of children asks for its parents' rows by opening an evaluation of
/// the parent table at their row numbers. That is how lookups work: values are computed again, not stored.
final class BatchEvaluation {
  let plan: Plan
  let table: TablePlan
  let count: Int
  /// The pool that scratch buffers come from and go back to.
  let pool: BufferPool

  private let rowNumbers: ColumnBuffer
  /// Where random numbers are drawn, for a redraw of rows; nil for the first draw, which is at the row numbers.
  private let drawNumbers: ColumnBuffer?
  /// Which redraw it is; 0 for the first draw.
  let attempt: Int
  /// What a redraw reads other columns and references from: its rows are the same.
  private let base: BatchEvaluation?
  private var columns: [ColumnBuffer?]
  private var references: [ReferencedRows?]
  private var provisionalTimes: ColumnBuffer?
  private var provisionalLimits: (first: ColumnBuffer, last: ColumnBuffer)?

  /// - Parameter rowNumbers: an `integer` buffer with the row numbers, from 0; the evaluation keeps it.
  init(_ plan: Plan, table: Int, rowNumbers: ColumnBuffer, pool: BufferPool) {
    self.plan = plan
    self.table = plan.tables[table]
    self.pool = pool
    self.rowNumbers = rowNumbers
    drawNumbers = nil
    base = nil
    attempt = 0
    count = rowNumbers.count
    columns = [ColumnBuffer?](repeating: nil, count: self.table.columns.count)
    references = [ReferencedRows?](repeating: nil, count: self.table.references.count)
  }

  /// The most redraws of a row.
  static let maximumRedraws = 2047

  /// The same rows, whose random numbers are drawn anew.
  ///
  /// - Parameter attempt: which redraw it is, from 1. Row numbers stay below 2^52, so that no row and no attempt shares
  ///   its random numbers with another.
  init(redraw base: BatchEvaluation, attempt: Int) {
    plan = base.plan
    table = base.table
    pool = base.pool
    rowNumbers = base.rowNumbers
    self.base = base
    self.attempt = attempt
    count = base.count
    let numbers = base.pool.take()
    numbers.reset(.integer, count: base.count)
    let offset = Int64(attempt) << 52
    for row in 0..<base.count { numbers.integers[row] = base.rows[row] ^ offset }
    drawNumbers = numbers
    columns = []
    references = []
  }

  /// The same rows as they were drawn at first.
  var firstDraw: BatchEvaluation { base ?? self }

  /// The row numbers, `count` of them.
  var rows: UnsafeMutablePointer<Int64> { rowNumbers.integers }

  /// The numbers at which the rows' random numbers are drawn: the row numbers, or others where rows are drawn again.
  var draws: UnsafeMutablePointer<Int64> { (drawNumbers ?? rowNumbers).integers }

  /// A column's final values for all rows.
  func column(_ index: Int) -> ColumnBuffer {
    if let base { return base.column(index) }
    if let column = columns[index] { return column }
    let column = pool.take()
    table.columns[index].evaluate(into: column, self)
    columns[index] = column
    return column
  }

  /// The rows of another table (or of this one) that a reference points to.
  func reference(_ index: Int) -> ReferencedRows {
    if let base { return base.reference(index) }
    if let reference = references[index] { return reference }
    let definition = table.references[index]
    let parentRows = pool.take()
    let ordinals = pool.take()
    definition.fillParentRows(parentRows, ordinals: ordinals, self)
    definition.addNulls(to: parentRows, self)
    if !definition.bounds.isEmpty { definition.keepBounds(parentRows, number: index, self) }
    let evaluation = BatchEvaluation(plan, table: definition.parent, rowNumbers: parentRows, pool: pool)
    let reference = ReferencedRows(rows: parentRows, ordinals: ordinals, evaluation: evaluation)
    references[index] = reference
    return reference
  }

  /// The times of the rows' events before other rows are drawn for them, by which those rows are chosen.
  ///
  /// Only for tables with an event column.
  var eventTimes: ColumnBuffer {
    if let base { return base.eventTimes }
    if let times = provisionalTimes { return times }
    let times = pool.take()
    table.fillEventTimes(times, self)
    provisionalTimes = times
    return times
  }

  /// The first and the last time that the rows' events may have before other rows are drawn for them.
  ///
  /// Only for tables with an event column that has bounds.
  var eventLimits: (first: ColumnBuffer, last: ColumnBuffer) {
    if let base { return base.eventLimits }
    if let limits = provisionalLimits { return limits }
    let limits = (first: pool.take(), last: pool.take())
    table.fillEventLimits(first: limits.first, last: limits.last, self)
    provisionalLimits = limits
    return limits
  }

  /// Evaluates other rows of any table.
  ///
  /// - Parameters:
  ///   - number: how many rows; as many as this batch has where it does not say.
  ///   - fill: fills in the row numbers.
  ///   - use: reads the columns; they are gone afterwards.
  func withRows(
    of table: Int,
    count number: Int? = nil,
    fill: (UnsafeMutablePointer<Int64>) -> Void,
    then use: (BatchEvaluation) -> Void
  ) {
    let rowNumbers = pool.take()
    rowNumbers.reset(.integer, count: number ?? count)
    fill(rowNumbers.integers)
    let evaluation = BatchEvaluation(plan, table: table, rowNumbers: rowNumbers, pool: pool)
    use(evaluation)
    evaluation.recycle()
  }

  /// Gives all buffers back to the pool but the columns, which the caller takes over.
  func takeColumns() -> [ColumnBuffer] {
    let taken = (0..<columns.count).map { column($0) }
    columns = columns.map { _ in nil }
    recycle()
    return taken
  }

  /// Gives all buffers back to the pool; the evaluation must not be used afterwards.
  ///
  /// A redraw gives back its own and leaves those of the evaluation that it redraws.
  func recycle() {
    if let drawNumbers {
      pool.give(drawNumbers)
      return
    }
    for case .some(let reference) in references {
      reference.evaluation.recycle()
      pool.give(reference.ordinals)
    }
    for case .some(let column) in columns { pool.give(column) }
    if let provisionalTimes { pool.give(provisionalTimes) }
    if let provisionalLimits {
      pool.give(provisionalLimits.first)
      pool.give(provisionalLimits.last)
    }
    pool.give(rowNumbers)
  }
}

/// The parent rows of a batch: their numbers, NULL where a row refers to none, and their columns on demand.
struct ReferencedRows {
  let rows: ColumnBuffer
  /// For a driving parent, the place of each row among its siblings, from 0.
  let ordinals: ColumnBuffer
  let evaluation: BatchEvaluation
}
