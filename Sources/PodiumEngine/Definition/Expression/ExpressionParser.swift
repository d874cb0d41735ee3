// Tokens to a tree: or, and, not, comparison, then names, literals, calls and brackets.
import JSON
import YAML

/// One parse of one expression.
struct ExpressionParser {
  private let tokens: [(token: ExpressionToken, offset: Int)]
  private var at = 0
  private var depth = 0

  init(_ text: String) throws(ExpressionError) {
    guard text.count <= Expression.lengthMax else {
      throw ExpressionError("an expression has more than \(Expression.lengthMax) characters", at: 0)
    }
    var lexer = ExpressionLexer(text)
    tokens = try lexer.tokens()
  }

  mutating func parse() throws(ExpressionError) -> Expression {
    if token == .end { throw ExpressionError("the expression is empty", at: 0) }
    let expression = try or()
    guard token == .end else { throw unexpected("an operator") }
    return expression
  }

  private var token: ExpressionToken { tokens[at].token }
  private var offset: Int { tokens[at].offset }

  private func unexpected(_ wanted: String) -> ExpressionError {
    ExpressionError("\(wanted) was expected, not \(token.words)", at: offset)
  }

  private mutating func skip(_ token: ExpressionToken) -> Bool {
    guard self.token == token else { return false }
    at += 1
    return true
  }

  private mutating func need(_ symbol: String) throws(ExpressionError) {
    guard skip(.symbol(symbol)) else { throw unexpected("“\(symbol)”") }
  }

  private mutating func or() throws(ExpressionError) -> Expression {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Expression.depthMax else {
      throw ExpressionError("nested deeper than \(Expression.depthMax) levels", at: offset)
    }
    var left = try and()
    while skip(.name("or")) { left = .or(left, try and()) }
    return left
  }

  private mutating func and() throws(ExpressionError) -> Expression {
    var left = try not()
    while skip(.name("and")) { left = .and(left, try not()) }
    return left
  }

  private mutating func not() throws(ExpressionError) -> Expression {
    var count = 0
    while skip(.name("not")) { count += 1 }
    let inner = try comparison()
    return count == 0 ? inner : count % 2 == 1 ? .not(inner) : .not(.not(inner))
  }

  private mutating func comparison() throws(ExpressionError) -> Expression {
    let left = try primary()
    guard let comparison = comparisonWord() else { return left }
    let right = try primary()
    if comparisonWord() != nil {
      throw ExpressionError(
        "only two values can be compared", at: offset, suggestion: "join comparisons with “and”")
    }
    return .compare(comparison, left, right)
  }

  private mutating func comparisonWord() -> ExpressionComparison? {
    switch token {
    case .symbol(let symbol):
      guard let found = ExpressionComparison(rawValue: symbol) else { return nil }
      at += 1
      return found
    case .name("in"):
      at += 1
      return .isIn
    case .name("not") where tokens[at + 1].token == .name("in"):
      at += 2
      return .isNotIn
    default: return nil
    }
  }

  private mutating func primary() throws(ExpressionError) -> Expression {
    let start = offset
    switch token {
    case .number(let value):
      at += 1
      return .literal(value)
    case .text(let text):
      at += 1
      return .literal(.string(text))
    case .symbol("("):
      at += 1
      let inner = try or()
      try need(")")
      return inner
    case .symbol("["):
      at += 1
      return .list(try list(closing: "]"))
    case .name(let name):
      at += 1
      return try named(name, start)
    default: throw unexpected("a value")
    }
  }

  private mutating func list(closing: String) throws(ExpressionError) -> [Expression] {
    var items: [Expression] = []
    if skip(.symbol(closing)) { return items }
    repeat { items.append(try or()) } while skip(.symbol(","))
    try need(closing)
    return items
  }

  private mutating func named(_ name: String, _ start: Int) throws(ExpressionError) -> Expression {
    switch name {
    case "True", "true": return .literal(.bool(true))
    case "False", "false": return .literal(.bool(false))
    case "None", "null", "none": return .literal(.null)
    default: break
    }
    if skip(.symbol("(")) {
      guard let function = ExpressionFunction(rawValue: name) else {
        let known = ExpressionFunction.allCases.map(\.rawValue)
        throw ExpressionError(
          "“\(name)” is not a function", at: start,
          suggestion: NearestWord.question(name, in: known)
            ?? "there are \(known.joined(separator: ", "))")
      }
      let arguments = try list(closing: ")")
      guard function.argumentCounts.contains(arguments.count) else {
        let counts = function.argumentCounts
        let wanted =
          counts.count == 1
          ? "\(counts.lowerBound)" : "\(counts.lowerBound) to \(counts.upperBound)"
        throw ExpressionError(
          "\(name) takes \(wanted) arguments, here are \(arguments.count)", at: start)
      }
      return .call(function, arguments)
    }
    guard let root = ExpressionRoot(word: name) else {
      let known = ExpressionRoot.allCases.map(\.rawValue)
      throw ExpressionError(
        "“\(name)” is not known", at: start,
        suggestion: NearestWord.question(name, in: known)
          ?? "texts need quotes; known are \(known.joined(separator: ", "))")
    }
    let steps = try steps()
    if let problem = ExpressionPaths.problem(root, steps) {
      throw ExpressionError(problem.description, at: start, suggestion: problem.suggestion)
    }
    return .path(root, steps)
  }

  private mutating func steps() throws(ExpressionError) -> [ExpressionStep] {
    var steps: [ExpressionStep] = []
    while true {
      if skip(.symbol(".")) {
        guard case .name(let name) = token else { throw unexpected("a name") }
        at += 1
        if skip(.symbol("(")) {
          guard name == "all" || name == "any", skip(.symbol(")")) else {
            throw ExpressionError("only .all() and .any() can be called", at: offset)
          }
          steps.append(name == "all" ? .all : .any)
        } else {
          steps.append(.key(.literal(.string(name))))
        }
      } else if skip(.symbol("[")) {
        steps.append(.key(try or()))
        try need("]")
      } else {
        return steps
      }
    }
  }
}
