import DatagenDatabase
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

  @Test func `validate writes the report as JSON and as HTML, whatever it prints`() throws {
    let folder = try TemporaryFolder()
    let schema = try folder.write(smallSchema, to: "small.json")
    #expect(try Command.run(["generate", schema, "--to", "x.db", "--seed", "7"], in: folder.path).status == 0)
    let files = ["--output", "report.json", "--html", "report.html"]
    var pages: [String] = []
    for format in [[], ["--json"]] {
      let command = try Command.run(["validate", schema, "--data", "x.db"] + files + format, in: folder.path)
      #expect(command.status == 0, "\(command.errors)")
      if !format.isEmpty {
        #expect(try String(contentsOfFile: folder.file("report.json"), encoding: .utf8) == command.output)
      }
      pages.append(try String(contentsOfFile: folder.file("report.html"), encoding: .utf8))
    }
    #expect(pages[0] == pages[1])
    for part in ["<!DOCTYPE html>\n", "<h1>Small</h1>", "<code>x.db</code>", "seed <code>7</code>", "</html>\n"] {
      #expect(pages[0].contains(part), "\(part)")
    }
    #expect(folder.names == ["report.html", "report.json", "small.json", "x.db"])
  }

  @Test func `a target that plan warned of is told from one that was not`() throws {
    let folder = try TemporaryFolder()
    // The mean of the rows is about 23; the second schema would give 62.
    let loaded = try folder.write(smallSchema, to: "small.json")
    let targets = """
      "targets": {
          "mean_in_range": { "table": "event", "column": "amount", "min": 50, "max": 75 },
          "weekend_share": { "table": "event", "timestamp": "at", "min": 0.5, "max": 0.6 } },
        "nodes":
      """
    let text = smallSchema.replacingOccurrences(of: "\"nodes\":", with: targets)
      .replacingOccurrences(of: "\"mean\": 3", with: "\"mean\": 4")
    let other = try folder.write(text, to: "other.json")
    #expect(try Command.run(["generate", loaded, "--to", "x.db"], in: folder.path).status == 0)
    let warning = "the weights give 28.4 % of weekends, below the target's 50 % to 60 %"
    #expect(try Command.run(["plan", other], in: folder.path).errors.contains("warning: \(warning)\n"))

    let command = try Command.run(["validate", other, "--data", "x.db", "--json", "--html", "x.html"], in: folder.path)
    let report = try JSONSerialization.jsonObject(with: Data(command.output.utf8)) as? [String: Any]
    #expect((report?["warnings"] as? [String])?.contains("weekend_share of event.at: \(warning)") == true)
    let checks = (report?["checks"] as? [[String: Any]] ?? []).filter { $0["category"] as? String == "targets" }
    #expect(checks.count == 2 && checks.allSatisfy { $0["passed"] as? Bool == false })
    for check in checks {
      let isForeseen = check["kind"] as? String == "weekend_share"
      #expect(check["warnings"] as? [String] == (isForeseen ? [warning] : []))
    }
    let page = try String(contentsOfFile: folder.file("x.html"), encoding: .utf8)
    #expect(page.contains("missed as warned</span>") && page.contains("missed</span>"))
    let shown = try Command.run(["validate", other, "--data", "x.db"], in: folder.path).output
    #expect(shown.contains("2 targets missed (1 as warned)"), "\(shown)")
  }

  @Test func `a report that cannot be written ends with 3, says what to do and leaves the old one`() throws {
    let folder = try TemporaryFolder()
    let schema = try folder.write(smallSchema, to: "small.json")
    #expect(try Command.run(["generate", schema, "--to", "x.db"], in: folder.path).status == 0)
    for option in ["--html", "--output"] {
      for (path, advice) in [("absent/report", "Make its directory first"), (".", "Give the path of a file")] {
        let command = try Command.run(["validate", schema, "--data", "x.db", option, path], in: folder.path)
        #expect(command.status == 3, "\(option) \(path): \(command.errors)")
        #expect(command.errors.hasPrefix("error: \(path): ") && command.errors.contains(advice), "\(command.errors)")
        #expect(command.output.isEmpty)
      }
    }
    let same = ["validate", schema, "--data", "x.db", "--output", "report", "--html", "report"]
    #expect(try Command.run(same, in: folder.path).status == 64)
    #expect(folder.names == ["small.json", "x.db"])
  }

  @Test func `a report goes where a link leads, and into a pipe`() throws {
    let folder = try TemporaryFolder()
    let schema = try folder.write(smallSchema, to: "small.json")
    #expect(try Command.run(["generate", schema, "--to", "x.db"], in: folder.path).status == 0)
    let real = try folder.write("old", to: "real.html")
    try FileManager.default.createSymbolicLink(atPath: folder.file("link.html"), withDestinationPath: "real.html")
    let linked = try Command.run(["validate", schema, "--data", "x.db", "--html", "link.html"], in: folder.path)
    #expect(linked.status == 0, "\(linked.errors)")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.file("link.html")) == "real.html")
    #expect(try String(contentsOfFile: real, encoding: .utf8).hasPrefix("<!DOCTYPE html>"))
    let piped = try Command.run(["validate", schema, "--data", "x.db", "--html", "/dev/stdout"], in: folder.path)
    #expect(piped.status == 0, "\(piped.errors)")
    #expect(piped.output.hasPrefix("<!DOCTYPE html>"))
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
      ["digest", "--data", "postgres://h/x", "--db-schema", ""],
      ["validate", schema, "--data", "postgres://h/x", "--db-schema", "pg_catalog"],
      ["generate", schema, "--to", "postgres://h/x", "--db-schema", String(repeating: "é", count: 32)],
      ["generate", schema, "--to", "postgres://h/x", "--db-schema", "information_schema"],
      ["generate", schema, "--to", "postgres://h/x", "--db-schema", "$user"],
      ["generate", schema, "--to", "postgres:/u:s3cr3t@h/x"],
    ] {
      let command = try Command.run(arguments, in: folder.path)
      #expect(command.status == 64, "\(arguments): \(command.status) \(command.errors)")
      #expect(!command.errors.isEmpty)
      #expect(!command.errors.contains("s3cr3t"))
    }
    #expect(folder.names == ["small.json"])
  }

  @Test func `a database without tables has no digest`() throws {
    let folder = try TemporaryFolder()
    let connection = try SQLiteConnection(folder.file("empty.db"), mode: .create)
    try connection.execute("CREATE TABLE x (y); DROP TABLE x")
    try connection.close()
    let command = try Command.run(["digest", "--data", "empty.db"], in: folder.path)
    #expect(command.status == 3)
    #expect(command.errors.contains("empty.db has no tables"))
  }

  @Test func `every command is listed once`() throws {
    let help = try Command.run(["--help"]).output
    for name in ["generate", "validate", "preview", "plan", "sql", "digest", "schema"] {
      #expect(help.split(separator: "\n").count { $0.hasPrefix("  \(name) ") } == 1, "\(name)")
    }
  }

  @Test(arguments: [(SIGQUIT, Int32(131)), (SIGHUP, Int32(129))])
  func `a request to quit, or a terminal that closes, ends the process`(signal: Int32, status: Int32) throws {
    let folder = try TemporaryFolder()
    let schema = try folder.write(smallSchema, to: "small.json")
    let process = Process()
    process.executableURL = Command.executable
    process.arguments = ["generate", schema, "--scale", "100000", "--quiet"]
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    // Once the load has begun there is a file for its rows.
    while process.isRunning, !FileManager.default.fileExists(atPath: folder.file("output")) { usleep(10_000) }
    usleep(200_000)
    kill(process.processIdentifier, signal)
    let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == status)
    #expect(text == "error: interrupted\n")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("output")) == [])
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
