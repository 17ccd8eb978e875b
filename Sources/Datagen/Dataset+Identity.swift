import DatagenEngine
import DatagenSchema

extension Dataset {
  /// What decides the rows, in words: datasets of the same identity have the same rows.
  package var identity: String {
    let options = plan.options
    var words = ["version=\(datagenVersion)", "schema=\(schemaDigest)", "seed=\(options.seed)"]
    if options.scale != 1 { words.append("scale=\(options.scale)") }
    if let maximum = options.maximumRows { words.append("maximum=\(maximum)") }
    words += options.rows.sorted { $0.key < $1.key }.map { "rows(\($0.key))=\($0.value)" }
    return words.joined(separator: " ")
  }
}
