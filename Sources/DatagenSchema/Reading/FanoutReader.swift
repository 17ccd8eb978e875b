/// Reads how many children a parent has.
struct FanoutReader {
  private let diagnostics: Diagnostics

  init(_ diagnostics: Diagnostics) {
    self.diagnostics = diagnostics
  }

  /// - Returns: one child per parent where nothing is said, or nothing that can be read.
  func read(_ node: DocumentNode?, of table: String) -> Fanout {
    guard var node, !node.isNull, !diagnostics.hasError(within: node) else { return .one }
    for key in ["lambda", "min", "max"] { diagnostics.reportRepeated([key], in: node, node["params"]) }
    // null stands for a key that is left out.
    let members = (node.members + (node["params"]?.members ?? [])).filter { !$0.value.isNull }
    node = DocumentNode(.object(members), at: node.position)
    let path = "fanout of table \"\(table)\""
    guard let (minimum, maximum) = bounds(node, path) else { return .one }
    switch node["distribution"]?.string {
    case "poisson":
      guard let lambda = node["lambda"]?.double else {
        diagnostics.error("missing key \"lambda\" in \(path): the mean number of children", at: node.position)
        return .one
      }
      return Fanout(distribution: .poisson(lambda: lambda), minimum: minimum, maximum: maximum ?? .max)
    case "uniform":
      if let lambda = node.members.first(where: { $0.key == "lambda" }) {
        diagnostics.warning(
          "\"lambda\" does nothing in a uniform fan-out: \"min\" and \"max\" decide",
          at: lambda.keyPosition
        )
      }
      guard let maximum else {
        diagnostics.error("missing key \"max\" in \(path): the most children", at: node.position)
        return .one
      }
      let low = node["min"]?.integer ?? minimum, high = node["max"]?.integer ?? maximum
      return Fanout(distribution: .uniform(low: low, high: high), minimum: minimum, maximum: maximum)
    default:
      return .one
    }
  }

  /// The fewest and the most children; nil where they contradict each other.
  private func bounds(_ node: DocumentNode, _ path: String) -> (Int64, Int64?)? {
    for end in node["clamp"]?.elements ?? [] {
      ValueChecker(report: diagnostics.error).check(
        end,
        against: .number(NumberLimits(minimum: 0, maximum: 1e9)),
        "clamp of \(path)"
      )
    }
    if diagnostics.hasError(within: node) { return nil }
    let clamp = node["clamp"]?.numbers ?? []
    let low = clamp.first.map { Int64($0.rounded(.up)) }, high = clamp.last.map { Int64($0.rounded(.down)) }
    // Both bound the count where both are given.
    let minimum = max(node["min"]?.integer ?? 0, low ?? 0)
    let maximum = [node["max"]?.integer, high].compactMap(\.self).min()
    guard let maximum, minimum > maximum else { return (minimum, maximum) }
    diagnostics.error(
      "the least number of children, \(minimum), is above the greatest, \(maximum), in \(path)",
      at: node[anyOf: ["min", "max", "clamp"]]?.position ?? node.position
    )
    return nil
  }
}
