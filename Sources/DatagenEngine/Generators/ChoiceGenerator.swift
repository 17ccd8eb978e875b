import DatagenColumns
import DatagenSchema

/// `choice`: one of a list of values, or of another table's values, by weight.
///
/// The weights are given, or follow from the place in the list: `uniform`, `zipf@a` (rank k weighs `1 / k^a`) or
/// `head_tail@{s,a}` (the first 20 % share s equally, the rest 1 - s by zipf). They are normalised. With `given` they
/// depend on another column.
struct ChoiceGenerator: DeclaredGenerator {
  static let form = KeyForm(
    "choice",
    .object(
      ObjectForm(
        "choice",
        [
          KeyForm("choices", .array(.scalar), "the values"),
          KeyForm("choices_ref", .columnReference, "the column of another table whose values are chosen from"),
          KeyForm("weights", .weights, "a weight for each value"),
          KeyForm("weights_kind", .text(pattern: WeightsKind.pattern), "uniform, zipf@a or head_tail@{s,a}"),
          ConditionalWeights.form,
        ]
      )
    ),
    "one of a list of values, by weight"
  )

  private enum Source {
    case list(ConstantList, AliasTable)
    case conditional(ConstantList, ConditionalWeights)
    /// Each value once, in this order of places.
    case distinct(ConstantList, [Int])
    case column(ColumnIndex, RowChoice)
  }

  private let source: Source
  /// The places of the values with a weight, where they are a list that does not depend on another column.
  private var drawnPlaces: [Int] = []
  private var drawnShares: [Double] = []
  private let key: RandomKey
  let kind: ColumnBuffer.Kind
  let summary: String

  init?(_ arguments: DocumentNode, _ context: ColumnContext) {
    key = context.key
    guard let weights = ChoiceWeights(arguments, context) else { return nil }
    if let reference = arguments["choices_ref"] {
      guard arguments["choices"] == nil else {
        context.error("\"choices\" and \"choices_ref\" exclude each other", at: reference.position)
        return nil
      }
      guard let name = reference.located, let column = ColumnReference(name.value, at: name.position),
        let index = context.resolve(column, for: "\"choices_ref\"")
      else { return nil }
      if let given = arguments["given"] {
        context.error("\"given\" needs \"choices\", whose number its weights have", at: given.position)
        return nil
      }
      let table = context.schema.tables[index.table]
      if !context.column.isNullable, context.canBeNull(index) {
        context.error(
          "\(column) can be NULL, but column \"\(context.column.name.value)\", which takes its values, is not nullable",
          at: reference.position
        )
        return nil
      }
      let values = table.columns.lazy.compactMap { $0.generator?.arguments["values"]?.elements?.count }.first
      if let given = weights.given, table.kind == .vocab, let values, given.count != values {
        context.error(
          "\(given.count) weights for \(values) values of \(column)",
          at: weights.position ?? reference.position
        )
        return nil
      }
      source = .column(
        index,
        RowChoice(key: key, weights: weights.kind ?? .uniform, given: weights.given.map(AliasTable.init(weights:)))
      )
      kind = table.columns[index.column].type.kind
      summary = "choice from \(column)" + weights.summary
      return
    }
    guard let list = arguments["choices"] else {
      context.error("\"choice\" needs \"choices\" or \"choices_ref\"")
      return nil
    }
    guard let all = ConstantList(list, type: context.column.type, context) else { return nil }
    if let given = weights.given, given.count != all.count {
      context.error("\(given.count) weights for \(all.count) choices", at: weights.position ?? list.position)
      return nil
    }
    let allowed = context.allowedPlaces(in: list)
    var shares = weights.given ?? (weights.kind ?? .uniform).weights(count: all.count)
    shares = allowed.map { shares[$0] }
    guard shares.contains(where: { $0 > 0 }) else {
      if !allowed.isEmpty {
        context.error(
          "every choice that the enum of the column allows has the weight 0",
          at: weights.position ?? list.position
        )
      }
      return nil
    }
    let chosen = DocumentNode(.array(allowed.compactMap { list.elements?[$0] }), at: list.position)
    guard let values = ConstantList(chosen, type: context.column.type, context) else { return nil }
    kind = values.kind
    if let node = arguments["given"] {
      guard
        let conditional = ConditionalWeights(
          node,
          plain: AliasTable(weights: shares),
          of: all.count,
          allowed: allowed,
          context
        )
      else { return nil }
      source = .conditional(values, conditional)
      summary = "choice of \(values.summary) \(conditional.summary)" + weights.summary
      return
    }
    if context.isUnique {
      guard values.distinctCount == values.count else {
        context.error("the choices of a unique column must not repeat", at: list.position)
        return nil
      }
      source = .distinct(values, Self.order(of: shares, key))
    } else {
      source = .list(values, AliasTable(weights: shares))
      drawnPlaces = shares.indices.filter { shares[$0] > 0 }
      drawnShares = drawnPlaces.map { shares[$0] }
    }
    summary = "choice of \(values.summary)" + weights.summary
  }

  /// The places of a list in the order in which they are drawn by weight, without replacement.
  ///
  /// Source: Efraimidis, Spirakis, "Weighted random sampling with a reservoir", 2006: the times of exponential clocks.
  private static func order(of shares: [Double], _ key: RandomKey) -> [Int] {
    let times = shares.indices.map { place in
      shares[place] > 0 ? -naturalLogarithm(key.unit(Int64(place))) / shares[place] : .infinity
    }
    return shares.indices.sorted { (times[$0], $0) < (times[$1], $1) }
  }

  var dependencies: [ColumnIndex] {
    switch source {
    case .column(let index, _): [index]
    case .conditional(_, let weights): [weights.column]
    case .list, .distinct: []
    }
  }

  func distinctValues(_ counts: ExpectedCounts) -> Double? {
    if case .distinct(let values, _) = source { return Double(values.distinctCount) }
    return nil
  }

  var listedCount: Int { drawnPlaces.count }

  /// The numbers that are drawn, each as often among `count` as its weight says; nil where other columns decide.
  func typicalNumbers(count: Int) -> [Double]? {
    guard case .list(let values, _) = source else { return nil }
    let numbers = drawnPlaces.compactMap { values.number($0) }
    guard numbers.count == drawnPlaces.count, let total = Optional(drawnShares.reduce(0, +)), total > 0 else {
      return nil
    }
    var place = 0, passed = drawnShares[0]
    return (0..<count).map { index in
      while place < numbers.count - 1, (Double(index) + 0.5) / Double(count) * total > passed {
        place += 1
        passed += drawnShares[place]
      }
      return numbers[place]
    }
  }

  func list(_ place: Int, into output: ColumnBuffer, _ batch: BatchEvaluation) {
    guard case .list(let values, _) = source else { return generate(into: output, batch) }
    values.fill(output, count: batch.count) { _ in drawnPlaces[place] }
  }

  func generate(into output: ColumnBuffer, _ batch: BatchEvaluation) {
    let rows = batch.draws
    switch source {
    case .list(let values, let table):
      values.fill(output, count: batch.count) { table.index(key.bits(rows[$0])) }
    case .conditional(let values, let weights):
      let places = batch.pool.take()
      places.reset(.integer, count: batch.count)
      let chosen = places.integers
      weights.choose(chosen, key: key, batch)
      values.fill(output, count: batch.count) { Int(chosen[$0]) }
      batch.pool.give(places)
    case .distinct(let values, let order):
      let count = Int64(order.count)
      values.fill(output, count: batch.count) { order[Int(rows[$0] % count)] }
    case .column(let column, let choice):
      batch.withRows(of: column.table) {
        choice.fill($0, of: column.table, batch)
      } then: { evaluation in
        output.copy(evaluation.column(column.column))
        if batch.plan.rowRange(of: column.table).isEmpty {
          let nulls = output.requireNulls()
          for row in 0..<batch.count { nulls[row] = true }
        }
      }
    }
  }
}

extension ColumnContext {
  /// The places of a list of choices that the column's enums allow; reports an enum that allows none, and warns of
  /// one that leaves some out.
  fileprivate func allowedPlaces(in list: DocumentNode) -> [Int] {
    let choices = list.elements ?? []
    var places = Array(choices.indices)
    let reference = ColumnReference(table: table.name.value, column: column.name.value)
    // A mapping may turn a choice that the enum lacks into one that it has.
    guard !column.modifiers.contains(where: { $0.name.value == "map_values" }) else { return places }
    for enumeration in schema.constraints.enums where enumeration.column == reference && enumeration.reference == nil {
      if diagnostics.hasError(at: enumeration.column.position) { continue }
      let values = enumeration.values
      let excluded = places.filter { place in !values.contains { $0.isEqual(to: choices[place], as: column.type) } }
      guard !excluded.isEmpty else { continue }
      if excluded.count == places.count {
        error(
          "the choices and the enum of \(reference) contradict each other: they have no value in common",
          at: list.position
        )
        return []
      }
      let names = excluded.prefix(3).compactMap { choices[$0].scalarText }.map { "\"\($0)\"" }.joined(separator: ", ")
      diagnostics.warning(
        "the enum of \(reference) does not allow \(names)\(excluded.count > 3 ? ", …" : ""), so that "
          + "\(excluded.count == 1 ? "this choice is" : "these choices are") never drawn",
        at: choices[excluded[0]].position
      )
      places.removeAll { excluded.contains($0) }
    }
    return places
  }
}

extension DocumentNode {
  /// Whether two scalars are the same value of a column of this type.
  func isEqual(to other: DocumentNode, as type: ColumnType) -> Bool {
    if type == .string || type == .bool { return scalarText == other.scalarText }
    return ordinal(for: type) == other.ordinal(for: type)
  }
}

/// The weights of a choice as they were written.
private struct ChoiceWeights {
  var given: [Double]?
  var kind: WeightsKind?
  var position: SourcePosition?

  init?(_ arguments: DocumentNode, _ context: ColumnContext) {
    if let node = arguments["weights"], !node.isNull {
      guard let weights = node.numbers else { return nil }
      position = node.position
      given = weights
      if !weights.contains(where: { $0 > 0 }) {
        context.error("at least one weight has to be more than 0", at: node.position)
        return nil
      }
      if let other = arguments["weights_kind"] {
        context.error("\"weights\" and \"weights_kind\" exclude each other", at: other.position)
        return nil
      }
    }
    if let node = arguments["weights_kind"] {
      guard let kind = WeightsKind(node, context.diagnostics) else { return nil }
      self.kind = kind
    }
  }

  var summary: String {
    if given != nil { return " by weight" }
    switch kind {
    case .zipf(let exponent): return " by zipf@\(exponent.shortText)"
    case .headTail(let share, let exponent): return " by head_tail@{\(share.shortText),\(exponent.shortText)}"
    default: return ""
    }
  }
}
