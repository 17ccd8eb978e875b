import DatagenSchema

/// The generator that a column's name and type suggest.
///
/// Of the rest of the schema only the table's name, the column's range and the timeframe are looked at, so that another
/// column changes nothing.
struct NameInference {
  let make: DeclarationBuilder
  let column: Column
  let table: Table
  let isUnique: Bool
  let bounds: InferredBounds
  let timeframe: Timeframe

  private var name: ColumnWords { ColumnWords(column.name.value) }
  /// The words of the table's name, in singular.
  private var topic: Set<String> {
    Set(ColumnWords(table.name.value).words.map { $0.hasSuffix("s") ? String($0.dropLast()) : $0 })
  }

  private static let moneyWords: Set<String> = [
    "price", "amount", "cost", "total", "subtotal", "fee", "revenue", "salary", "wage", "income", "balance",
    "value",
    "payment", "charge", "budget", "spend", "tax", "discount", "profit", "mrr", "arr", "premium", "loan",
    "limit",
  ]

  /// Whether a name says that a column holds money.
  static func isMoney(_ name: String) -> Bool { ColumnWords(name).contains(anyOf: moneyWords) }

  var declaration: Declaration {
    switch column.type {
    case .string: text
    case .int, .float: isUnique && column.type == .int ? make("sequence") : number
    case .bool: truth
    case .date, .datetime: moment
    }
  }

  // MARK: Times

  private var moment: Declaration {
    if name.contains(anyOf: ["birth", "birthday", "birthdate", "dob", "born"]), !isUnique {
      return make.faker("date_of_birth", [("minimum_age", .integer(18)), ("maximum_age", .integer(90))])
    }
    var arguments: [(String, DocumentNode.Value)] = []
    if bounds.minimum != nil || bounds.maximum != nil { arguments.append(("within", window)) }
    if column.type == .date {
      arguments.append(("freq", .string("D")))
    } else if isUnique {
      arguments.append(("freq", .string("S")))
    }
    return make("datetime_series", arguments)
  }

  /// What the range leaves of the timeframe, or a year of the range where it leaves nothing.
  private var window: DocumentNode.Value {
    var start = timeframe.start, end = timeframe.end
    if case .time(let minimum) = bounds.minimum { start = max(start, minimum) }
    if case .time(let maximum) = bounds.maximum { end = min(end, maximum) }
    if start > end {
      let year = 365 * Timestamp.microsecondsPerDay
      if case .time(let minimum) = bounds.minimum {
        start = minimum
        end = Timestamp(microseconds: minimum.microseconds + year)
        if case .time(let maximum) = bounds.maximum { end = max(start, min(end, maximum)) }
      } else {
        start = Timestamp(microseconds: end.microseconds - year)
      }
    }
    return make.object([("start", .string(start.iso8601)), ("end", .string(end.iso8601))])
  }

  private var truth: Declaration {
    var share = 0.5
    if name.contains(anyOf: ["active", "enabled", "verified", "confirmed", "valid", "available", "current"]) {
      share = 0.8
    } else if name.contains(anyOf: [
      "deleted", "fraud", "blocked", "banned", "cancelled", "returned", "refunded", "archived", "churned",
      "suspended", "spam", "expired", "test", "flagged",
    ]) {
      share = 0.1
    }
    return make(
      "choice",
      [
        ("choices", .array([make.node(.boolean(true)), make.node(.boolean(false))])),
        ("weights", make.numbers([share, 1 - share])),
      ]
    )
  }

  // MARK: Numbers

  private var number: Declaration {
    if column.type == .float, name.contains(anyOf: GeoPointGenerator.latitudeWords) {
      return make("geo_point", [("part", .string("latitude"))])
    }
    if column.type == .float, name.contains(anyOf: GeoPointGenerator.longitudeWords) {
      return make("geo_point", [("part", .string("longitude"))])
    }
    if ["is", "has", "flag"].contains(name.first) || name.last == "flag" {
      return wholes([0, 1], [0.5, 0.5])
    }
    if name.contains(anyOf: ["rating", "stars"]) { return rating }
    if name.contains("age") {
      let low = bounds.low ?? 18, high = bounds.high ?? max(90, low)
      let isGiven = bounds.low != nil || bounds.high != nil
      let mean = isGiven ? (low + high) / 2 : 42
      return make.distribution(
        "normal",
        [("mean", mean), ("std", isGiven ? (high - low) / 5 : 15)],
        clamp: (min(low, high), high)
      )
    }
    if name.contains(anyOf: ["quantity", "qty", "count", "units", "num"])
      || name.words.starts(with: ["number", "of"])
    {
      return quantity
    }
    if name.contains(anyOf: ["percent", "percentage", "pct"]) { return uniform(0, 100) }
    if column.type == .float, name.contains(anyOf: ["rate", "ratio", "share", "probability"]) {
      guard bounds.low == nil, bounds.high == nil else { return uniform(0, 1) }
      return make.distribution("beta", [("alpha", 2), ("beta", 5)])
    }
    if Self.isMoney(column.name.value) { return money }
    if name.contains(anyOf: ["duration", "minutes", "seconds", "hours", "days"]), bounds.high == nil {
      return make.distribution("exponential", [("scale", 30)])
    }
    if column.type == .int, name.contains("port") { return make.faker("port_number") }
    if column.type == .int, name.contains("status"), name.contains(anyOf: ["http", "code"]) {
      return make.faker("http_status_code")
    }
    if name.contains("year") { return year }
    if name.contains("month") { return uniform(1, 12) }
    if name.contains(anyOf: ["score", "level", "priority"]) {
      return name.contains("score") ? uniform(0, 100) : uniform(1, 5)
    }
    if column.type == .int {
      return name.last == "id" ? uniform(1, 1_000_000) : uniform(1, 1000)
    }
    if bounds.low != nil || bounds.high != nil { return uniform(0, 100) }
    return make.distribution("normal", [("mean", 50), ("std", 15)])
  }

  /// A uniform distribution within the column's range, by default between two numbers.
  private func uniform(_ low: Double, _ high: Double) -> Declaration {
    let width = high - low
    let from = bounds.low ?? bounds.high.map { min(low, $0 - width) } ?? low
    let to = bounds.high ?? (from > low ? from + width : high)
    return make.distribution("uniform", [("low", from), ("high", max(from, to))])
  }

  private func wholes(_ values: [Int64], _ weights: [Double]) -> Declaration {
    make(
      "choice",
      [("choices", .array(values.map { make.node(.integer($0)) })), ("weights", make.numbers(weights))]
    )
  }

  private var rating: Declaration {
    let low = bounds.low ?? 1, high = bounds.high ?? 5
    guard low == 1, high == 5 else { return uniform(1, 5) }
    return wholes([1, 2, 3, 4, 5], [0.05, 0.08, 0.17, 0.35, 0.35])
  }

  private var quantity: Declaration {
    let isAmount = name.contains(anyOf: ["quantity", "qty", "units"])
    let low = bounds.low ?? (isAmount ? min(1, bounds.high ?? 1) : 0)
    let mean = bounds.high.map { low + max(0.5, ($0 - low) / 3) } ?? low + (isAmount ? 2 : 5)
    // A poisson number cannot be below 0; beyond its reach a range is filled evenly.
    guard low >= 0, low < 1000, mean < 10_000 else { return uniform(low, low + 100) }
    return make.distribution("poisson", [("lambda", mean)], clamp: (low, bounds.high ?? 1_000_000))
  }

  /// Lognormal, with nearly everything within the column's range.
  private var money: Declaration {
    if let high = bounds.high, high > 0 {
      guard let low = bounds.low, low > 0, low < high else {
        return make.distribution("lognormal", [("mean", naturalLogarithm(high) - 2), ("sigma", 0.66)])
      }
      let middle = (naturalLogarithm(low) + naturalLogarithm(high)) / 2
      return make.distribution(
        "lognormal",
        [("mean", middle), ("sigma", (naturalLogarithm(high) - naturalLogarithm(low)) / 6)]
      )
    }
    let isLarge = name.contains(anyOf: ["salary", "wage", "income", "budget", "loan", "revenue"])
    let low = bounds.low ?? 0
    var mean = isLarge ? 10.8 : 3.5
    if low > exponential(mean) / 2 { mean = naturalLogarithm(low) + 1 }
    return make.distribution("lognormal", [("mean", mean), ("sigma", isLarge ? 0.4 : 0.8)])
  }

  private var year: Declaration {
    let last = Double(CivilDate(day: timeframe.end.day).year)
    return uniform(last - 20, last)
  }

  // MARK: Texts

  /// Methods of `faker` that have different texts for millions of rows.
  private static let uniqueMethods: Set<String> = [
    "email", "user_name", "iban", "vin", "ssn", "ean13", "isbn13", "credit_card_number", "ipv4", "ipv6",
    "mac_address", "md5", "sha1", "sha256",
  ]

  private var text: Declaration {
    if let segments = table.segments, segments.column?.value == column.name.value, !segments.segments.isEmpty {
      return make("choice", [("choices", make.texts(segments.segments.keys.sorted()))])
    }
    let declaration = TextInference(make: make, name: name, topic: topic, isUnique: isUnique).declaration
    let keeps: Set<String> = ["uuid", "pattern"]
    let canBeUnique = Self.uniqueMethods.contains(declaration.arguments["method"]?.string ?? "")
    // What cannot promise to be unique gives way to what can.
    return isUnique && !keeps.contains(declaration.name.value) && !canBeUnique ? make("uuid") : declaration
  }
}
