import Foundation
import Testing

/// The command, as a user runs it.
@Suite struct CommandTests {
  @Test func `generate writes a file into the output folder, and validate proves it`() throws {
    let folder = try TemporaryFolder()
    let schema = try folder.write(smallSchema, to: "small.json")
    let generated = try Command.run(["generate", schema], in: folder.path)
    #expect(generated.status == 0, "\(generated.errors)")
    #expect(generated.output.contains("Small: "))
    #expect(FileManager.default.fileExists(atPath: folder.file("output/small.sqlite")))
    let validated = try Command.run(["validate", schema, "--output", "report.json"], in: folder.path)
    #expect(validated.status == 0, "\(validated.errors)")
    #expect(validated.output.contains("score 100.0 of 100"))
    let report = try JSONSerialization.jsonObject(
      with: Data(contentsOf: URL(fileURLWithPath: folder.file("report.json")))
    )
    #expect((report as? [String: Any])?["score"] as? Double == 100)
  }

  @Test func `json prints one object and nothing else`() throws {
    let folder = try TemporaryFolder()
    let schema = try folder.write(smallSchema, to: "small.json")
    for arguments in [
      ["generate", schema, "--json", "--validate"], ["plan", schema, "--json"], ["validate", schema, "--json"],
    ] {
      let command = try Command.run(arguments, in: folder.path)
      #expect(command.status == 0, "\(arguments): \(command.errors)")
      let object = try JSONSerialization.jsonObject(with: Data(command.output.utf8))
      #expect(object is [String: Any], "\(arguments)")
    }
  }

  @Test func `quiet prints nothing`() throws {
    let folder = try TemporaryFolder()
    let schema = try folder.write(smallSchema, to: "small.json")
    let command = try Command.run(["generate", schema, "--quiet"], in: folder.path)
    #expect(command.status == 0)
    #expect(command.output.isEmpty && command.errors.isEmpty)
  }

  @Test func `a schema is read from standard input`() throws {
    let folder = try TemporaryFolder()
    let command = try Command.run(["generate", "-", "--to", "x.db"], input: smallSchema, in: folder.path)
    #expect(command.status == 0, "\(command.errors)")
    #expect(folder.names == ["x.db"])
  }

  @Test func `a wrong schema ends with 2, names all errors and touches no file`() throws {
    let folder = try TemporaryFolder()
    let text = smallSchema.replacingOccurrences(of: "\"lambda\"", with: "\"lamda\"")
      .replacingOccurrences(of: "user.user_id", with: "user.id")
    let schema = try folder.write(text, to: "broken.json")
    let command = try Command.run(["generate", "broken.json"], in: folder.path)
    #expect(command.status == 2)
    #expect(command.output.isEmpty)
    #expect(
      command.errors.contains(
        "broken.json:8:98: error: unknown key \"lamda\" in fanout of table \"event\" (did you mean \"lambda\"?)"
      )
    )
    #expect(command.errors.contains("column \"id\", which table \"user\" does not have"))
    #expect(folder.names == ["broken.json"])
    #expect(schema.hasSuffix("broken.json"))
  }

  @Test func `wrong usage ends with 64`() throws {
    let folder = try TemporaryFolder()
    let schema = try folder.write(smallSchema, to: "small.json")
    for arguments in [
      ["generate"], ["generate", schema, "--nonsense"], ["generate", schema, "--rows", "user"],
      ["generate", schema, "--rows", "usr=5"], ["generate", schema, "--tables", "usr"],
      ["generate", schema, "--scale", "0"], ["generate", schema, "--if-exists", "perhaps"],
      ["validate", schema, "--min-score", "101"],
    ] {
      let command = try Command.run(arguments, in: folder.path)
      #expect(command.status == 64, "\(arguments): \(command.status) \(command.errors)")
      #expect(!command.errors.isEmpty)
    }
    #expect(folder.names == ["small.json"])
  }

  @Test func `a database that refuses ends with 3 and loses nothing`() throws {
    let folder = try TemporaryFolder()
    let schema = try folder.write(smallSchema, to: "small.json")
    let text = try folder.write("this is no database, and it is longer than a header", to: "notes.txt")
    let cases = [
      ["generate", schema, "--to", text], ["generate", schema, "--to", folder.path],
      ["generate", schema, "--to", text + "/below/x.sqlite"], ["generate", schema, "--to", "postgres://localhost/x"],
      ["validate", schema, "--data", folder.file("absent.sqlite")], ["validate", schema, "--data", text],
    ]
    for arguments in cases {
      let command = try Command.run(arguments, in: folder.path)
      #expect(command.status == 3, "\(arguments): \(command.status) \(command.errors)")
      #expect(command.errors.hasPrefix("error: "))
    }
    #expect(try String(contentsOfFile: text, encoding: .utf8) == "this is no database, and it is longer than a header")
    #expect(folder.names == ["notes.txt", "small.json"])
  }

  @Test func `an existing dataset is not touched unless told`() throws {
    let folder = try TemporaryFolder()
    let schema = try folder.write(smallSchema, to: "small.json")
    #expect(try Command.run(["generate", schema, "--to", "x.db"], in: folder.path).status == 0)
    let refused = try Command.run(["generate", schema, "--to", "x.db", "--seed", "7"], in: folder.path)
    #expect(refused.status == 3)
    #expect(refused.errors.contains("--if-exists"))
    let replaced = try Command.run(
      ["generate", schema, "--to", "x.db", "--seed", "7", "--if-exists", "replace"],
      in: folder.path
    )
    #expect(replaced.status == 0, "\(replaced.errors)")
  }

  @Test func `validate ends with 1 where a hard check fails`() throws {
    let folder = try TemporaryFolder()
    let loaded = try folder.write(smallSchema, to: "small.json")
    let stricter = smallSchema.replacingOccurrences(
      of: "\n  ]\n}",
      with: "\n  ],\n \"constraints\": { \"ranges\": [{ \"attr\": \"event.amount\", \"min\": 20 }] }\n}"
    )
    #expect(stricter != smallSchema)
    let other = try folder.write(stricter, to: "stricter.json")
    #expect(try Command.run(["generate", loaded, "--to", "x.db"], in: folder.path).status == 0)
    let command = try Command.run(["validate", other, "--data", "x.db"], in: folder.path)
    #expect(command.status == 1, "\(command.output)")
    #expect(command.output.contains("range"))
  }

  @Test func `a reader that goes away is reported`() throws {
    let folder = try TemporaryFolder()
    let script =
      "'\(Command.executable.path)' plan '\(Project.example("gov_scaled.json"))' 2>errors.txt | true; echo ${PIPESTATUS[0]}"
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = [
      "-c", "sleep 0; " + script.replacingOccurrences(of: "| true", with: "| (exec 0<&-; sleep 0.3)"),
    ]
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let status = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(status == "3\n")
    #expect(try String(contentsOfFile: folder.file("errors.txt"), encoding: .utf8).contains("standard output"))
  }
}
