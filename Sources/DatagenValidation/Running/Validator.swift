package import DatagenDatabase
package import DatagenSchema

/// Proves with SQL that a database holds what its schema says.
package struct Validator {
  private let layout: DatabaseLayout
  private let targets: [ForeseenTarget]
  private let expectedRows: [String: Int64]?

  /// - Parameters:
  ///   - layout: What the database should look like.
  ///   - targets: What is measured beside it.
  ///   - expectedRows: The rows of each table, as the load recorded them. Without it they are read from the
  ///     database's own record, and where it has none, one row is enough.
  package init(layout: DatabaseLayout, targets: [ForeseenTarget], expectedRows: [String: Int64]?) {
    self.layout = layout
    self.targets = targets
    self.expectedRows = expectedRows
  }

  /// Every statement of a validation by itself, each under a comment that names its check.
  ///
  /// A validation runs those that look at a table's rows one by one as a single scan.
  package func statements(_ dialect: Dialect) -> [String] {
    checks(dialect).map { check in
      let subject = check.table + (check.column.map { "." + $0 } ?? "")
      let line = subject.split(whereSeparator: \.isNewline).joined(separator: " ")
      return "-- \(check.kind.rawValue) of \(line)\n\(check.sql)"
    }
  }

  /// Runs all checks; `database` is what the report calls the database.
  package func validate(
    _ connection: any DatabaseConnection,
    database: String
  ) throws(DatabaseError) -> ValidationReport {
    let checks = checks(connection.dialect)
    let recorded = try RecordedLoads.read(connection)
    let loads = recorded.loads(of: layout.tables.map(\.name))
    var states = try states(for: checks, connection, recorded)
    let results = try results(of: checks, connection, &states)
    let hasRows = states.values.contains { ($0.rows ?? 0) > 0 }
    let isRightlyEmpty = layout.tables.allSatisfy { states[$0.name]?.expectedRows == 0 }
    return ValidationReport(
      dataset: layout.name,
      schemaDigest: layout.schemaDigest,
      database: database,
      loads: loads,
      score: Score.total(results, hasRows: hasRows || isRightlyEmpty),
      checks: results,
      warnings: warnings(loads, isRecorded: recorded.exists) + warnings(of: results)
    )
  }

  private func checks(_ dialect: Dialect) -> [Check] {
    CheckCompiler(layout: layout, targets: targets, dialect: dialect).checks()
  }

  private func states(
    for checks: [Check],
    _ connection: any DatabaseConnection,
    _ recorded: RecordedLoads
  ) throws(DatabaseError) -> [String: TableState] {
    var states: [String: TableState] = [:]
    for table in checks.flatMap({ [$0.table] + $0.needs.map(\.table) }).unique {
      var state = try TableState.read(table, connection)
      state.expectedRows = expectedRows.map { $0[table] } ?? recorded.rows(of: table)
      states[table] = state
    }
    return states
  }

  /// Runs the checks table by table and returns the results in the order of the checks.
  private func results(
    of checks: [Check],
    _ connection: any DatabaseConnection,
    _ states: inout [String: TableState]
  ) throws(DatabaseError) -> [CheckResult] {
    var answers = [Answer](repeating: .rows([]), count: checks.count)
    for table in checks.map(\.table).unique {
      guard states[table]?.exists == true else { continue }
      let runnable = checks.indices.filter {
        checks[$0].table == table && obstacle(to: checks[$0], states) == nil
      }
      let shared = runnable.filter { checks[$0].aggregate != nil }
      let scan = try TableScan(table: table, connection: connection).run(shared.map { checks[$0] })
      states[table]?.rows = scan.rows
      for (index, answer) in zip(shared, scan.answers) { answers[index] = answer }
      for index in runnable where checks[index].aggregate == nil && !checks[index].isAnsweredByState {
        answers[index] = try TableScan.runAlone(checks[index], connection)
      }
    }
    return zip(checks, answers).map { check, answer in
      let judge = Judge(check: check, state: states[check.table] ?? TableState(exists: false, columns: []))
      if let obstacle = obstacle(to: check, states) { return judge.failed(obstacle) }
      return judge.result(answer)
    }
  }

  /// Why a check cannot be run: a table or column that is missing.
  private func obstacle(to check: Check, _ states: [String: TableState]) -> String? {
    if check.kind == .tableExists { return nil }
    for table in [check.table] + check.needs.map(\.table) where states[table]?.exists != true {
      return table == check.table ? "the table does not exist" : "the table \"\(table)\" does not exist"
    }
    for need in check.needs where states[need.table]?.columns.contains(need.column) != true {
      return "the column \"\(need.table).\(need.column)\" does not exist"
    }
    return nil
  }

  /// What planning said of targets, under their names.
  private func warnings(of results: [CheckResult]) -> [String] {
    results.flatMap { result in result.warnings.map { "\(result.subject): \($0)" } }.unique
  }

  private func warnings(_ loads: [ValidationReport.Load], isRecorded: Bool) -> [String] {
    guard isRecorded else {
      return expectedRows == nil
        ? ["the database has no record of a load, so that row counts are only checked for not being 0"] : []
    }
    let others = loads.map(\.schemaDigest).unique.filter { $0 != layout.schemaDigest }
    guard !others.isEmpty else { return [] }
    return [
      "the data was loaded from another version of the schema (digest \(others.joined(separator: ", "))); "
        + "this one is \(layout.schemaDigest)"
    ]
  }
}

extension Check {
  /// Whether the answer is known before a row is looked at.
  fileprivate var isAnsweredByState: Bool { kind == .tableExists || kind == .columns }
}
