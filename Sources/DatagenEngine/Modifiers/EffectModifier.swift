import DatagenColumns
import DatagenSchema

/// `effect`: while the window of a row of another table is open, values are multiplied by its field, or it is added.
struct EffectModifier: NumericModifier, DeclaredModifier {
  static let form = EffectDefinition.form

  let definition: EffectDefinition
  private let time: ColumnIndex

  init?(_ arguments: DocumentNode, kind: ColumnBuffer.Kind, _ context: ColumnContext) {
    guard Self.accepts(kind, context) else { return nil }
    let key = EffectDefinition.Key(
      table: context.tableIndex,
      column: context.columnIndex,
      place: context.position.line * 10_000 + context.position.column
    )
    guard
      let definition = EffectDefinition(
        arguments,
        key: key,
        owner: context.tableIndex,
        context.schema,
        context.diagnostics
      )
    else { return nil }
    // The time of the row may stand anywhere: an effect reads when the row happens, not what it holds.
    guard
      let column = context.table.columns.firstIndex(where: { $0.type == .datetime })
        ?? context.table.columns.firstIndex(where: { $0.type == .date })
    else {
      context.error("\"effect\" needs a datetime column in table \"\(context.table.name.value)\"")
      return nil
    }
    self.definition = definition
    time = ColumnIndex(table: context.tableIndex, column: column)
  }

  var dependencies: [ColumnIndex] { [time] + definition.matches.map(\.local) + definition.effectColumns }

  var summary: String { definition.summary }

  func apply(to values: UnsafeMutablePointer<Double>, _ batch: BatchEvaluation) {
    let windows = batch.plan.windows(of: definition.key)
    let times = batch.column(time.column)
    var lastHash: UInt64?
    var timeline = definition.matches.isEmpty ? windows.timeline(0) : nil
    for row in 0..<batch.count {
      if !definition.matches.isEmpty {
        let hash = definition.localHash(row) { batch.column($0.column) }
        if hash == nil || hash != lastHash {
          timeline = windows.timeline(hash)
          lastHash = hash
        }
      }
      let effect = times.isNull(row) ? nil : timeline?.value(at: times.moment(row))
      if definition.isAddition {
        values[row] += effect ?? definition.standard
      } else {
        values[row] *= effect ?? definition.standard
      }
    }
  }
}
