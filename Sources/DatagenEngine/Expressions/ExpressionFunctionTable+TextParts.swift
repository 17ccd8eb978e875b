// Parts of texts, repetitions, patterns.
extension ExpressionFunctionTable {
  static let textParts: [ExpressionFunction] = [
    trimming("trim", "strip", "btrim", leading: true, trailing: true),
    trimming("ltrim", "lstrip", leading: true, trailing: false),
    trimming("rtrim", "rstrip", leading: false, trailing: true),
    ExpressionFunction("split_part", usage: "split_part(text, separator, place from 1)", 3...3) {
      call throws(ExpressionError) in
      call.node(
        .text,
        [try call.text(0), try call.text(1), try call.integer(2)],
        ExpressionTextKernels.splitPart(countsFromZero: false)
      )
    },
    ExpressionFunction("repeat", usage: "repeat(text, times)", 2...2) { call throws(ExpressionError) in
      call.node(.text, [try call.writable(0), try call.integer(1)], ExpressionTextKernels.repetition)
    },
    ExpressionFunction("zfill", usage: "zfill(text, length)", 2...2) { call throws(ExpressionError) in
      call.node(.text, [try call.writable(0), try call.integer(1)], ExpressionTextKernels.zeroFilling)
    },
    ExpressionFunction("concat_ws", usage: "concat_ws(separator, a, b, …)", 2...many) {
      call throws(ExpressionError) in
      let separator = try call.text(0)
      let parts = call.nodes.dropFirst().map { NodeBuilder.cast($0, to: .text) ?? $0 }
      return NodeBuilder.fold(SeparatedTextNode(children: [separator] + parts))
    },
    finding("strpos", "instr", first: 1),
    finding("find", first: 0),
    ExpressionFunction("like", usage: "text like 'pattern%'", 2...2) { call throws(ExpressionError) in
      call.node(.boolean, [try call.text(0), try call.text(1)], ExpressionTextKernels.like)
    },
    ExpressionFunction("ilike", usage: "text ilike 'pattern%'", 2...2) { call throws(ExpressionError) in
      let texts = [
        call.node(.text, [try call.text(0)], ExpressionTextKernels.lowercase),
        call.node(.text, [try call.text(1)], ExpressionTextKernels.lowercase),
      ]
      return call.node(.boolean, texts, ExpressionTextKernels.like)
    },
  ]

  /// Where a part begins, counted from `first`, and one less than that where it is not found.
  private static func finding(_ names: String..., first: Int64) -> ExpressionFunction {
    ExpressionFunction(names: names, usage: "\(names[0])(text, part)", 2...2) { call throws(ExpressionError) in
      call.node(.integer, [try call.text(0), try call.text(1)], ExpressionTextKernels.place(from: first))
    }
  }

  private static func trimming(_ names: String..., leading: Bool, trailing: Bool) -> ExpressionFunction {
    ExpressionFunction(names: names, usage: "\(names[0])(text, characters = white space)", 1...2) {
      call throws(ExpressionError) in
      let texts = call.count == 1 ? [try call.text(0)] : [try call.text(0), try call.text(1)]
      return call.node(
        .text,
        texts,
        ExpressionTextKernels.trimming(leading: leading, trailing: trailing, hasCharacters: texts.count > 1)
      )
    }
  }
}
