internal import CSQLite
internal import DatagenSchema

/// `text REGEXP pattern` in SQLite, which has the operator but no function behind it.
enum RegularExpressionFunction {
  /// Registers `regexp(pattern, text)`: whether the whole text matches; NULL where either is NULL.
  static func register(_ connection: OpaquePointer) {
    let patterns = Unmanaged.passRetained(PatternCache()).toOpaque()
    sqlite3_create_function_v2(
      connection,
      "regexp",
      2,
      SQLITE_UTF8 | SQLITE_DETERMINISTIC,
      patterns,
      { context, _, arguments in
        guard let context, let arguments else { return }
        RegularExpressionFunction.evaluate(context, pattern: arguments[0], text: arguments[1])
      },
      nil,
      nil,
      { if let patterns = $0 { Unmanaged<PatternCache>.fromOpaque(patterns).release() } }
    )
  }

  private static func evaluate(_ context: OpaquePointer, pattern: OpaquePointer?, text: OpaquePointer?) {
    guard let bytes = sqlite3_value_text(text) else { return sqlite3_result_null(context) }
    let count = Int(sqlite3_value_bytes(text))
    guard let compiled = compiledPattern(context, pattern) else { return }
    let subject = String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    do {
      sqlite3_result_int(context, try compiled.matches(subject) ? 1 : 0)
    } catch {
      sqlite3_result_error(context, "a regular expression failed: \(error)", -1)
    }
  }

  /// The compiled pattern; nil after the result has been set to NULL or to an error.
  private static func compiledPattern(_ context: OpaquePointer, _ pattern: OpaquePointer?) -> TextPattern? {
    // Auxiliary data lives as long as the statement while the argument is constant: no look-up per row.
    if let known = sqlite3_get_auxdata(context, 0) {
      return Unmanaged<TextPattern>.fromOpaque(known).takeUnretainedValue()
    }
    guard let bytes = sqlite3_value_text(pattern), let cache = sqlite3_user_data(context) else {
      sqlite3_result_null(context)
      return nil
    }
    let text = String(cString: bytes)
    do {
      let compiled = try Unmanaged<PatternCache>.fromOpaque(cache).takeUnretainedValue().pattern(text)
      sqlite3_set_auxdata(context, 0, Unmanaged.passRetained(compiled).toOpaque()) {
        if let known = $0 { Unmanaged<TextPattern>.fromOpaque(known).release() }
      }
      return compiled
    } catch {
      sqlite3_result_error(context, "\"\(text)\" is no regular expression: \(error)", -1)
      return nil
    }
  }
}

private final class PatternCache {
  private var patterns: [String: TextPattern] = [:]

  func pattern(_ text: String) throws -> TextPattern {
    if let known = patterns[text] { return known }
    let compiled = try TextPattern(text)
    patterns[text] = compiled
    return compiled
  }
}
