// Numbers and moments as texts of a form.
extension ExpressionFunctionTable {
  static let textForms: [ExpressionFunction] = [
    ExpressionFunction("format", "to_char", usage: "format(x, digits), format(moment, '%Y-%m')", 2...2) {
      call throws(ExpressionError) in
      if call.nodes[0].type.isTemporal { return try moment(call) }
      guard let text = call.constantText(1) else { return fixed(try call.double(0), try call.integer(1), call) }
      return try number(call, text)
    },
    ExpressionFunction("strftime", "date_format", usage: "strftime(moment, '%Y-%m-%d')", 2...2) {
      call throws(ExpressionError) in
      try moment(call)
    },
  ]

  private static func fixed(
    _ number: any ExpressionNode,
    _ digits: any ExpressionNode,
    isGrouped: Bool = false,
    _ call: ExpressionCall
  ) -> any ExpressionNode {
    call.node(.text, [number, digits], ExpressionTextKernels.fixedDecimals(isGrouped: isGrouped))
  }

  private static func number(_ call: ExpressionCall, _ text: String) throws(ExpressionError)
    -> any ExpressionNode
  {
    guard let format = NumberFormat(text) else {
      throw call.fail(
        "\"\(text)\" is no format of numbers; write the number of digits behind the point, or '.2f', ',.2f', '05d'",
        at: 1
      )
    }
    func integer(_ value: Int) -> ConstantNode { ConstantNode(type: .integer, value: .integer(Int64(value))) }
    let value = try call.number(0)
    var node: any ExpressionNode
    if let digits = format.digits ?? (format.isGrouped && value.type == .integer ? 0 : nil) {
      node = fixed(try call.double(0), integer(digits), isGrouped: format.isGrouped, call)
    } else if format.isGrouped {
      throw call.fail("write the digits behind the point as well: ',.2f'", at: 1)
    } else {
      node = NodeBuilder.cast(value, to: .text) ?? value
    }
    guard format.width > 0 else { return node }
    if format.isZeroFilled {
      return call.node(.text, [node, integer(format.width)], ExpressionTextKernels.zeroFilling)
    }
    let space = ConstantNode(type: .text, value: .text(" "))
    return call.node(.text, [node, integer(format.width), space], ExpressionTextKernels.padding(isLeft: true))
  }

  private static func moment(_ call: ExpressionCall) throws(ExpressionError) -> any ExpressionNode {
    let moment = try call.moment(0)
    guard let text = call.constantText(1) else {
      throw call.fail("\(call.name) takes a text in quotes as its format: \(call.usage)", at: 1)
    }
    switch MomentFormat.read(text) {
    case .success(let format): return call.node(.text, [moment], format.kernel(moment.type))
    case .failure(let problem): throw call.fail(problem.message, at: 1)
    }
  }
}
