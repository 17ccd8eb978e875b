import DatagenSchema
import Testing

@testable import DatagenEngine

@Suite struct InferenceTests {
  @Test(arguments: [
    ("email", "string", "email"), ("contact_email", "string", "email"),
    ("first_name", "string", "first_name"),
    ("last_name", "string", "last_name"), ("full_name", "string", "name"), ("name", "string", "name"),
    ("customer_name", "string", "name"), ("phone_number", "string", "phone_number"),
    ("city", "string", "city"),
    ("address", "string", "address"), ("street", "string", "street_address"),
    ("postcode", "string", "postcode"),
    ("zip_code", "string", "postcode"), ("country", "string", "country"), ("company", "string", "company"),
    ("job_title", "string", "job"), ("user_agent", "string", "user_agent"),
    ("website_url", "string", "url"), ("link", "string", "uri"), ("avatar_url", "string", "image_url"),
    ("state", "string", "state"), ("state_code", "string", "state_abbr"), ("province", "string", "state"),
    ("mac", "string", "mac_address"), ("user_name", "string", "user_name"), ("username", "string", "user_name"),
    ("iban", "string", "iban"), ("bic", "string", "swift"), ("vin", "string", "vin"), ("ssn", "string", "ssn"),
    ("isbn", "string", "isbn13"), ("barcode", "string", "ean13"), ("card_number", "string", "credit_card_number"),
    ("currency", "string", "currency_code"), ("currency_symbol", "string", "currency_symbol"),
    ("color", "string", "color_name"), ("hex_color", "string", "hex_color"), ("timezone", "string", "timezone"),
    ("time_zone", "string", "timezone"), ("language", "string", "language_code"), ("locale", "string", "locale"),
    ("hostname", "string", "hostname"), ("domain", "string", "domain_name"), ("file_hash", "string", "sha256"),
    ("slug", "string", "slug"), ("mime_type", "string", "mime_type"), ("file_name", "string", "file_name"),
    ("salutation", "string", "prefix"), ("slogan", "string", "catch_phrase"), ("weekday", "string", "day_of_week"),
    ("birth_month", "string", "month_name"), ("port", "int", "port_number"), ("status_code", "int", "http_status_code"),
    ("uuid", "string", "UUIDs"), ("description", "string", "sentence"), ("notes", "string", "sentence"),
    ("created_at", "datetime", "times from 2023"), ("timestamp", "datetime", "times from 2023"),
    ("whatever", "datetime", "times from 2023"), ("signup_date", "date", "times from 2023"),
    ("birth_date", "date", "date_of_birth"), ("paid_on", "date", "times from 2023"),
    ("price", "float", "lognormal"),
    ("total_amount", "float", "lognormal"), ("cost", "int", "lognormal"), ("quantity", "int", "poisson"),
    ("login_count", "int", "poisson"), ("rating", "int", "choice of 5 values"),
    ("age", "int", "normal (mean 42"),
    ("is_active", "bool", "choice"), ("has_children", "int", "choice of 2 values"),
    ("latitude", "float", "latitude"),
    ("home_lng", "float", "longitude"), ("coordinates", "string", "a point"),
    ("status", "string", "choice of 4"),
    ("thing", "string", "word"), ("thing", "int", "uniform"), ("thing", "float", "normal"),
    ("thing", "bool", "choice"),
    ("sku", "string", "texts like"), ("createdAt", "datetime", "times"),
    ("ip_address", "string", "ipv4"),
  ])
  func `a name and a type suggest a generator`(name: String, type: String, summary: String) throws {
    let table = try GeneratedTable("{ \"name\": \"\(name)\", \"type\": \"\(type)\" }", rows: 200)
    let found = table.summary(name)
    #expect(found.contains(summary) && found.hasSuffix(" (inferred)"), "\(found)")
    #expect(table.summary("id") == "1, 2, … (inferred)")
    #expect(table.texts(name).allSatisfy { $0 != "NULL" && !$0.isEmpty })
  }

  @Test func `money has two decimals unless the schema says otherwise`() throws {
    let table = try GeneratedTable(
      "{ \"name\": \"price\", \"type\": \"float\" }, { \"name\": \"tax\", \"type\": \"float\", \"decimals\": 4 }"
    )
    #expect(table.doubles("price").allSatisfy { ($0 * 100).rounded() / 100 == $0 })
    #expect(table.doubles("tax").contains { ($0 * 100).rounded() / 100 != $0 })
  }

  @Test func `constraints come before names`() throws {
    let table = try GeneratedTable(
      """
      { "name": "email", "type": "string", "constraints": { "pattern": "[a-z]{3}@x\\\\.org" } },
      { "name": "status", "type": "string", "constraints": { "enum": ["on", "off"] } },
      { "name": "price", "type": "float" }, { "name": "age", "type": "int" }, { "name": "level", "type": "int" },
      { "name": "seen_at", "type": "datetime" }, { "name": "code", "type": "string" }
      """,
      constraints: """
        { "ranges": [ { "attr": "t.price", "min": 1000, "max": 50000 }, { "attr": "t.age", "min": 5, "max": 12 },
          { "attr": "t.level", "min": -3, "max": 3 },
          { "attr": "t.seen_at", "min": "2024-03-01", "max": "2024-03-31" } ],
          "pattern": [ { "attr": "t.code", "regex": "Q[0-9]{4}" } ], "unique": ["t.code"] }
        """
    )
    #expect(table.texts("email").allSatisfy { $0.hasSuffix("@x.org") && $0.utf8.count == 9 })
    #expect(Set(table.texts("status")) == ["on", "off"])
    #expect(Set(table.texts("code")).count == 1000)
    // The values fill the range; they do not pile up at its ends.
    for (name, low, high) in [("price", 1000.0, 50_000.0), ("age", 5, 12), ("level", -3, 3)] {
      let values = table.doubles(name)
      #expect(values.allSatisfy { (low...high).contains($0) })
      #expect(values.count { $0 == low || $0 == high } < 400)
    }
    #expect(Set(table.texts("seen_at")).count > 400)
    #expect(table.texts("seen_at").allSatisfy { $0.hasPrefix("2024-03") })
  }

  @Test(arguments: [
    ("name", "string"), ("email", "string"), ("sku", "string"), ("thing", "string"), ("url", "string"),
    ("username", "string"), ("iban", "string"), ("vin", "string"), ("ip", "string"), ("timezone", "string"),
    ("serial", "int"),
    ("happened_at", "datetime"),
  ])
  func `a unique column gets what can be unique`(name: String, type: String) throws {
    let table = try GeneratedTable(
      "{ \"name\": \"\(name)\", \"type\": \"\(type)\" }",
      rows: 5000,
      constraints: "{ \"unique\": [\"t.\(name)\"] }"
    )
    #expect(Set(table.texts(name)).count == 5000)
  }

  @Test func `a text key is a uuid`() throws {
    let table = try GeneratedTable("{ \"name\": \"id\", \"type\": \"string\" }")
    #expect(table.summary("id") == "UUIDs (inferred)")
  }

  // MARK: References

  private static let related = """
    { "version": "1.0", "metadata": { "name": "Test" }, "nodes": [
      { "id": "customers", "kind": "entity", "rows": 50, "pk": "customer_id", "columns": [
        { "name": "customer_id", "type": "int" }, { "name": "referrer_id", "type": "int", "nullable": true } ] },
      { "id": "address", "kind": "entity", "rows": 20, "pk": "id", "columns": [ { "name": "id", "type": "int" } ] },
      { "id": "order", "kind": "fact", "parents": ["customers"], "pk": "order_id",
        "fanout": { "distribution": "uniform", "min": 2, "max": 2 }, "columns": [
        { "name": "order_id", "type": "int" }, { "name": "customer_id", "type": "int" },
        { "name": "billing_address_id", "type": "int" }, { "name": "ship_to", "type": "int" },
        { "name": "session_id", "type": "string" } ] } ],
      "constraints": { "foreign_keys": [ { "from": "order.ship_to", "to": "address.id" } ] } }
    """

  @Test func `keys of other tables are looked up`() throws {
    let order = try GeneratedTable(schema: Self.related, table: "order")
    #expect(order.count == 100)
    #expect(order.summary("customer_id") == "customers.customer_id of the parent (inferred)")
    let parents = (0..<100).map { row in String(row / 2 + 1) }
    #expect(order.texts("customer_id") == parents)
    #expect(order.summary("billing_address_id") == "address.id of a random row (inferred)")
    #expect(order.summary("ship_to") == "address.id of a random row (inferred)")
    #expect(order.summary("session_id") == "UUIDs (inferred)")
    #expect(order.doubles("ship_to") != order.doubles("billing_address_id"))
    let customers = try GeneratedTable(schema: Self.related, table: "customers")
    #expect(customers.summary("referrer_id") == "customers.customer_id of an earlier row (inferred)")
    #expect(customers.texts("referrer_id").first == "NULL")
  }

  @Test func `the state of a process is no place`() throws {
    let order = try GeneratedTable(
      schema: """
        { "version": "1.0", "metadata": { "name": "Test" }, "nodes": [ { "id": "orders", "kind": "entity", "rows": 20,
          "pk": "id", "columns": [ { "name": "id", "type": "int" }, { "name": "state", "type": "string" } ] } ] }
        """,
      table: "orders"
    )
    #expect(Set(order.texts("state")).isSubset(of: ["delivered", "shipped", "processing", "pending", "cancelled"]))
  }

  @Test(arguments: ["sku", "vin", "iban", "id", "name"])
  func `the parent's key of one word is looked up by its name`(key: String) throws {
    let schema = """
      { "version": "1.0", "metadata": { "name": "Test" }, "nodes": [
        { "id": "thing", "kind": "entity", "rows": 20, "pk": "\(key)", "columns": [
          { "name": "\(key)", "type": "string" } ] },
        { "id": "use", "kind": "fact", "parents": ["thing"], "pk": "use_id",
          "fanout": { "distribution": "uniform", "min": 2, "max": 2 }, "columns": [
          { "name": "use_id", "type": "int" }, { "name": "\(key)", "type": "string" } ] } ] }
      """
    let use = try GeneratedTable(schema: schema, table: "use"),
      thing = try GeneratedTable(schema: schema, table: "thing")
    let isLookup = use.summary(key) == "thing.\(key) of the parent (inferred)"
    #expect(isLookup == (key != "id" && key != "name"))
    if isLookup { #expect(use.texts(key) == thing.texts(key).flatMap { [$0, $0] }) }
  }

  @Test func `another column changes no inferred value`() throws {
    let few = try GeneratedTable("{ \"name\": \"city\", \"type\": \"string\" }")
    let more = try GeneratedTable(
      "{ \"name\": \"lat\", \"type\": \"float\" }, { \"name\": \"city\", \"type\": \"string\" }"
    )
    #expect(few.texts("city") == more.texts("city"))
  }
}
