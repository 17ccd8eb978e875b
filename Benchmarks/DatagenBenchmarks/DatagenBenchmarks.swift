import CYardstick
import Datagen
import DatagenEngine
import DatagenSchema

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Measures one case per run, so that each has a peak memory of its own; `scripts/bench.sh` runs them all.
@main
struct DatagenBenchmarks {
  static func main() throws {
    guard CommandLine.arguments.count >= 3 else {
      print("usage: DatagenBenchmarks CASE FOLDER|DATABASE [ACCOUNTS]")
      exit(64)
    }
    let folder = CommandLine.arguments[2]
    let accounts = CommandLine.arguments.count > 3 ? Int(CommandLine.arguments[3]) ?? 200_000 : 200_000
    switch CommandLine.arguments[1] {
    case "yardstick":
      let seconds = yardstick_load("\(folder)/yardstick.sqlite", Int64(accounts), Int64(accounts) * 10)
      report("C, random parents: load, index, prove", rows: accounts * 11, seconds)
    case "random":
      try load(
        BankWorkload.schema(accounts: accounts, hasRandomParents: true),
        "datagen, random parents: the same",
        folder
      )
    case "fanout":
      try load(BankWorkload.schema(accounts: accounts, hasRandomParents: false), "datagen, fan-out: the same", folder)
    case "generate":
      try generate(
        BankWorkload.schema(accounts: accounts, hasRandomParents: true),
        "datagen, one thread: generate only"
      )
    case "postgres-yardstick", "postgres-yardstick-fast":
      let isFast = CommandLine.arguments[1].hasSuffix("-fast")
      let seconds = yardstick_load_postgres(folder, Int64(accounts), Int64(accounts) * 10, isFast ? 1 : 0)
      report("C, PostgreSQL, \(isFast ? "COPY, keys after" : "inserts, keys first")", rows: accounts * 11, seconds)
    case "postgres", "postgres-fast":
      let isFast = CommandLine.arguments[1].hasSuffix("-fast")
      var options = LoadOptions()
      options.existingTables = .replace
      options.constraints = isFast ? .after : .first
      options.method = isFast ? .copy : .insert
      let schema = BankWorkload.schema(accounts: accounts, hasRandomParents: true)
      let summary = try Dataset(schema: schema, named: "workload.json").load(into: folder, options: options)
      report("datagen, the same", rows: Int(summary.rows), summary.seconds)
    case "columns":
      try measureColumns()
    case "example":
      try example(folder)
    default:
      print("unknown case")
      exit(64)
    }
  }

  private static func load(_ schema: String, _ name: String, _ folder: String) throws {
    let dataset = try Dataset(schema: schema, named: "workload.json")
    var options = LoadOptions()
    options.existingTables = .replace
    let summary = try dataset.load(into: "\(folder)/workload.sqlite", options: options)
    report(name, rows: Int(summary.rows), summary.seconds)
  }

  private static func generate(_ schema: String, _ name: String) throws {
    let plan = try plan(schema).counted()
    var rows = 0
    let seconds = timed {
      let producer = BatchProducer(plan, tables: plan.order, batchRows: 4096, workers: 1)
      while let product = producer.next() {
        rows += product.range.rows.count
        producer.recycle(product.batch)
      }
      producer.stop()
    }
    report(name, rows: rows, seconds)
  }

  /// Nanoseconds for each column of the example with all generators and modifiers, on one thread.
  private static func measureColumns() throws {
    let plan = try plan(try TextFile.read("Examples/test_patterns.json")).counted()
    print("ns per value, evaluated alone:")
    for table in plan.tables {
      for (index, column) in table.columns.enumerated() {
        let best =
          (0..<5).map { _ in
            timed {
              for _ in 0..<10 { plan.evaluate(column: index, of: BatchRange(table: table.index, rows: 0..<4096)) }
            }
          }.min() ?? 0
        let name = "\(table.name).\(column.name)"
        print(
          "  \(padded(name, 40)) \(padded((best / 40_960 * 1e9).formatted(digits: 1), 8, right: true))  \(column.summary)"
        )
      }
    }
  }

  private static func example(_ folder: String) throws {
    var options = LoadOptions()
    options.existingTables = .replace
    var rows: Int64 = 0
    let seconds = try timed {
      let dataset = try Dataset(schemaFile: "Examples/bank.json")
      rows = try dataset.load(into: "\(folder)/bank.sqlite", options: options).rows
      let report = try dataset.validate("\(folder)/bank.sqlite")
      precondition(report.passed)
    }
    report("Examples/bank.json: generate and validate", rows: Int(rows), seconds)
  }

  private static func plan(_ text: String) throws -> Plan {
    let diagnostics = Diagnostics(file: "workload.json")
    guard let schema = SchemaReader(catalog: Registry.catalog, diagnostics: diagnostics).read(text),
      let plan = Planner(diagnostics).plan(schema, options: PlanOptions())
    else { throw SchemaError(diagnostics: diagnostics.sorted) }
    return plan
  }

  // MARK: Printing

  private static func timed(_ work: () throws -> Void) rethrows -> Double {
    let clock = ContinuousClock()
    let elapsed = try clock.measure(work).components
    return Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
  }

  private static func report(_ name: String, rows: Int, _ seconds: Double) {
    var usage = rusage()
    #if canImport(Darwin)
      getrusage(RUSAGE_SELF, &usage)
    #else
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    #endif
    let megabytes = usage.ru_maxrss / 1024
    print(
      "\(padded(name, 46)) \(padded(Int64(rows).grouped, 12, right: true)) rows \(padded(seconds.formatted(digits: 2), 7, right: true)) s "
        + "\(padded(Int64(Double(rows) / seconds).grouped, 11, right: true)) rows/s \(padded("\(megabytes)", 5, right: true)) MB"
    )
  }

  private static func padded(_ text: String, _ width: Int, right: Bool = false) -> String {
    let space = String(repeating: " ", count: max(0, width - text.count))
    return right ? space + text : text + space
  }
}

extension Double {
  /// The number with so many digits after the point.
  fileprivate func formatted(digits: Int) -> String {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let scaled = Int64((self * scale).rounded())
    let fraction = String(scaled % Int64(scale))
    return "\(scaled / Int64(scale)).\(String(repeating: "0", count: digits - fraction.count))\(fraction)"
  }
}
