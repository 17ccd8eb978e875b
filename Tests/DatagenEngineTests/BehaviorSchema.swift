/// A schema that uses all behaviour of tables: every kind of rate, of filled columns, of bounds and of composite keys.
enum BehaviorSchema {
  static let text = schemaText(tables, timeframe: timeframe, constraints: constraints)

  static let timeframe = "{ start: 2024-01-01, end: \"2024-12-31T18:00:00Z\", freq: 6H }"

  static let tables = [
    campaign, customer, shop, tag, order, step, membership, interest, offer, visit, line, pause,
  ]

  static let constraints = """
    { inequalities: [{ left: order.at, op: "<=", right: customer.gone }, { left: order.due, op: ">", right: order.at },
      { left: order.price, op: "<", right: order.list_price }, { left: order.parts, op: "!=", right: order.boxes },
      { left: pause.ends, op: ">=", right: pause.starts }, { left: line.price, op: "<=", right: order.price }] }
    """.oneLine

  static let campaign = """
    { id: campaign, kind: vocab, pk: code, columns: [
      { name: code, type: int, generator: { enum_list: { values: [1, 2, 3] } } },
      { name: starts, type: datetime, generator: { enum_list: { values: ["2024-02-01", "2024-03-01", "2024-10-01"] } } },
      { name: ends, type: datetime, generator: { enum_list: { values: ["2024-04-01", "2024-03-20", "2024-11-01"] } } },
      { name: country, type: string, generator: { enum_list: { values: [CZ, DE, CZ] } } },
      { name: strength, type: float, generator: { enum_list: { values: [3, 0.5, 2] } } }] }
    """.oneLine

  static let customerColumns = [
    column("country", "string", "choice: { choices: [CZ, DE, FR] }", "nullable: true, null_rate: 0.1"),
    "{ name: segment, type: string }",
    column(
      "joined",
      "datetime",
      "datetime_series: { freq: D, within: { start: 2023-01-01, end: 2024-06-30 } }"
    ),
    column(
      "gone",
      "datetime",
      "datetime_series: { freq: D, within: { start: 2024-09-01, end: 2024-12-31 } }"
    ),
    column("name", "string", "faker: { method: name }"),
  ]

  static let customerKeys = """
    kind: entity, rows: 250, segment_behavior: { segment_column: segment, applies_to_columns: [price, parts],
    behaviors: { big: { fanout_multiplier: 2.5, value_multiplier: 3 }, small: { fanout_multiplier: 0.4 } },
    segments: { big: { base_probability: 0.2 }, small: { base_probability: 0.5 }, other: { base_probability: 0.3 } } },
    vintage_behavior: { created_at_column: joined, age_based_multipliers: {
    fading: { curve: [2, 1.5, 1, 0.5], applies_to: fanout },
    slow: { curve: { curve_type: logarithmic, params: { a: 1, b: 0.1 } }, time_unit: year, applies_to: [fanout, price] },
    dear: { curve: exponential, params: { a: 1, b: 0.2 }, time_unit: year, applies_to: all } } }
    """.oneLine

  static let customer = table("customer", customerKeys, customerColumns)

  static let shop = table(
    "shop",
    """
    kind: entity, rows: 40, segment_behavior: { large: { fanout_multiplier: 4, value_multiplier: 2 },
    little: { fanout_multiplier: 0.1 }, applies_to_columns: [price] },
    vintage_behavior: { created_at_column: opened, age_based_multipliers: { a: { curve: [1, 2], applies_to: tip } } }
    """.oneLine,
    [
      column("size", "string", "choice: { choices: [large, little, plain] }"),
      column(
        "opened",
        "date",
        "datetime_series: { freq: D, within: { start: 2023-06-01, end: 2024-02-01 } }"
      ),
    ]
  )

  static let tag = entity("tag", rows: 7, [column("word", "string", "faker: { method: word }")])

  private static func effect(_ on: String, _ map: String) -> String {
    modifier(
      "effect",
      "effect_table: campaign, \"on\": \(on), window: { start_col: starts, end_col: ends }, map: { \(map) }"
    )
  }

  static let order = table(
    "order",
    """
    kind: fact, parents: [customer, shop], fanout: { distribution: poisson, lambda: 6, max: 30 },
    modifiers: [\(effect("{ country: country }", "field: strength")), \(effect("{}", "field: strength, op: add, default: 0.1"))]
    """.oneLine,
    orderColumns
  )

  static let orderColumns = [
    lookup("customer_id", "customer.id"), lookup("shop_id", "shop.id", "int", ", weights_kind: zipf@0.8"),
    column("country", "string", "lookup: { from: customer.country }", "nullable: true"),
    column("list_price", "float", "distribution: { type: uniform, low: 60, high: 90 }"),
    column(
      "price",
      "float",
      "distribution: { type: lognormal, mean: 2, sigma: 0.8 }",
      modifiers: [effect("{ country: country }", "field: strength, default: 0.9")],
      "decimals: 2"
    ),
    column("boxes", "int", "distribution: { type: uniform, low: 1, high: 4 }"),
    column("parts", "int", "distribution: { type: uniform, low: 1, high: 4 }"),
    column("tip", "float", "distribution: { type: exponential, scale: 2 }"),
    column(
      "at",
      "datetime",
      "datetime_series: { pattern: { dimension: dow, weights: [1, 2, 1, 1, 3, 0, 1] } }"
    ),
    column("due", "datetime", "expression: { code: \"date_add(at, boxes - 2, 'day')\" }"),
  ]

  static let step = table(
    "step",
    """
    kind: fact, parents: [customer], stage_config: { stages: [{ stage_name: one }, { stage_name: two, transition_rate: 0.7 },
    { stage_name: three, transition_rate: 0.6 }], segment_variation: { big: { transition_multiplier: 1.3 } } }
    """.oneLine,
    [
      lookup("customer_id", "customer.id"), "{ name: stage_name, type: string }",
      "{ name: stage_index, type: int }",
      column("at", "datetime", "datetime_series: {}"),
    ]
  )

  static let membership = table(
    "membership",
    """
    kind: fact, parents: [customer], state_transition_model: { initial_state: on, states: {
    on: { transition_prob_per_period: 0.2, next_states: { off: 0.7, over: 0.3 } },
    off: { transition_prob_per_period: 0.5, next_states: { on: 1 } }, over: { terminal: true } }, period_unit: week,
    segment_variation: { big: { churn_multiplier: 0.3 } } }
    """.oneLine.replacing(" on:", with: " \"on\":").replacing(" off:", with: " \"off\":")
      .replacing("initial_state: on", with: "initial_state: \"on\""),
    [
      lookup("customer_id", "customer.id"), "{ name: state, type: string }",
      "{ name: previous_state, type: string, nullable: true }", "{ name: valid_from, type: datetime }",
      "{ name: valid_to, type: datetime, nullable: true }",
    ]
  )

  /// Many to many: what interests a customer.
  static let interest = """
    { id: interest, kind: fact, parents: [customer, tag], pk: [customer_id, tag_id],
      fanout: { distribution: uniform, min: 0, max: 5 }, columns: [
      \(lookup("customer_id", "customer.id")), \(lookup("tag_id", "tag.id", "int", ", weights_kind: zipf@1.5")),
      \(lookup("word", "tag.word", "string"))] }
    """.oneLine

  /// Pairs of two tables that do not drive it.
  static let offer = """
    { id: offer, kind: entity, rows: 150, pk: [shop_id, tag_id], columns: [
      \(lookup("shop_id", "shop.id")), \(lookup("tag_id", "tag.id")),
      \(column("discount", "float", "distribution: { type: beta, alpha: 2, beta: 5 }"))] }
    """.oneLine

  /// A fact without times.
  static let visit = fact(
    "visit",
    parents: "customer, shop",
    fanout: "distribution: uniform, min: 1, max: 4",
    [
      lookup("customer_id", "customer.id"), lookup("shop_id", "shop.id"),
      lookup("size", "shop.size", "string"),
    ]
  )

  static let line = fact(
    "line",
    parents: "order",
    fanout: "distribution: uniform, min: 0, max: 3",
    [
      lookup("order_id", "order.id"), lookup("customer_id", "order.customer_id"),
      column("price", "float", "distribution: { type: uniform, low: 1, high: 40 }"),
    ]
  )

  static let pause = entity(
    "pause",
    rows: 120,
    [
      column("starts", "date", "datetime_series: { freq: D }"),
      column("ends", "datetime", "datetime_series: {}"),
      column("membership_id", "int", "lookup: { from: membership.id }"),
    ]
  )
}
