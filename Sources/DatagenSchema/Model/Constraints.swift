/// What must hold in the data; kept by construction where it can be, and checked after the load.
package struct Constraints: Sendable {
  package var unique: [ColumnReference] = []
  package var foreignKeys: [ForeignKey] = []
  package var ranges: [Range] = []
  package var inequalities: [Inequality] = []
  package var patterns: [Pattern] = []
  package var enums: [Enumeration] = []

  package struct ForeignKey: Sendable {
    package var from: ColumnReference
    package var to: ColumnReference
  }

  package struct Range: Sendable {
    package var column: ColumnReference
    package var minimum: Bound?
    package var maximum: Bound?
    /// Where the bounds stand; where there is none, where the range does.
    package var minimumPosition: SourcePosition
    package var maximumPosition: SourcePosition
  }

  /// An end of a range: a number, or a moment for temporal columns.
  package enum Bound: Sendable, Hashable {
    case number(Double)
    /// A whole number that a `Double` may not hold exactly.
    case integer(Int64)
    case time(Timestamp)

    /// The bound as a number that orders like the column's values: days for dates, microseconds for datetimes.
    package func ordinal(for type: ColumnType) -> Double {
      switch self {
      case .number(let number): number
      case .integer(let integer): Double(integer)
      case .time(let time): type == .date ? Double(time.day) : Double(time.microseconds)
      }
    }

    /// The ordinal that is nearest to the bound and within the range: not below a minimum, not above a maximum.
    package func ordinal(for type: ColumnType, isMinimum: Bool) -> Double {
      let ordinal = ordinal(for: type)
      guard case .integer(let exact) = self else { return ordinal }
      let isAbove = Int64(exactly: ordinal).map { $0 > exact } ?? true
      let isBelow = Int64(exactly: ordinal).map { $0 < exact } ?? false
      if isMinimum { return isBelow ? ordinal.nextUp : ordinal }
      return isAbove ? ordinal.nextDown : ordinal
    }

    package var isTime: Bool { if case .time = self { true } else { false } }
  }

  package struct Inequality: Sendable {
    package var left: ColumnReference
    package var comparison: Comparison
    package var right: ColumnReference
    /// The columns whose values have to find room between the two sides, from the left to the right.
    package var between: [Stop] = []
  }

  /// A column whose value has to find room between the two sides of an inequality.
  package struct Stop: Sendable {
    package var column: ColumnReference
    /// Whether its value differs from that of the column before it.
    package var isStrict: Bool

    package init(_ column: ColumnReference, isStrict: Bool) {
      self.column = column
      self.isStrict = isStrict
    }
  }

  package enum Comparison: String, Sendable, CaseIterable {
    case less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">=", equal = "==", notEqual = "!="

    /// The comparison with its sides exchanged.
    package var reversed: Comparison {
      switch self {
      case .less: .greater
      case .lessOrEqual: .greaterOrEqual
      case .greater: .less
      case .greaterOrEqual: .lessOrEqual
      case .equal, .notEqual: self
      }
    }
  }

  package struct Pattern: Sendable {
    package var column: ColumnReference
    package var regularExpression: String
  }

  package struct Enumeration: Sendable {
    package var column: ColumnReference
    package var values: [DocumentNode]
    /// The column whose values are the allowed ones, where the list is not given in place.
    package var reference: ColumnReference?
  }
}

/// A behavioural goal, measured in the loaded data.
package enum Target: Sendable {
  case weekendShare(column: ColumnReference, minimum: Double, maximum: Double)
  case meanInRange(column: ColumnReference, minimum: Double, maximum: Double)
  case compositeEffect(CompositeEffect)

  package struct CompositeEffect: Sendable {
    package var table: Located<String>
    package var metric: String
    /// The column whose times are counted; the first datetime column of the table.
    package var timeColumn: String
    package var influences: [TimePattern]
    package var maximumAbsoluteError: Double?
    package var maximumRelativeError: Double?

    /// The relative tolerance as a share: above 1 it is meant in percent.
    package var relativeTolerance: Double? { maximumRelativeError.map { $0 > 1 ? $0 / 100 : $0 } }
  }
}

extension Target {
  /// The table that the target is about.
  package var table: String {
    switch self {
    case .weekendShare(let column, _, _), .meanInRange(let column, _, _): column.table
    case .compositeEffect(let effect): effect.table.value
    }
  }

  /// Where the schema names what the target is about.
  package var position: SourcePosition {
    switch self {
    case .weekendShare(let column, _, _), .meanInRange(let column, _, _): column.position
    case .compositeEffect(let effect): effect.table.position
    }
  }
}

/// A target with what is known of it before it is measured.
package struct ForeseenTarget: Sendable {
  package var target: Target
  /// Why the schema's own numbers miss it; empty where nothing speaks against it.
  package var warnings: [String]

  package init(_ target: Target, warnings: [String] = []) {
    self.target = target
    self.warnings = warnings
  }

  /// Says that the target is out of reach, to the schema's author now and to the report later.
  package mutating func warn(_ message: String, _ diagnostics: Diagnostics) {
    warnings.append(message)
    diagnostics.warning(message, at: target.position)
  }
}
