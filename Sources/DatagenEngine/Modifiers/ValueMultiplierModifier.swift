import DatagenColumns
import DatagenSchema

/// What a parent's segment or age does to the values of its children.
struct ValueMultiplierModifier: NumericModifier {
  enum Work: Sendable {
    case segment(column: Int, TextMultipliers)
    /// The age of the parent at the child's own time.
    case age(createdAt: Int, AgeMultiplier, time: ColumnIndex)
  }

  private let work: Work
  private let reference: Int
  private let parent: Int

  init(_ work: Work, reference: Int, parent: Int) {
    self.work = work
    self.reference = reference
    self.parent = parent
  }

  var dependencies: [ColumnIndex] {
    switch work {
    case .segment(let column, _): [ColumnIndex(table: parent, column: column)]
    case .age(let createdAt, _, let time): [ColumnIndex(table: parent, column: createdAt), time]
    }
  }

  var summary: String {
    switch work {
    case .segment: "× segment of the parent"
    case .age: "× age of the parent"
    }
  }

  func apply(to values: UnsafeMutablePointer<Double>, _ batch: BatchEvaluation) {
    let referenced = batch.reference(reference)
    let parents = referenced.evaluation, rows = referenced.rows
    switch work {
    case .segment(let column, let multipliers):
      let segments = parents.column(column)
      for row in 0..<batch.count where !rows.isNull(row) {
        values[row] *= multipliers.multiplier(segments, row)
      }
    case .age(let createdAt, let multiplier, let time):
      let births = parents.column(createdAt), times = batch.column(time.column)
      for row in 0..<batch.count where !rows.isNull(row) && !births.isNull(row) && !times.isNull(row) {
        values[row] *= multiplier.value(at: times.moment(row) - births.moment(row))
      }
    }
  }
}
