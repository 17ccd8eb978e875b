import DatagenSchema

/// `correlate: { with, rho }` of a distribution: a Gaussian copula, which keeps the distributions of both columns.
///
/// Each column has a normal score for each row, of which its value is the quantile: `value = F⁻¹(Φ(z))`. The score of a
/// correlated column is `z = rho z_with + sqrt(1 - rho²) z_own`, so that the scores have the correlation rho. The score
/// of the other column is computed again from its key: no value is read. Where the other column is correlated with a
/// third one, the score is a sum of three, and so on.
struct Correlation: Sendable {
  static let form = KeyForm(
    "correlate",
    .object(
      ObjectForm(
        "correlate",
        [
          KeyForm(
            "with",
            .string,
            required: true,
            "an earlier column of the table, drawn from a distribution"
          ),
          KeyForm(
            "rho",
            .number(NumberLimits(minimum: -1, maximum: 1)),
            required: true,
            "the correlation of the two columns' normal scores"
          ),
        ]
      )
    ),
    "a correlation with another column"
  )

  /// A part of the score: the normal quantile of the random number that a key gives for the row, times `weight`.
  private struct Term: Sendable {
    var key: RandomKey
    var weight: Double
  }

  /// Those of the other columns, and the column's own last.
  private let terms: [Term]
  let summary: String

  /// Reads the correlation of the column of a context; reports what is wrong and returns nil.
  init?(_ node: DocumentNode, _ context: ColumnContext) {
    guard let other = node["with"]?.located, let rho = node["rho"]?.double, abs(rho) <= 1,
      let index = context.earlierColumn(named: other.value, at: other.position, for: "\"correlate\""),
      let score = Self.score(of: index.column, context, at: other.position)
    else { return nil }
    let own = Term(key: context.key, weight: (1 - rho * rho).squareRoot())
    terms = score.map { Term(key: $0.key, weight: $0.weight * rho) } + [own]
    summary = "correlated with \"\(other.value)\" (rho \(rho.shortText))"
  }

  /// The score of a column that stands before the one of the context.
  private static func score(of index: Int, _ context: ColumnContext, at position: SourcePosition) -> [Term]? {
    let column = context.table.columns[index]
    let name = column.name.value
    guard let declaration = column.generator, declaration.name.value == DistributionGenerator.form.name else {
      context.error(
        "\"correlate\" needs a column with the generator \"distribution\", and \"\(name)\" has "
          + (column.generator.map { "\"\($0.name.value)\"" } ?? "none"),
        at: position
      )
      return nil
    }
    // What is wrong with the other column is reported where that is compiled.
    let silent = Diagnostics(file: context.diagnostics.file)
    guard let distribution = DistributionReader(silent).read(declaration.arguments) else { return nil }
    guard let inversion = distribution.inversion else {
      context.error(
        "\"correlate\" needs a distribution that is drawn from one random number, and that of \"\(name)\" is "
          + "\(distribution.summary)",
        at: position
      )
      return nil
    }
    let other = ColumnContext(
      schema: context.schema,
      tableIndex: context.tableIndex,
      columnIndex: index,
      references: context.references,
      diagnostics: silent,
      tableKey: context.tableKey,
      key: context.tableKey.derived(name).derived(declaration.name.value),
      position: declaration.name.position
    )
    if other.isUnique {
      context.error("\"correlate\" cannot follow \"\(name)\", whose values must not repeat", at: position)
      return nil
    }
    if let node = declaration.arguments["correlate"] { return Correlation(node, other)?.terms }
    return [Term(key: other.key, weight: inversion == .rising ? 1 : -1)]
  }

  /// Fills in the place of each row of a batch in its column's cumulative distribution.
  ///
  /// Where the rows are drawn again, the column's own part of the score is, and not that of the others.
  func fill(_ units: UnsafeMutablePointer<Double>, _ batch: BatchEvaluation) {
    let count = batch.count
    for row in 0..<count { units[row] = 0 }
    for (place, term) in terms.enumerated() {
      let key = term.key, weight = term.weight
      let rows = place == terms.count - 1 ? batch.draws : batch.rows
      for row in 0..<count { units[row] += weight * normalQuantile(key.unit(rows[row])) }
    }
    for row in 0..<count { units[row] = min(max(normalCumulative(units[row]), 0x1p-60), 1 - 0x1p-53) }
  }
}
