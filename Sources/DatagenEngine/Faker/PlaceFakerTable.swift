import DatagenColumns
import DatagenSchema

extension FakerTable {
  /// Addresses, and points on the globe.
  static let place: [FakerEntry] = [
    .form("address", isLocal: true),
    .form("street_address", isLocal: true),
    .form("street_name", list: "street", isLocal: true),
    .form("building_number", isLocal: true),
    .form("secondary_address", isLocal: true),
    .form("city", isLocal: true),
    .form("postcode", "postalcode", "zipcode", isLocal: true),
    .form("state", "administrative_unit", "province", "region", isLocal: true),
    .form("state_abbr", isLocal: true),
    .form("country", isLocal: true),
    .form("country_code"),
    .form("license_plate", isLocal: true),
    .form("timezone", isLocal: true),
    coordinate("latitude") {
      sine($0.south * .pi / 180)...sine($0.north * .pi / 180)
    } degrees: {
      arcsine(min(max($0, -1), 1)) * 180 / .pi
    },
    coordinate("longitude") {
      $0.west...($0.west + $0.width)
    } degrees: {
      $0 > 180 ? $0 - 360 : $0
    },
  ]

  private static func coordinate(
    _ name: String,
    _ range: @escaping @Sendable (GeographicBox) -> ClosedRange<Double>,
    degrees: @escaping @Sendable (Double) -> Double
  ) -> FakerEntry {
    FakerEntry(name, isLocal: true) { context in
      guard let box = context.locale.values("country_alias").lazy.compactMap(GeographicBox.country).first else {
        return nil
      }
      return .number(
        CoordinateFakerMethod(range: range(box), degrees: degrees, key: context.placeKey.derived(name))
      )
    }
  }
}

/// `latitude` and `longitude` of a point in the locale's country, uniform on the sphere, to six decimals.
private struct CoordinateFakerMethod: FakerNumberMethod {
  /// What is uniform: the sine of the latitude, or the longitude.
  let range: ClosedRange<Double>
  let degrees: @Sendable (Double) -> Double
  let key: RandomKey

  var kind: ColumnBuffer.Kind { .double }
  var distinctValues: Double? { nil }

  func value(_ row: Int64) -> Int64 {
    let place = range.lowerBound + (range.upperBound - range.lowerBound) * key.unit(row)
    return Int64(bitPattern: ((degrees(place) * 1e6).rounded() / 1e6).bitPattern)
  }
}
