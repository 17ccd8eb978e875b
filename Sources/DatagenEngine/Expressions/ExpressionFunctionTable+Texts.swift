// Texts and conversions.
extension ExpressionFunctionTable {
  static let texts: [ExpressionFunction] = [
    ExpressionFunction("concat", usage: "concat(a, b, …)", 1...many) { call throws(ExpressionError) in
      NodeBuilder.concatenation(call.nodes.flatMap { $0.type == .text ? NodeBuilder.parts(of: $0) : [$0] })
    },
    mapping("lower", "lcase", kernel: ExpressionTextKernels.lowercase),
    mapping("upper", "ucase", kernel: ExpressionTextKernels.uppercase),
    mapping("title", "initcap", kernel: ExpressionTextKernels.capitals(ofWords: true)),
    mapping("capitalize", kernel: ExpressionTextKernels.capitals(ofWords: false)),
    mapping("reverse", kernel: ExpressionTextKernels.reversal),
    ExpressionFunction("length", "len", "char_length", usage: "length(text)", 1...1) { call throws(ExpressionError) in
      call.node(.integer, [try call.text(0)], ExpressionTextKernels.length)
    },
    ExpressionFunction("substring", "substr", usage: "substring(text, start from 1, length)", 2...3) {
      call throws(ExpressionError) in
      let length = call.count == 3 ? try call.integer(2) : ConstantNode(type: .integer, value: .integer(.max))
      return call.node(
        .text,
        [try call.text(0), try call.integer(1), length],
        ExpressionTextKernels.substring
      )
    },
    ExpressionFunction("left", usage: "left(text, length)", 2...2) { call throws(ExpressionError) in
      call.node(.text, [try call.text(0), try call.integer(1)], ExpressionTextKernels.left)
    },
    ExpressionFunction("right", usage: "right(text, length)", 2...2) { call throws(ExpressionError) in
      call.node(.text, [try call.text(0), try call.integer(1)], ExpressionTextKernels.right)
    },
    ExpressionFunction("replace", usage: "replace(text, part, replacement)", 3...3) {
      call throws(ExpressionError) in
      call.node(
        .text,
        [try call.text(0), try call.writable(1), try call.writable(2)],
        ExpressionTextKernels.replace
      )
    },
    test("starts_with", "startswith") { text, part in
      text.count >= part.count
        && ExpressionKernels.equal(UnsafeRawBufferPointer(rebasing: text[..<part.count]), part)
    },
    test("ends_with", "endswith") { text, part in
      text.count >= part.count
        && ExpressionKernels.equal(UnsafeRawBufferPointer(rebasing: text[(text.count - part.count)...]), part)
    },
    test("contains", "includes") { text, part in ExpressionTextKernels.find(part, in: text, from: 0) != nil },
    padding("lpad", "rjust", isLeft: true),
    padding("rpad", "ljust", isLeft: false),
  ]

  static let casts: [ExpressionFunction] = [
    cast("str", "to_string", .text),
    cast("int", "integer", .integer),
    cast("float", "double", .double),
    cast("bool", "boolean", .boolean),
  ]

  private static func mapping(_ names: String..., kernel: @escaping ExpressionKernel) -> ExpressionFunction {
    ExpressionFunction(names: names, usage: "\(names[0])(text)", 1...1) { call throws(ExpressionError) in
      call.node(.text, [try call.text(0)], kernel)
    }
  }

  private static func test(
    _ name: String,
    _ alias: String,
    _ body: @escaping @Sendable (UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> Bool
  ) -> ExpressionFunction {
    ExpressionFunction(name, alias, usage: "\(name)(text, part)", 2...2) { call throws(ExpressionError) in
      call.node(.boolean, [try call.text(0), try call.text(1)], ExpressionKernels.textTest(body))
    }
  }

  private static func padding(_ name: String, _ alias: String, isLeft: Bool) -> ExpressionFunction {
    ExpressionFunction(name, alias, usage: "\(name)(text, length, fill = ' ')", 2...3) {
      call throws(ExpressionError) in
      let fill = call.count == 3 ? try call.writable(2) : ConstantNode(type: .text, value: .text(" "))
      return call.node(
        .text,
        [try call.writable(0), try call.integer(1), fill],
        ExpressionTextKernels.padding(isLeft: isLeft)
      )
    }
  }

  private static func cast(_ name: String, _ alias: String, _ type: ExpressionType) -> ExpressionFunction {
    ExpressionFunction(name, alias, usage: "\(name)(x)", 1...1) { call throws(ExpressionError) in
      if let node = NodeBuilder.cast(call.nodes[0], to: type) { return node }
      throw call.fail("\(name) has no meaning for \(call.nodes[0].type.name): \(call.usage)", at: 0)
    }
  }
}
