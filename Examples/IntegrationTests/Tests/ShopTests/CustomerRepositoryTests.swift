import DatagenTesting
import Shop
import Testing

/// Each test has a copy of the database to itself, made in milliseconds from one that is loaded once.
@Suite(.dataset("shop.json", seed: 42, in: .sqlite))
struct CustomerRepositoryTests {
  let customers: CustomerRepository

  init() throws {
    // An application's own driver would open `TestDatabase.current.connectionString`.
    customers = CustomerRepository(query: try TestDatabase.current.query)
  }

  @Test func theBestCustomerPaidMost() throws {
    let best = try customers.best(2)
    #expect(best.count == 2)
    let revenues = try best.map { try customers.revenue(of: $0) ?? 0 }
    #expect(revenues[0] >= revenues[1])
  }

  @Test func aRemovedCustomerIsGone() throws {
    let best = try customers.best(1)[0]
    try customers.remove(best)
    #expect(try customers.revenue(of: best) == nil)
    #expect(try customers.best(1) != [best])
  }

  @Test(arguments: [1, 100, 200]) func everyCustomerIsThere(number: Int) throws {
    #expect(try customers.revenue(of: number) != nil)
  }
}
