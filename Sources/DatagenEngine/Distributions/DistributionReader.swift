import DatagenSchema

/// Reads a distribution in all its spellings: `type` or `kind`, parameters in `params` or beside it, `mean` or `mu`.
struct DistributionReader {
  /// The parameters of each family; the spellings of one parameter are joined by a bar, optional ones end in `?`.
  private static let families: [(name: String, parameters: [String])] = [
    ("normal", ["mean|mu", "std|sigma"]),
    ("lognormal", ["mean|mu", "sigma|std"]),
    ("uniform", ["low|min", "high|max"]),
    ("poisson", ["lambda"]),
    ("exponential", ["scale|rate"]),
    ("gamma", ["shape", "scale?"]),
    ("beta", ["alpha", "beta", "low?", "high?"]),
    ("weibull", ["shape", "scale?"]),
    ("pareto", ["shape|alpha", "scale?"]),
    ("triangular", ["low|min", "mode", "high|max"]),
    ("bernoulli", ["p"]),
    ("binomial", ["n", "p"]),
    ("geometric", ["p"]),
  ]

  private static let names = families.map(\.name)

  private static let parameterNames: [String] = {
    var names: [String] = []
    for family in families {
      for parameter in family.parameters {
        for name in spellings(parameter) where !names.contains(name) { names.append(name) }
      }
    }
    return names
  }()

  private static let parameterKeys = parameterNames.map { KeyForm($0, .number, "a parameter of the distribution") }

  static let form = form(with: [])

  /// The form of a distribution, with further keys that its owner reads.
  static func form(with keys: [KeyForm]) -> ValueForm {
    .object(
      ObjectForm(
        "a distribution",
        [
          KeyForm("type", .word(names), "the name of the distribution"),
          KeyForm("kind", .word(names), "the same, in its other spelling"),
          KeyForm("params", .object(ObjectForm("the parameters of a distribution", parameterKeys)), "its parameters"),
          KeyForm("clamp", .optional(.interval), "the interval that values are clipped to"),
        ] + parameterKeys + keys,
        cases: [FormCase(needs: [tags])] + cases
      )
    )
  }

  private static let tags = ["type", "kind"]

  /// The parameters that each family needs, and those that it has not.
  private static let cases = families.map { family in
    let own = family.parameters.flatMap(spellings)
    return FormCase(
      tags,
      [family.name],
      needs: family.parameters.filter { !$0.hasSuffix("?") }.map(spellings),
      lacks: parameterNames.filter { !own.contains($0) },
      inside: "params"
    )
  }

  private let diagnostics: Diagnostics

  init(_ diagnostics: Diagnostics) {
    self.diagnostics = diagnostics
  }

  private static func spellings(_ parameter: String) -> [String] {
    parameter.filter { $0 != "?" }.split(separator: "|").map(String.init)
  }

  func read(_ node: DocumentNode) -> Distribution? {
    diagnostics.reportRepeated(Self.tags, in: node)
    guard let type = node[anyOf: Self.tags] else {
      diagnostics.error(
        "missing key \"type\" in a distribution (one of: \(Self.names.joined(separator: ", ")))",
        at: node.position
      )
      return nil
    }
    guard let name = type.string, let family = Self.families.first(where: { $0.name == name }) else { return nil }
    var values: [String: Double] = [:]
    var isComplete = true
    for parameter in family.parameters {
      let names = Self.spellings(parameter)
      diagnostics.reportRepeated(names, in: node, node["params"])
      if let value = (node["params"] ?? node)[anyOf: names] ?? node[anyOf: names] {
        guard let number = value.double else { return nil }
        values[names[0]] = number
        if names[0] == "scale", names.count > 1, (node["params"]?["rate"] ?? node["rate"]) != nil,
          (node["params"]?["scale"] ?? node["scale"]) == nil
        {
          values["scale"] = number > 0 ? 1 / number : -1
        }
      } else if !parameter.hasSuffix("?") {
        diagnostics.error("a \(name) distribution needs \"\(names.joined(separator: "\" or \""))\"", at: node.position)
        isComplete = false
      }
    }
    reportStrangers(node, family)
    let place = { (parameter: String) in
      let names = family.parameters.map(Self.spellings).first { $0[0] == parameter } ?? []
      return ((node["params"] ?? node)[anyOf: names] ?? node[anyOf: names])?.position ?? node.position
    }
    guard isComplete, !diagnostics.hasError(within: node), let distribution = makeFamily(name, values, at: place) else {
      return nil
    }
    let clamp = node["clamp"]?.numbers.flatMap { $0.count == 2 && $0[0] <= $0[1] ? $0[0]...$0[1] : nil }
    let shown = family.parameters.compactMap { parameter in
      let name = Self.spellings(parameter)[0]
      return values[name].map { "\(name) \($0.shortText)" }
    }
    let bounds = clamp.map { ", clamped to \($0.lowerBound.shortText)…\($0.upperBound.shortText)" } ?? ""
    return Distribution(
      family: distribution,
      clamp: clamp,
      summary: "\(name) (\(shown.joined(separator: ", ")))\(bounds)"
    )
  }

  /// A parameter of another family would be accepted and ignored; it is reported instead.
  private func reportStrangers(_ node: DocumentNode, _ family: (name: String, parameters: [String])) {
    let own = family.parameters.flatMap(Self.spellings)
    let others = Set(Self.parameterNames).subtracting(own)
    for member in node.members + (node["params"]?.members ?? []) where others.contains(member.key) {
      diagnostics.error(
        "a \(family.name) distribution has no parameter \"\(member.key)\" (it takes: \(own.joined(separator: ", ")))",
        at: member.keyPosition
      )
    }
  }

  /// - Parameter place: where a parameter, or else the distribution, stands.
  private func makeFamily(
    _ name: String,
    _ values: [String: Double],
    at place: (String) -> SourcePosition
  ) -> Distribution.Family? {
    let value = { (name: String) in values[name] ?? 1 }
    func require(_ holds: Bool, _ message: String, _ parameter: String) -> Bool {
      if !holds { diagnostics.error("a \(name) distribution needs \(message)", at: place(parameter)) }
      return holds
    }
    switch name {
    case "normal":
      guard require(value("std") >= 0, "a standard deviation of at least 0", "std") else { return nil }
      return .normal(mean: value("mean"), deviation: value("std"))
    case "lognormal":
      guard require(value("sigma") >= 0, "a sigma of at least 0", "sigma") else { return nil }
      return .lognormal(mean: value("mean"), deviation: value("sigma"))
    case "uniform":
      guard require(value("low") <= value("high"), "a low end that is not above the high end", "low") else {
        return nil
      }
      return .uniform(low: value("low"), high: value("high"))
    case "poisson":
      guard require((0...1e9).contains(value("lambda")), "a lambda from 0 to 1e9", "lambda") else { return nil }
      return .poisson(.poisson(value("lambda")), lambda: value("lambda"))
    case "exponential":
      guard require(value("scale") > 0, "a scale or rate above 0", "scale") else { return nil }
      return .exponential(scale: value("scale"))
    case "gamma":
      guard
        require(
          value("shape") > 0 && value("scale") > 0,
          "a shape and a scale above 0",
          value("shape") > 0 ? "scale" : "shape"
        )
      else { return nil }
      return .gamma(shape: value("shape"), scale: value("scale"))
    case "beta":
      let low = values["low"] ?? 0, high = values["high"] ?? 1
      guard
        require(
          value("alpha") > 0 && value("beta") > 0,
          "an alpha and a beta above 0",
          value("alpha") > 0 ? "beta" : "alpha"
        ),
        require(low <= high, "a low end that is not above the high end", "low")
      else { return nil }
      return .beta(alpha: value("alpha"), beta: value("beta"), low: low, high: high)
    case "weibull":
      guard
        require(
          value("shape") > 0 && value("scale") > 0,
          "a shape and a scale above 0",
          value("shape") > 0 ? "scale" : "shape"
        )
      else { return nil }
      return .weibull(shape: value("shape"), scale: value("scale"))
    case "pareto":
      guard
        require(
          value("shape") > 0 && value("scale") > 0,
          "a shape and a scale above 0",
          value("shape") > 0 ? "scale" : "shape"
        )
      else { return nil }
      return .pareto(shape: value("shape"), scale: value("scale"))
    case "triangular":
      guard
        require(
          value("low") <= value("mode") && value("mode") <= value("high"),
          "low, mode and high in ascending order",
          "mode"
        )
      else { return nil }
      return .triangular(low: value("low"), mode: value("mode"), high: value("high"))
    case "bernoulli":
      guard require((0...1).contains(value("p")), "a p from 0 to 1", "p") else { return nil }
      return .bernoulli(p: value("p"))
    case "geometric":
      guard require(value("p") > 0 && value("p") <= 1, "a p above 0, up to 1", "p") else { return nil }
      return .geometric(p: value("p"))
    case "binomial":
      guard require((0...1).contains(value("p")), "a p from 0 to 1", "p"),
        require(
          value("n") >= 0 && value("n") <= 1e9 && value("n") == value("n").rounded(),
          "a whole n from 0 to 1e9",
          "n"
        )
      else { return nil }
      let trials = Int64(value("n"))
      return .binomial(.binomial(trials: trials, p: value("p")), trials: trials, p: value("p"))
    default:
      return nil
    }
  }
}
