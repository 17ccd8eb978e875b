/// The declared shape of a value in a schema.
///
/// Reading, error messages and documentation follow from it.
package indirect enum ValueForm: Sendable {
  case any
  case string
  /// A text whose meaning is read elsewhere; what cannot be one does not match the regular expression.
  case text(pattern: String)
  case boolean
  case number(NumberLimits)
  /// A text or a number, as a choice of a column may be.
  case scalar
  /// An ISO 8601 date or time.
  case time
  /// One of a fixed set of words.
  case word([String])
  /// A text that is one of these; whoever reads it says what is wrong with another.
  case name([String])
  /// `table.column`.
  case columnReference
  case array(ValueForm)
  /// A list, or a single value without its brackets.
  case listOrSingle(ValueForm)
  /// Two numbers, the lower one first.
  case interval
  /// An object with keys that the author chooses.
  case map(ValueForm)
  case object(ObjectForm)
  /// An object with exactly one of these keys.
  case variant([KeyForm])
  /// An object whose `tag` names one of these keys, and whose `content` has that key's form.
  case tagged(tag: String, content: String, [KeyForm])
  /// The first form whose kind of value fits.
  case either([ValueForm])
  /// null where the key may be written without a value.
  case optional(ValueForm)

  package static let number = ValueForm.number(NumberLimits())
  package static let integer = ValueForm.number(NumberLimits(isInteger: true))
  package static let count = ValueForm.number(NumberLimits(minimum: 0, isInteger: true))
  package static let positive = ValueForm.number(NumberLimits(exclusiveMinimum: 0))
  package static let nonNegative = ValueForm.number(NumberLimits(minimum: 0))
  package static let share = ValueForm.number(NumberLimits(minimum: 0, maximum: 1))
  /// The limit keeps the product of several weights, summed over many places, finite.
  package static let weights = ValueForm.array(.number(NumberLimits(minimum: 0, maximum: 1e60)))
}

/// What a number may be.
package struct NumberLimits: Sendable {
  package var minimum: Double?
  package var exclusiveMinimum: Double?
  package var maximum: Double?
  package var isInteger = false

  package init(
    minimum: Double? = nil,
    exclusiveMinimum: Double? = nil,
    maximum: Double? = nil,
    isInteger: Bool = false
  ) {
    self.minimum = minimum
    self.exclusiveMinimum = exclusiveMinimum
    self.maximum = maximum
    self.isInteger = isInteger
  }
}

/// The declared keys of an object.
package struct ObjectForm: Sendable {
  /// What the object is, in the words of an error message: `a table`, `fanout`.
  package var name: String
  package var keys: [KeyForm]
  /// Whether keys beyond the declared ones are kept as they are (`metadata`).
  package var isOpen: Bool
  /// What else the object has to look like, by what some of its keys say; whoever reads it says what is wrong.
  package var cases: [FormCase]

  package init(_ name: String, isOpen: Bool = false, _ keys: [KeyForm], cases: [FormCase] = []) {
    self.name = name
    self.keys = keys
    self.isOpen = isOpen
    self.cases = cases
  }

  /// The name without its article.
  package var noun: String { name.hasPrefix("a ") ? String(name.dropFirst(2)) : name }

  /// Keys that any object may carry and that mean nothing to the generator.
  package static let annotationKeys: Set<String> = ["comment", "description", "$schema"]
}

/// What an object has to look like where one of its keys says so.
package struct FormCase: Sendable {
  /// The keys that may say so, and the words by which they do; without keys it is always so.
  package var tags: [String]
  package var words: [String]
  /// Of each of these groups of keys one has to be there.
  package var needs: [[String]]
  /// Keys that mean nothing.
  package var lacks: [String]
  /// How many elements lists have.
  package var counts: [String: Int]
  /// The object of the object in which the keys may stand, too.
  package var inside: String?

  package init(
    _ tags: [String] = [],
    _ words: [String] = [],
    needs: [[String]] = [],
    lacks: [String] = [],
    counts: [String: Int] = [:],
    inside: String? = nil
  ) {
    self.tags = tags
    self.words = words
    self.needs = needs
    self.lacks = lacks
    self.counts = counts
    self.inside = inside
  }
}

/// One declared key of an object.
package struct KeyForm: Sendable {
  package var name: String
  package var form: ValueForm
  package var isRequired: Bool
  /// What the key means, in a sentence.
  package var summary: String

  package init(_ name: String, _ form: ValueForm, required: Bool = false, _ summary: String) {
    self.name = name
    self.form = form
    self.isRequired = required
    self.summary = summary
  }
}
