internal import DatagenDatabase

/// What the database answered to a check.
enum Answer: Sendable {
  /// The statement's rows, or the one value that a shared scan found.
  case rows([[SQLValue]])
  /// The statement could not be run, and why.
  case refused(String)

  var value: SQLValue? {
    if case .rows(let rows) = self { rows.first?.first } else { nil }
  }
}

/// All the checks of a table that look at its rows one by one, run in one pass.
struct TableScan {
  /// The most aggregates of one statement, well below what the databases allow.
  private static let limit = 200

  let table: String
  let connection: any DatabaseConnection

  /// Answers to the checks, in their order, and the number of rows.
  func run(_ checks: [Check]) throws(DatabaseError) -> (rows: Int64, answers: [Answer]) {
    var rows: Int64 = 0
    var answers: [Answer] = []
    var start = 0
    repeat {
      let part = checks[start..<min(start + Self.limit, checks.count)]
      let counted = try run(part)
      rows = counted.rows
      answers += counted.answers
      start += Self.limit
    } while start < checks.count
    return (rows, answers)
  }

  private func run(_ checks: ArraySlice<Check>) throws(DatabaseError) -> (rows: Int64, answers: [Answer]) {
    do throws(DatabaseError) {
      guard let row = try connection.query(statement(checks)).first, row.count == checks.count + 1 else {
        throw DatabaseError("the scan returned no row", table: table)
      }
      return (row[0].integerValue ?? 0, row.dropFirst().map { .rows([[$0]]) })
    } catch {
      // One check that the database refuses, such as a pattern on a number, must not hide the others.
      guard error.isAboutStatement(connection.dialect) else { throw error.located(table) }
      let count = try connection.query(statement([])).first?.first?.integerValue ?? 0
      var answers: [Answer] = []
      for check in checks {
        answers.append(try Self.runAlone(check, connection))
      }
      return (count, answers)
    }
  }

  private func statement(_ checks: ArraySlice<Check>) -> String {
    let aggregates = ["count(*)"] + checks.compactMap(\.aggregate)
    return "SELECT \(aggregates.joined(separator: ",\n  "))\nFROM \(connection.dialect.quote(table)) AS this;"
  }

  /// Runs a check's own statement.
  ///
  /// That the database does not accept the statement is an answer, too.
  static func runAlone(_ check: Check, _ connection: any DatabaseConnection) throws(DatabaseError) -> Answer {
    do throws(DatabaseError) {
      return .rows(try connection.query(check.sql))
    } catch {
      guard error.isAboutStatement(connection.dialect) else { throw error.located(check.table) }
      return .refused(error.message)
    }
  }
}

extension DatabaseError {
  /// The error at a table, where it names none itself.
  fileprivate func located(_ table: String) -> DatabaseError {
    var error = self
    error.table = error.table ?? table
    return error
  }

  /// Whether it is the statement that does not suit the data, and not the database that cannot go on.
  fileprivate func isAboutStatement(_ dialect: Dialect) -> Bool {
    guard let code else { return false }
    switch dialect {
    // SQLITE_ERROR, the lowest byte of the extended codes.
    case .sqlite: return Int(code).map { $0 & 0xFF == 1 } ?? false
    // "Syntax error or access rule violation" and "data exception".
    case .postgres: return code.hasPrefix("42") || code.hasPrefix("22")
    }
  }
}
