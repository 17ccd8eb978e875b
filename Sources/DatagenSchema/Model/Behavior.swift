/// How the segments of a table's rows differ in the number and the values of their children.
package struct SegmentBehavior: Sendable {
  package struct Segment: Sendable, Hashable {
    package var fanoutMultiplier = 1.0
    package var valueMultiplier = 1.0
    /// Where the schema names it.
    package var position = SourcePosition.start
  }

  /// The column that says which segment a row belongs to; nil where it has to be found by its choices.
  package var column: Located<String>?
  package var segments: [String: Segment]
  /// The documented split, which a segment column without weights of its own takes.
  package var probabilities: [(segment: String, probability: Double)]
  /// The columns of children that are multiplied.
  package var columns: [Located<String>]
  package var position: SourcePosition
}

extension SegmentBehavior {
  /// The segment column, with the documented split as the weights of its choices where it has none.
  ///
  /// Without a generator it becomes a choice of the segments.
  ///
  /// - Parameter choices: the values that it is chosen from, in order.
  func withShares(_ column: Column, choices: [String]) -> Column {
    guard !probabilities.isEmpty else { return column }
    var column = column
    let shares = Dictionary(probabilities.map { ($0.segment, $0.probability) }, uniquingKeysWith: { first, _ in first })
    func member(_ key: String, _ values: [DocumentNode.Value]) -> DocumentNode.Member {
      let nodes = values.map { DocumentNode($0, at: position) }
      return .init(key: key, keyPosition: position, value: DocumentNode(.array(nodes), at: position))
    }
    if column.generator == nil, column.type == .string {
      let choices = member("choices", probabilities.map { .string($0.segment) })
      let weights = member("weights", probabilities.map { .number($0.probability) })
      column.generator = Declaration(
        name: Located("choice", at: column.name.position),
        arguments: DocumentNode(.object([choices, weights]), at: position),
        isSound: true
      )
    } else if let generator = column.generator, generator.name.value == "choice", generator.isSound,
      generator.arguments["weights"] == nil, generator.arguments["weights_kind"] == nil,
      choices.contains(where: { shares[$0] ?? 0 > 0 })
    {
      let weights = member("weights", choices.map { .number(shares[$0] ?? 0) })
      column.generator?.arguments = DocumentNode(
        .object(generator.arguments.members + [weights]),
        at: generator.arguments.position
      )
    }
    return column
  }
}

/// How the activity and the values of children change with the age of a parent.
package struct VintageBehavior: Sendable {
  package var createdAt: Located<String>
  package var multipliers: [AgeMultiplier]
}

/// A multiplier by age.
package struct AgeMultiplier: Sendable {
  package enum Curve: Sendable, Hashable {
    /// The value at the nearest index, the last one beyond the list.
    case list([Double])
    /// `a + b ln(age + 1)`
    case logarithmic(a: Double, b: Double)
    /// `a e^(b age)`
    case exponential(a: Double, b: Double)
    /// `a + b age`
    case linear(a: Double, b: Double)
  }

  package var curve: Curve
  /// The length of a unit of age, in microseconds.
  package var unit: Int64
  /// `fanout`, `all`, or names of columns.
  package var appliesTo: [Located<String>]
}

/// A funnel: each parent reaches the first stage, and each next one with a probability.
package struct StageConfig: Sendable {
  package var stages: [(name: String, rate: Double)]
  package var multipliers: [String: Double]
  /// The segments of the multipliers, where they stand.
  package var segments: [Located<String>]
  package var hoursBetweenStages: Double
  package var position: SourcePosition
}

/// A Markov chain of states for each parent.
package struct StateModel: Sendable {
  package struct State: Sendable {
    package var name: String
    /// The probability of leaving the state in a period; 0 for terminal states.
    package var probability: Double
    package var next: [(state: String, weight: Double)]
  }

  package var initialState: Located<String>
  package var states: [State]
  /// The length of a period, in microseconds.
  package var period: Int64
  package var multipliers: [String: Double]
  /// The segments of the multipliers, where they stand.
  package var segments: [Located<String>]
  /// The most changes of state of one parent.
  package var maximumTransitions: Int
  package var position: SourcePosition
}

/// Units of time in which ages and periods are counted: a month is 30 days, a year 365.
package enum AgeUnit: String, Sendable, CaseIterable {
  case day, week, month, year

  /// How a unit may be written: `month`, `months`, `Month`, `Months`.
  package static let words = allCases.flatMap { unit in
    [unit.rawValue, unit.rawValue + "s"].flatMap { word in
      [word, word.prefix(1).uppercased() + word.dropFirst()]
    }
  }

  /// Reads one of the words; nil for another one.
  package init?(word: String) {
    let lower = word.lowercased()
    self.init(rawValue: lower.hasSuffix("s") ? String(lower.dropLast()) : lower)
  }

  package var microseconds: Int64 {
    switch self {
    case .day: Timestamp.microsecondsPerDay
    case .week: 7 * Timestamp.microsecondsPerDay
    case .month: 30 * Timestamp.microsecondsPerDay
    case .year: 365 * Timestamp.microsecondsPerDay
    }
  }
}
