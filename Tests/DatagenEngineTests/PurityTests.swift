import Foundation
import Testing

/// Nothing that makes rows may look at the clock or at the machine.
@Suite struct PurityTests {
  private static let modules = ["DatagenEngine", "DatagenColumns", "DatagenSchema"]

  private static let forbidden = [
    #"\bDate\s*\("#, #"\btime\s*\(\s*(nil|NULL|&)"#, "gettimeofday", "clock_gettime", "ContinuousClock",
    "SuspendingClock", "SystemRandomNumberGenerator", "arc4random", "getrandom", "ProcessInfo", "getenv",
    "gethostname",
    "sysconf", #"\bUUID\s*\("#, #"\bTimeZone\b"#, #"\brandomElement\s*\(\s*\)"#, #"\bshuffled\s*\(\s*\)"#,
    #"\.random\s*\(\s*in:[^,)]*\)"#, #"\bHasher\b\s*\("#, "hashValue", #"\bimport\s+Foundation\b"#,
  ]

  /// Words end where identifiers end; Unicode's words go on after a full stop.
  private static func expression(_ pattern: String) throws -> Regex<AnyRegexOutput> {
    try Regex(pattern).wordBoundaryKind(.simple)
  }

  /// The Swift files of a module, each with its text without comments.
  private static func sources(_ module: String) throws -> [(name: String, text: String)] {
    let folder = Repository.root.appending(path: "Sources").appending(path: module)
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    return try (files?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "swift" }.map { file in
      let text = try String(contentsOf: file, encoding: .utf8)
      let lines = text.split(separator: "\n").map {
        $0.split(separator: "//", omittingEmptySubsequences: false)[0]
      }
      return (file.lastPathComponent, lines.joined(separator: "\n"))
    }
  }

  @Test(arguments: modules)
  func noSourceNamesTheClockOrTheMachine(_ module: String) throws {
    let sources = try Self.sources(module)
    #expect(sources.count > 3)
    for pattern in Self.forbidden {
      let expression = try Self.expression(pattern)
      for (name, text) in sources {
        #expect(text.firstMatch(of: expression) == nil, "\(module)/\(name) has \(pattern)")
      }
    }
  }

  @Test(arguments: [
    "let now = Date()", "time(nil)", "getenv(\"HOME\")", "Int.random(in: 0..<3)", "import Foundation",
    "list.shuffled()", "UUID()",
  ])
  func whatIsForbiddenIsFound(_ code: String) throws {
    #expect(try Self.forbidden.contains { try code.firstMatch(of: Self.expression($0)) != nil })
  }

  @Test(arguments: ["castToDate(column)", "sampler.time(first)", "Int.random(in: 0..<3, using: &random)"])
  func whatIsHarmlessIsNot(_ code: String) throws {
    #expect(try !Self.forbidden.contains { try code.firstMatch(of: Self.expression($0)) != nil })
  }
}
