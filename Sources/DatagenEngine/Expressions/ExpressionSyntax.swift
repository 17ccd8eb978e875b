/// A parsed expression, before names and types are looked at.
struct ExpressionSyntax: Sendable {
  indirect enum Form: Sendable {
    case integer(Int64)
    case double(Double)
    case text(String)
    case boolean(Bool)
    case null
    case column(String)
    case call(String, [ExpressionSyntax])
    /// `name=value` among the arguments of a call.
    case named(String, ExpressionSyntax)
    /// `x.name(…)`
    case method(ExpressionSyntax, String, [ExpressionSyntax])
    /// `x.name`
    case attribute(ExpressionSyntax, String)
    /// `x[i]`
    case element(ExpressionSyntax, ExpressionSyntax)
    /// `x[start:end]`, either of them left out or not.
    case slice(ExpressionSyntax, start: ExpressionSyntax?, end: ExpressionSyntax?)
    /// `x[::-1]`
    case reversal(ExpressionSyntax)
    case negation(ExpressionSyntax)
    /// A unary plus: nothing but a check that it stands before a number.
    case identity(ExpressionSyntax)
    case not(ExpressionSyntax)
    case arithmetic(ArithmeticOperator, ExpressionSyntax, ExpressionSyntax)
    /// `a < b <= c`: each neighbouring pair compared, all of them true.
    case comparison([ExpressionSyntax], [ComparisonOperator])
    case membership(ExpressionSyntax, [ExpressionSyntax], negated: Bool)
    /// `'a' in t`, or `x in (y)`: whether the right side stands in parentheses as a whole.
    case containment(ExpressionSyntax, ExpressionSyntax, isGroup: Bool)
    case isNull(ExpressionSyntax, negated: Bool)
    case conjunction([ExpressionSyntax])
    case disjunction([ExpressionSyntax])
    /// `a || b`: one text after the other, or any of several conditions.
    case bars([ExpressionSyntax])
    case conditional(condition: ExpressionSyntax, then: ExpressionSyntax, otherwise: ExpressionSyntax)
  }

  var form: Form
  /// Where messages about it point: its operator, or its first scalar.
  var offset: Int
  /// How many levels of operators and calls it has.
  var depth: Int
}

enum ArithmeticOperator: String, Sendable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case floorDivide = "//"
  case modulo = "%"
  case power = "**"
}

enum ComparisonOperator: String, Sendable {
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
}
