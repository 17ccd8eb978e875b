import DatagenSchema

/// What a funnel of stages or a chain of states fills a column with, whatever its generator says.
enum LifecycleRole: Sendable {
  case stageName, stageIndex, stageTime
  case state, previousState, stateBegin, stateEnd

  /// - Returns: nil for a column that the table's behaviour leaves alone.
  init?(of column: Column, in table: Table) {
    guard table.drivingParent != nil else { return nil }
    let role: LifecycleRole? =
      if table.stages != nil {
        switch (column.name.value, column.type) {
        case ("stage_name", .string): .stageName
        case ("stage_index", .int): .stageIndex
        case (_, .datetime), (_, .date): .stageTime
        default: nil
        }
      } else if table.states != nil {
        switch column.name.value {
        case "state", "to_state": .state
        case "previous_state", "from_state": .previousState
        case "valid_from", "transition_time": .stateBegin
        case "valid_to": .stateEnd
        case "transition_index": .stageIndex
        default: nil
        }
      } else {
        nil
      }
    guard let role else { return nil }
    self = role
  }
}
