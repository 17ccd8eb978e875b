internal import DatagenDatabase
internal import DatagenSchema

/// Turns a database's answer to a check into a result.
struct Judge {
  let check: Check
  let state: TableState

  func result(_ answer: Answer) -> CheckResult {
    if case .refused(let reason) = answer { return refused(reason) }
    switch check.expectation {
    case .exists:
      return state.exists ? passed("the table is there") : failed("the table does not exist")
    case .columns(let names):
      let missing = names.filter { !state.columns.contains($0) }
      guard missing.isEmpty else {
        let list = missing.map { "\"\($0)\"" }.joined(separator: ", ")
        return failed(
          "\(missing.count == 1 ? "the column" : "the columns") \(list) \(missing.count == 1 ? "is" : "are") missing"
        )
      }
      return passed(names.count == 1 ? "the only column is there" : "all \(names.count) columns are there")
    case .rowCount:
      return rowCount()
    case .noRows(let fault):
      return state.isWronglyEmpty ? failed("the table is empty") : faultyRows(answer.value, fault)
    case .value(let name, let minimum, let maximum):
      return value(answer.value?.doubleValue, name, minimum, maximum)
    case .distribution(let effect):
      guard case .rows(let cells) = answer else { return failed("could not be checked") }
      return distribution(cells, effect)
    }
  }

  private func rowCount() -> CheckResult {
    let rows = state.rows ?? 0
    guard let expected = state.expectedRows else {
      return rows > 0 ? passed(Figures.rows(rows)) : failed("the table is empty")
    }
    if rows == expected { return passed("\(Figures.rows(rows)), as recorded") }
    let difference = Int64(clamping: rows.subtractingReportingOverflow(expected).partialValue.magnitude)
    var result = failed("\(Figures.rows(rows)) instead of \(Figures.grouped(expected))")
    result.violations = difference
    result.score = rows == 0 ? 0 : Score.faulty(difference, of: expected)
    return result
  }

  private func faultyRows(_ value: SQLValue?, _ fault: String) -> CheckResult {
    guard let faulty = value?.integerValue else { return failed("could not be checked: no count came back") }
    let rows = state.rows ?? 0
    if faulty == 0 {
      var result = passed(rows == 0 ? "no rows to look at" : "none of \(Figures.rows(rows)) \(fault)")
      result.violations = 0
      return result
    }
    var result = failed("\(Figures.grouped(faulty)) of \(Figures.rows(rows)) \(fault)")
    result.violations = faulty
    result.rowsSQL = check.rowsSQL
    result.score = Score.faulty(faulty, of: rows)
    return result
  }

  private func value(_ value: Double?, _ name: String, _ minimum: Double, _ maximum: Double) -> CheckResult {
    var measures = CheckResult.Measures(value: value, minimum: minimum, maximum: maximum)
    guard let value else {
      var result = failed("there are no values to measure the \(name) of")
      result.measures = measures
      return result
    }
    measures.value = value
    let isMet = value >= minimum && value <= maximum
    let wanted = "\(Figures.short(minimum)) to \(Figures.short(maximum))"
    let message = "\(name) \(Figures.short(value)), wanted \(wanted)"
    var result = isMet ? passed(message) : failed(message)
    result.measures = measures
    if !isMet {
      let nearest = value < minimum ? minimum : maximum
      let width = maximum - minimum
      let allowance = width > 0 && width.isFinite ? width : max(abs(nearest), .ulpOfOne)
      result.score = Score.missed(by: abs(value - nearest), allowance: allowance)
    }
    return result
  }

  private func distribution(_ cells: [[SQLValue]], _ effect: Target.CompositeEffect) -> CheckResult {
    guard let measure = EffectMeasure(cells, influences: effect.influences) else {
      return failed("there are no times to measure the distribution of")
    }
    let tolerance = effect.relativeTolerance
    var measures = CheckResult.Measures()
    measures.mae = measure.meanAbsoluteError
    measures.mape = measure.meanRelativeError
    measures.maximumMAE = effect.maximumAbsoluteError
    measures.maximumMAPE = tolerance
    var excess = 0.0
    var parts: [String] = []
    for (name, error, limit) in [
      ("mae", measure.meanAbsoluteError, effect.maximumAbsoluteError),
      ("mape", measure.meanRelativeError, tolerance),
    ] {
      parts.append(
        "\(name) \(Figures.short(error))" + (limit.map { ", wanted at most \(Figures.short($0))" } ?? "")
      )
      if let limit, error > limit { excess = max(excess, (error - limit) / limit) }
    }
    let message = parts.joined(separator: "; ") + ", over \(Figures.rows(measure.rows))"
    var result = excess > 0 ? failed(message) : passed(message)
    result.measures = measures
    result.rows = measure.rows
    if excess > 0 { result.score = Score.missed(by: excess, allowance: 1) }
    return result
  }

  /// A database explains itself over many lines; the first says what is wrong.
  private func refused(_ reason: String) -> CheckResult {
    failed("could not be checked: \(reason.split(whereSeparator: \.isNewline).first ?? "")")
  }

  private func passed(_ message: String) -> CheckResult { result(passed: true, message, score: 1) }

  func failed(_ message: String) -> CheckResult { result(passed: false, message, score: 0) }

  private func result(passed: Bool, _ message: String, score: Double) -> CheckResult {
    CheckResult(
      category: check.kind.category,
      kind: check.kind.rawValue,
      table: check.table,
      column: check.column,
      isHard: check.kind.isHard,
      passed: passed,
      message: message,
      violations: nil,
      rows: state.rows,
      measures: nil,
      score: score,
      sql: check.sql,
      rowsSQL: nil,
      warnings: check.warnings
    )
  }
}
