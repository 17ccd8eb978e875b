/// A small schema with something of everything, in which nothing is wrong.
enum BaseSchema {
  static let text = #"""
    {
      "version": "1.0",
      "metadata": { "name": "shop" },
      "timeframe": { "start": "2024-01-01", "end": "2024-12-31", "freq": "H" },
      "nodes": [
        { "id": "country", "kind": "vocab", "pk": "code",
          "columns": [
            { "name": "code", "type": "string", "generator": { "enum_list": { "values": ["DE", "FR", "NO"] } } }
          ] },
        { "id": "user", "kind": "entity", "pk": "user_id", "rows": 100,
          "columns": [
            { "name": "user_id", "type": "int", "generator": { "sequence": { "start": 1 } } },
            { "name": "home", "type": "string", "generator": { "lookup": { "from": "country.code" } } },
            { "name": "age", "type": "int", "generator": { "distribution": { "type": "normal", "mean": 35, "std": 12 } } },
            { "name": "tier", "type": "string", "generator": { "choice": { "choices": ["free", "pro"], "weights": [4, 1] } } },
            { "name": "joined", "type": "datetime", "generator": { "datetime_series": { "within": "timeframe" } } }
          ] },
        { "id": "event", "kind": "fact", "pk": "event_id", "parents": ["user"],
          "fanout": { "distribution": "poisson", "lambda": 8 },
          "columns": [
            { "name": "event_id", "type": "int", "generator": { "sequence": { "start": 1001 } } },
            { "name": "user_id", "type": "int", "generator": { "lookup": { "from": "user.user_id" } } },
            { "name": "at", "type": "datetime", "generator": { "datetime_series": {
              "pattern": { "dimension": "dow", "weights": [1, 1, 1, 1, 1, 2, 2] } } } },
            { "name": "amount", "type": "float", "decimals": 2, "generator": { "distribution": { "type": "uniform", "low": 5, "high": 9 } },
              "modifiers": [{ "transform": "multiply", "args": { "factor": 2 } }] },
            { "name": "note", "type": "string", "generator": { "expression": { "code": "concat('no ', event_id)" } } }
          ] }
      ],
      "constraints": {
        "unique": ["user.user_id"],
        "foreign_keys": [{ "from": "event.user_id", "to": "user.user_id" }],
        "ranges": [{ "attr": "user.age", "min": 18, "max": 80 }],
        "inequalities": [{ "left": "event.event_id", "op": ">=", "right": "event.user_id" }],
        "pattern": [{ "attr": "event.note", "regex": "no \\d+" }],
        "enum": [{ "attr": "user.tier", "values": ["free", "pro"] }]
      },
      "targets": {
        "weekend_share": { "table": "event", "timestamp": "at", "min": 0.3, "max": 0.5 },
        "mean_in_range": { "table": "event", "column": "amount", "min": 10, "max": 20 }
      },
      "dag": [["country"], ["user"], ["event"]]
    }
    """#
}
