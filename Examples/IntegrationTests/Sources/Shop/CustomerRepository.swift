/// The part of an application that talks to its database.
public struct CustomerRepository {
  /// Runs a statement and returns its rows; an application has a driver for this.
  public typealias Query = (String) throws -> [[String?]]

  private let query: Query

  /// Makes a repository that asks through a driver.
  public init(query: @escaping Query) { self.query = query }

  /// What a customer has paid in all, in cents; nil where there is no such customer.
  public func revenue(of customer: Int) throws -> Int? {
    let rows = try query(
      """
      SELECT COALESCE(SUM(cents), 0) FROM customer LEFT JOIN purchase USING (customer_id)
      WHERE customer_id = \(customer) GROUP BY customer_id
      """
    )
    return rows.first?.first?.flatMap { Int($0) }
  }

  /// The numbers of the customers who bought most, the best first.
  public func best(_ count: Int) throws -> [Int] {
    let rows = try query(
      """
      SELECT customer_id FROM purchase GROUP BY customer_id ORDER BY SUM(cents) DESC, customer_id LIMIT \(count)
      """
    )
    return rows.compactMap { row in row.first?.flatMap { Int($0) } }
  }

  /// Removes a customer with all purchases.
  public func remove(_ customer: Int) throws {
    _ = try query("DELETE FROM purchase WHERE customer_id = \(customer)")
    _ = try query("DELETE FROM customer WHERE customer_id = \(customer)")
  }
}
