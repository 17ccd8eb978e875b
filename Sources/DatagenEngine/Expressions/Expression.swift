internal import DatagenColumns

/// A formula over columns: parsed and checked once, then evaluated batch by batch.
///
/// The language is Python's for arithmetic, comparisons and `a if c else b`, with SQL's NULL: an operand that is
/// NULL makes the result NULL, except in `coalesce`, `is null`, `and`, `or` and conditions (NULL counts as false).
/// What has no value is NULL as well: division by zero, whole numbers beyond 64 bits, infinities, the logarithm of
/// a negative number, a text that is no number or date, a moment outside of the years 1 to 9999.
struct Expression: Sendable {
  /// The type of the values.
  let type: ExpressionType
  /// Which of the visible columns are read, each once.
  let columnIndices: [Int]

  let root: any ExpressionNode
  private let inputTypes: [ExpressionType]

  /// Compiles.
  ///
  /// - Parameters:
  ///   - code: the expression as the author wrote it.
  ///   - columns: the columns that it may name, with their types.
  ///   - surroundings: what messages say about other names.
  /// - Throws: the first error; several where names are unknown.
  init(
    _ code: String,
    columns: [(name: String, type: ExpressionType)],
    surroundings: ExpressionSurroundings = ExpressionSurroundings()
  ) throws(ExpressionError) {
    var compiler = ExpressionCompiler(columns: columns, surroundings)
    let syntax = try ExpressionParser.parse(code)
    do {
      root = try compiler.compile(syntax)
    } catch {
      var error = compiler.unknownName ?? error
      error.columnIndices = compiler.columnIndices
      throw error
    }
    if let error = compiler.unknownName { throw error }
    type = root.type
    columnIndices = compiler.columnIndices
    inputTypes = compiler.columnIndices.map { columns[$0].type }
  }

  /// Evaluates rows at once.
  ///
  /// - Parameters:
  ///   - count: how many rows the columns have.
  ///   - output: is given the values; its kind is that of `type`, or `dictionary` for texts that are a choice of
  ///     constants or the copy of such a column. It may be one of the inputs.
  ///   - scratch: memory for intermediate results, which the caller may keep from batch to batch.
  ///   - column: asked once for each of `columnIndices`.
  func evaluate(
    count: Int,
    into output: ColumnBuffer,
    scratch: ExpressionScratch = ExpressionScratch(),
    column: (Int) -> ColumnBuffer
  ) {
    var borrowed: [ColumnBuffer] = []
    var inputs: [ColumnBuffer] = []
    for (index, type) in zip(columnIndices, inputTypes) {
      let buffer = column(index)
      precondition(buffer.count >= count, "a column has fewer rows than the batch")
      let fitting = Self.fit(buffer, to: type, count: count, scratch)
      if fitting !== buffer { borrowed.append(fitting) }
      inputs.append(fitting)
    }
    let context = ExpressionContext(count: count, inputs: inputs, scratch: scratch)
    if inputs.contains(where: { $0 === output }) {
      let result = root.operand(context)
      if result.step == 0 {
        root.evaluate(context, into: output)
      } else if result.buffer !== output {
        output.copy(result.buffer)
      }
      context.release(result)
    } else {
      root.evaluate(context, into: output)
    }
    for buffer in borrowed { scratch.give(buffer) }
  }

  /// A column as the type that it was declared with: a whole-number column may arrive as floating-point numbers.
  private static func fit(
    _ buffer: ColumnBuffer,
    to type: ExpressionType,
    count: Int,
    _ scratch: ExpressionScratch
  ) -> ColumnBuffer {
    let source: ExpressionType
    switch buffer.kind {
    case .integer: source = .integer
    case .double: source = .double
    case .boolean: source = .boolean
    case .date: source = .date
    case .timestamp: source = .timestamp
    case .text, .dictionary: source = .text
    }
    guard source != type, let kernel = ExpressionKernels.cast(source, to: type) else { return buffer }
    let converted = scratch.take()
    converted.reset(type.bufferKind, count: count)
    converted.addNulls(of: buffer)
    let operand = ExpressionOperand(buffer: buffer, step: 1, isScratch: false)
    kernel(ExpressionFrame(operands: [operand], output: converted, count: count))
    return converted
  }
}
