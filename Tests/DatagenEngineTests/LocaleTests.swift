import DatagenColumns
import DatagenSchema
import Testing

@testable import DatagenEngine

@Suite struct LocaleTests {
  private static func file(_ name: String) throws -> LocaleFile { try #require(LocaleFile.load(name)) }

  private static let allNames = LocaleFile.names + [LocaleFile.common]

  @Test func theStandardLocaleIsThere() {
    #expect(LocaleFile.names.contains(Locale.standardName))
    #expect(LocaleFile.names.count >= 5)
    #expect(Locale.named("xx_XX") == nil)
    #expect(LocaleFinder.shared.locales.map(\.name) == LocaleFile.names)
  }

  @Test(arguments: LocaleFile.names)
  func allLocalesHaveTheSameLists(_ name: String) throws {
    let file = try Self.file(name), standard = try Self.file(Locale.standardName)
    #expect(Set(file.lists.keys) == Set(standard.lists.keys))
    #expect(Set(file.formats.keys) == Set(standard.formats.keys))
    // Some languages inflect last names; they have a field more.
    for (list, content) in standard.lists {
      #expect(
        file.lists[list]?.fields.filter { $0 != "last_name_female" } == content.fields,
        "\(name) \(list)"
      )
    }
  }

  @Test(arguments: allNames)
  func everyEntryIsCompleteAndWeighsSomething(_ name: String) throws {
    let file = try Self.file(name)
    for (list, content) in file.lists.merging(file.formats, uniquingKeysWith: { one, _ in one }) {
      #expect(!content.entries.isEmpty, "\(name) \(list)")
      #expect(content.weights.count == content.entries.count)
      #expect(content.weights.allSatisfy { $0 > 0 && $0.isFinite }, "\(name) \(list)")
      for entry in content.entries {
        let isComplete =
          entry.count == content.fields.count
          && entry.allSatisfy { !$0.isEmpty && $0.first != " " && $0.last != " " }
        #expect(isComplete, "\(name) \(list): \(entry)")
      }
    }
  }

  @Test(arguments: allNames)
  func noListHasAnEntryTwice(_ name: String) throws {
    let file = try Self.file(name)
    for (list, content) in file.lists.merging(file.formats, uniquingKeysWith: { one, _ in one }) {
      let repeated = Dictionary(grouping: content.entries, by: \.self).filter { $0.value.count > 1 }.keys
      #expect(repeated.isEmpty, "\(name) \(list): \(repeated)")
    }
  }

  /// The names between braces, and whether the braces are closed.
  private static func placeholders(_ form: String) -> (names: [String], isClosed: Bool) {
    let parts = form.split(separator: "{", omittingEmptySubsequences: false)
    let names = parts.dropFirst().map { String($0.prefix { $0 != "}" }) }
    return (
      names, form.count { $0 == "{" } == form.count { $0 == "}" } && names.count == form.count { $0 == "}" }
    )
  }

  @Test(arguments: LocaleFile.names)
  func everyTemplateResolves(_ name: String) throws {
    let file = try Self.file(name), common = try Self.file(LocaleFile.common)
    let locale = try #require(Locale.named(name))
    var forms: [(from: String, text: String)] = []
    for source in [file, common] {
      for (list, content) in source.formats { forms += content.entries.map { (list, $0[0]) } }
      for (list, content) in source.lists {
        for (field, isPattern) in content.isPattern.enumerated() where isPattern {
          forms += content.entries.map { (list, $0[field]) }
        }
      }
    }
    #expect(forms.count > 100)
    for (from, text) in forms {
      let (names, isClosed) = Self.placeholders(text)
      #expect(isClosed, "\(name) \(from): \(text)")
      for placeholder in names {
        #expect(
          locale.field(placeholder) != nil || locale.formats(placeholder) != nil,
          "\(name) \(from): {\(placeholder)}"
        )
      }
    }
  }

  @Test(arguments: LocaleFile.names)
  func aWeightedFieldIsDrawnByItsWeights(_ name: String) throws {
    let list = try #require(Self.file(name).lists["last_name"])
    let texts = try TestData(single("string", "faker: { method: job, locale: \(name) }")).texts("t.x")
    let jobs = try #require(Self.file(name).lists["job"])
    #expect(chiSquareExcess(texts.counts(of: jobs.entries.map { $0[0] }), jobs.weights) <= 1)
    #expect(list.entries.count > 100)
  }

  @Test func listsOfOtherLocalesAreOthers() throws {
    let names = try LocaleFile.names.map {
      Set(try Self.file($0).lists["last_name"]?.entries.map { $0[0] } ?? [])
    }
    #expect(Set(names).count == LocaleFile.names.count)
  }

  // MARK: Templates

  private static func render(_ form: String, rows: Range<Int64> = 0..<2000) throws -> [String] {
    let key = RandomKey(seed: 1).derived("template")
    let compiler = TemplateCompiler(
      locale: try #require(Locale.named("en_US")),
      columnKey: key,
      placeKey: key.derived("place")
    )
    let template = compiler.compile(form)
    return rows.map { row in
      let text = ByteArena()
      var stream = key.stream(row)
      template.append(to: text, row: row, &stream)
      return String(decoding: UnsafeRawBufferPointer(start: text.base, count: text.count), as: UTF8.self)
    }
  }

  @Test(arguments: [
    ("plain žluť", #"plain žluť"#), ("#", "[0-9]"), ("%##", "[1-9][0-9]{2}"), ("??-##", "[A-Z]{2}-[0-9]{2}"),
    ("", ""), ("a{no_such_field}b", "ab"), ("{email_domain}", #"[a-z.]+\.example\.[a-z]+|example\.[a-z]+"#),
  ])
  func formsStandForTheirCharacters(_ form: String, _ pattern: String) throws {
    let expression = try Regex(pattern)
    for text in try Self.render(form) { #expect(text.wholeMatch(of: expression) != nil, "\(text)") }
  }

  @Test func charactersOfAFormAreDrawnEachOnItsOwn() throws {
    let digits = try Self.render("##", rows: 0..<10_000)
    let all = (0..<100).map { $0 < 10 ? "0\($0)" : "\($0)" }
    #expect(chiSquareExcess(digits.counts(of: all), all.map { _ in 1 }) <= 1)
  }

  @Test func fieldsOfOneEntryAgreeAndRepeatedOnesDiffer() throws {
    let list = try #require(Self.file("en_US").lists["place"])
    let city = try #require(list.fields.firstIndex(of: "city")),
      region = try #require(list.fields.firstIndex(of: "region"))
    let pairs = Set(list.entries.map { "\($0[city])|\($0[region])" })
    #expect(try Set(Self.render("{city}|{region}")).isSubset(of: pairs))
    let twice = try Self.render("{last_name}|{last_name}").map { $0.split(separator: "|") }
    #expect(twice.count { $0[0] == $0[1] } < 100)
  }

  @Test func aMethodWithoutListOrFormDoesNotCompile() throws {
    let key = RandomKey(seed: 1)
    let compiler = TemplateCompiler(
      locale: try #require(Locale.named("en_US")),
      columnKey: key,
      placeKey: key
    )
    #expect(compiler.compile(named: "no_such_method") == nil)
    #expect(compiler.compile(named: "city")?.singlePick != nil)
    #expect(compiler.compile(named: "address")?.singlePick == nil)
  }
}
