import DatagenSchema

/// Reports columns whose values depend on themselves: their computation would never end.
struct DependencyRules {
  private let schema: Schema
  private let diagnostics: Diagnostics

  init(_ schema: Schema, _ diagnostics: Diagnostics) {
    self.schema = schema
    self.diagnostics = diagnostics
  }

  func check(_ tables: [TablePlan?]) {
    var done: Set<ColumnIndex> = []
    for table in tables.compactMap(\.self) {
      for column in table.columns.indices {
        var path: [ColumnIndex] = []
        visit(ColumnIndex(table: table.index, column: column), tables, &path, &done)
      }
    }
  }

  private func visit(
    _ column: ColumnIndex,
    _ tables: [TablePlan?],
    _ path: inout [ColumnIndex],
    _ done: inout Set<ColumnIndex>
  ) {
    if done.contains(column) { return }
    if let start = path.firstIndex(of: column) {
      let cycle = (path[start...] + [column]).map { name($0) }.joined(separator: " → ")
      diagnostics.error(
        "the values of a column cannot depend on themselves: \(cycle)",
        at: schema.tables[column.table].columns[column.column].name.position
      )
      done.formUnion(path[start...])
      return
    }
    guard let plan = tables[column.table]?.columns[column.column] else { return }
    path.append(column)
    for dependency in plan.dependencies {
      visit(dependency, tables, &path, &done)
    }
    path.removeLast()
    done.insert(column)
  }

  private func name(_ column: ColumnIndex) -> String {
    let table = schema.tables[column.table]
    return "\(table.name.value).\(table.columns[column.column].name.value)"
  }
}
