import Foundation
import Testing

/// What a schema's author writes cannot give a terminal commands.
@Suite struct TerminalTests {
  /// An escape sequence of each kind, C1, an override of the direction, a line separator, a backspace.
  private static let hostile = #"\u001b[31mRED\u001b]0;title\u0007\u009b31m\u202e\u2028\b"#

  /// Control characters of C0 and C1 but the end of a line, and what turns or breaks a line.
  private func isHarmless(_ text: String) -> Bool {
    !text.unicodeScalars.contains { scalar in
      scalar.properties.generalCategory == .control && scalar != "\n" || (0x2028...0x202E).contains(scalar.value)
    }
  }

  @Test(arguments: [["plan"], ["generate", "--validate"], ["preview"], ["validate"]])
  func `control characters of a name are shown as signs`(_ command: [String]) throws {
    let folder = try TemporaryFolder()
    let text = smallSchema.replacingOccurrences(of: "\"Small\"", with: "\"\(Self.hostile)\"")
    let schema = try folder.write(text, to: "small.json")
    #expect(text != smallSchema)
    _ = try Command.run(["generate", schema, "--to", "x.sqlite"], in: folder.path)
    let place =
      command[0] == "generate" ? ["--to", "y.sqlite"] : command[0] == "validate" ? ["--data", "x.sqlite"] : []
    let run = try Command.run([command[0], schema] + command.dropFirst() + place, in: folder.path)
    #expect(run.status == 0, "\(run.errors)")
    #expect(isHarmless(run.output) && isHarmless(run.errors), "\(run.output.debugDescription)")
    if command[0] == "plan" || command[0] == "generate" {
      #expect((run.output + run.errors).contains("␛[31mRED␛]0;title␇�31m��␈"))
    }
  }

  @Test func `control characters of keys and values are shown as signs in errors`() throws {
    let folder = try TemporaryFolder()
    let text = smallSchema.replacingOccurrences(of: "\"lambda\"", with: "\"la\(Self.hostile)\"")
      .replacingOccurrences(of: "\"id\": \"event\"", with: "\"id\": \"\(Self.hostile)\\nx\"")
    let schema = try folder.write(text, to: "small.json")
    let run = try Command.run(["generate", schema], in: folder.path)
    #expect(run.status == 2)
    #expect(isHarmless(run.errors), "\(run.errors.debugDescription)")
    #expect(run.errors.contains("unknown key \"la␛[31mRED"))
    // One error, one line.
    #expect(run.errors.split(separator: "\n").allSatisfy { $0.contains("small.json:") || $0.hasSuffix("errors") })
  }

  @Test func `JSON keeps every character`() throws {
    let folder = try TemporaryFolder()
    let text = smallSchema.replacingOccurrences(of: "\"Small\"", with: "\"\(Self.hostile)\"")
    let run = try Command.run(["plan", "-", "--json"], input: text, in: folder.path)
    let object = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    #expect(object?["dataset"] as? String == "\u{1B}[31mRED\u{1B}]0;title\u{7}\u{9B}31m\u{202E}\u{2028}\u{8}")
  }

  @Test(arguments: ["k", "k\\\"k"])
  func `a long value is quoted in part`(_ letters: String) throws {
    let folder = try TemporaryFolder()
    let key = letters + String(repeating: "k", count: 100_000)
    let text = smallSchema.replacingOccurrences(of: "\"lambda\"", with: "\"\(key)\"")
    let run = try Command.run(["plan", "-"], input: text, in: folder.path)
    #expect(run.status == 2)
    #expect(run.errors.contains("\(String(repeating: "k", count: 80))…\" in fanout of table \"event\""))
    #expect(run.errors.utf8.count < 2000)
  }
}
