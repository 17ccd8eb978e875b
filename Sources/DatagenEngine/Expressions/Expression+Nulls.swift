// What can be known about NULLs before the work.
extension Expression {
  /// Whether a NULL that the author wrote, or a choice without an `else`, can become the value.
  var hasNullBranch: Bool { Self.hasNullBranch(root) }

  /// The columns, by their place among the visible ones, whose NULL is a NULL of the value whatever else is in the
  /// row.
  var decisiveColumns: [Int] {
    var slots: Set<Int> = []
    Self.collectDecisive(root, into: &slots)
    return slots.sorted().map { columnIndices[$0] }
  }

  private static func hasNullBranch(_ node: any ExpressionNode) -> Bool {
    switch node {
    case let constant as ConstantNode: constant.value == .null
    case is CoalesceNode: node.children.allSatisfy(hasNullBranch)
    case is ConditionalNode: node.children.dropFirst().contains(where: hasNullBranch)
    case is NullIfNode, is SeparatedTextNode: hasNullBranch(node.children[0])
    case is KernelNode, is CodedTextNode: node.children.contains(where: hasNullBranch)
    default: false
    }
  }

  private static func collectDecisive(_ node: any ExpressionNode, into slots: inout Set<Int>) {
    switch node {
    case let column as ColumnNode: slots.insert(column.slot)
    case is NullIfNode, is SeparatedTextNode: collectDecisive(node.children[0], into: &slots)
    case is KernelNode, is CodedTextNode: for child in node.children { collectDecisive(child, into: &slots) }
    default: break
    }
  }
}
