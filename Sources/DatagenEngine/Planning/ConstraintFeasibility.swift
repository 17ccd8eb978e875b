import DatagenSchema

/// Says before the work which constraints the declared values cannot meet.
struct ConstraintFeasibility {
  let schema: Schema
  let references: ReferenceMap
  let diagnostics: Diagnostics
  let compiler: BoundCompiler
  /// The first and the last value of each sequence.
  private(set) var sequences: [ColumnIndex: (first: Double, last: Double)] = [:]
  /// What is left of the domains inside the columns' ranges.
  private(set) var clampedDomains: [ColumnReference: ClosedRange<Double>] = [:]

  /// The intervals of all columns of which one is known, ranges included, in numbers or microseconds.
  var intervals: [ColumnIndex: ClosedRange<Double>] {
    var intervals: [ColumnIndex: ClosedRange<Double>] = [:]
    for (table, model) in schema.tables.enumerated() {
      for (column, declared) in model.columns.enumerated() where declared.hasType {
        let index = ColumnIndex(table: table, column: column)
        intervals[index] = interval(compiler.name(of: index), declared.type)
      }
    }
    return intervals
  }

  init(_ schema: Schema, _ references: ReferenceMap, _ diagnostics: Diagnostics) {
    self.schema = schema
    self.references = references
    compiler = BoundCompiler(schema: schema, references: references)
    self.diagnostics = diagnostics
  }

  /// The ranges of a column that fit its type; the others have been reported.
  private func ranges(of column: ColumnReference, _ type: ColumnType) -> [Constraints.Range] {
    schema.constraints.ranges.filter { range in
      range.column == column && (range.minimum ?? range.maximum)?.isTime == type.isTemporal
    }
  }

  mutating func check(_ tables: [TablePlan?], _ counts: ExpectedCounts) {
    for table in tables.compactMap(\.self) {
      let declared = schema.tables[table.index]
      for (place, (column, plan)) in zip(declared.columns, table.columns).enumerated() {
        check(column, place, plan, of: table, rows: min(counts.rows[table.index], Feasibility.maximumRows))
      }
    }
    for key in schema.constraints.foreignKeys { check(key) }
    for inequality in schema.constraints.inequalities { check(inequality) }
    checkRooms()
    for enumeration in schema.constraints.enums { check(enumeration) }
    for pattern in schema.constraints.patterns { check(pattern) }
  }

  // MARK: Types and ranges

  private mutating func check(_ column: Column, _ place: Int, _ plan: ColumnPlan, of table: TablePlan, rows: Double) {
    let reference = ColumnReference(table: table.name, column: column.name.value)
    guard let domain = ColumnDomain(column, plan, rows: rows), let position = column.generator?.name.position
    else {
      clampedDomains[reference] = clamped(-.infinity...(.infinity), reference, column.type)
      return
    }
    if let sequence = plan.declaredGenerator as? SequenceGenerator, column.modifiers.isEmpty {
      let index = ColumnIndex(table: table.index, column: place)
      sequences[index] = (sequence.start, sequence.start + sequence.step * (rows.rounded() - 1))
    }
    let interval = domain.interval
    // Doubles are too coarse at the ends of the type. How many rows a fact has is not known to the last one.
    let fits =
      table.kind != .fact && column.modifiers.isEmpty
      && (plan.generator as? SequenceGenerator)?.wholeNumbers?.fits(rows) == true
    if column.type == .int, !fits, interval.upperBound >= 0x1p63 || interval.lowerBound < -0x1p63 {
      let isSequence = plan.generator is SequenceGenerator
      if isSequence || interval.lowerBound >= 0x1p63 || interval.upperBound < -0x1p63 {
        diagnostics.error(
          "\(reference) is int, which ends at \(Int64.max), and its generator goes beyond: \(domain.text)",
          at: position
        )
        return
      }
    }
    var isReported = false
    for range in ranges(of: reference, column.type) where !isReported {
      let low = range.minimum?.ordinal(for: column.type), high = range.maximum?.ordinal(for: column.type)
      let isBelow = low.map { interval.upperBound < $0 } ?? false
      let isAbove = high.map { interval.lowerBound > $0 } ?? false
      guard isBelow || isAbove else { continue }
      isReported = true
      let bound = isBelow ? "at least \(text(low, column.type))" : "at most \(text(high, column.type))"
      diagnostics.error(
        "\(reference) has to be \(bound), but its generator gives \(domain.text)",
        at: isBelow ? range.minimumPosition : range.maximumPosition
      )
    }
    if !isReported { clampedDomains[reference] = clamped(interval, reference, column.type) }
  }

  private func text(_ ordinal: Double?, _ type: ColumnType) -> String {
    ordinal.map { ColumnDomain.text(ofOrdinal: $0, type) } ?? ""
  }

  /// The part of an interval inside a column's ranges; nil where there is none, or no end is known.
  private func clamped(
    _ interval: ClosedRange<Double>,
    _ column: ColumnReference,
    _ type: ColumnType
  ) -> ClosedRange<Double>? {
    var low = interval.lowerBound, high = interval.upperBound
    // A range clamps to the values of the type: at most 4.7 is at most 4 for a whole number.
    let resolution = Resolution(unit: type.isTemporal ? 0 : schema.column(column)?.leastDifference ?? 0)
    for range in ranges(of: column, type) {
      if let bound = range.minimum?.ordinal(for: type) {
        low = max(low, resolution.value(from: bound, by: 1, isStrict: false))
      }
      if let bound = range.maximum?.ordinal(for: type) {
        high = min(high, resolution.value(from: bound, by: -1, isStrict: false))
      }
    }
    return low <= high && (low.isFinite || high.isFinite) ? low...high : nil
  }

  // MARK: Keys

  /// Only a lookup, or a choice of another table's values, refers to rows that are there; or a column whose values are known
  /// to be keys.
  private func check(_ key: Constraints.ForeignKey) {
    guard let column = schema.column(key.from), let generator = column.generator, generator.isSound,
      let own = compiler.index(of: key.from), let target = compiler.index(of: key.to),
      !diagnostics.hasError(at: key.from.position)
    else { return }
    if references.lookups[own] != nil || generator.arguments["choices_ref"] != nil {
      let source =
        generator.arguments["choices_ref"]?.located.flatMap { ColumnReference($0.value, at: $0.position) }
        ?? compiler.name(of: references.lookups[own]?.source ?? own)
      if column.modifiers.isEmpty, isSameKey(source, key.to) { return }
      diagnostics.error(
        "\(key.from) has to refer to \(key.to), but "
          + (column.modifiers.isEmpty
            ? "takes its values from \(source)" : "its modifiers change the key that is looked up"),
        at: key.from.position
      )
      return
    }
    if let stranger = strangers(in: column, to: target).first {
      diagnostics.error("\(key.from) refers to \(key.to), which has no \(stranger)", at: key.from.position)
      return
    }
    let isFree = [
      DistributionGenerator.form.name, DatetimeSeriesGenerator.form.name, FakerGenerator.form.name,
      ExpressionGenerator.form.name,
    ].contains(generator.name.value)
    guard isFree, !isInside(own, target) else { return }
    diagnostics.warning(
      "\(key.from) refers to \(key.to) by chance only: its generator is \"\(generator.name.value)\"; use "
        + "\"lookup\": { \"from\": \"\(key.to)\" }",
      at: key.from.position
    )
  }

  /// Whether a column is a key, or takes its values from there in the end.
  private func isSameKey(_ source: ColumnReference, _ key: ColumnReference) -> Bool {
    if source == key || self.source(of: source) == self.source(of: key) { return true }
    return schema.constraints.foreignKeys.contains { $0.from == source && $0.to == key }
  }

  /// The listed values of a column that are none of a sequence's, or of a vocabulary's.
  private func strangers(in column: Column, to key: ColumnIndex) -> [String] {
    let arguments = column.generator?.arguments
    let listed = (arguments?[anyOf: ["choices", "values"]]?.elements ?? [arguments?["value"]].compactMap(\.self))
    guard column.modifiers.isEmpty, !listed.isEmpty else { return [] }
    let keyColumn = schema.tables[key.table].columns[key.column]
    if let sequence = sequences[key] {
      let step = keyColumn.generator?.arguments["step"]?.double ?? 1
      return listed.filter { node in
        guard let value = node.double else { return true }
        let place = (value - sequence.first) / step
        return value < min(sequence.first, sequence.last) || value > max(sequence.first, sequence.last)
          || place != place.rounded()
      }.compactMap(\.scalarText)
    }
    guard let values = keyColumn.generator?.arguments["values"]?.elements else { return [] }
    return listed.filter { node in !values.contains { $0.isEqual(to: node, as: column.type) } }.compactMap(\.scalarText)
  }

  /// Whether all whole numbers of a column are those of a sequence that counts by one.
  private func isInside(_ column: ColumnIndex, _ key: ColumnIndex) -> Bool {
    let declared = schema.tables[column.table].columns[column.column]
    guard let sequence = sequences[key], declared.type == .int,
      abs(schema.tables[key.table].columns[key.column].generator?.arguments["step"]?.double ?? 1) == 1,
      let domain = clampedDomains[compiler.name(of: column)]
    else { return false }
    return min(sequence.first, sequence.last) <= domain.lowerBound
      && domain.upperBound <= max(sequence.first, sequence.last)
  }

  // MARK: Enums and patterns

  /// The values of a vocabulary are all stored, so all of them have to be in the enum. (A choice draws inside it.)
  private func check(_ enumeration: Constraints.Enumeration) {
    guard enumeration.reference == nil, let column = schema.column(enumeration.column) else { return }
    if let domain = clampedDomains[enumeration.column], column.type != .bool, column.type != .string {
      let allowed = enumeration.values.compactMap { $0.ordinal(for: column.type) }
      if !allowed.isEmpty, !allowed.contains(where: domain.contains),
        !diagnostics.hasError(at: enumeration.column.position)
      {
        diagnostics.error(
          "the enum of \(enumeration.column) allows none of its values, which are "
            + ColumnDomain.text(of: domain, column.type),
          at: enumeration.column.position
        )
      }
    }
    guard column.modifiers.isEmpty, let generator = column.generator, generator.isSound,
      [EnumListGenerator.form.name, ConstantGenerator.form.name].contains(generator.name.value)
    else { return }
    if generator.name.value == ConstantGenerator.form.name {
      guard let value = generator.arguments["value"],
        !enumeration.values.contains(where: { $0.isEqual(to: value, as: column.type) })
      else { return }
      diagnostics.error(
        "the enum of \(enumeration.column) does not allow its constant \"\(value.scalarText ?? "null")\"",
        at: value.position
      )
      return
    }
    let values = generator.arguments["values"]?.elements ?? []
    for value in values where !enumeration.values.contains(where: { $0.isEqual(to: value, as: column.type) }) {
      diagnostics.error(
        "the enum of \(enumeration.column) does not allow the vocabulary's value \"\(value.scalarText ?? "")\"",
        at: value.position
      )
    }
  }

  /// The patterns of texts that are not listed, so that only their rows tell whether they match.
  var patterns: [Constraints.Pattern] {
    schema.constraints.patterns.filter { pattern in
      guard let column = schema.column(pattern.column), column.type == .string else { return false }
      let listed = [ChoiceGenerator.form.name, EnumListGenerator.form.name].contains(column.generator?.name.value ?? "")
      if listed, column.modifiers.isEmpty, column.generator?.arguments["choices_ref"] == nil { return false }
      return column.generator?.arguments["regex"]?.string != pattern.regularExpression || !column.modifiers.isEmpty
    }
  }

  private func check(_ pattern: Constraints.Pattern) {
    guard let column = schema.column(pattern.column), column.type == .string, column.modifiers.isEmpty,
      let generator = column.generator, generator.isSound,
      [ChoiceGenerator.form.name, EnumListGenerator.form.name].contains(generator.name.value),
      let values = generator.arguments[anyOf: ["choices", "values"]]?.elements,
      let expression = try? Regex(pattern.regularExpression)
    else { return }
    for value in values {
      guard let text = value.scalarText, (try? expression.wholeMatch(in: text)) == nil else { continue }
      diagnostics.error(
        "\"\(text)\" does not match the pattern \"\(pattern.regularExpression)\" of \(pattern.column)",
        at: value.position
      )
    }
  }
}
