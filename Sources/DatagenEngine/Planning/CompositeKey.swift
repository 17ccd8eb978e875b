import DatagenSchema

/// How the pairs of a primary key of several columns are kept from repeating, by construction.
enum CompositeKey {
  /// One of its columns never repeats by itself, or a step of a funnel or a chain does not among those of its parent.
  case trivial
  /// One column is the driving parent's key, another one a reference that is distinct among siblings.
  case siblings(column: Int)
  /// Two references to tables that do not drive the table: their pairs are a permutation of all pairs.
  case pairs(first: Int, second: Int)
  /// Nothing that could be promised.
  case impossible

  /// - Parameter lookups: for each column of the table the table whose key it looks up, and whether that drives it.
  init(_ table: Table, lookups: [Int: (parent: Int, isDriving: Bool)]) {
    let columns = table.primaryKey.compactMap { key in table.columns.firstIndex { $0.name.value == key.value } }
    let isUnique = columns.contains { column in
      ["sequence", "uuid"].contains(table.columns[column].generator?.name.value)
        || table.columns[column].generator?.arguments["method"]?.string == "uuid4"
    }
    let isDriven = columns.contains { lookups[$0]?.isDriving == true }
    // A parent reaches a stage once, and enters one state at a time.
    let isStep = columns.contains { column in
      guard table.columns[column].modifiers.isEmpty else { return false }
      return switch LifecycleRole(of: table.columns[column], in: table) {
      case .stageName, .stageIndex: true
      case .stateBegin: table.columns[column].type == .datetime
      default: false
      }
    }
    let drawn = columns.filter { lookups[$0]?.isDriving == false }
    if isUnique || isDriven && isStep {
      self = .trivial
    } else if isDriven, let column = drawn.first {
      self = .siblings(column: column)
    } else if drawn.count >= 2 {
      self = .pairs(first: drawn[0], second: drawn[1])
    } else {
      self = .impossible
    }
  }
}
