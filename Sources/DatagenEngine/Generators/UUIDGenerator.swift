import DatagenColumns
import DatagenSchema

/// `uuid`: a random UUID of version 4 (RFC 9562), in lower case.
///
/// With 122 random bits no two are alike.
struct UUIDGenerator: DeclaredGenerator {
  static let form = KeyForm(
    "uuid",
    .object(ObjectForm("uuid", [KeyForm("version", .integer, "the version, 4 (the default)")])),
    "random UUIDs"
  )

  private let method: UUIDFakerMethod

  init?(_ arguments: DocumentNode, _ context: ColumnContext) {
    if let version = arguments["version"], version.integer != 4 {
      context.error(
        "UUIDs of version 4 are made here, not of version \(version.scalarText ?? "")",
        at: version.position
      )
      return nil
    }
    guard context.column.type == .string else {
      context.error(
        "\"uuid\" makes texts, and column \"\(context.column.name.value)\" is \(context.column.type.rawValue)"
      )
      return nil
    }
    method = UUIDFakerMethod(key: context.key)
  }

  var kind: ColumnBuffer.Kind { .text }

  var summary: String { "UUIDs" }

  func distinctValues(_ counts: ExpectedCounts) -> Double? { .infinity }

  func generate(into output: ColumnBuffer, _ batch: BatchEvaluation) {
    output.reset(.text, count: batch.count)
    let rows = batch.draws
    for row in 0..<batch.count {
      method.append(to: output.text, row: rows[row])
      output.endText(row)
    }
  }
}
