/// A value that a query returned.
package enum SQLValue: Sendable, Hashable {
  case null
  case integer(Int64)
  case double(Double)
  case text(String)
}

/// An open connection to a database, used by one thread at a time.
package protocol DatabaseConnection: AnyObject {
  var dialect: Dialect { get }

  /// Runs statements that return nothing.
  func execute(_ sql: String) throws(DatabaseError)

  /// Runs one statement and returns all its rows.
  func query(_ sql: String) throws(DatabaseError) -> [[SQLValue]]

  /// The names of the tables that users made, in any order.
  func tableNames() throws(DatabaseError) -> [String]

  /// The columns of a table, in their order.
  func columnNames(of table: String) throws(DatabaseError) -> [String]
}
