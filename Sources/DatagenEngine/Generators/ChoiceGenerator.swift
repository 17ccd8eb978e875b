import DatagenColumns
import DatagenSchema

/// `choice`: one of a list of values, or of another table's values, by weight.
///
/// The weights are given, or follow from the place in the list: `uniform`, `zipf@a` (rank k weighs `1 / k^a`) or
/// `head_tail@{s,a}` (the first 20 % share s equally, the rest 1 - s by zipf). They are normalised.
struct ChoiceGenerator: Generator {
  static let form = KeyForm(
    "choice",
    .object(
      ObjectForm(
        "choice",
        [
          KeyForm("choices", .array(.scalar), "the values"),
          KeyForm("choices_ref", .columnReference, "the column of another table whose values are chosen from"),
          KeyForm("weights", .weights, "a weight for each value"),
          KeyForm("weights_kind", .string, "uniform, zipf@a or head_tail@{s,a}"),
        ])),
    "one of a list of values, by weight")

  private enum Source {
    case list(ConstantList, AliasTable)
    case distinct(ConstantList, Permutation)
    case column(ColumnIndex, WeightsKind, AliasTable?)
  }

  private let source: Source
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
      let table = context.schema.tables[index.table]
      let values = table.columns.lazy.compactMap { $0.generator?.arguments["values"]?.elements?.count }.first
      if let given = weights.given, table.kind == .vocab, let values, given.count != values {
        context.error(
          "\(given.count) weights for \(values) values of \(column)", at: weights.position ?? reference.position)
        return nil
      }
      source = .column(index, weights.kind ?? .uniform, weights.given.map(AliasTable.init(weights:)))
      kind = table.columns[index.column].type.kind
      summary = "choice from \(column)" + weights.summary
      return
    }
    guard let list = arguments["choices"] else {
      context.error("\"choice\" needs \"choices\" or \"choices_ref\"")
      return nil
    }
    guard let values = ConstantList(list, type: context.column.type, context) else { return nil }
    if let given = weights.given, given.count != values.count {
      context.error("\(given.count) weights for \(values.count) choices", at: weights.position ?? list.position)
      return nil
    }
    if context.isUnique {
      source = .distinct(values, Permutation(count: UInt64(values.count), key: key))
    } else {
      source = .list(
        values, AliasTable(weights: weights.given ?? (weights.kind ?? .uniform).weights(count: values.count)))
    }
    kind = values.kind
    summary = "choice of \(values.summary)" + weights.summary
  }

  var dependencies: [ColumnIndex] {
    if case .column(let index, _, _) = source { [index] } else { [] }
  }

  func distinctValues(_ counts: ExpectedCounts) -> Double? {
    if case .distinct(let values, _) = source { return Double(values.distinctCount) }
    return nil
  }

  func generate(into output: ColumnBuffer, _ batch: BatchEvaluation) {
    let rows = batch.rows
    switch source {
    case .list(let values, let table):
      values.fill(output, count: batch.count) { table.index(key.bits(rows[$0])) }
    case .distinct(let values, let permutation):
      let count = UInt64(values.count)
      values.fill(output, count: batch.count) { Int(permutation(UInt64(rows[$0]) % count)) }
    case .column(let column, let weights, let given):
      generate(from: column, weights, given, into: output, batch)
    }
  }

  private func generate(
    from column: ColumnIndex, _ weights: WeightsKind, _ given: AliasTable?, into output: ColumnBuffer,
    _ batch: BatchEvaluation
  ) {
    let available = batch.plan.rowRange(of: column.table)
    let sampler = RankSampler(weights, count: Int64(available.count))
    batch.withRows(of: column.table) { chosen in
      for row in 0..<batch.count {
        if let given {
          let place = Int64(given.index(key.bits(batch.rows[row])))
          chosen[row] = available.lowerBound + min(place, max(0, Int64(available.count) - 1))
        } else {
          var stream = key.stream(batch.rows[row])
          chosen[row] = available.lowerBound + sampler.rank(&stream)
        }
      }
    } then: { evaluation in
      output.copy(evaluation.column(column.column))
    }
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
