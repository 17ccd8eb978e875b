package import DatagenSchema

/// An index that is built when the rows are in.
package struct IndexDefinition: Sendable, Hashable {
  package var name: String
  package var table: String
  package var columns: [String]
  package var isUnique: Bool

  package func sql(_ dialect: Dialect) -> String {
    "CREATE \(isUnique ? "UNIQUE " : "")INDEX \(dialect.quote(name)) "
      + "ON \(dialect.quote(table)) (\(dialect.list(columns)))"
  }

  /// The indexes of the tables: all unique ones first, because foreign keys may point to their columns.
  ///
  /// - Parameter taken: names that are in use already; indexes and tables share one name space.
  package static func indexes(of tables: [TableLayout], taken: some Sequence<String>) -> [IndexDefinition] {
    var names = Set(taken.map { $0.lowercased() })
    names.formUnion(tables.map { $0.name.lowercased() })
    func uniqueName(_ base: String) -> String {
      var name = base
      var number = 2
      while !names.insert(name.lowercased()).inserted {
        name = "\(base)\(number)"
        number += 1
      }
      return name
    }
    var indexes: [IndexDefinition] = []
    for table in tables {
      for column in table.uniqueColumns where table.primaryKey != [column] {
        let name = uniqueName("\(table.name)_\(column)_key")
        indexes.append(IndexDefinition(name: name, table: table.name, columns: [column], isUnique: true))
      }
    }
    for table in tables {
      for columns in table.unindexedKeys {
        let name = uniqueName("\(table.name)_\(columns.joined(separator: "_"))_idx")
        indexes.append(IndexDefinition(name: name, table: table.name, columns: columns, isUnique: false))
      }
    }
    return indexes
  }
}
