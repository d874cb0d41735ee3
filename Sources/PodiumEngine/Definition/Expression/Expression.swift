// The language between `${{` and `}}`: a small tree without loops, assignments or code. Evaluating
// it can look things up, compare and call seven functions; nothing else.
import JSON

/// A parsed expression.
package indirect enum Expression: Sendable, Hashable {
  case literal(JSONValue)
  case list([Expression])
  case path(ExpressionRoot, [ExpressionStep])
  case call(ExpressionFunction, [Expression])
  case compare(ExpressionComparison, Expression, Expression)
  case not(Expression)
  case and(Expression, Expression)
  case or(Expression, Expression)

  /// Most characters of an expression.
  package static let lengthMax = 4000
  /// Levels of nesting.
  package static let depthMax = 32

  /// Parses the text between the braces.
  package init(_ text: String) throws(ExpressionError) {
    var parser = try ExpressionParser(text)
    self = try parser.parse()
  }

  /// Whether a run can change the outcome.
  package var isConstant: Bool { references.isEmpty }

  /// Whether it looks at how tasks ended: then it alone decides whether something runs.
  package var readsStatus: Bool {
    references.contains { reference in
      switch reference {
      case .status, .groupStatus: true
      default: false
      }
    }
  }

  /// Everything it names.
  package var references: [ExpressionReference] {
    switch self {
    case .literal: []
    case .list(let items): items.flatMap(\.references)
    case .call(_, let arguments): arguments.flatMap(\.references)
    case .compare(_, let left, let right), .and(let left, let right), .or(let left, let right):
      left.references + right.references
    case .not(let inner): inner.references
    case .path(let root, let steps): ExpressionReference.named(root, steps)
    }
  }
}

/// Where a path starts.
package enum ExpressionRoot: String, Sendable, Hashable, CaseIterable {
  case environment = "ENV"
  case inputs
  case matrix
  case orchestra = "ORCHESTRA"
  case tasks
  case taskGroups = "task_groups"

  /// Also the spellings `MATRIX` and `TASKS`, which are in use.
  init?(word: String) {
    switch word {
    case "MATRIX": self = .matrix
    case "TASKS": self = .tasks
    default: self.init(rawValue: word)
    }
  }
}

/// A step of a path.
package enum ExpressionStep: Sendable, Hashable {
  /// `.name` or `['name']` or `[0]`
  case key(Expression)
  /// `.all()`
  case all
  /// `.any()`
  case any

  /// The name, when it is written down.
  var name: String? {
    if case .key(.literal(.string(let name))) = self { name } else { nil }
  }
}

/// The functions there are.
package enum ExpressionFunction: String, Sendable, Hashable, CaseIterable {
  case formatDate = "format_date"
  case addDays = "add_days"
  case addMonths = "add_months"
  case len, int, str

  var argumentCounts: ClosedRange<Int> {
    switch self {
    case .formatDate: 2...3
    case .addDays, .addMonths: 2...2
    case .len, .int, .str: 1...1
    }
  }
}

/// The comparisons there are.
package enum ExpressionComparison: String, Sendable, Hashable {
  case equal = "=="
  case notEqual = "!="
  case lessOrEqual = "<="
  case greaterOrEqual = ">="
  case less = "<"
  case greater = ">"
  case isIn = "in"
  case isNotIn = "not in"
}

/// A thing that an expression names.
package enum ExpressionReference: Sendable, Hashable {
  case environment(String)
  case input(String)
  case matrix(String)
  case status(task: String)
  case output(task: String)
  /// A group and how its tasks ended.
  case groupStatus(String)
  case run

  static func named(_ root: ExpressionRoot, _ steps: [ExpressionStep]) -> [ExpressionReference] {
    let inner = steps.flatMap { step -> [ExpressionReference] in
      if case .key(let key) = step { key.references } else { [] }
    }
    guard let first = steps.first?.name else { return inner + [.run] }
    let own: ExpressionReference
    switch root {
    case .environment: own = .environment(first)
    case .inputs: own = .input(first)
    case .matrix: own = .matrix(first)
    case .taskGroups: own = .groupStatus(first)
    case .tasks:
      own = steps.dropFirst().first?.name == "status" ? .status(task: first) : .output(task: first)
    case .orchestra:
      own = steps.dropFirst().first?.name.map { .output(task: $0) } ?? .run
    }
    return inner + [own]
  }
}

/// What is wrong with an expression, in words for its author.
package struct ExpressionError: Error, Sendable, Hashable, CustomStringConvertible {
  package let description: String
  /// Characters from the start of the expression; nil when it arose while evaluating.
  package let offset: Int?
  package let suggestion: String?

  init(_ description: String, at offset: Int? = nil, suggestion: String? = nil) {
    self.description = description
    self.offset = offset
    self.suggestion = suggestion
  }
}
