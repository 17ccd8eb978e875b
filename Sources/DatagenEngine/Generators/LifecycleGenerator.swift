import DatagenColumns
import DatagenSchema

/// The columns that a funnel of stages or a chain of states fills, whatever their generators say.
struct LifecycleGenerator: Generator {
  enum Work: Sendable {
    case stageName(StageModel)
    case stageIndex
    case stageTime(StageModel)
    case state(StateChain)
    /// Whether the first state has none before it, or itself where NULL is not allowed.
    case previousState(StateChain, isNullable: Bool)
    case stateBegin(StateChain)
    /// Whether a current state has no end, or that of the timeframe where NULL is not allowed.
    case stateEnd(StateChain, isNullable: Bool)
  }

  private let work: Work
  private let reference: Int
  let dependencies: [ColumnIndex]

  init(_ work: Work, reference: Int, dependencies: [ColumnIndex]) {
    self.work = work
    self.reference = reference
    self.dependencies = dependencies
  }

  var kind: ColumnBuffer.Kind {
    switch work {
    case .stageName, .state, .previousState: .text
    case .stageIndex: .integer
    case .stageTime, .stateBegin, .stateEnd: .timestamp
    }
  }

  var summary: String {
    switch work {
    case .stageName: "stage"
    case .stageIndex: "place of the stage"
    case .stageTime: "when the stage is reached"
    case .state: "state"
    case .previousState: "state before"
    case .stateBegin: "when the state is entered"
    case .stateEnd: "when the state is left"
    }
  }

  func generate(into output: ColumnBuffer, _ batch: BatchEvaluation) {
    let referenced = batch.reference(reference)
    let ordinals = referenced.ordinals.integers
    switch work {
    case .stageName(let model):
      output.reset(model.names, count: batch.count)
      let last = Int64(model.stages.count - 1)
      for row in 0..<batch.count { output.integers[row] = min(ordinals[row], last) }
    case .stageIndex:
      output.reset(.integer, count: batch.count)
      for row in 0..<batch.count { output.integers[row] = ordinals[row] }
    case .stageTime(let model):
      output.reset(.timestamp, count: batch.count)
      for row in 0..<batch.count {
        output.integers[row] = model.time(row, stage: ordinals[row], parents: referenced.evaluation)
      }
    case .state(let chain), .previousState(let chain, _):
      output.reset(chain.names, count: batch.count)
      forEachVisit(batch, chain) { row, visits, place in
        var shown = place
        if case .previousState(_, let isNullable) = work {
          shown = max(0, place - 1)
          if place == 0, isNullable { output.requireNulls()[row] = true }
        }
        output.integers[row] = Int64(visits[shown].state)
      }
    case .stateBegin(let chain):
      output.reset(.timestamp, count: batch.count)
      forEachVisit(batch, chain) { row, visits, place in output.integers[row] = visits[place].from }
    case .stateEnd(let chain, let isNullable):
      output.reset(.timestamp, count: batch.count)
      forEachVisit(batch, chain) { row, visits, place in
        output.integers[row] = visits[place].to ?? max(chain.horizon, visits[place].from)
        if visits[place].to == nil, isNullable { output.requireNulls()[row] = true }
      }
    }
  }

  /// Calls `body` with each row, the states of its parent and the place of the row's among them.
  private func forEachVisit(
    _ batch: BatchEvaluation,
    _ chain: StateChain,
    _ body: (Int, [StateChain.Visit], Int) -> Void
  ) {
    let referenced = batch.reference(reference)
    var visits: [StateChain.Visit] = []
    var parent: Int64?
    for row in 0..<batch.count {
      if referenced.evaluation.rows[row] != parent {
        chain.simulate(row, parents: referenced.evaluation, into: &visits)
        parent = referenced.evaluation.rows[row]
      }
      body(row, visits, min(Int(referenced.ordinals.integers[row]), visits.count - 1))
    }
  }
}
