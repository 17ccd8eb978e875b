import DatagenColumns
import DatagenSchema

/// `geo_point`: latitude and longitude of a point in a country's bounding box, in a box of one's own, or anywhere.
///
/// A float column holds one coordinate, a text column both as `lat,lon`. The points are uniform on the sphere within
/// the box: longitude is uniform, and so is the sine of the latitude. Columns of a row whose names differ in nothing
/// but the coordinate (`home_lat`, `home_lon`) describe the same point.
struct GeoPointGenerator: DeclaredGenerator {
  static let form = KeyForm(
    "geo_point",
    .object(
      ObjectForm(
        "geo_point",
        [
          KeyForm("country", .string, "a country's name or ISO code"),
          KeyForm(
            "bbox",
            .array(.number),
            "the box [min_lat, min_lon, max_lat, max_lon]; longitudes may cross 180°"
          ),
          KeyForm(
            "part",
            .word(["latitude", "longitude", "point"]),
            "which coordinate; by default what the column's name says, both for a text"
          ),
        ]
      )
    ),
    "latitude and longitude within a country or a box"
  )

  private enum Part: String { case latitude, longitude, point }

  private let part: Part
  private let box: GeographicBox
  private let latitudeKey: RandomKey
  private let longitudeKey: RandomKey
  private let decimals: Int
  let summary: String

  init?(_ arguments: DocumentNode, _ context: ColumnContext) {
    guard let box = Self.box(arguments, context), let part = Self.part(arguments, context) else { return nil }
    self.box = box
    self.part = part
    decimals = context.column.decimals ?? 6
    let key = context.tableKey.derived("point " + Self.prefix(of: context.column.name.value))
    latitudeKey = key.derived("latitude")
    longitudeKey = key.derived("longitude")
    let place = arguments["country"]?.string ?? (arguments["bbox"] == nil ? "the world" : "a box")
    summary = part == .point ? "a point in \(place)" : "\(part.rawValue) of a point in \(place)"
  }

  private static func box(_ arguments: DocumentNode, _ context: ColumnContext) -> GeographicBox? {
    if let country = arguments["country"]?.located {
      if let other = arguments["bbox"] {
        context.error("\"country\" and \"bbox\" exclude each other", at: other.position)
        return nil
      }
      if let box = GeographicBox.country(country.value) { return box }
      context.error(
        "no box is known for country \"\(country.value)\"; give its \"bbox\""
          + Suggestion.text(for: country.value, among: GeographicBox.countryNames),
        at: country.position
      )
      return nil
    }
    guard let node = arguments["bbox"] else { return GeographicBox(-90, -180, 90, 180) }
    guard let ends = node.numbers, ends.count == 4 else {
      context.error("\"bbox\" takes four numbers: [min_lat, min_lon, max_lat, max_lon]", at: node.position)
      return nil
    }
    guard ends[0] <= ends[2], ends[0] >= -90, ends[2] <= 90 else {
      context.error("the latitudes of \"bbox\" have to ascend from -90 to 90", at: node.position)
      return nil
    }
    guard abs(ends[1]) <= 180, abs(ends[3]) <= 180 else {
      context.error("the longitudes of \"bbox\" have to lie between -180 and 180", at: node.position)
      return nil
    }
    return GeographicBox(ends[0], ends[1], ends[2], ends[3])
  }

  private static func part(_ arguments: DocumentNode, _ context: ColumnContext) -> Part? {
    let name = context.column.name.value
    let given = arguments["part"]
    let part = given?.string.flatMap(Part.init(rawValue:))
    switch context.column.type {
    case .string:
      if part == nil || part == .point { return .point }
      context.error("a text column holds the whole point: \"lat,lon\"", at: given?.position)
      return nil
    case .float:
      if part == .point {
        context.error("a float column holds one coordinate: latitude or longitude", at: given?.position)
        return nil
      }
      if let part { return part }
      let words = ColumnWords(name)
      if words.contains(anyOf: latitudeWords) { return .latitude }
      if words.contains(anyOf: longitudeWords) { return .longitude }
      context.error("say which \"part\" column \"\(name)\" holds: latitude or longitude")
      return nil
    default:
      context.error(
        "\"geo_point\" needs a float or string column, and \"\(name)\" is \(context.column.type.rawValue)"
      )
      return nil
    }
  }

  static let latitudeWords: Set<String> = ["latitude", "lat"]
  static let longitudeWords: Set<String> = ["longitude", "lon", "lng", "long"]
  private static let pointWords: Set<String> = [
    "geo", "point", "location", "position", "coordinates", "coordinate", "coords",
  ]

  /// `home_lat` → `home`: columns with the same prefix describe the same point.
  private static func prefix(of name: String) -> String {
    let others = latitudeWords.union(longitudeWords).union(pointWords)
    return ColumnWords(name).words.filter { !others.contains($0) }.joined(separator: "_")
  }

  var kind: ColumnBuffer.Kind { part == .point ? .text : .double }

  func generate(into output: ColumnBuffer, _ batch: BatchEvaluation) {
    let rows = batch.draws
    switch part {
    case .latitude, .longitude:
      output.reset(.double, count: batch.count)
      let values = output.doubles
      fill(values, part, rows, batch.count)
    case .point:
      let latitudes = batch.pool.take(), longitudes = batch.pool.take()
      latitudes.reset(.double, count: batch.count)
      longitudes.reset(.double, count: batch.count)
      fill(latitudes.doubles, .latitude, rows, batch.count)
      fill(longitudes.doubles, .longitude, rows, batch.count)
      output.reset(.text, count: batch.count)
      for row in 0..<batch.count {
        output.text.append(latitudes.doubles[row], decimals: decimals)
        output.text.append(0x2C)
        output.text.append(longitudes.doubles[row], decimals: decimals)
        output.endText(row)
      }
      batch.pool.give(latitudes)
      batch.pool.give(longitudes)
    }
  }

  /// Fills in one coordinate, rounded within the box.
  private func fill(
    _ values: UnsafeMutablePointer<Double>,
    _ part: Part,
    _ rows: UnsafePointer<Int64>,
    _ count: Int
  ) {
    let scale = power(10, Double(decimals))
    func rounded(_ degrees: Double, _ low: Double, _ high: Double) -> Double {
      let value = (degrees * scale).rounded() / scale
      if value < low { return (low * scale).rounded(.up) / scale }
      if value > high { return (high * scale).rounded(.down) / scale }
      return value
    }
    let radians = Double.pi / 180
    if part == .latitude {
      let low = sine(box.south * radians), high = sine(box.north * radians)
      for row in 0..<count {
        let place = low + (high - low) * latitudeKey.unit(rows[row])
        values[row] = rounded(arcsine(min(max(place, -1), 1)) / radians, box.south, box.north)
      }
    } else {
      let low = box.west, width = box.width
      for row in 0..<count {
        let degrees = low + width * longitudeKey.unit(rows[row])
        // Beyond the 180th meridian the count begins anew.
        values[row] =
          degrees > 180
          ? rounded(degrees - 360, -180, box.east) : rounded(degrees, low, min(low + width, 180))
      }
    }
  }
}

extension ByteArena {
  /// Appends a number with so many digits after the point, at most 15; for numbers whose digits fit 64 bits.
  fileprivate func append(_ value: Double, decimals: Int) {
    let scaled = (abs(value) * power(10, Double(decimals))).rounded()
    var digits = UInt64(scaled)
    if value < 0, digits > 0 { append(0x2D) }
    var divisor: UInt64 = 1
    for _ in 0..<decimals { divisor *= 10 }
    appendDecimal(Int64(digits / divisor))
    if decimals > 0 { append(0x2E) }
    for _ in 0..<decimals {
      digits %= divisor
      divisor /= 10
      append(48 + UInt8(digits / divisor))
    }
  }
}
