/// Numbers for people to read.
enum Figures {
  /// `8,021`.
  static func grouped(_ number: Int64) -> String {
    var result = ""
    let digits = number.magnitude.description
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index) % 3 == 0 { result.append(",") }
      result.append(digit)
    }
    return number < 0 ? "-" + result : result
  }

  /// `1 row`, `8,021 rows`.
  static func rows(_ number: Int64) -> String { "\(grouped(number)) \(number == 1 ? "row" : "rows")" }

  /// A number with about four digits that matter: `0.2857`, `48.21`, `12,345`.
  static func short(_ number: Double) -> String {
    guard number.isFinite else { return number.description }
    if number == 0 { return "0" }
    let magnitude = abs(number)
    if magnitude >= 1000 {
      return magnitude < 1e15 ? grouped(Int64(number.rounded())) : number.description
    }
    if magnitude < 1e-6 { return number.description }
    var scale = 1.0
    while magnitude * scale < 1000 { scale *= 10 }
    return trimmed((number * scale).rounded() / scale)
  }

  /// A score with one digit, rounded down so that only 100 shows as 100.0.
  static func score(_ score: Double) -> String {
    // The sum of a few hundred scores is exact to far more than the digits shown.
    let tenths = Int64((score * 10 + 1e-9).rounded(.down))
    return "\(tenths / 10).\(tenths % 10)"
  }

  private static func trimmed(_ number: Double) -> String {
    let text = number.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
