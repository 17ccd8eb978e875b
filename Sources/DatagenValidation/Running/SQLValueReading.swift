internal import DatagenDatabase

extension SQLValue {
  /// A count, however the database hands it over.
  var integerValue: Int64? {
    switch self {
    case .integer(let integer): integer
    case .double(let double): Int64(exactly: double)
    case .text(let text): Int64(text)
    case .null: nil
    }
  }

  var doubleValue: Double? {
    switch self {
    case .integer(let integer): Double(integer)
    case .double(let double): double
    case .text(let text): Double(text)
    case .null: nil
    }
  }

  var textValue: String? {
    if case .text(let text) = self { text } else { nil }
  }
}
