import DatagenDatabase
import Foundation
import Testing

@testable import DatagenSchema
@testable import DatagenValidation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// The report as an HTML page, which is well-formed XML, too.
@Suite struct HTMLReportTests {
  /// Three rows, one of them out of range; a table that is missing; a target that is missed and one that is met.
  private func failingReport() throws -> ValidationReport {
    try report(
      try database("CREATE TABLE t (x INTEGER, s TEXT); INSERT INTO t VALUES (-1, 'a'), (0, NULL), (4, '')"),
      [
        TableLayout("t", [ColumnLayout("x", .int, minimum: .number(0)), ColumnLayout("s", .string)]),
        TableLayout("gone", [ColumnLayout("id", .int)]),
      ],
      targets: [
        .meanInRange(column: ColumnReference(table: "t", column: "x"), minimum: 2, maximum: 4),
        .meanInRange(column: ColumnReference(table: "t", column: "x"), minimum: 0, maximum: 1.5),
      ],
      expectedRows: nil
    )
  }

  private func passingReport() throws -> ValidationReport {
    let record = """
      CREATE TABLE _datagen ("load", dataset, schema_digest, seed, version, table_name, "rows", digest);
      INSERT INTO _datagen VALUES (1, 'shop', '0123456789abcdef', '42', '1.2.3', 't', 1, '');
      """
    return try report(
      try database(record + "CREATE TABLE t (x INTEGER); INSERT INTO t VALUES (1)"),
      [TableLayout("t", [ColumnLayout("x", .int)])],
      expectedRows: nil
    )
  }

  /// Expects some texts in a page, in this order.
  private func expect(
    _ texts: [String],
    in page: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    var rest = page[...]
    for text in texts {
      guard let place = rest.firstRange(of: text) else {
        Issue.record("no \(text) in \(rest)", sourceLocation: sourceLocation)
        return
      }
      rest = rest[place.upperBound...]
    }
  }

  @Test func thePageNamesWhatItIsAbout() throws {
    let page = try passingReport().htmlText()
    expect(
      [
        "<title>shop: score 100.0 of 100</title>", #"<header class="good">"#,
        "<h1>shop</h1><p>4 checks, all passed</p>",
        "<code>shop.sqlite</code>", "<code>0123456789abcdef</code>", "seed <code>42</code>, datagen 1.2.3</dd>",
        "<summary><code>t</code><span>1 row</span>", "4 checks passed",
      ],
      in: page
    )
    for heading in ["Failed checks", "Warnings", "Targets"] { #expect(!page.contains("<h2>\(heading)</h2>")) }
  }

  @Test func failuresComeFirstWithTheirRowsAndTheSQLToSeeThem() throws {
    let page = try failingReport().htmlText()
    expect(
      [
        #"<header class="bad">"#, "12 checks, 5 failed, 1 target missed", "<dd>not recorded</dd>",
        "<h2>Failed checks</h2>",
        "<h3>range of <code>t.x</code></h3>", "<p>1 of 3 rows below 0</p>", "1 row at fault (33.33 %)",
        "SELECT this.*\nFROM &quot;t&quot; AS this\nWHERE this.&quot;x&quot; &lt; 0\nLIMIT 20;",
        "<h3>4 checks of <code>gone</code></h3>", "<h2>Warnings</h2>", "the database has no record of a load",
        "<h2>Targets</h2>", "2 to 4", "missed</span>", "0 to 1.5", "met</span>", "<h2>Tables</h2>",
        "1 of 6 checks failed",
        "4 of 4 checks failed",
      ],
      in: page
    )
  }

  @Test func theFailedChecksOfATableStandBeforeThoseThatPassed() throws {
    let page = try failingReport().htmlText()
    let tables = try #require(page.split(separator: "<h2>Tables</h2>").last)
    let failed = try #require(tables.firstRange(of: "badge bad")?.lowerBound)
    let passed = try #require(tables.firstRange(of: "badge good")?.lowerBound)
    #expect(failed < passed)
  }

  @Test func theStatementThatShowsRowsShowsThoseAtFault() throws {
    let connection = try database("CREATE TABLE t (x INTEGER); INSERT INTO t VALUES (-1), (0), (-7)")
    let table = TableLayout("t", [ColumnLayout("x", .int, minimum: .number(0))])
    let result = try report(connection, [table]).result(.range)
    let rows = try connection.query(try #require(result.rowsSQL))
    #expect(rows.map { $0[0].integerValue } == [-1, -7])
    let passing = try report(try database("CREATE TABLE t (x INTEGER); INSERT INTO t VALUES (1)"), [table])
    #expect(try passing.result(.range).rowsSQL == nil)
  }

  @Test func targetsShowWhatWasWantedAndMeasured() throws {
    let sundays = TimePattern(dimension: .dow, weights: [1, 1, 1, 1, 1, 1, 2])
    let effect = Target.CompositeEffect(
      table: Located("t", at: .start),
      metric: "count",
      timeColumn: "at",
      influences: [sundays],
      maximumAbsoluteError: 0.001,
      maximumRelativeError: nil
    )
    let report = try report(
      try database("CREATE TABLE t (at TEXT, x INTEGER); INSERT INTO t (at) VALUES ('2024-06-03 00:00:00')"),
      [TableLayout("t", [ColumnLayout("at", .datetime), ColumnLayout("x", .int)])],
      targets: [
        .compositeEffect(effect),
        .meanInRange(column: ColumnReference(table: "t", column: "x"), minimum: 1, maximum: 2),
      ]
    )
    let page = report.htmlText()
    expect(
      [
        #"<header class="doubtful">"#, #"<td data-label="wanted">mae at most 0.001</td>"#,
        #"<td data-label="measured">mae 0.25<br/>mape 1.857</td>"#, "there are no values to measure the mean of",
      ],
      in: page
    )
  }

  @Test func everyTextIsEscaped() throws {
    let name = "<script>alert(1)</script>&\"'\u{1}"
    var report = try report(
      try database("CREATE TABLE x (y)"),
      [TableLayout(name, [ColumnLayout(name, .int)])],
      targets: [.meanInRange(column: ColumnReference(table: name, column: name), minimum: 0, maximum: 1)]
    )
    report.dataset = name
    report.database = name
    report.schemaDigest = name
    report.warnings = [name]
    report.loads = [ValidationReport.Load(schemaDigest: name + "2", seed: name, version: name)]
    for index in report.checks.indices {
      report.checks[index].message = "\(index)" + name
      report.checks[index].kind = name
      report.checks[index].sql = name
      report.checks[index].violations = 1
    }
    let page = report.htmlText()
    #expect(!page.contains("<script") && !page.contains("\u{1}"))
    let shown = name.replacing("\u{1}", with: "\u{FFFD}")
    let texts = try PageTexts(page)
    // Dataset twice, database, digest, load (3), warning; of the failure of each check: kind, place, message, SQL.
    #expect(texts.all.components(separatedBy: shown).count > 20)
    #expect(texts.title == shown + ": score 0.0 of 100")
  }

  @Test func thePageNeedsNothingElse() throws {
    for report in [try failingReport(), try passingReport()] {
      let page = report.htmlText()
      for reference in ["://", "src=", "href=", "url(", "@import", "<script", "<link", "<img"] {
        #expect(!page.contains(reference), "\(reference)")
      }
      #expect(page.contains("prefers-color-scheme: dark") && page.contains("@media print"))
      #expect(page.hasPrefix("<!DOCTYPE html>\n") && page.hasSuffix("</html>\n"))
      #expect(try PageTexts(page).elements.contains("main"))
      #expect(page == report.htmlText())
    }
  }
}

/// What a strict parser finds in a page.
private final class PageTexts: NSObject, XMLParserDelegate {
  private(set) var all = ""
  private(set) var title = ""
  private(set) var elements: Set<String> = []
  private var element = ""

  init(_ page: String) throws {
    super.init()
    let parser = XMLParser(data: Data(page.utf8))
    parser.delegate = self
    let isParsed = parser.parse()
    try #require(isParsed, "line \(parser.lineNumber): \(String(describing: parser.parserError))")
  }

  func parser(
    _ parser: XMLParser,
    didStartElement name: String,
    namespaceURI: String?,
    qualifiedName: String?,
    attributes: [String: String]
  ) {
    element = name
    elements.insert(name)
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    all += text
    if element == "title" { title += text }
  }

  func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
    element = ""
  }
}
