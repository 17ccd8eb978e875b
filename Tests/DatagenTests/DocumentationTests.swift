import Datagen
import Foundation
import Testing

/// The fragments of the reference are loaded and validated: what is shown works.
@Suite struct DocumentationTests {
  @Test(arguments: try DocumentedFragment.all())
  func `a documented fragment loads and scores 100`(fragment: DocumentedFragment) throws {
    let schema = try fragment.schema()
    let deviation = try JSONSchemaValidator(root: JSON(JSONSchema.text)).deviation(of: JSON(schema))
    #expect(deviation == nil)
    do {
      let dataset = try Dataset(schema: schema, named: fragment.description)
      #expect(dataset.warnings.isEmpty, "\(dataset.warnings.map(\.message))")
      let (_, report) = try dataset.rehearse()
      #expect(report.score == 100, "\(report.failures.map(\.message))")
    } catch let error as SchemaError {
      Issue.record("\(error.diagnostics.map(\.message))")
    }
  }

  @Test(arguments: [("generators.md", "generator"), ("modifiers.md", "modifiers")])
  func `every generator and modifier has its section`(page: String, key: String) throws {
    let schema = try JSON(JSONSchema.text)
    let form = schema.members["$defs"]?.members["column"]?.members["properties"]?.members[key]
    let names =
      key == "generator"
      ? form?.members["properties"]?.members.keys.sorted() ?? []
      : form?.members["items"]?.members["properties"]?.members["transform"]?.members["enum"]?.elements
        .compactMap(\.string) ?? []
    #expect(!names.isEmpty)
    let text = try String(contentsOf: DocumentedFragment.folder.appendingPathComponent(page), encoding: .utf8)
    let missing = names.filter { !text.contains("\n## `\($0)`\n") }
    #expect(missing.isEmpty, "\(page) lacks these sections, each with a fragment")
  }

  @Test func `every command and option is in the command reference`() throws {
    let page = DocumentedFragment.folder.appendingPathComponent("commands.md")
    let text = try String(contentsOf: page, encoding: .utf8)
    let help = try Command.run(["--help"]).output
    let list = try #require(help.components(separatedBy: "SUBCOMMANDS:\n").last)
    let commands = list.matches(of: /(?m)^  ([a-z]+)/).map { String($0.1) }
    #expect(commands.count >= 6)
    var missing: [String] = []
    for command in commands {
      if !text.contains("\n## `datagen \(command)`\n") { missing.append("## `datagen \(command)`") }
      let options = try Command.run([command, "--help"]).output
        .matches(of: /(?m)^ +(?:-\w, )?(--?[a-z][a-z-]*)/).map { String($0.1) }
      missing += options.filter { !["--help", "--version"].contains($0) && !text.contains("`\($0)") }
    }
    #expect(missing.isEmpty, "commands.md does not explain these")
  }

  @Test func `every locale is named`() throws {
    let schema = smallSchema.replacingOccurrences(
      of: "\"method\": \"name\"",
      with: "\"method\": \"name\", \"locale\": \"xx_XX\""
    )
    let error = #expect(throws: SchemaError.self) { try Dataset(schema: schema, named: "s.json") }
    let message = error?.diagnostics.first?.message ?? ""
    let names = message.matches(of: /[a-z]{2}_[A-Z]{2}/).map { String($0.0) }.filter { $0 != "xx_XX" }
    let page = DocumentedFragment.folder.appendingPathComponent("generators.md")
    let text = try String(contentsOf: page, encoding: .utf8)
    #expect(names.count >= 5)
    let missing = names.filter { !text.contains("`\($0)`") }
    #expect(missing.isEmpty, "generators.md does not name these locales")
  }

  @Test func `links lead somewhere`() throws {
    for page in try DocumentedFragment.pages() {
      let text = try String(contentsOf: page, encoding: .utf8)
      for match in text.matches(of: /\]\(([^)#:]+)(?:#[^)]*)?\)/) {
        let target = page.deletingLastPathComponent().appendingPathComponent(String(match.1)).standardized
        #expect(FileManager.default.fileExists(atPath: target.path), "\(page.lastPathComponent): \(match.1)")
      }
    }
  }
}

/// A block of JSON of the documentation.
///
/// The word after `json` says what it is: a whole `schema`, or what is added to the schema on the first page: a `column` of its table `purchase` (or a list of them), a `table` (or a list),
/// `constraints` or `targets`.
struct DocumentedFragment: Sendable, CustomTestStringConvertible {
  static let folder = Project.root.appendingPathComponent("Documentation")

  var page: String
  var line: Int
  var kind: String
  var text: String

  var description: String { "\(page):\(line).json" }
  var testDescription: String { "\(page):\(line)" }

  struct Mistake: Error { var message: String }

  static func pages() throws -> [URL] {
    try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "md" }.sorted { $0.path < $1.path }
  }

  static func all() throws -> [DocumentedFragment] {
    var fragments: [DocumentedFragment] = []
    for page in try pages() {
      var open: DocumentedFragment?
      let lines = try String(contentsOf: page, encoding: .utf8).components(separatedBy: "\n")
      for (index, line) in lines.enumerated() {
        if line.hasPrefix("```json") {
          let kind = String(line.dropFirst("```json ".count))
          open = DocumentedFragment(page: page.lastPathComponent, line: index + 1, kind: kind, text: "")
        } else if line == "```", let fragment = open {
          fragments.append(fragment)
          open = nil
        } else {
          open?.text += line + "\n"
        }
      }
    }
    return fragments
  }

  /// The whole schema that the fragment stands for.
  func schema() throws -> String {
    if kind == "schema" { return text }
    guard let first = try Self.all().first(where: { $0.page == "README.md" && $0.kind == "schema" }),
      var schema = try JSONSerialization.jsonObject(with: Data(first.text.utf8)) as? [String: Any],
      var tables = schema["nodes"] as? [[String: Any]]
    else { throw Mistake(message: "README.md has no schema to add fragments to") }
    let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
    let list = (value as? [[String: Any]]) ?? (value as? [String: Any]).map { [$0] } ?? []
    switch kind {
    case "column":
      guard let place = tables.firstIndex(where: { $0["id"] as? String == "purchase" }),
        let columns = tables[place]["columns"] as? [[String: Any]]
      else { throw Mistake(message: "the schema has no table purchase") }
      let names = list.compactMap { $0["name"] as? String }
      // A fragment may also show a column of the schema in another way.
      tables[place]["columns"] = columns.filter { !names.contains($0["name"] as? String ?? "") } + list
    case "table": tables += list
    case "constraints", "targets": schema[kind] = value
    default: throw Mistake(message: "\(testDescription): say what the block is, as in ```json column")
    }
    schema["nodes"] = tables
    return String(decoding: try JSONSerialization.data(withJSONObject: schema), as: UTF8.self)
  }
}
