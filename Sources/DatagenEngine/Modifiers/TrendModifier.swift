import DatagenColumns
import DatagenSchema

/// `trend`: multiplies by a growth over time, t in years of 365.25 days since the start of the timeframe.
///
/// `exponential` `(1 + g)^t`, `linear` `1 + g t`, `logarithmic` `1 + a ln(1 + b t)`, with a = 0.1 and b = 1 by
/// default. The time is that of the first datetime column before this one, or of `time_reference`; a row whose time
/// is NULL keeps its value. A logarithm that does not exist yet (`1 + b t` not above 0) counts as 0.
struct TrendModifier: NumericModifier, DeclaredModifier {
  static let form = KeyForm(
    "trend",
    .object(
      ObjectForm(
        "trend",
        [
          KeyForm(
            "type",
            .word(["exponential", "linear", "logarithmic"]),
            "exponential (the default), linear or logarithmic"
          ),
          KeyForm("growth_rate", .number, "g, the growth in a year, of exponential and linear"),
          KeyForm(
            "time_reference",
            .string,
            "the column of times; the first datetime column before this one by default"
          ),
          KeyForm(
            "params",
            .object(
              ObjectForm(
                "the parameters of a trend",
                [
                  KeyForm("a", .number, "the height of logarithmic, 0.1 by default"),
                  KeyForm("b", .number, "the pace of logarithmic, 1 by default"),
                  KeyForm("growth_rate", .number, "g, in its other place"),
                ]
              )
            ),
            "further parameters"
          ),
        ]
      )
    ),
    "multiplies by a growth over time"
  )

  private enum Shape: Sendable {
    /// `logarithm` is ln(1 + g).
    case exponential(logarithm: Double)
    case linear(growth: Double)
    case logarithmic(a: Double, b: Double)
  }

  private static let microsecondsPerYear = 365.25 * Double(Timestamp.microsecondsPerDay)

  private let shape: Shape
  private let time: ColumnIndex
  private let start: Int64
  let summary: String

  init?(_ arguments: DocumentNode, kind: ColumnBuffer.Kind, _ context: ColumnContext) {
    guard Self.accepts(kind, context), let shape = Self.shape(arguments, context),
      let time = context.timeColumn(arguments["time_reference"], for: "\"trend\"")
    else { return nil }
    self.shape = shape
    self.time = time
    start = context.schema.timeframe.start.microseconds
    switch shape {
    case .exponential(let logarithm): summary = "× \(exponential(logarithm).figure)^t"
    case .linear(let growth): summary = "× (1 + \(growth.figure) t)"
    case .logarithmic(let a, let b): summary = "× (1 + \(a.figure) ln(1 + \(b.figure) t))"
    }
  }

  private static func shape(_ arguments: DocumentNode, _ context: ColumnContext) -> Shape? {
    let parameters = arguments["params"]
    context.diagnostics.reportRepeated(["growth_rate"], in: arguments, parameters)
    let type = arguments["type"]?.string ?? "exponential"
    if type == "logarithmic" {
      if let growth = arguments["growth_rate"] {
        context.diagnostics.warning(
          "a logarithmic trend has no \"growth_rate\": it is 1 + a ln(1 + b t), with \"a\" and \"b\" in \"params\"",
          at: growth.position
        )
      }
      return .logarithmic(a: parameters?["a"]?.double ?? 0.1, b: parameters?["b"]?.double ?? 1)
    }
    for key in ["a", "b"] {
      guard let stranger = parameters?[key] else { continue }
      context.error(
        "\"\(key)\" belongs to a logarithmic trend, and this one is \(type)",
        at: stranger.position
      )
      return nil
    }
    guard let node = arguments["growth_rate"] ?? parameters?["growth_rate"], let growth = node.double else {
      context.error(
        "a trend that is \(type) needs \"growth_rate\", the growth in a year",
        at: arguments.position
      )
      return nil
    }
    if type == "linear" { return .linear(growth: growth) }
    guard growth > -1 else {
      context.error("an exponential trend needs a \"growth_rate\" above -1", at: node.position)
      return nil
    }
    return .exponential(logarithm: logarithmOfOnePlus(growth))
  }

  var dependencies: [ColumnIndex] { [time] }

  func apply(to values: UnsafeMutablePointer<Double>, _ batch: BatchEvaluation) {
    let column = batch.column(time.column)
    let times = column.integers
    let unit = column.kind == .date ? Timestamp.microsecondsPerDay : 1
    for row in 0..<batch.count where !column.isNull(row) {
      let t = Double(times[row] &* unit &- start) / Self.microsecondsPerYear
      switch shape {
      case .exponential(let logarithm): values[row] *= exponential(logarithm * t)
      case .linear(let growth): values[row] *= 1 + growth * t
      case .logarithmic(let a, let b): values[row] *= 1 + (b * t > -1 ? a * logarithmOfOnePlus(b * t) : 0)
      }
    }
  }
}

extension Double {
  /// The number with at most six digits after the point, for `plan`.
  fileprivate var figure: String { ((self * 1e6).rounded() / 1e6).shortText }
}
