/// One value of a JSON or YAML document, with its place in the file.
package struct DocumentNode: Sendable {
  package enum Value: Sendable {
    case null
    case boolean(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([DocumentNode])
    case object([Member])
  }

  /// A key of an object with its value.
  package struct Member: Sendable {
    package var key: String
    package var keyPosition: SourcePosition
    package var value: DocumentNode
  }

  package var value: Value
  package var position: SourcePosition

  package init(_ value: Value, at position: SourcePosition) {
    self.value = value
    self.position = position
  }
}

extension DocumentNode {
  /// The value of a key of an object; nil where the key is absent or the node is no object.
  package subscript(key: String) -> DocumentNode? {
    members.first { $0.key == key }?.value
  }

  /// The first of several spellings of a key that is present.
  package subscript(anyOf keys: [String]) -> DocumentNode? {
    for key in keys {
      if let value = self[key] { return value }
    }
    return nil
  }

  package var members: [Member] {
    if case .object(let members) = value { members } else { [] }
  }

  package var elements: [DocumentNode]? {
    if case .array(let elements) = value { elements } else { nil }
  }

  package var string: String? {
    if case .string(let string) = value { string } else { nil }
  }

  package var boolean: Bool? {
    if case .boolean(let boolean) = value { boolean } else { nil }
  }

  package var double: Double? {
    switch value {
    case .integer(let integer): Double(integer)
    case .number(let number): number
    default: nil
    }
  }

  package var integer: Int64? {
    switch value {
    case .integer(let integer): integer
    case .number(let number): Int64(exactly: number)
    default: nil
    }
  }

  package var isNull: Bool {
    if case .null = value { true } else { false }
  }

  package var located: Located<String>? {
    string.map { Located($0, at: position) }
  }

  /// A list, or one value where a list of one may be written without its brackets.
  package var listOrSingle: [DocumentNode] {
    if isNull { return [] }
    return elements ?? [self]
  }

  /// The numbers of a list; nil where the node is no list of numbers.
  package var numbers: [Double]? {
    guard let elements else { return nil }
    let numbers = elements.compactMap(\.double)
    return numbers.count == elements.count ? numbers : nil
  }

  /// What kind of value this is, in the words of an error message.
  package var kindName: String {
    switch value {
    case .null: "null"
    case .boolean: "true or false"
    case .integer: "a whole number"
    case .number: "a number"
    case .string: "a text"
    case .array: "a list"
    case .object: "an object"
    }
  }

  /// A scalar as text, as a database client would show it; nil for lists and objects.
  package var scalarText: String? {
    switch value {
    case .null, .array, .object: nil
    case .boolean(let boolean): boolean ? "true" : "false"
    case .integer(let integer): String(integer)
    case .number(let number): number.description
    case .string(let string): string
    }
  }
}

extension DocumentNode {
  /// A hash of the content: the same for the same values in JSON and YAML, whatever the order of the
  /// keys, and blind to comments and descriptions.
  package var contentHash: UInt64 {
    switch value {
    case .null: return StableHash.combine(1, 0)
    case .boolean(let boolean): return StableHash.combine(2, boolean ? 1 : 0)
    case .integer(let integer): return StableHash.combine(3, UInt64(bitPattern: integer))
    case .number(let number):
      if let integer = Int64(exactly: number) {
        return StableHash.combine(3, UInt64(bitPattern: integer))
      }
      return StableHash.combine(4, number.bitPattern)
    case .string(let string): return StableHash.combine(5, StableHash.hash(string))
    case .array(let elements):
      return elements.reduce(6) { StableHash.combine($0, $1.contentHash) }
    case .object(let members):
      var sum: UInt64 = 7
      for member in members where !ObjectForm.annotationKeys.contains(member.key) {
        sum &+= StableHash.combine(StableHash.hash(member.key), member.value.contentHash)
      }
      return StableHash.combine(7, sum)
    }
  }
}
