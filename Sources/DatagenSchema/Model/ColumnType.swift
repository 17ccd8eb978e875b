/// The types of a column, as the schema language names them.
package enum ColumnType: String, Sendable, CaseIterable {
  case int, float, string, bool, datetime, date

  /// Whether values of this type are moments that patterns and seasonality can be asked about.
  package var isTemporal: Bool { self == .datetime || self == .date }

  package var isNumeric: Bool { self == .int || self == .float }
}

/// A dimension of time over which weights are given.
package enum TimeDimension: String, Sendable, CaseIterable {
  case hour
  /// The day of the week, Monday first.
  case dow
  case month

  package var weightCount: Int {
    switch self {
    case .hour: 24
    case .dow: 7
    case .month: 12
    }
  }
}

/// Weights over a dimension of time: one for each hour, day of the week (from Monday) or month.
package struct TimePattern: Sendable, Hashable {
  package var dimension: TimeDimension
  package var weights: [Double]

  package init(dimension: TimeDimension, weights: [Double]) {
    self.dimension = dimension
    self.weights = weights
  }

  /// The keys of a pattern, the same in generators, modifiers and targets.
  package static let keys: [KeyForm] = [
    KeyForm("dimension", .word(TimeDimension.allCases.map(\.rawValue)), required: true, "hour, dow or month"),
    KeyForm("weights", .weights, required: true, "24, 7 (from Monday) or 12 weights"),
  ]

  /// How many weights each dimension takes.
  package static let cases = TimeDimension.allCases.map {
    FormCase(["dimension"], [$0.rawValue], counts: ["weights": $0.weightCount])
  }

  /// Reads a pattern that has been checked against its form; reports a wrong number of weights.
  package init?(_ node: DocumentNode, _ diagnostics: Diagnostics) {
    guard let dimension = node["dimension"]?.string.flatMap(TimeDimension.init(rawValue:)),
      let weightsNode = node["weights"], let weights = weightsNode.numbers
    else { return nil }
    guard weights.count == dimension.weightCount else {
      diagnostics.error(
        "\"\(dimension.rawValue)\" takes \(dimension.weightCount) weights, found \(weights.count)",
        at: weightsNode.position
      )
      return nil
    }
    guard weights.contains(where: { $0 > 0 }) else {
      diagnostics.error("at least one weight has to be more than 0", at: weightsNode.position)
      return nil
    }
    self.init(dimension: dimension, weights: weights)
  }
}
