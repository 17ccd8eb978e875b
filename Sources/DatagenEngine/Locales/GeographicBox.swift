/// A box of latitudes and longitudes, in degrees.
struct GeographicBox: Sendable, Hashable {
  var south: Double
  var west: Double
  var north: Double
  /// Below `west` where the box crosses the 180th meridian.
  var east: Double

  init(_ south: Double, _ west: Double, _ north: Double, _ east: Double) {
    self.south = south
    self.west = west
    self.north = north
    self.east = east
  }

  /// How many degrees of longitude it spans.
  var width: Double { east >= west ? east - west : east - west + 360 }
}

extension GeographicBox {
  /// The box of a country by its name, its ISO 3166 code or a common other name, in any case.
  static func country(_ name: String) -> GeographicBox? {
    let wanted = name.lowercased()
    return countries.first { $0.names.contains { $0.lowercased() == wanted } }?.box
  }

  /// The names of all countries, for suggestions.
  static var countryNames: [String] { countries.flatMap(\.names) }

  /// Rough boxes around the mainland: a box holds neighbours' land and sea too.
  private static let countries: [(names: [String], box: GeographicBox)] = [
    (["AR", "Argentina"], .init(-55.06, -73.56, -21.78, -53.64)),
    (["AT", "Austria"], .init(46.37, 9.53, 49.02, 17.16)),
    (["AU", "Australia"], .init(-43.64, 113.16, -10.69, 153.64)),
    (["BD", "Bangladesh"], .init(20.74, 88.01, 26.63, 92.67)),
    (["BE", "Belgium"], .init(49.50, 2.55, 51.50, 6.41)),
    (["BG", "Bulgaria"], .init(41.24, 22.36, 44.22, 28.61)),
    (["BR", "Brazil"], .init(-33.75, -73.99, 5.27, -34.79)),
    (["CA", "Canada"], .init(41.68, -141.0, 83.11, -52.62)),
    (["CH", "Switzerland"], .init(45.82, 5.96, 47.81, 10.49)),
    (["CL", "Chile"], .init(-55.92, -75.65, -17.50, -66.42)),
    (["CN", "China"], .init(18.16, 73.50, 53.56, 134.77)),
    (["CO", "Colombia"], .init(-4.23, -79.00, 12.46, -66.87)),
    (["CZ", "Czechia", "Czech Republic"], .init(48.55, 12.09, 51.06, 18.86)),
    (["DE", "Germany", "Deutschland"], .init(47.27, 5.87, 55.06, 15.04)),
    (["DK", "Denmark"], .init(54.56, 8.07, 57.75, 12.69)),
    (["EE", "Estonia"], .init(57.51, 21.76, 59.68, 28.21)),
    (["EG", "Egypt"], .init(22.00, 24.70, 31.67, 36.90)),
    (["ES", "Spain"], .init(36.00, -9.30, 43.79, 3.32)),
    (["ET", "Ethiopia"], .init(3.40, 32.99, 14.89, 47.99)),
    (["FI", "Finland"], .init(59.81, 20.55, 70.09, 31.59)),
    (["FJ", "Fiji"], .init(-19.16, 176.84, -16.15, -179.79)),
    (["FR", "France"], .init(42.33, -4.79, 51.09, 8.23)),
    (["GB", "UK", "United Kingdom", "Great Britain"], .init(49.96, -7.57, 58.67, 1.76)),
    (["GH", "Ghana"], .init(4.74, -3.26, 11.17, 1.19)),
    (["GR", "Greece"], .init(34.80, 19.37, 41.75, 28.25)),
    (["HR", "Croatia"], .init(42.39, 13.49, 46.55, 19.45)),
    (["HU", "Hungary"], .init(45.74, 16.11, 48.59, 22.90)),
    (["ID", "Indonesia"], .init(-10.36, 95.29, 5.48, 141.03)),
    (["IE", "Ireland"], .init(51.42, -10.48, 55.39, -6.00)),
    (["IL", "Israel"], .init(29.49, 34.27, 33.28, 35.84)),
    (["IN", "India"], .init(8.07, 68.18, 35.49, 97.40)),
    (["IS", "Iceland"], .init(63.39, -24.54, 66.57, -13.50)),
    (["IT", "Italy"], .init(36.65, 6.63, 47.09, 18.52)),
    (["JP", "Japan"], .init(31.03, 129.41, 45.55, 145.54)),
    (["KE", "Kenya"], .init(-4.68, 33.89, 5.51, 41.91)),
    (["KR", "South Korea", "Republic of Korea"], .init(34.39, 126.12, 38.61, 129.47)),
    (["LT", "Lithuania"], .init(53.90, 20.95, 56.45, 26.84)),
    (["LU", "Luxembourg"], .init(49.44, 5.73, 50.18, 6.53)),
    (["LV", "Latvia"], .init(55.67, 20.97, 58.09, 28.24)),
    (["MA", "Morocco"], .init(27.67, -13.17, 35.93, -1.12)),
    (["MX", "Mexico"], .init(14.54, -117.13, 32.72, -86.81)),
    (["MY", "Malaysia"], .init(0.85, 99.64, 7.36, 119.27)),
    (["NG", "Nigeria"], .init(4.27, 2.69, 13.89, 14.68)),
    (["NL", "Netherlands", "The Netherlands", "Holland"], .init(50.75, 3.36, 53.51, 7.23)),
    (["NO", "Norway"], .init(57.98, 4.65, 71.19, 31.08)),
    (["NZ", "New Zealand"], .init(-47.29, 166.43, -34.39, 178.55)),
    (["PE", "Peru"], .init(-18.35, -81.33, -0.04, -68.66)),
    (["PH", "Philippines"], .init(5.58, 117.17, 18.51, 126.60)),
    (["PK", "Pakistan"], .init(23.69, 60.87, 37.08, 77.05)),
    (["PL", "Poland"], .init(49.00, 14.12, 54.84, 24.15)),
    (["PT", "Portugal"], .init(36.96, -9.50, 42.15, -6.19)),
    (["RO", "Romania"], .init(43.62, 20.26, 48.27, 29.69)),
    (["RS", "Serbia"], .init(42.23, 18.82, 46.19, 23.01)),
    (["RU", "Russia"], .init(41.19, 27.32, 77.72, 180.0)),
    (["SA", "Saudi Arabia"], .init(16.38, 34.50, 32.16, 55.67)),
    (["SE", "Sweden"], .init(55.34, 11.11, 69.06, 24.17)),
    (["SG", "Singapore"], .init(1.22, 103.61, 1.47, 104.03)),
    (["SI", "Slovenia"], .init(45.42, 13.38, 46.88, 16.61)),
    (["SK", "Slovakia"], .init(47.73, 16.83, 49.61, 22.57)),
    (["TH", "Thailand"], .init(5.61, 97.34, 20.46, 105.64)),
    (["TR", "Turkey", "Türkiye"], .init(35.82, 26.04, 42.11, 44.82)),
    (["UA", "Ukraine"], .init(44.39, 22.14, 52.38, 40.23)),
    (["US", "USA", "United States", "United States of America"], .init(24.52, -124.73, 49.38, -66.95)),
    (["UY", "Uruguay"], .init(-34.97, -58.44, -30.08, -53.07)),
    (["VN", "Vietnam", "Viet Nam"], .init(8.56, 102.14, 23.39, 109.46)),
    (["ZA", "South Africa"], .init(-34.83, 16.45, -22.13, 32.89)),
  ]
}
