internal import DatagenColumns
internal import DatagenSchema

/// The names of months and days of the week in English.
enum CalendarNames {
  static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]
  /// From Monday.
  static let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
}

/// A form of dates and times in `%` directives, as those of C's `strftime`.
struct MomentFormat: Sendable {
  private enum Piece: Sendable {
    case literal(String)
    case directive(Unicode.Scalar)
  }

  struct Problem: Error {
    let message: String
  }

  private let pieces: [Piece]

  /// What a directive stands for.
  private static let directives: [Unicode.Scalar: String] = [
    "Y": "year", "y": "year in two digits", "m": "month", "d": "day", "H": "hour", "I": "hour of twelve",
    "M": "minute", "S": "second", "p": "AM or PM", "j": "day of the year", "b": "short month", "B": "month's name",
    "a": "short day of the week", "A": "day of the week",
  ]

  static func read(_ text: String) -> Result<MomentFormat, Problem> {
    var pieces: [Piece] = []
    var literal = ""
    var isDirective = false
    func takeLiteral() {
      if !literal.isEmpty { pieces.append(.literal(literal)) }
      literal = ""
    }
    for scalar in text.unicodeScalars {
      if !isDirective {
        if scalar == "%" { isDirective = true } else { literal.unicodeScalars.append(scalar) }
        continue
      }
      isDirective = false
      if scalar == "%" {
        literal.append("%")
      } else if directives[scalar] != nil {
        takeLiteral()
        pieces.append(.directive(scalar))
      } else {
        let known = directives.keys.sorted().map { "%\($0)" }.joined(separator: " ")
        return .failure(Problem(message: "\"%\(scalar)\" is unknown (one of: \(known) %%)"))
      }
    }
    if isDirective { return .failure(Problem(message: "the format ends in a single %; write %% for a percent sign")) }
    takeLiteral()
    guard pieces.contains(where: { if case .directive = $0 { true } else { false } }) else {
      return .failure(Problem(message: "the format has no directive such as %Y, %m or %d: '%Y-%m-%d'"))
    }
    return .success(MomentFormat(pieces: pieces))
  }

  /// Writes moments; those outside of the years 1 to 9999 are NULL.
  func kernel(_ type: ExpressionType) -> ExpressionKernel {
    { [pieces] frame in
      let moments = frame.operands[0]
      let isDate = type == .date
      frame.writeTexts { row, writer in
        let value = moments.integer(row)
        guard (isDate ? ExpressionKernels.validDay(value) : ExpressionKernels.validMoment(value)) != nil else {
          frame.output.requireNulls()[row] = true
          return
        }
        let day = isDate ? value : value.flooredQuotient(Timestamp.microsecondsPerDay)
        let seconds = isDate ? 0 : (value - day * Timestamp.microsecondsPerDay) / 1_000_000
        let date = CivilDate(day: day)
        for piece in pieces {
          switch piece {
          case .literal(let text): writer.append(text)
          case .directive(let letter): Self.write(letter, day, date, seconds, &writer)
          }
        }
      }
    }
  }

  private static func write(
    _ letter: Unicode.Scalar,
    _ day: Int64,
    _ date: CivilDate,
    _ seconds: Int64,
    _ writer: inout ExpressionTextWriter
  ) {
    func digits(_ number: Int64, _ count: Int) { ExpressionTextKernels.appendDigits(number, count, &writer) }
    let hour = seconds / 3600
    switch letter {
    case "Y": digits(Int64(date.year), 4)
    case "y": digits(Int64(date.year % 100), 2)
    case "m": digits(Int64(date.month), 2)
    case "d": digits(Int64(date.day), 2)
    case "H": digits(hour, 2)
    case "I": digits((hour + 11) % 12 + 1, 2)
    case "M": digits(seconds / 60 % 60, 2)
    case "S": digits(seconds % 60, 2)
    case "p": writer.append(hour < 12 ? "AM" : "PM")
    case "j": digits(ExpressionKernels.dayOfYear(day), 3)
    case "B": writer.append(CalendarNames.months[date.month - 1])
    case "A": writer.append(CalendarNames.days[CivilDate.dayOfWeek(day: day)])
    case "b": writer.append(shortMonths[date.month - 1])
    default: writer.append(shortDays[CivilDate.dayOfWeek(day: day)])
    }
  }

  private static let shortMonths = CalendarNames.months.map { String($0.prefix(3)) }
  private static let shortDays = CalendarNames.days.map { String($0.prefix(3)) }
}
