import DatagenColumns
import DatagenSchema

/// A Markov chain of states per parent, from its creation to the end of the timeframe; one child for each state
/// entered.
///
/// In every period a state is left with its probability (times the segment's multiplier, at most 1), so the number
/// of periods spent in it is geometric.
struct StateChain: ChildModel {
  /// A state entered.
  struct Visit {
    var state: Int
    var from: Int64
    /// When it was left; nil while current.
    var to: Int64?
  }

  let names: TextDictionary
  private let probabilities: [Double]
  private let next: [(states: [Int], table: AliasTable)?]
  private let initial: Int
  private let period: Int64
  private let maximumTransitions: Int
  private let segment: (column: Int, multipliers: TextMultipliers)?
  private let startColumn: Int?
  private let start: Int64
  private let end: Int64
  private let key: RandomKey

  init(
    _ model: StateModel,
    segment: (column: Int, multipliers: TextMultipliers)?,
    startColumn: Int?,
    timeframe: Timeframe,
    key: RandomKey
  ) {
    let places = Dictionary(
      model.states.enumerated().map { ($0.element.name, $0.offset) },
      uniquingKeysWith: { first, _ in first }
    )
    names = TextDictionary(model.states.map(\.name))
    probabilities = model.states.map(\.probability)
    next = model.states.map { state in
      let targets = state.next.filter { $0.weight > 0 && places[$0.state] != nil }
      guard !targets.isEmpty else { return nil }
      return (targets.compactMap { places[$0.state] }, AliasTable(weights: targets.map(\.weight)))
    }
    initial = places[model.initialState.value] ?? 0
    period = model.period
    maximumTransitions = model.maximumTransitions
    self.segment = segment
    self.startColumn = startColumn
    start = timeframe.start.microseconds
    end = timeframe.end.microseconds
    self.key = key
  }

  var parentColumns: [Int] { [segment?.column, startColumn].compactMap(\.self) }

  /// The end of the timeframe, until which current states are known.
  var horizon: Int64 { end }

  func fillCounts(_ counts: UnsafeMutablePointer<Int64>, parents: BatchEvaluation) {
    var visits: [Visit] = []
    for row in 0..<parents.count {
      simulate(row, parents: parents, into: &visits)
      counts[row] = Int64(visits.count)
    }
  }

  /// The states of one parent, in order.
  ///
  /// Complexity: O(states entered).
  func simulate(_ row: Int, parents: BatchEvaluation, into visits: inout [Visit]) {
    visits.removeAll(keepingCapacity: true)
    var time = start
    if let startColumn {
      let starts = parents.column(startColumn)
      if !starts.isNull(row) { time = starts.moment(row) }
    }
    var multiplier = 1.0
    if let segment { multiplier = segment.multipliers.multiplier(parents.column(segment.column), row) }
    var stream = key.stream(parents.rows[row])
    var state = initial
    visits.append(Visit(state: state, from: time))
    while visits.count <= maximumTransitions {
      let probability = min(1, probabilities[state] * multiplier)
      guard probability > 0, let targets = next[state] else { return }
      let unit = stream.unit()
      let periods =
        probability >= 1 ? 1 : (naturalLogarithm(unit) / logarithmOfOnePlus(-probability)).rounded(.down) + 1
      let left = Double(end - time) / Double(period)
      guard periods <= left else { return }
      time += Int64(periods) * period
      visits[visits.count - 1].to = time
      state = targets.states[targets.table.index(stream.next())]
      visits.append(Visit(state: state, from: time))
    }
  }
}
