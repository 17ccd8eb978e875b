import DatagenSchema

/// The order in which tables are loaded: parents and referenced tables first.
///
/// Cycles of references are no obstacle, since a key can be computed before its row exists; a cycle of driving
/// parents is, since nobody begins it.
struct LoadOrder {
  /// Indices of tables.
  let tables: [Int]

  private let schema: Schema
  private let diagnostics: Diagnostics

  init(_ schema: Schema, _ references: ReferenceMap, _ diagnostics: Diagnostics) {
    self.schema = schema
    self.diagnostics = diagnostics
    let indices = Dictionary(
      schema.tables.enumerated().map { ($0.element.name.value, $0.offset) },
      uniquingKeysWith: { first, _ in first }
    )
    var driving = [Int?](repeating: nil, count: schema.tables.count)
    var needs = [[Int]](repeating: [], count: schema.tables.count)
    for (index, table) in schema.tables.enumerated() {
      driving[index] = table.drivingParent.flatMap { indices[$0.value] }
      var needed = table.parents.compactMap { indices[$0.value] }
      needed += references.references[index].map(\.parent)
      for key in schema.constraints.foreignKeys where key.from.table == table.name.value {
        if let parent = indices[key.to.table] { needed.append(parent) }
      }
      let effects = (table.effects + table.columns.flatMap(\.modifiers)).filter {
        $0.name.value == EffectModifier.form.name
      }
      needed += effects.compactMap { $0.arguments["effect_table"]?.string.flatMap { indices[$0] } }
      needs[index] = needed.filter { $0 != index }
    }
    Self.checkDriving(driving, schema, diagnostics)
    let free = Self.sorted(needs: needs, firstly: driving)
    tables = Self.explicit(schema, indices, needs: needs, inferred: free, diagnostics)
  }

  /// Reports driving parents that form a cycle.
  private static func checkDriving(_ driving: [Int?], _ schema: Schema, _ diagnostics: Diagnostics) {
    for start in driving.indices {
      var visited = [start]
      var current = driving[start]
      while let parent = current, !visited.contains(parent) {
        visited.append(parent)
        current = driving[parent]
      }
      if current == start, visited.min() == start {
        let names = (visited + [start]).map { "\"\(schema.tables[$0].name.value)\"" }.joined(separator: " → ")
        diagnostics.error(
          "the parents form a cycle, so that no table has rows to begin with: \(names); make one of them an entity",
          at: schema.tables[start].parents.first?.position ?? schema.tables[start].name.position
        )
      }
    }
  }

  /// A depth-first topological order that keeps the order of the file where it may.
  ///
  /// An edge that would close a cycle is left out, a driving parent's never.
  private static func sorted(needs: [[Int]], firstly driving: [Int?]) -> [Int] {
    enum Mark { case new, open, done }
    var marks = [Mark](repeating: .new, count: needs.count)
    var order: [Int] = []
    /// Whether a table descends from one that is being visited: it comes after that one, so its visit has to wait.
    func descendsFromOpen(_ table: Int) -> Bool {
      var visited: Set<Int> = []
      var current = driving[table]
      while let parent = current, visited.insert(parent).inserted {
        if marks[parent] == .open { return true }
        current = driving[parent]
      }
      return false
    }
    func visit(_ table: Int) {
      guard marks[table] == .new else { return }
      marks[table] = .open
      if let parent = driving[table] { visit(parent) }
      for needed in needs[table] where !descendsFromOpen(needed) { visit(needed) }
      marks[table] = .done
      order.append(table)
    }
    for table in needs.indices { visit(table) }
    return order
  }

  /// The order of `dag`, if there is one and it is possible.
  private static func explicit(
    _ schema: Schema,
    _ indices: [String: Int],
    needs: [[Int]],
    inferred: [Int],
    _ diagnostics: Diagnostics
  ) -> [Int] {
    guard let levels = schema.order else { return inferred }
    let flat = levels.joined().compactMap { name in indices[name.value].map { Located($0, at: name.position) } }
    guard flat.count == schema.tables.count, Set(flat.map(\.value)).count == flat.count else { return inferred }
    let places = Dictionary(uniqueKeysWithValues: flat.enumerated().map { ($0.element.value, $0.offset) })
    for (place, table) in flat.enumerated() {
      for needed in needs[table.value] {
        guard let other = places[needed], other > place, !reaches(table.value, from: needed, needs) else { continue }
        diagnostics.error(
          "\"dag\" puts table \"\(schema.tables[table.value].name.value)\" before "
            + "\"\(schema.tables[needed].name.value)\", to which it refers",
          at: table.position
        )
      }
    }
    return flat.map(\.value)
  }

  /// Whether a table needs another one, directly or not: then the two are in a cycle, and either may come first.
  private static func reaches(_ goal: Int, from start: Int, _ needs: [[Int]]) -> Bool {
    var visited: Set<Int> = [start]
    var waiting = [start]
    while let table = waiting.popLast() {
      if table == goal { return true }
      for next in needs[table] where visited.insert(next).inserted { waiting.append(next) }
    }
    return false
  }
}
