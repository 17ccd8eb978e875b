/// A schema that uses every generator and modifier, with references of every kind.
enum EverythingSchema {
  static let text = schemaText(
    tables,
    timeframe: "{ start: 2023-03-01, end: \"2024-08-31T23:59:59Z\", freq: H }",
    constraints: constraints
  )

  static let tables = [word, place, person, account, event, promo, note, gadget]

  static let constraints = """
    { unique: [person.email, person.code, person.badge, person.place_once],
      ranges: [{ attr: person.score, min: 2, max: 8 }] }
    """.oneLine

  static let word = """
    { id: word, kind: vocab, pk: code, columns: [
      { name: code, type: string, generator: { enum_list: { values: [red, green, blue, "žlutá"] } } },
      { name: rank, type: int, generator: { sequence: { start: 10, step: 10 } } }] }
    """.oneLine

  static let place = entity(
    "place",
    rows: 400,
    [
      column("country", "string", "choice: { choices: [US, DE, CZ, FR, UK], weights: [5, 4, 3, 2, 1] }"),
      column("city", "string", "faker: { method: city, locale_from: country }"),
      column("postcode", "string", "faker: { method: postcode, locale_from: country }"),
    ]
  )

  static let person = entity("person", rows: 300, personColumns)

  static let personColumns = [
    column("place_id", "int", "lookup: { from: place.id, weights_kind: zipf@0.7 }"),
    column("country", "string", "lookup: { from: place.country, \"on\": { id: place_id } }"),
    column("place_once", "int", "lookup: { from: place.id }"),
    column("boss_id", "int", "lookup: { from: person.id }", "nullable: true, null_rate: 0.1"),
    column("friend_id", "int", "lookup: { from: person.id, weights_kind: zipf@1.1 }"),
    column("name", "string", "faker: { method: name, locale_from: country }"),
    column("email", "string", "faker: { method: email, locale_from: country }"),
    column("badge", "string", "faker: { method: uuid4 }"),
    column("code", "string", "faker: { method: bothify, text: \"?#-%#\" }"),
    column("born", "date", "faker: { method: date_of_birth, minimum_age: 18, maximum_age: 80 }"),
    column("motto", "string", "faker: { method: sentence, nb_words: 5, locale: cs_CZ }"),
    column("colour", "string", "choice: { choices_ref: word.code, weights_kind: \"head_tail@{0.6,1.2}\" }"),
    column(
      "mood",
      "string",
      "choice: { choices: [a, b, c, d, e, f], weights_kind: zipf@1.3 }",
      "nullable: true, null_rate: 0.2"
    ),
    column(
      "score",
      "float",
      "distribution: { type: normal, mean: 5, std: 2 }",
      modifiers: [modifier("jitter", "std: 0.2"), modifier("clamp", "min: 1, max: 9")],
      "decimals: 3"
    ),
    column("wealth", "float", "distribution: { type: gamma, shape: 0.7, scale: 100 }"),
  ]

  static let account = fact(
    "account",
    parents: "person",
    fanout: "distribution: poisson, lambda: 2.5, max: 9",
    [
      column("owner_id", "int", "lookup: { from: person.id }"),
      column("owner_name", "string", "lookup: { from: person.name }"),
      column(
        "opened",
        "datetime",
        "datetime_series: { freq: D, pattern: { dimension: dow, weights: [3, 1, 1, 1, 1, 0, 0] } }"
      ),
      column(
        "seen",
        "datetime",
        "datetime_series: { freq: min }",
        modifiers: [
          modifier("time_jitter", "std_minutes: 90"),
          modifier("seasonality", "dimension: month, weights: [1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3]"),
        ]
      ),
      column(
        "balance",
        "float",
        "distribution: { type: lognormal, mean: 6, sigma: 1.1 }",
        modifiers: [
          modifier("seasonality", "dimension: dow, weights: [1, 2, 1, 2, 1, 2, 1]"),
          modifier("outliers", "rate: 0.1, mode: spike, magnitude_dist: { kind: uniform, min: 1, max: 3 }"),
          modifier("jitter", "std: 0.1, mode: mul"),
        ]
      ),
      column(
        "kind",
        "string",
        "choice: { choices: [x, y, z] }",
        modifiers: [modifier("map_values", "mapping: { x: one, y: two }")]
      ),
    ]
  )

  static let event = fact(
    "event",
    parents: "account, place",
    fanout: "distribution: uniform, min: 0, max: 3",
    [
      column("account_id", "int", "lookup: { from: account.id }"),
      column("owner_name", "string", "lookup: { from: account.owner_name }"),
      column(
        "place_id",
        "int",
        "lookup: { from: place.id, weights_kind: \"head_tail@{0.5,1}\" }",
        "nullable: true, null_rate: 0.3"
      ),
      column("city", "string", "lookup: { from: place.city }", "nullable: true"),
      column("at", "datetime", "datetime_series: { freq: min, patterns: [\(hours)] }"),
      column(
        "amount",
        "int",
        "distribution: { type: uniform, low: 1, high: 100 }",
        modifiers: [modifier("effect", effect)]
      ),
      column(
        "fee",
        "float",
        "sequence: { start: 0.5, step: 0.25 }",
        modifiers: [modifier("multiply", "factor: 3"), modifier("add", "value: -1")]
      ),
      column("total", "float", "expression: { code: \"round(amount * 1.21 + fee, 2)\" }"),
      column("label", "string", "expression: { code: \"concat(coalesce(city, '-'), ' ', month(at))\" }"),
    ]
  )

  private static let hours =
    "{ dimension: hour, weights: [0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 6, 5, 4, 3, 2, 1, 1, 1, 1, 0, 0, 0] }"

  private static let effect = """
    effect_table: promo, "on": {}, window: { start_col: starts, end_col: ends },
    map: { field: factor, op: mul, default: 1 }
    """.oneLine

  /// Windows of time in which amounts are higher.
  static let promo = entity(
    "promo",
    rows: 6,
    [
      column("starts", "datetime", "datetime_series: { freq: D }"),
      column("ends", "datetime", "expression: { code: \"date_add(starts, 40, 'day')\" }"),
      column("factor", "float", "distribution: { type: uniform, low: 1.5, high: 4 }"),
    ]
  )

  /// Smaller generators, modifiers that look at times, and columns that depend on each other.
  static let gadget = entity(
    "gadget",
    rows: 200,
    [
      column("serial", "string", "pattern: { regex: \"[A-Z]{3}-[0-9]{4}(-x)?\" }"),
      column("token", "string", "uuid: {}"),
      column("unit", "string", "constant: { value: kg }"),
      column("lat", "float", "geo_point: { country: DE }"),
      column("lon", "float", "geo_point: { country: DE }"),
      column("made", "datetime", "datetime_series: {}"),
      column(
        "price",
        "float",
        "distribution: { type: lognormal, mean: 3, sigma: 1 }",
        modifiers: [
          modifier("trend", "type: exponential, growth_rate: 0.2"),
          modifier("outliers", "rate: 0.1, mode: burst, magnitude_dist: { kind: uniform, min: 1, max: 3 }"),
          modifier("expression", "code: \"value + month(made)\""),
        ]
      ),
      column(
        "weight",
        "float",
        "distribution: { type: normal, mean: 5, std: 1, correlate: { with: price, rho: 0.7 } }"
      ),
      column("size", "string", "choice: { choices: [S, L] }"),
      column(
        "kind",
        "string",
        "choice: { choices: [a, b], given: { column: size, weights: { S: [1, 9], L: [9, 1] } } }"
      ),
      "{ name: status, type: string }",
    ]
  )

  /// A fact without a parent, which behaves like an entity.
  static let note =
    "{ id: note, kind: fact, rows: 120, pk: id, columns: ["
    + [
      column("id", "int", "sequence: {}"),
      column("text", "string", "faker: { method: text, max_nb_chars: 60, locale: de_DE }"),
      column("event_id", "int", "lookup: { from: event.id }"),
    ].joined(separator: ", ") + "] }"
}

extension String {
  /// The text without line breaks, as an entry of a YAML list has to be.
  var oneLine: String {
    split(separator: "\n").map { $0.trimmingPrefix { $0 == " " } }.joined(separator: " ")
  }
}
