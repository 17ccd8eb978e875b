extension Schema {
  /// The texts that a column's values are listed as, in its own list or in the vocabulary that it takes them from; empty
  /// where they are not listed.
  package func listedTexts(of column: Column) -> [String] { listedTexts(of: column, depth: 0) }

  private func listedTexts(of column: Column, depth: Int) -> [String] {
    guard let arguments = column.generator?.arguments, depth < 8 else { return [] }
    if let list = (arguments["choices"] ?? arguments["values"])?.elements { return list.compactMap(\.scalarText) }
    guard let source = (arguments["choices_ref"] ?? arguments["from"])?.string,
      let other = ColumnReference(source, at: column.name.position).flatMap({ self.column($0) })
    else { return [] }
    return listedTexts(of: other, depth: depth + 1)
  }

  /// The first column of a table whose listed values contain all these texts.
  package func columnIndex(listing texts: [String], in table: Int) -> Int? {
    guard !texts.isEmpty else { return nil }
    return tables[table].columns.firstIndex { Set(listedTexts(of: $0)).isSuperset(of: texts) }
  }

  /// The segment column of a table: the one that is named, or the one whose values contain the segments.
  package func segmentColumn(of table: Int) -> Int? {
    guard let segments = tables[table].segments else { return nil }
    if let column = segments.column { return tables[table].columns.firstIndex { $0.name.value == column.value } }
    return columnIndex(listing: Array(segments.segments.keys), in: table)
  }

  /// The schema with the documented split of segments as the weights of every segment column that has none of its own.
  package func withSegmentShares() -> Schema {
    var schema = self
    for table in tables.indices {
      guard let segments = tables[table].segments, let column = segmentColumn(of: table) else { continue }
      schema.tables[table].columns[column] = segments.withShares(
        tables[table].columns[column],
        choices: listedTexts(of: tables[table].columns[column])
      )
    }
    return schema
  }
}
