import DatagenSchema

/// The generator that the name of a text column suggests.
struct TextInference {
  let make: DeclarationBuilder
  let name: ColumnWords
  /// The words of the table's name.
  let topic: Set<String>
  let isUnique: Bool

  var declaration: Declaration {
    for group in [identifier, place, contact, party, state, person, prose] {
      if let group { return group }
    }
    return make.faker("word")
  }

  private func has(_ words: String...) -> Bool { words.contains { name.contains($0) } }

  // MARK: Codes and addresses of machines

  private var identifier: Declaration? {
    if has("uuid", "guid") { return make("uuid") }
    if has("agent"), has("user") { return make.faker("user_agent") }
    if has("plate") { return make.faker("license_plate") }
    if let machine { return machine }
    if let number = registered { return number }
    if has("token", "secret") { return make.pattern("[0-9a-zA-Z]{32}") }
    if has("username", "login", "handle", "nickname") || name.words == ["user", "name"] {
      return make.faker("user_name")
    }
    if has("country", "currency", "language", "locale", "state", "postal", "zip") { return nil }
    if has("sku", "code", "barcode", "reference", "ref", "serial", "isbn", "number"),
      !has("phone", "mobile", "tel", "telephone", "fax")
    {
      return make.pattern(isUnique ? "[A-Z]{3}-\\d{8}" : "[A-Z]{3}-\\d{5}")
    }
    if name.last == "id" { return make("uuid") }
    return nil
  }

  /// Pages, machines and files.
  private var machine: Declaration? {
    if has("url", "website", "link", "homepage", "uri") {
      if isUnique { return make.pattern("https://www\\.[a-z]{5,10}\\.(com|org|net)/[a-z]{3,8}") }
      if has("image", "avatar", "photo", "picture", "logo", "thumbnail", "img") { return make.faker("image_url") }
      return make.faker(has("website", "homepage") ? "url" : "uri")
    }
    if has("domain", "hostname", "host") {
      if isUnique { return make.pattern("[a-z]{5,12}\\.(com|org|net)") }
      return make.faker(has("domain") ? "domain_name" : "hostname")
    }
    if has("ip", "ipv4") { return make.faker("ipv4") }
    if has("ipv6") { return make.faker("ipv6") }
    if has("mac") { return make.faker("mac_address") }
    if has("md5") { return make.faker("md5") }
    if has("sha1") { return make.faker("sha1") }
    if has("hash", "checksum", "digest", "sha256") { return make.faker("sha256") }
    if has("slug"), !isUnique { return make.faker("slug") }
    if has("mime") { return make.faker("mime_type") }
    if has("filename") || has("file") && has("name") { return make.faker("file_name") }
    if has("filepath") || has("file") && has("path") { return make.faker("file_path") }
    if has("http") && has("method") { return make.faker("http_method") }
    return nil
  }

  /// Numbers that somebody registers, with their check digits.
  private var registered: Declaration? {
    for (word, method) in [
      ("iban", "iban"), ("bban", "bban"), ("bic", "swift"), ("swift", "swift"), ("vin", "vin"), ("ssn", "ssn"),
      ("isbn", "isbn13"), ("ean", "ean13"), ("ean13", "ean13"), ("gtin", "ean13"), ("barcode", "ean13"),
      ("upc", "upc_a"), ("cvv", "credit_card_security_code"), ("cvc", "credit_card_security_code"),
    ] where name.contains(word) { return make.faker(method) }
    if has("card"), name.last == "number" { return make.faker("credit_card_number") }
    if has("card"), has("brand", "provider", "type", "network") { return make.faker("credit_card_provider") }
    return nil
  }

  // MARK: Places

  /// Tables whose rows go through states, rather than lie in one.
  private static let processes: Set<String> = [
    "order", "shipment", "delivery", "purchase", "payment", "transaction", "invoice", "transfer", "charge", "ticket",
    "issue", "case", "task", "request", "claim", "incident", "appointment", "booking", "reservation", "visit", "job",
    "event", "subscription", "account", "session", "device", "run", "process", "workflow", "contract", "loan", "card",
    "application", "project", "campaign", "machine", "alert", "ride", "trip", "return", "refund",
  ]

  private var place: Declaration? {
    if has("coordinates", "coordinate", "coords", "geo", "geopoint", "latlon", "latlng") {
      return make("geo_point")
    }
    if has("postcode", "zip", "zipcode", "postal") { return make.faker("postcode") }
    if has("country") {
      guard has("code", "iso") else { return make.faker("country") }
      return make("choice", [("choices", make.texts(["US", "GB", "DE", "FR", "CZ"]))])
    }
    if has("city", "town") || (topic.contains("city") && name.last == "name") { return make.faker("city") }
    if has("street") || name.words.starts(with: ["address", "line"]) { return make.faker("street_address") }
    if has("address"), !has("email", "mail") { return make.faker("address") }
    if has("timezone", "tz") || has("time") && has("zone") { return make.faker("timezone") }
    if has("province", "county") { return make.faker("state") }
    if has("state"), topic.isDisjoint(with: Self.processes) {
      return make.faker(has("code", "abbr", "abbreviation") ? "state_abbr" : "state")
    }
    if has("region", "territory") {
      return make("choice", [("choices", make.texts(["North", "South", "East", "West"]))])
    }
    if topic.contains("country"), name.last == "name" { return make.faker("country") }
    return nil
  }

  private var contact: Declaration? {
    if has("email", "mail") { return make.faker("email") }
    if has("phone", "mobile", "telephone", "tel", "fax") { return make.faker("phone_number") }
    return nil
  }

  // MARK: People and companies

  private static let companies: Set<String> = [
    "company", "employer", "organisation", "organization", "vendor", "supplier", "manufacturer", "brand",
    "merchant",
    "store", "shop", "bank", "agency", "tenant",
  ]
  private static let things: Set<String> = [
    "product", "item", "category", "tag", "feature", "campaign", "project", "plan", "department", "team",
    "file",
    "channel", "event", "service", "page", "course", "segment", "promotion", "holiday", "stage", "device",
  ]

  private var party: Declaration? {
    if name.contains(anyOf: Self.companies), !has("status", "type", "description") {
      return make.faker("company")
    }
    if has("job", "occupation", "profession", "position") { return make.faker("job") }
    if has("title") {
      let isHeading = !topic.union(name.words).isDisjoint(with: [
        "book", "movie", "film", "article", "post", "product", "task", "ticket",
      ])
      return isHeading ? make.faker("sentence", [("nb_words", .integer(4))]) : make.faker("job")
    }
    return nil
  }

  private var person: Declaration? {
    if has("salutation", "honorific") { return make.faker("prefix") }
    if has("first", "given", "forename"), name.last == "name" || name.last == "forename" {
      return make.faker("first_name")
    }
    if has("surname") { return make.faker("last_name") }
    if has("last", "family"), name.last == "name" { return make.faker("last_name") }
    if name.words == ["firstname"] { return make.faker("first_name") }
    if name.words == ["lastname"] { return make.faker("last_name") }
    if name.last == "name" || name.words == ["fullname"] {
      let subject = Set(name.words.dropLast())
      let about = subject.isEmpty ? topic : subject
      if !about.isDisjoint(with: Self.companies) { return make.faker("company") }
      if !about.isDisjoint(with: Self.things) { return make.faker("word") }
      return make.faker("name")
    }
    if has("author", "owner", "contact", "recipient", "customer", "employee", "patient", "doctor"),
      name.words.count == 1
    {
      return make.faker("name")
    }
    return nil
  }

  // MARK: States

  private var state: Declaration? {
    if has("status", "state") { return make.choice(Self.states(of: topic)) }
    if has("gender", "sex") { return make.choice([("female", 0.5), ("male", 0.48), ("other", 0.02)]) }
    if has("currency") {
      return make.faker(has("name") ? "currency_name" : has("symbol") ? "currency_symbol" : "currency_code")
    }
    if has("language", "lang") { return make.faker(has("name") ? "language_name" : "language_code") }
    if has("locale") { return make.faker("locale") }
    if has("weekday") || name.words == ["day", "of", "week"] { return make.faker("day_of_week") }
    if has("month") { return make.faker("month_name") }
    if has("slogan", "tagline", "motto") { return make.faker("catch_phrase") }
    if has("priority", "severity") {
      return make.choice([("low", 0.4), ("medium", 0.4), ("high", 0.15), ("critical", 0.05)])
    }
    if has("colour", "color") {
      return make.faker(has("hex") ? "hex_color" : "color_name")
    }
    if has("size") { return make.choice([("S", 0.2), ("M", 0.35), ("L", 0.3), ("XL", 0.15)]) }
    if has("device") { return make.choice([("mobile", 0.55), ("desktop", 0.38), ("tablet", 0.07)]) }
    if has("channel", "source") {
      return make.choice([("web", 0.5), ("mobile", 0.3), ("email", 0.12), ("referral", 0.08)])
    }
    if has("payment", "method"), has("method", "type") {
      return make.choice([("card", 0.6), ("bank_transfer", 0.2), ("paypal", 0.15), ("cash", 0.05)])
    }
    if has("role") { return make.choice([("user", 0.8), ("manager", 0.15), ("admin", 0.05)]) }
    if has("plan", "tier"), name.last != "name" {
      return make.choice([("free", 0.6), ("basic", 0.25), ("premium", 0.15)])
    }
    if has("type", "kind", "category", "segment", "group", "class"), name.last != "name" {
      return make(
        "choice",
        [("choices", make.texts(["A", "B", "C", "D"])), ("weights_kind", .string("zipf@1"))]
      )
    }
    return nil
  }

  private static func states(of topic: Set<String>) -> [(String, Double)] {
    if !topic.isDisjoint(with: ["order", "shipment", "delivery", "purchase"]) {
      return [
        ("delivered", 0.6), ("shipped", 0.15), ("processing", 0.1), ("pending", 0.08), ("cancelled", 0.07),
      ]
    }
    if !topic.isDisjoint(with: ["payment", "transaction", "invoice", "transfer", "charge"]) {
      return [("completed", 0.88), ("pending", 0.05), ("failed", 0.05), ("refunded", 0.02)]
    }
    if !topic.isDisjoint(with: ["ticket", "issue", "case", "task", "request", "claim", "incident"]) {
      return [("open", 0.2), ("in_progress", 0.15), ("resolved", 0.25), ("closed", 0.4)]
    }
    if !topic.isDisjoint(with: ["appointment", "booking", "reservation", "visit"]) {
      return [("completed", 0.7), ("scheduled", 0.15), ("cancelled", 0.1), ("no_show", 0.05)]
    }
    return [("active", 0.75), ("inactive", 0.15), ("pending", 0.07), ("closed", 0.03)]
  }

  // MARK: Prose

  private var prose: Declaration? {
    if has("body", "content", "bio", "biography", "review", "text", "article") {
      return make.faker("text", [("max_nb_chars", .integer(200))])
    }
    if has(
      "description",
      "notes",
      "note",
      "comment",
      "comments",
      "summary",
      "message",
      "subject",
      "remark",
      "remarks",
      "reason",
      "feedback",
      "details"
    ) {
      return make.faker("sentence", [("nb_words", .integer(8))])
    }
    return nil
  }
}
