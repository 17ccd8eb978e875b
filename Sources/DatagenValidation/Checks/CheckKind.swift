/// What a check looks at.
///
/// The raw values are the names in reports.
enum CheckKind: String, Sendable, CaseIterable {
  case tableExists = "table_exists"
  case columns
  case rowCount = "row_count"
  case primaryKey = "primary_key"
  case type
  case notNull = "not_null"
  case foreignKey = "foreign_key"
  case unique
  case range
  case enumeration = "enum"
  case pattern
  case inequality
  case inequalityParent = "inequality_parent"
  case membership
  case weekendShare = "weekend_share"
  case meanInRange = "mean_in_range"
  case compositeEffect = "composite_effect"

  var category: CheckCategory {
    switch self {
    case .tableExists, .columns, .rowCount, .primaryKey, .type, .notNull, .foreignKey: .structure
    case .unique, .range, .enumeration, .pattern, .inequality, .inequalityParent, .membership: .constraints
    case .weekendShare, .meanInRange, .compositeEffect: .targets
    }
  }

  /// Whether a failure makes the whole validation fail.
  var isHard: Bool { category != .targets }
}
