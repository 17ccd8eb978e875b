import Testing

@testable import DatagenEngine

@Suite struct SmallGeneratorTests {
  // MARK: uuid, constant

  @Test func `a uuid is of version 4 and never repeats`() throws {
    let table = try GeneratedTable(
      "{ \"name\": \"id\", \"type\": \"string\", \"generator\": { \"uuid\": { \"version\": 4 } } }",
      rows: 5000
    )
    let texts = table.texts("id")
    let form = try Regex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
    for text in texts.prefix(500) { #expect(text.wholeMatch(of: form) != nil) }
    #expect(Set(texts).count == 5000)
    #expect(table.oneByOne("id", rows: 7..<9) == Array(texts[7..<9]))
  }

  @Test func `a constant is the same everywhere, in each type`() throws {
    let table = try GeneratedTable(
      """
      { "name": "a", "type": "string", "generator": { "constant": { "value": "x" } } },
      { "name": "b", "type": "int", "generator": { "constant": { "value": 7 } } },
      { "name": "c", "type": "float", "generator": { "constant": { "value": 1.5 } } },
      { "name": "d", "type": "bool", "generator": { "constant": { "value": true } } },
      { "name": "e", "type": "date", "generator": { "constant": { "value": "2024-02-29" } } },
      { "name": "f", "type": "string", "nullable": true, "generator": { "constant": { "value": null } } }
      """,
      rows: 20
    )
    for (name, value) in [
      ("a", "x"), ("b", "7"), ("c", "1.5"), ("d", "true"), ("e", "2024-02-29"), ("f", "NULL"),
    ] {
      #expect(table.texts(name) == [String](repeating: value, count: 20))
    }
  }

  @Test func `what a uuid or a constant cannot be is reported`() {
    let errors = GeneratedTable.errors(
      """
      { "name": "a", "type": "string", "generator": { "uuid": { "version": 7 } } },
      { "name": "b", "type": "int", "generator": { "uuid": {} } },
      { "name": "c", "type": "int", "generator": { "constant": { "value": "x" } } },
      { "name": "d", "type": "int", "generator": { "constant": { "value": null } } }
      """
    )
    #expect(errors.count == 4, "\(errors)")
    #expect(errors.first?.hasPrefix("1:70: UUIDs of version 4") == true)
    let repeated = GeneratedTable.errors(
      "{ \"name\": \"e\", \"type\": \"int\", \"generator\": { \"constant\": { \"value\": 1 } } }",
      constraints: "{ \"unique\": [\"t.e\"] }"
    )
    #expect(repeated.first?.contains("only 1 values for about 1000 rows") == true)
  }

  // MARK: geo_point

  @Test func `points are uniform on the sphere within their box`() throws {
    let table = try GeneratedTable(
      """
      { "name": "lat", "type": "float", "generator": { "geo_point": { "bbox": [10, 170, 80, -150] } } },
      { "name": "lon", "type": "float", "generator": { "geo_point": { "bbox": [10, 170, 80, -150] } } }
      """,
      rows: 50_000
    )
    let radians = Double.pi / 180
    let low = sine(10 * radians), high = sine(80 * radians)
    #expect(Sample.kolmogorov(table.doubles("lat")) { (sine($0 * radians) - low) / (high - low) } < 1.95)
    // 170…180 and -180…-150: a quarter of the points lies before the 180th meridian.
    let places = table.doubles("lon").map { $0 < 0 ? $0 + 360 : $0 }
    #expect(Sample.kolmogorov(places) { ($0 - 170) / 40 } < 1.95)
    #expect(table.doubles("lon").allSatisfy { (170...180).contains($0) || (-180 ... -150).contains($0) })
    #expect(abs(Sample.pearson(table.doubles("lat"), places)) < 0.02)
  }

  @Test func `the columns of a row describe the same point`() throws {
    let table = try GeneratedTable(
      """
      { "name": "home_lat", "type": "float", "generator": { "geo_point": { "country": "Germany" } } },
      { "name": "home_longitude", "type": "float", "generator": { "geo_point": { "country": "DE" } } },
      { "name": "home_location", "type": "string", "generator": { "geo_point": { "country": "de" } } },
      { "name": "work_lat", "type": "float", "generator": { "geo_point": { "country": "DE" } } },
      { "name": "y", "type": "float", "decimals": 1,
        "generator": { "geo_point": { "bbox": [1.04, 1, 1.96, 2], "part": "latitude" } } }
      """,
      rows: 2000
    )
    let points = zip(table.doubles("home_lat"), table.doubles("home_longitude"))
    for ((latitude, longitude), text) in zip(points, table.texts("home_location")) {
      let parts = text.split(separator: ",").compactMap { Double($0) }
      #expect(parts == [latitude, longitude])
      #expect((47.27...55.06).contains(latitude) && (5.87...15.04).contains(longitude))
      #expect((latitude * 1e6).rounded() / 1e6 == latitude)
    }
    #expect(abs(Sample.pearson(table.doubles("home_lat"), table.doubles("work_lat"))) < 0.1)
    #expect(Set(table.doubles("y")) == Set([1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8, 1.9]))
  }

  @Test func `texts have six digits after the point, with signs and zeros`() throws {
    let table = try GeneratedTable(
      "{ \"name\": \"p\", \"type\": \"string\", \"generator\": { \"geo_point\": { \"bbox\": [-0.5, -0.00001, 0.5, 0.00001] } } }"
    )
    let form = try Regex("-?0\\.[0-9]{6},-?0\\.[0-9]{6}")
    for text in table.texts("p") { #expect(text.wholeMatch(of: form) != nil, "\(text)") }
  }

  @Test func `wrong boxes, countries and parts are positioned errors`() {
    let errors = GeneratedTable.errors(
      """
      { "name": "lat", "type": "float", "generator": { "geo_point": { "country": "Germny" } } },
      { "name": "lat2", "type": "float", "generator": { "geo_point": { "bbox": [1, 2, 3], "part": "latitude" } } },
      { "name": "lat3", "type": "float", "generator": { "geo_point": { "bbox": [9, 2, 3, 4], "part": "latitude" } } },
      { "name": "x", "type": "float", "generator": { "geo_point": {} } },
      { "name": "s", "type": "string", "generator": { "geo_point": { "part": "latitude" } } },
      { "name": "i", "type": "int", "generator": { "geo_point": { "part": "latitude" } } }
      """
    )
    #expect(errors.count == 6, "\(errors)")
    #expect(errors.first?.contains("did you mean \"Germany\"?") == true)
    for (line, error) in errors.enumerated() { #expect(error.hasPrefix("\(line + 1):"), "\(error)") }
  }

  @Test func `at least forty countries are known, each with a box`() {
    #expect(GeographicBox.countryNames.count > 80)
    for name in GeographicBox.countryNames {
      let box = GeographicBox.country(name)
      #expect((box.map { $0.south < $0.north && (0...160).contains($0.width) }) == true, "\(name)")
    }
  }
}
