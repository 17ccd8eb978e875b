import Datagen
import DatagenTesting
import Foundation
import Testing

/// What XCTest prints of an error.
@Suite struct LocalizedErrorTests {
  @Test func errorsSayWhatTheyAre() throws {
    let missing = try #require(throws: (any Error).self) { try Dataset(schemaFile: "/nowhere.json") }
    #expect(missing.localizedDescription.contains("/nowhere.json"))
    let wrong = try #require(throws: (any Error).self) { try Dataset(schema: "{}", named: "x.json") }
    #expect(wrong.localizedDescription.contains("x.json:1"))
    let refused = try #require(throws: (any Error).self) {
      try DatabaseDigests(of: "/nowhere.sqlite")
    }
    #expect(refused.localizedDescription.contains("/nowhere.sqlite"))
    let usage = try #require(throws: (any Error).self) { try DatabaseDigests(of: "mysql://h/x") }
    #expect(usage.localizedDescription.contains("mysql"))
  }
}
